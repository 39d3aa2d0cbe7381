/**
 * `mode="panel"`: a button in the corner, and the chat over the page until it is closed. It opens when somebody asks,
 * never by itself. On a wide screen the page stays usable beside it; on a small one it is all there is.
 */
import { icon, make } from "./dom.js";

/** @typedef {import("./words.js").Say} Say */

const SMALL = "(max-width: 36rem), (max-height: 36rem)";

export class Panel {
  /** @type {HTMLElement | null} */ #back = null;
  #small = matchMedia(SMALL);

  /**
   * @param {object} parts
   * @param {Say} parts.say
   * @param {HTMLElement} parts.frame the chat
   * @param {HTMLElement} parts.title which gets the focus when somebody opens it
   * @param {boolean} parts.launcher whether there is a button in the corner, or the page has one
   * @param {(open: boolean) => void} parts.onChange
   */
  constructor({ say, frame, title, launcher, onChange }) {
    this.title = title;
    this.onChange = onChange;
    this.launcher = make("button", { type: "button", class: "launch", onclick: () => this.open({ focus: true }) }, icon("mark"), say.part("launch"));
    this.closer = make("button", { type: "button", class: "close", title: say("closeHelp"), onclick: () => this.close() },
      icon("close"), make("span", { class: "hidden" }, say.part("close")));
    this.dialog = make("dialog", { class: "panel", "aria-labelledby": "title" }, frame);
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.elements = launcher ? [this.launcher, this.dialog] : [this.dialog];
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** @param {{focus?: boolean}} [how] `focus`: somebody asked for it, so it is where they go on */
  open({ focus = false } = {}) {
    if (this.isOpen) return;
    const before = deepFocus();
    this.#show();
    this.launcher.hidden = true;
    this.#back = focus ? (before ?? this.launcher) : this.launcher;
    if (focus) this.title.focus({ preventScroll: true });
    else if (before) before.focus({ preventScroll: true });
    else if (!this.#small.matches) deepFocus()?.blur(); // a dialog takes the focus by itself
    this.onChange(true);
  }

  /** It was open before the page was loaded anew. On a small screen it would stand in the way of the whole page. */
  restore() {
    if (!this.#small.matches) this.open();
  }

  close() {
    if (!this.isOpen) return;
    const inside = this.dialog.contains(deepFocus());
    this.dialog.close();
    this.launcher.hidden = false;
    if (inside) (this.#back?.isConnected ? this.#back : this.launcher).focus({ preventScroll: true });
    this.onChange(false);
  }

  /** @param {AbortSignal} signal ends when the element leaves the page */
  listen(signal) {
    this.#small.addEventListener("change", () => this.#fit(), { signal });
    // Where nothing has the focus too: what it covers can be seen again without a search for its button. A key that was
    // pressed in a part of the page is that part's.
    document.addEventListener("keydown", (event) => event.target === document.body && this.#key(event), { signal });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !this.isOpen) return;
    event.preventDefault(); // one Escape closes one thing
    this.close();
  }

  #show() {
    if (this.#small.matches) this.dialog.showModal();
    else this.dialog.show();
  }

  /** The screen became small or wide (a zoom, a turned phone): the other kind of dialog, the same place in it. */
  #fit() {
    if (!this.isOpen) return;
    const focused = deepFocus();
    this.dialog.close();
    this.#show();
    focused?.focus({ preventScroll: true });
  }
}

/** @returns {HTMLElement | null} what has the focus, inside any shadow */
function deepFocus() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? focused : null;
}
