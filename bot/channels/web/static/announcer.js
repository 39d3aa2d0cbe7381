/**
 * Speaks to screen readers, apart from the transcript: each new message once, in order, never the whole log again.
 *
 * The log itself is silent (`aria-live="off"`), because a live log is read again whenever something in it changes.
 */
import { make } from "./dom.js";
import { answersOf } from "./messages.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./words.js").Say} Say */

// Long enough for a screen reader to take the text up, short enough that nobody meets it again while browsing.
const KEPT_MS = 6_000;
const LABELS_SPOKEN = 5;

export class Announcer {
  constructor() {
    this.element = make("div", { class: "hidden", "aria-live": "polite", "aria-atomic": "false" });
  }

  /**
   * @param {string} text said once, politely; an empty one is silence
   * @param {string} [lang] of the text, where it is not that of the widget
   */
  speak(text, lang) {
    if (!text) return;
    const line = make("p", { lang }, text);
    this.element.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }

  clear() {
    this.element.replaceChildren();
  }
}

/**
 * @param {Message} message
 * @param {Say} say
 * @param {boolean} [whole] for who only listens: every choice by its name, however many there are
 * @returns {string} the message as it is spoken, with what can be chosen or found under it
 */
export function inSpeech(message, say, whole = false) {
  const parts = [say("spoken", { text: message.text.replace(/\s+/g, " ").trim() })];
  if (message.progress) parts.push(say("progress", message.progress));
  if (message.urgent) parts.push(message.urgent);
  const listed = { reflections: "spokenReflections", changes: "spokenChanges" }[message.kind ?? ""] ?? "spokenGuidance";
  if (message.items?.length) parts.push(say(listed, { count: message.items.length }));
  if (message.services?.length) parts.push(say("spokenServices", { count: message.services.length }));
  for (const answer of message.answers ?? []) {
    parts.push(ended(answer.question, ":"), ended(answer.text || say("noAnswer"), "."));
  }
  if (message.kind === "receipt" && message.code) parts.push(`${say("code")}: ${message.code}.`);
  if (message.downloads?.length) parts.push(say("spokenDownloads", { count: message.downloads.length }));
  const labels = answersOf(message).map((choice) => choice.label);
  if (labels.length > LABELS_SPOKEN && !whole) parts.push(say("spokenManyChoices", { count: labels.length }));
  else if (labels.length) parts.push(say("spokenChoices", { labels: labels.join(", ") }));
  return parts.join(" ");
}

/**
 * @param {string} text
 * @param {string} mark put after it where it has no end of its own, so that a voice pauses there
 */
function ended(text, mark) {
  return /[.?!…:]$/.test(text) ? text : text + mark;
}
