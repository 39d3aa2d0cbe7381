/**
 * What is not needed in every conversation: a copy to keep, and how the Enter key works.
 */
import { make, put } from "./dom.js";
import { saveFile } from "./downloads-view.js";
import { asText, printTranscript } from "./transcript.js";

/** @typedef {import("./words.js").Setting} Setting */
/** @typedef {import("./chat-api.js").Message} Message */

/**
 * @param {Setting} setting
 * @param {object} tools
 * @param {() => Message[]} tools.entries
 * @param {boolean} tools.lines whether Enter starts a new line
 * @param {(lines: boolean) => void} tools.onLines
 * @param {(text: string) => void} tools.announce
 */
export function morePane({ say, heading }, { entries, lines, onLines, announce }) {
  const told = make("p", { class: "quiet" });
  const tell = (/** @type {string} */ name) => {
    put(told, say.part(name));
    announce(say(name));
  };
  const save = () => {
    if (!entries().length) return tell("keepNothing");
    saveFile(new Blob([asText(entries(), say)], { type: "text/plain;charset=utf-8" }), "my-conversation.txt");
    tell("keepDone");
  };
  const print = () => (entries().length ? printTranscript(entries(), say, told.getRootNode()) : tell("keepNothing"));
  const box = make("input", { type: "checkbox", id: "lines", "aria-describedby": "lines-help" });
  box.checked = lines;
  box.addEventListener("change", () => onLines(box.checked));
  return [
    heading(2, {}, say.part("keepTitle")),
    make("p", {}, say.part("keepText")),
    make("div", { class: "ways" },
      make("button", { type: "button", onclick: save }, say.part("keepFile")),
      make("button", { type: "button", onclick: print }, say.part("keepPrint"))),
    told,
    heading(2, {}, say.part("writingTitle")),
    make("div", { class: "tick-box" }, box, make("label", { for: "lines" }, say.part("enterNewLine"))),
    make("p", { class: "quiet", id: "lines-help" }, say.part("enterNewLineHelp")),
    heading(2, {}, say.part("keysTitle")),
    make("p", {}, say.part("logHelp")),
  ];
}
