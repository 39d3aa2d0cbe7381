/**
 * Skip, Back, Pause and the like: the moves that are offered in one place under the box, turn after turn. On a small
 * screen a button beside the box opens them. Support is not among them: it stands at the top, and opens without a network.
 */
import { focusIn, icon, make } from "./dom.js";
import { movesOf } from "./messages.js";
import { WRITTEN_IN } from "./words.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").Choice} Choice */
/** @typedef {import("./words.js").Say} Say */

const ORDER = ["back", "skip", "pause", "change_theme", "finish"];
const AT_THE_TOP = "support";

export class Controls {
  /** @type {Map<string, {button: HTMLButtonElement, choice: Choice}>} */ #known = new Map();

  /**
   * @param {Say} say
   * @param {(choice: Choice) => void} onChoice
   */
  constructor(say, onChoice) {
    this.onChoice = onChoice;
    this.element = make("div", { class: "controls folded", id: "moves", role: "group", "aria-label": say("controls"), hidden: true });
    this.opener = make("button", {
      type: "button", class: "more-moves", hidden: true, "aria-expanded": "false", "aria-controls": "moves", title: say("moreMoves"),
      onclick: () => this.#fold(this.#open),
    }, icon("moves"), make("span", { class: "hidden" }, say.part("moreMoves")));
  }

  /**
   * @param {Message[]} entries the conversation; the last message that offers moves counts
   * @param {boolean} resting while an answer is on its way
   */
  show(entries, resting) {
    const offering = entries.findLast((entry) => movesOf(entry).length > 0);
    const offered = offering ? movesOf(offering).filter((choice) => nameOf(choice) !== AT_THE_TOP) : [];
    for (const choice of offered) this.#know(choice);
    const names = new Set(offered.map(nameOf));
    for (const [name, { button }] of this.#known) {
      button.hidden = !names.has(name);
      if (resting) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    this.element.hidden = this.opener.hidden = names.size === 0;
  }

  /** @returns {boolean} whether there was something to close */
  close() {
    const open = this.#open && isSeen(this.opener);
    if (open) this.#fold(true);
    return open;
  }

  get #open() {
    return this.opener.getAttribute("aria-expanded") === "true";
  }

  /** @param {boolean} folded only seen on a small screen: elsewhere the moves are always there, and the button never is */
  #fold(folded) {
    const inside = this.element.contains(focusIn(this.element));
    this.element.classList.toggle("folded", folded);
    this.opener.setAttribute("aria-expanded", String(!folded));
    if (folded && inside && isSeen(this.opener)) this.opener.focus({ preventScroll: true });
  }

  clear() {
    this.#known.clear();
    this.element.replaceChildren();
    this.element.hidden = this.opener.hidden = true;
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
      if (!current || button.getAttribute("aria-disabled") === "true") return;
      this.#fold(true);
      this.onChoice(current.choice);
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

/** @param {HTMLElement} part */
function isSeen(part) {
  return part.getClientRects().length > 0;
}
