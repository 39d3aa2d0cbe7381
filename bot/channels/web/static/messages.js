/**
 * Messages as they come from the server, as they wait to be sent, and as the log shows them.
 */

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").Choice} Choice */
/** @typedef {import("./chat-api.js").Outgoing} Outgoing */

export const START = "start";

/**
 * @param {any} body
 * @returns {Message[]}
 */
export function readMessages(body) {
  const messages = Array.isArray(body?.messages) ? body.messages : [];
  return messages.map((/** @type {any} */ message, /** @type {number} */ place) => ({
    ...message, id: String(message.id ?? `place-${place}`), text: String(message.text ?? ""), from: message.from ?? "waymark",
  }));
}

/** @param {Message} entry the opening move is ours, not something the person said */
export function isShown(entry) {
  return entry.from !== "you" || (entry.choice !== START && entry.text !== "");
}

/**
 * @param {Outgoing} outgoing
 * @returns {Message}
 */
export function asEntry({ id, text, choice, label }) {
  return { id, from: "you", text: text ?? label ?? "", choice, status: "sending" };
}

/** @param {Message} message @param {boolean} easy whether easier words are wanted, where there are any */
export function wordsOf({ text, easy: easier }, easy) {
  return (easy && easier) || text;
}

/** @param {Message} message what it asks one to choose from */
export function answersOf(message) {
  return (message.choices ?? []).filter((choice) => choice.role !== "control");
}

/** @param {Message} message the moves it offers, such as Skip and Back */
export function movesOf(message) {
  return (message.choices ?? []).filter((choice) => choice.role === "control");
}

/** @returns {string} a random UUID, also on a plain http intranet, where `crypto.randomUUID` is missing */
export function freshId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
