/**
 * The quiet line for when something is not right: what it is, that nothing is lost, and what can be done.
 */
import { make } from "./dom.js";

/** @typedef {import("./conversation.js").Phase} Phase */
/** @typedef {import("./conversation.js").Trouble} Trouble */
/** @typedef {import("./strings.js").Say} Say */

const WITHOUT_NETWORK = ["offline", "unreachable", "cannotOpen"];

export class Notice {
  #spoken = "";

  /**
   * @param {object} parts
   * @param {Say} parts.say
   * @param {string} parts.supportHere id of a support list on the page around, or ""
   * @param {() => void} parts.onMend
   * @param {(text: string) => void} parts.announce
   */
  constructor({ say, supportHere, onMend, announce }) {
    this.say = say;
    this.supportHere = supportHere;
    this.announce = announce;
    this.text = make("p");
    this.button = make("button", { type: "button", onclick: onMend });
    this.support = make("a", { href: `#${supportHere}` }, say("supportHere"));
    this.element = make("div", { class: "notice", hidden: true }, this.text,
      make("div", { class: "notice-ways" }, this.button, this.support));
  }

  /**
   * @param {Phase} phase
   * @param {Trouble | null} trouble
   */
  show(phase, trouble) {
    const { say } = this;
    const kind = phase === "ended" ? "closed" : !navigator.onLine ? "offline" : (trouble?.kind ?? "");
    const theirs = kind === trouble?.kind ? trouble.message : ""; // the server's words, where it had some
    const text = theirs || (kind && say(kind));
    this.element.hidden = !kind;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.button.hidden = kind === "refused" || kind === "offline";
    this.button.textContent = say(kind === "closed" ? "startNew" : "tryAgain");
    this.support.hidden = !this.supportHere || !WITHOUT_NETWORK.includes(kind);
    this.speakOnce(kind, text);
  }

  /**
   * Says each state once when it begins, not each time it is drawn.
   *
   * @param {string} kind an empty one means all is well, so that the next trouble is spoken again
   * @param {string} text
   */
  speakOnce(kind, text) {
    if (kind && this.#spoken !== kind) this.announce(text);
    this.#spoken = kind;
  }
}
