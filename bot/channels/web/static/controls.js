/**
 * Skip, Back, Pause and the like: the moves that are always in reach, so they stay in one place under the box.
 *
 * A move that is not offered just now stays visible and keeps the focus of whoever pressed it, but does nothing. So
 * nothing jumps when a turn offers other moves than the one before.
 */
import { make } from "./dom.js";
import { movesOf } from "./messages.js";
import { WRITTEN_IN } from "./words.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").Choice} Choice */
/** @typedef {import("./words.js").Say} Say */

const ORDER = ["back", "skip", "pause", "change_theme", "finish", "support"];

export class Controls {
  /** @type {Map<string, {button: HTMLButtonElement, choice: Choice}>} */ #known = new Map();

  /**
   * @param {Say} say
   * @param {(choice: Choice) => void} onChoice
   */
  constructor(say, onChoice) {
    this.onChoice = onChoice;
    this.element = make("div", { class: "controls", role: "group", "aria-label": say("controls"), hidden: true });
  }

  /**
   * @param {Message[]} entries the conversation; the last message that offers moves counts
   * @param {boolean} resting while an answer is on its way
   */
  show(entries, resting) {
    const offering = entries.findLast((entry) => movesOf(entry).length > 0);
    const offered = offering ? movesOf(offering) : [];
    for (const choice of offered) this.#know(choice);
    const names = new Set(offered.map(nameOf));
    for (const [name, { button }] of this.#known) {
      if (resting || !names.has(name)) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    this.element.hidden = this.#known.size === 0;
  }

  clear() {
    this.#known.clear();
    this.element.replaceChildren();
    this.element.hidden = true;
  }

  /** @param {Choice} choice */
  #know(choice) {
    const name = nameOf(choice);
    const known = this.#known.get(name);
    if (known) {
      known.choice = choice;
      if (known.button.textContent !== choice.label) known.button.textContent = choice.label;
      return;
    }
    const button = make("button", { type: "button", class: "move", lang: WRITTEN_IN, onclick: () => {
      const current = this.#known.get(name);
      if (current && button.getAttribute("aria-disabled") !== "true") this.onChoice(current.choice);
    } }, choice.label);
    this.#known.set(name, { button, choice });
    const after = [...this.#known].filter(([other]) => rank(other) > rank(name)).sort(([a], [b]) => rank(a) - rank(b));
    this.element.insertBefore(button, after[0]?.[1].button ?? null);
  }
}

/** @param {Choice} choice */
function nameOf(choice) {
  return choice.name ?? choice.label;
}

/** @param {string} name */
function rank(name) {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}
