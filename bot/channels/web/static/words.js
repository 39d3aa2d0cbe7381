/**
 * The widget's own words. They come from the server as one small file for each language (data/widget/), so that a
 * translator needs no script. What Waymark says in the conversation is not among them.
 *
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Phrase
 * @typedef {Record<string, string | number>} Values
 * @typedef {import("./chat-api.js").Service} Service
 * @typedef {{services: Service[], local: {name: string, how: string}[], organisation: string}} Support
 * @typedef {{easy: boolean, bsl: string}} Offers what the organisation switched on: easier words, and where BSL videos are
 * @typedef {{lang: string, dir: string, phrases: Record<string, Phrase>, borrowed: string[], support: Support, offers: Offers}} Words
 *
 * `say` gives a text; `say.part` the same for showing, marked with its language where not all is in English.
 * @typedef {((name: string, values?: Values) => string) & {part: (name: string, values?: Values) => string | HTMLElement,
 *   lang: string, dir: string, support: Support, offers: Offers}} Say
 *
 * @typedef {{say: Say, heading: import("./dom.js").Heading}} Setting what every part of the screen needs
 */
import { make } from "./dom.js";
import { waitLonger } from "./waiting.js";

export const WRITTEN_IN = "en-GB";

/**
 * Asks until it gets them: a widget without words is no use, and a page may well be opened in a tunnel.
 *
 * @param {URL} base
 * @param {string} lang a language tag such as "gd"; one we do not have gives English
 * @returns {Promise<Words>}
 */
export async function fetchWords(base, lang) {
  let wanted = lang.toLowerCase().split("-")[0] || "en";
  for (let attempt = 0; ; attempt += 1) {
    const response = await fetch(new URL(`static/strings/${wanted}.json`, base)).catch(() => null);
    if (response?.ok) {
      const words = await response.json().catch(() => null);
      if (words?.phrases) return words;
    }
    if (response?.status === 404 && wanted !== "en") {
      wanted = "en";
      continue;
    }
    await waitLonger(attempt);
  }
}

/**
 * @param {Words} words
 * @returns {Say} throws when the name is unknown, so that a missing phrase is met in the tests and not by a person
 */
export function sayWith({ lang, dir, phrases, borrowed, support, offers }) {
  const ours = new Set(borrowed);
  const forms = { own: new Intl.PluralRules(lang), english: new Intl.PluralRules(WRITTEN_IN) };
  const number = new Intl.NumberFormat(lang);
  /** @param {string} name @param {Values} [values] */
  const say = (name, values = {}) => {
    const phrase = phrases[name];
    if (phrase === undefined) throw new Error(`data/widget has no phrase "${name}"`);
    const form = (ours.has(name) ? forms.english : forms.own).select(Number(values.count));
    const text = typeof phrase === "string" ? phrase : (phrase[form] ?? phrase.other ?? "");
    return text.replace(/\{(\w+)\}/g, (_, key) => {
      const value = values[key];
      return typeof value === "number" ? number.format(value) : (value ?? "");
    });
  };
  /** @param {string} name @param {Values} [values] */
  const part = (name, values) => {
    if (lang === WRITTEN_IN) return say(name, values);
    return make("span", ours.has(name) ? { lang: WRITTEN_IN, dir: "ltr" } : { lang, dir }, say(name, values));
  };
  return Object.assign(say, { part, lang, dir, support, offers });
}

/**
 * @param {string} day such as "2026-11-03"
 * @param {string} lang
 * @returns {string} the day as people write it; anything that is no such day comes back as it was
 */
export function dayInWords(day, lang) {
  const found = /^\d{4}-\d{2}-\d{2}/.test(day) ? new Date(`${day.slice(0, 10)}T12:00:00Z`) : null;
  if (!found || Number.isNaN(found.getTime())) return day;
  return new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(found);
}
