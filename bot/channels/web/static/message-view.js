/**
 * The log: one article per message, with its choices. It follows the conversation's list by id, so that nothing a
 * person is reading, or has focus on, is ever built anew.
 */
import { detailsOf } from "./details-view.js";
import { icon, make, paragraphs } from "./dom.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").Choice} Choice */
/** @typedef {import("./strings.js").Say} Say */

export class MessageLog {
  /** @type {Map<string, HTMLElement>} */ #shown = new Map();

  /**
   * @param {Say} say
   * @param {string} lang
   * @param {(choice: Choice) => void} onChoice
   */
  constructor(say, lang, onChoice) {
    this.say = say;
    this.lang = lang;
    this.onChoice = onChoice;
    this.element = make("div", { class: "log", role: "log", "aria-live": "off", "aria-label": say("log"), tabindex: "-1" });
  }

  /** @param {Message[]} entries the whole conversation in order */
  show(entries) {
    const ids = new Set(entries.map((entry) => entry.id));
    for (const [id, article] of this.#shown) {
      if (ids.has(id)) continue;
      article.remove();
      this.#shown.delete(id);
    }
    let place = this.element.firstElementChild;
    for (const entry of entries) {
      const known = this.#shown.get(entry.id);
      const article = known ?? this.#build(entry);
      if (article === place) place = place.nextElementSibling;
      else this.element.insertBefore(article, place);
      this.#shown.set(entry.id, article);
    }
    entries.forEach((entry, index) => this.#update(entry, entries.slice(index + 1)));
  }

  /**
   * @param {string} id
   * @returns {HTMLElement | undefined}
   */
  articleOf(id) {
    return this.#shown.get(id);
  }

  /** @param {Message} entry */
  #build(entry) {
    const mine = entry.from === "you";
    const heading = make("h3", { class: "who" }, !mine && icon("mark"), this.say(mine ? "you" : "waymark"));
    const article = make("article", { class: mine ? "mine" : "theirs" }, heading,
      make("div", { class: "words" }, ...paragraphs(entry.text)));
    if (mine) {
      article.append(make("p", { class: "status quiet" }));
    } else {
      article.append(...detailsOf(entry, this.say, this.lang));
      const answers = answersOf(entry);
      if (answers.length) article.append(this.#choices(answers));
    }
    return article;
  }

  /** @param {Choice[]} choices */
  #choices(choices) {
    return make("ul", { class: "choices", "aria-label": this.say("choices") }, ...choices.map((choice) => {
      const button = make("button", { type: "button", class: "choice", onclick: () => {
        if (button.getAttribute("aria-disabled") !== "true") this.onChoice(choice);
      } }, make("span", { dir: "auto" }, choice.label));
      return make("li", {}, button);
    }));
  }

  /**
   * @param {Message} entry
   * @param {Message[]} later what came after it
   */
  #update(entry, later) {
    const article = this.#shown.get(entry.id);
    if (!article) return;
    if (entry.from === "you") {
      const status = article.querySelector(".status");
      const text = entry.status === "waiting" ? this.say("waiting") : entry.status ? this.say("sending") : "";
      if (status && status.textContent !== text) status.textContent = text;
      article.classList.toggle("pending", Boolean(entry.status));
      return;
    }
    const reply = later.find((candidate) => candidate.from === "you");
    const overtaken = later.some((candidate) => candidate.from !== "you" && answersOf(candidate).length > 0);
    const answers = answersOf(entry);
    const chosen = reply ? chosenOf(answers, reply) : -1;
    article.querySelectorAll("button").forEach((button, index) => {
      settle(button, Boolean(reply) || overtaken, index === chosen, this.say("chosen"));
    });
  }
}

/** @param {Message} message */
function answersOf(message) {
  return (message.choices ?? []).filter((choice) => choice.role !== "control");
}

/**
 * @param {Choice[]} answers
 * @param {Message} reply
 * @returns {number} the place of the choice taken, or -1 when the person answered in their own words
 */
function chosenOf(answers, reply) {
  const byValue = answers.findIndex((choice) => choice.value === reply.choice);
  return byValue >= 0 ? byValue : answers.findIndex((choice) => choice.label === reply.text);
}

/**
 * Puts an answered choice to rest. The chosen one is never `disabled`: it would drop the focus of whoever pressed it.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} answered
 * @param {boolean} chosen
 * @param {string} chosenWord
 */
function settle(button, answered, chosen, chosenWord) {
  if (button.classList.contains("chosen") !== chosen) {
    button.classList.toggle("chosen", chosen);
    if (chosen) button.append(make("span", { class: "tick" }, icon("tick"), make("span", { class: "hidden" }, ` ${chosenWord}`)));
    else button.querySelector(".tick")?.remove();
  }
  button.disabled = answered && !chosen;
  if (answered && chosen) {
    button.setAttribute("aria-disabled", "true");
    button.tabIndex = -1;
  } else {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("tabindex");
  }
}
