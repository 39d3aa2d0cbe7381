/**
 * Every word the widget itself says, in one place, so that a translator needs no other file.
 *
 * What Waymark says in the conversation is not here: it comes from the server (`data/responses/`).
 * A value is a text with `{names}`, or plural forms chosen by `Intl.PluralRules` on `{count}`.
 *
 * @typedef {string | {one: string, other: string}} Phrase
 */

/** @type {Record<string, Record<string, Phrase>>} */
const phrases = {
  en: {
    title: "Your conversation",
    log: "Conversation",
    waymark: "Waymark",
    you: "You",
    support: "Support services",
    newTab: "(opens in a new tab)",
    leave: "Leave now",
    leaveHelp: "Clears this conversation from the screen and goes to another site",

    startTitle: "Start when you are ready",
    startText: "Waymark is an automated guide. It asks a few short questions about work, one at a time.",
    startPace: "You can skip any question, and stop whenever you like.",
    start: "Start a conversation",
    opening: "Opening…",

    box: "Write in your own words",
    boxHelp: "Enter sends. Shift and Enter starts a new line.",
    boxHelpTouch: "Use the Send button when you are ready.",
    send: "Send",
    emptyBox: "Write something first, or choose an answer above.",
    charactersLeft: { one: "{count} character left.", other: "{count} characters left." },
    charactersOver: {
      one: "This is {count} character too long to send. You can shorten it, or send it in parts. Nothing is lost.",
      other: "This is {count} characters too long to send. You can shorten it, or send it in parts. Nothing is lost.",
    },

    choices: "Choices",
    chosen: "chosen",
    controls: "Always in reach",
    controlBusy: "Not available just now",
    newest: "Go to the newest message",
    replying: "Waymark is replying…",
    sending: "Sending…",
    waiting: "Waiting to be sent",

    offline: "You seem to be offline. What you write is kept here. It will be sent when you are back.",
    unreachable: "Waymark cannot be reached just now. Nothing is lost. We will keep trying.",
    cannotOpen: "Waymark cannot be reached just now. Please try again in a moment.",
    busy: "Waymark needs a short rest. Your message is kept and will be sent soon.",
    refused: "That could not be sent.",
    backInBox: "Your words are back in the box.",
    closed: "This conversation has closed. This happens after some time, to keep your words private. Anything you saved is still saved.",
    closedBox: "Start a new conversation first. Your words stay in the box.",
    tryAgain: "Try again",
    startNew: "Start a new conversation",
    supportHere: "Support numbers on this page",
    restored: "Your conversation is back.",

    why: "Why this is shown",
    source: "Source",
    checked: "Last checked {date}",
    phone: "Phone",
    hours: "Open",
    whoFor: "Who it is for",
    otherWays: "Other ways",
    yourAnswers: "What you said",
    noAnswer: "Skipped",
    receipt: "Your receipt",
    code: "Your return code",
    saved: "What was saved",
    where: "Where it is",
    until: "Kept until",
    howToDelete: "How to delete it",

    spoken: "Waymark says: {text}",
    spokenChoices: "Choices: {labels}.",
    spokenManyChoices: { one: "{count} choice follows.", other: "{count} choices follow." },
    spokenGuidance: { one: "{count} piece of guidance is listed.", other: "{count} pieces of guidance are listed." },
    spokenServices: { one: "{count} support service is listed.", other: "{count} support services are listed." },
  },
};

/**
 * @typedef {(name: string, values?: Record<string, string | number>) => string} Say
 */

/**
 * Gives the function that puts a phrase into words.
 *
 * @param {string} lang a language tag such as "en-GB"; an unknown one falls back to English
 * @returns {Say} throws when the name is unknown, so that a missing phrase is met in the tests and not by a person
 */
export function wordsIn(lang) {
  const base = lang.toLowerCase().split("-")[0] ?? "en";
  const known = phrases[base] ? base : "en";
  const plural = new Intl.PluralRules(known);
  const number = new Intl.NumberFormat(known);
  return (name, values = {}) => {
    const phrase = phrases[known]?.[name] ?? phrases.en?.[name];
    if (phrase === undefined) throw new Error(`strings.js has no phrase "${name}"`);
    const text = typeof phrase === "string" ? phrase : phrase[plural.select(Number(values.count)) === "one" ? "one" : "other"];
    return text.replace(/\{(\w+)\}/g, (_, key) => {
      const value = values[key];
      return typeof value === "number" ? number.format(value) : (value ?? "");
    });
  };
}

/**
 * @param {string} iso a day such as "2026-11-03"
 * @param {string} lang
 * @returns {string} the day as people write it; anything that is no such day comes back as it was
 */
export function dayInWords(iso, lang) {
  const day = /^\d{4}-\d{2}-\d{2}/.test(iso) ? new Date(`${iso.slice(0, 10)}T12:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime())) return iso;
  const style = /** @type {const} */ ({ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return new Intl.DateTimeFormat(lang.startsWith("en") ? "en-GB" : lang, style).format(day);
}
