/**
 * The part of More where somebody sets how they read and write. What is set shows at once, and nothing is sent.
 */
import { make, outsideLink, put } from "./dom.js";

/** @typedef {import("./words.js").Setting} Setting */
/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./read-aloud.js").ReadAloud} ReadAloud */

/** @type {["sizeUsual" | "sizeLarger" | "sizeLargest", import("./reading.js").Way["size"]][]} */
const SIZES = [["sizeUsual", ""], ["sizeLarger", "larger"], ["sizeLargest", "largest"]];
const NOTES = { device: "aloudHelp", away: "aloudAway", "": "aloudNone" };

/**
 * @param {Setting} setting
 * @param {Reading} reading
 * @param {ReadAloud} voice
 */
export function readingPart({ say, heading }, reading, voice) {
  const { way } = reading;
  const { easy, bsl } = say.offers;
  const sizes = SIZES.map(([name, size]) => {
    const box = make("input", { type: "radio", name: "size", id: name, onchange: () => reading.set({ size }) });
    box.checked = way.size === size;
    return make("div", { class: "tick-box" }, box, make("label", { for: name }, say.part(name)));
  });
  const note = make("p", { class: "quiet", id: "aloud-help" });
  const aloud = tickBox(say, "aloud", way.aloud !== "", (on) => reading.set({ aloud: on ? voice.place : "" }), "aloud-help");
  const tell = () => {
    const box = aloud.querySelector("input");
    const { place } = voice;
    if (box) box.disabled = !place;
    if (box) box.checked = place !== "" && reading.way.aloud === place;
    put(note, say.part(NOTES[place]));
  };
  voice.speech?.addEventListener?.("voiceschanged", tell, { once: true }); // many browsers find their voices late
  tell();
  return [
    heading(2, {}, say.part("readingTitle")),
    make("fieldset", { class: "ways" }, make("legend", {}, say.part("sizeTitle")), ...sizes),
    tickBox(say, "roomy", way.roomy, (roomy) => reading.set({ roomy })),
    aloud,
    note,
    easy && tickBox(say, "easy", way.easy, (on) => reading.set({ easy: on }), "easy-help"),
    easy && make("p", { class: "quiet", id: "easy-help" }, say.part("easyHelp")),
    bsl !== "" && make("p", { class: "own-page" }, outsideLink(bsl, say("bsl"), say.part("newTab"))),
    make("p", { class: "quiet" }, say.part("readingKept")),
  ];
}

/**
 * @param {import("./words.js").Say} say
 * @param {string} name of the phrase, and the id
 * @param {boolean} checked
 * @param {(on: boolean) => void} onChange
 * @param {string} [help] id of what explains it
 */
export function tickBox(say, name, checked, onChange, help) {
  const box = make("input", { type: "checkbox", id: name, "aria-describedby": help });
  box.checked = checked;
  box.addEventListener("change", () => onChange(box.checked));
  return make("div", { class: "tick-box" }, box, make("label", { for: name }, say.part(name)));
}
