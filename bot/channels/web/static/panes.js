/**
 * Pages inside the chat: Support, and More. One takes the place of the conversation until it is closed; nothing is sent
 * and nothing is fetched, so they open without a network too.
 */
import { make } from "./dom.js";

/** @typedef {import("./words.js").Setting} Setting */
/** @typedef {{name: string, title: string, build: () => (HTMLElement | null | false | undefined | 0)[]}} Pane */

export class Panes {
  #open = "";
  /** @type {Map<string, HTMLButtonElement>} */ #openers = new Map();

  /**
   * @param {Setting} setting
   * @param {Pane[]} panes
   * @param {() => void} onOpening told before anything moves
   * @param {(open: boolean) => void} onChange
   */
  constructor({ say, heading }, panes, onOpening, onChange) {
    this.say = say;
    this.heading = heading;
    this.onOpening = onOpening;
    this.onChange = onChange;
    this.panes = panes;
    this.element = make("div", { class: "pane", id: "pane", hidden: true });
    for (const { name } of panes) {
      const onclick = () => (this.#open === name ? this.close() : this.open(name));
      const button = make("button", { type: "button", class: "bar", "aria-expanded": "false", "aria-controls": "pane", onclick },
        say.part(name));
      this.#openers.set(name, button);
    }
  }

  /** The buttons that open them, for the bar at the top. */
  get openers() {
    return [...this.#openers.values()];
  }

  get isOpen() {
    return this.#open !== "";
  }

  /** @param {string} name */
  open(name) {
    const pane = this.panes.find((one) => one.name === name);
    if (!pane) return;
    this.onOpening();
    const title = this.heading(1, { tabindex: "-1" }, this.say.part(pane.title));
    const back = make("button", { type: "button", class: "main", onclick: () => this.close() }, this.say.part("backToChat"));
    this.element.replaceChildren(title, ...pane.build().filter((part) => part instanceof Node), back);
    this.#open = name;
    this.#tell();
    title.focus({ preventScroll: true });
  }

  /** @returns {boolean} whether one was open */
  close() {
    const opener = this.#openers.get(this.#open);
    if (!opener) return false;
    this.#open = "";
    this.#tell();
    this.element.replaceChildren();
    opener.focus({ preventScroll: true });
    return true;
  }

  #tell() {
    this.element.hidden = !this.isOpen;
    for (const [name, button] of this.#openers) button.setAttribute("aria-expanded", String(name === this.#open));
    this.onChange(this.isOpen);
  }
}
