/**
 * What is not needed in every conversation: how one reads and writes, a copy to keep, and keys.
 */
import { make, put } from "./dom.js";
import { saveFile } from "./downloads-view.js";
import { movingPart } from "./moving-view.js";
import { readingPart, tickBox } from "./reading-part.js";
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
 * @param {import("./conversation.js").Conversation} tools.conversation
 * @param {import("./reading.js").Reading} tools.reading
 * @param {import("./read-aloud.js").ReadAloud} tools.voice
 */
export function morePane({ say, heading }, { entries, lines, onLines, announce, conversation, reading, voice }) {
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
  return [
    ...readingPart({ say, heading }, reading, voice),
    heading(2, {}, say.part("writingTitle")),
    tickBox(say, "enterNewLine", lines, onLines, "lines-help"),
    make("p", { class: "quiet", id: "lines-help" }, say.part("enterNewLineHelp")),
    make("p", {}, say.part("dictation")),
    heading(2, {}, say.part("keepTitle")),
    make("p", {}, say.part("keepText")),
    make("div", { class: "ways" },
      make("button", { type: "button", onclick: save }, say.part("keepFile")),
      make("button", { type: "button", onclick: print }, say.part("keepPrint"))),
    told,
    ...movingPart({ say, heading }, conversation, announce),
    heading(2, {}, say.part("keysTitle")),
    make("p", {}, say.part("logHelp")),
  ];
}
