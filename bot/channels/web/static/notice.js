/**
 * The quiet line for when something is not right: what it is, that nothing is lost, and what can be done.
 */
import { make, put } from "./dom.js";

/** @typedef {import("./conversation.js").Phase} Phase */
/** @typedef {import("./conversation.js").Trouble} Trouble */
/** @typedef {import("./words.js").Say} Say */

/** @type {Record<string, {again?: boolean, anew?: boolean, support?: boolean}>} what is offered with each line */
const WAYS = {
  offline: { support: true },
  unreachable: { again: true, support: true },
  cannotOpen: { again: true, support: true },
  closed: { anew: true },
  moved: { anew: true },
};

export class Notice {
  #spoken = "";

  /**
   * @param {object} parts
   * @param {Say} parts.say
   * @param {() => void} parts.onAgain
   * @param {(firstMove: string) => void} parts.onAnew
   * @param {() => void} parts.onSupport
   * @param {(text: string) => void} parts.announce
   */
  constructor({ say, onAgain, onAnew, onSupport, announce }) {
    this.say = say;
    this.announce = announce;
    this.text = make("p");
    const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) => make("button", { type: "button", onclick }, say.part(name));
    this.again = button("tryAgain", onAgain);
    this.anew = button("startNew", () => onAnew(""));
    this.code = button("useCode", () => onAnew("return_code"));
    this.support = button("support", onSupport);
    this.ways = make("div", { class: "notice-ways" }, this.again, this.anew, this.code, this.support);
    this.element = make("div", { class: "notice", hidden: true }, this.text, this.ways);
  }

  /**
   * @param {Phase} phase
   * @param {Trouble | null} trouble
   * @param {boolean} led whether a code for another device was given out
   */
  show(phase, trouble, led) {
    const kind = phase === "ended" ? (led ? "moved" : "closed") : !navigator.onLine ? "offline" : (trouble?.kind ?? "");
    const theirs = kind === trouble?.kind ? trouble.message : ""; // the server's words, where it had some
    const ways = WAYS[kind] ?? {};
    this.element.hidden = !kind;
    put(this.text, theirs || (kind && this.say.part(kind)));
    this.ways.hidden = !WAYS[kind];
    this.again.hidden = !ways.again;
    this.anew.hidden = this.code.hidden = !ways.anew;
    this.support.hidden = !ways.support;
    if (kind && this.#spoken !== kind) this.announce(this.text.textContent ?? ""); // once when it begins
    this.#spoken = kind;
  }
}
