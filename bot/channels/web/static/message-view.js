/**
 * The log: one article per message, with its choices. It follows the conversation's list by id, so that nothing a
 * person is reading, or has focus on, is ever built anew.
 */
import { detailsOf } from "./details-view.js";
import { downloadsOf } from "./downloads-view.js";
import { icon, make, paragraphs, put } from "./dom.js";
import { LogKeys } from "./log-keys.js";
import { answersOf, wordsOf } from "./messages.js";
import { WRITTEN_IN } from "./words.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").Choice} Choice */
/** @typedef {import("./words.js").Setting} Setting */
/** @typedef {import("./details-view.js").Tools} Tools */
/** @typedef {Tools & import("./downloads-view.js").Files & {choose: (choice: Choice) => void,
 *   listen: (entry: Message) => void, reading: import("./reading.js").Reading}} LogTools */

export class MessageLog {
  /** @type {Map<string, HTMLElement>} */ #shown = new Map();
  /** @type {WeakMap<HTMLElement, string>} the words that stand in each */ #words = new WeakMap();
  #built = 0;

  /**
   * @param {Setting} setting
   * @param {LogTools} tools
   */
  constructor(setting, tools) {
    const { say } = setting;
    this.setting = setting;
    this.tools = tools;
    this.list = make("div", { class: "messages" });
    this.element = make("div", {
      class: "log", role: "log", "aria-live": "off", "aria-label": say("log"), "aria-describedby": "log-help", tabindex: "-1",
    }, make("p", { class: "hidden", id: "log-help" }, say.part("logHelp")), make("p", { class: "edge quiet" }, say.part("logStart")), this.list, make("p", { class: "hidden" }, say.part("logEnd")));
    this.keys = new LogKeys(this.list, { first: say("logStart"), last: say("logEnd") }, tools.announce);
  }

  /** @param {Message[]} entries the whole conversation in order */
  show(entries) {
    const ids = new Set(entries.map((entry) => entry.id));
    for (const [id, article] of this.#shown) {
      if (ids.has(id)) continue;
      article.remove();
      this.#shown.delete(id);
    }
    let place = this.list.firstElementChild;
    for (const entry of entries) {
      const known = this.#shown.get(entry.id);
      const article = known ?? this.#build(entry);
      if (article === place) place = place.nextElementSibling;
      else this.list.insertBefore(article, place);
      this.#shown.set(entry.id, article);
    }
    entries.forEach((entry, index) => this.#update(entry, entries.slice(index + 1), entries[index - 1]));
    this.keys.refresh();
  }

  /**
   * @param {string} id
   * @returns {HTMLElement | undefined}
   */
  articleOf(id) {
    return this.#shown.get(id);
  }

  /** @param {string} id of the message that is read aloud now; its button stops that */
  showReading(id) {
    const { say } = this.setting;
    for (const [one, article] of this.#shown) {
      const button = article.querySelector(".listen");
      if (button) put(button, say.part(one === id ? "listenStop" : "listen"));
    }
  }

  /** @param {Message} entry */
  #build(entry) {
    const { say, heading } = this.setting;
    const mine = entry.from === "you";
    const number = (this.#built += 1);
    const ids = { who: `who-${number}`, words: `words-${number}` };
    const article = make("article", { class: mine ? "mine" : "theirs", "aria-labelledby": ids.who, "aria-describedby": ids.words },
      heading(1, { class: "who", id: ids.who }, !mine && icon("mark"), say.part(mine ? "you" : "waymark")),
      make("div", { class: "words", id: ids.words, lang: mine ? undefined : WRITTEN_IN }));
    if (mine) {
      article.append(make("p", { class: "status quiet" }));
      return article;
    }
    const answers = answersOf(entry);
    const details = make("div", { class: "details", lang: WRITTEN_IN },
      ...detailsOf(entry, this.setting, this.tools), downloadsOf(entry, this.setting, this.tools));
    if (details.hasChildNodes()) article.append(details);
    if (entry.progress) article.append(make("p", { class: "progress quiet" }, say.part("progress", entry.progress)));
    if (answers.length) article.append(this.#choices(answers));
    article.append(make("button", { type: "button", class: "small listen", onclick: () => this.tools.listen(entry) }, say.part("listen")));
    return article;
  }

  /** @param {Choice[]} choices */
  #choices(choices) {
    const { say } = this.setting;
    return make("ul", { class: "choices", "aria-label": say("choices") }, ...choices.map((choice) => {
      const button = make("button", { type: "button", class: "choice", onclick: () => this.tools.choose(choice) },
        make("span", { dir: "auto", lang: WRITTEN_IN }, choice.label),
        choice.hint ? make("span", { class: "hint", dir: "auto", lang: WRITTEN_IN }, choice.hint) : null);
      return make("li", {}, button);
    }));
  }

  /**
   * @param {Message} entry
   * @param {Message[]} later what came after it
   * @param {Message | undefined} before
   */
  #update(entry, later, before) {
    const article = this.#shown.get(entry.id);
    if (!article) return;
    const words = entry.from === "you" ? entry.text : wordsOf(entry, this.tools.reading.way.easy);
    const titled = (/** @type {string} */ part) => part === entry.heading && this.setting.heading(2, { class: "theme", dir: "auto" }, part);
    if (words !== this.#words.get(article)) article.querySelector(".words")?.replaceChildren(...paragraphs(words, titled));
    this.#words.set(article, words);
    article.classList.toggle("same", before?.from === entry.from); // a run of messages names its speaker once
    const { say } = this.setting;
    if (entry.from === "you") {
      const status = article.querySelector(".status");
      if (status) put(status, entry.status === "waiting" ? say.part("waiting") : entry.status ? say.part("sending") : "");
      article.classList.toggle("pending", Boolean(entry.status));
      return;
    }
    // What was asked has its answer below, in the person's own message: the choices have done their work.
    const answered = later.some((candidate) => candidate.from === "you" || answersOf(candidate).length > 0);
    const choices = article.querySelector(".choices");
    if (choices instanceof HTMLElement) choices.hidden = answered;
  }
}
