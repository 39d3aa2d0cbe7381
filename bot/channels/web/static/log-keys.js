/**
 * Lets the arrow keys walk through the log. One message is a tab stop at a time, the newest until somebody walks; at
 * either end a key press says so instead of jumping.
 */
import { focusIn } from "./dom.js";

export class LogKeys {
  /** @type {Element | null} */ #current = null;

  /**
   * @param {HTMLElement} list whose children are the messages
   * @param {{first: string, last: string}} edges what is said at the ends
   * @param {(text: string) => void} announce
   */
  constructor(list, edges, announce) {
    this.list = list;
    this.edges = edges;
    this.announce = announce;
    list.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof HTMLElement) || target.parentElement !== list) return;
      this.#settle(target);
      // A browser shows the nearest edge of what is taller than the screen; people read from the beginning.
      if (target.matches(":focus-visible") && target.offsetHeight > innerHeight / 3) target.scrollIntoView({ block: "start" });
    });
  }

  /** After messages came or went: the newest is the way in, unless somebody is walking just now. */
  refresh() {
    const walking = this.#current !== null && focusIn(this.list) === this.#current;
    if (!walking || this.#current?.parentElement !== this.list) this.#settle(this.list.lastElementChild);
  }

  /** @param {Element | null} message */
  #settle(message) {
    this.#current = message;
    for (const other of this.list.children) if (other instanceof HTMLElement) other.tabIndex = other === message ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const here = event.target;
    if (!(here instanceof HTMLElement) || here.parentElement !== this.list || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = { ArrowUp: here.previousElementSibling, ArrowDown: here.nextElementSibling,
      Home: this.list.firstElementChild, End: this.list.lastElementChild }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const back = event.key === "ArrowUp" || event.key === "Home";
    if (next === null || next === here) this.announce(back ? this.edges.first : this.edges.last);
    else if (next instanceof HTMLElement) next.focus();
  }
}
