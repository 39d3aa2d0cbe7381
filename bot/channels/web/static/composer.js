/**
 * The box people write in: it grows, counts gently near the limit, keeps a draft, and never cuts or loses a word.
 */
import { focusIn, make, put } from "./dom.js";

/** @typedef {import("./words.js").Say} Say */

const LIMIT = 4_000;
const COUNT_FROM = 500;

export class Composer {
  #warned = "";
  #enterSends = true;

  /**
   * @param {object} parts
   * @param {Say} parts.say
   * @param {(text: string) => boolean} parts.onSend whether the text was taken; if not it stays in the box
   * @param {(text: string) => void} parts.onDraft
   * @param {(text: string) => void} parts.announce
   * @param {HTMLElement} parts.beside what else stands beside the box
   */
  constructor({ say, onSend, onDraft, announce, beside }) {
    this.say = say;
    this.onSend = onSend;
    this.onDraft = onDraft;
    this.announce = announce;
    this.box = make("textarea", {
      id: "box", rows: "1", dir: "auto", autocomplete: "off", "aria-describedby": "box-help box-note", placeholder: say("boxShort"),
    });
    // A phone's keyboard stays open: whoever sends from the box goes on writing there.
    const stay = (/** @type {Event} */ event) => focusIn(this.box) === this.box && event.preventDefault();
    const send = make("button", { type: "submit", class: "main send", onmousedown: stay }, say.part("send"));
    this.note = make("p", { id: "box-note", class: "note" });
    this.help = make("p", { id: "box-help", class: "quiet help" });
    this.element = make("form", { class: "composer", novalidate: true },
      make("label", { for: "box" }, say.part("box")),
      make("div", { class: "write" }, this.box, send, beside),
      this.note, this.help);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.box.addEventListener("input", () => this.#changed());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.setEnter(true);
  }

  get text() {
    return this.box.value;
  }

  /** @param {string} text */
  fill(text) {
    this.box.value = text;
    this.#changed();
  }

  /** @param {boolean} sends a touch keyboard has no Shift and Enter, so there Enter always makes the new line */
  setEnter(sends) {
    this.#enterSends = sends && !matchMedia("(hover: none) and (pointer: coarse)").matches;
    this.box.enterKeyHint = this.#enterSends ? "send" : "enter";
    put(this.help, this.say.part(this.#enterSends ? "boxHelp" : "boxHelpLines"));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !this.#enterSends) return;
    event.preventDefault();
    if (!event.repeat) this.#send();
  }

  #send() {
    const text = this.text.trim();
    if (!text) return this.tell("emptyBox");
    if (charactersIn(text) > LIMIT) return this.announce(this.note.textContent ?? "");
    if (this.onSend(text)) this.fill("");
  }

  #changed() {
    this.onDraft(this.text);
    if (!CSS.supports("field-sizing", "content")) {
      this.box.style.height = "auto";
      this.box.style.height = `${this.box.scrollHeight + 2}px`;
    }
    const left = LIMIT - charactersIn(this.text.trim());
    const state = left < 0 ? "over" : left <= COUNT_FROM ? "near" : "";
    const name = state === "over" ? "charactersOver" : "charactersLeft";
    put(this.note, state && this.say.part(name, { count: Math.abs(left) }));
    this.element.classList.toggle("over", state === "over");
    if (state && state !== this.#warned) this.announce(this.note.textContent ?? ""); // once per threshold, not per key
    this.#warned = state;
  }

  /** @param {string} name of a phrase, shown under the box and spoken once; the next key press replaces it */
  tell(name) {
    put(this.note, this.say.part(name));
    this.announce(this.say(name));
  }
}

/**
 * @param {string} text
 * @returns {number} characters as the server counts them: code points, so that one emoji is one
 */
function charactersIn(text) {
  return Array.from(text).length;
}
