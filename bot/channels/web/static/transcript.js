/**
 * The conversation as a copy to keep: a text file or a sheet of paper, made in the browser. No ids, and no return code:
 * whoever finds the copy must not be able to open what was saved.
 */
import { make } from "./dom.js";
import { dayInWords } from "./words.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./words.js").Say} Say */

/**
 * @param {Message[]} entries
 * @param {Say} say
 * @returns {string}
 */
export function asText(entries, say) {
  const parts = entries.map((entry, index) => {
    const name = speaker(entries, index, say);
    return [...(name ? [`${name}:`] : []), ...linesOf(entry, say)].join("\n");
  });
  return [`${say("keepHeading")}\n${today(say)}`, ...parts].join("\n\n").concat("\n").replaceAll("\n", "\r\n");
}

/**
 * Prints the conversation alone, whatever page is around it: from a frame of its own that goes away again.
 *
 * @param {Message[]} entries
 * @param {Say} say
 * @param {Node} place where in the document the frame may stand
 */
export function printTranscript(entries, say, place) {
  const frame = make("iframe", { class: "hidden", title: say("keepHeading"), tabindex: "-1", "aria-hidden": "true" });
  place.appendChild(frame);
  const view = /** @type {(Window & typeof globalThis) | null} */ (frame.contentWindow);
  if (!view) return;
  const page = view.document;
  const looks = `
    body { font: 12pt/1.5 system-ui, sans-serif; max-width: 40em; margin: 0 auto; color: #000; background: #fff; }
    h1 { font-size: 16pt; } h2 { font-size: 11pt; margin: 1.5em 0 0.2em; break-after: avoid; }
    p { margin: 0 0 0.4em; white-space: pre-line; overflow-wrap: anywhere; orphans: 3; widows: 3; }
  `;
  if ("adoptedStyleSheets" in page) {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(looks);
    page.adoptedStyleSheets = [sheet];
  }
  page.title = say("keepHeading");
  page.documentElement.lang = say.lang;
  page.body.append(make("h1", {}, say("keepHeading")), make("p", {}, today(say)), ...entries.flatMap((entry, index) => {
    const name = speaker(entries, index, say);
    return [...(name ? [make("h2", {}, name)] : []), ...linesOf(entry, say).map((line) => make("p", { dir: "auto" }, line))];
  }));
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  view.print();
}

/** @param {Message[]} entries @param {number} index @param {Say} say @returns {string} "" in a run of messages, after its first */
function speaker(entries, index, say) {
  const from = entries[index]?.from;
  return from === entries[index - 1]?.from ? "" : say(from === "you" ? "you" : "waymark");
}

/** @param {Say} say */
function today(say) {
  return dayInWords(new Intl.DateTimeFormat("sv", { timeZone: "Europe/London" }).format(), say.lang); // Sweden writes 2026-12-01
}

/** @param {Message} entry @param {Say} say */
function linesOf(entry, say) {
  const lines = [entry.text.trim()];
  if (entry.urgent) lines.push(entry.urgent);
  for (const item of entry.items ?? []) {
    if ("title" in item) lines.push([`- ${item.title}`, item.line, item.url].filter(Boolean).join("\n  "));
    else lines.push([`- ${item.theme}`, item.day, item.sharing, item.said, item.did].filter(Boolean).join("\n  "));
  }
  for (const { name, phone, contact, hours } of entry.services ?? []) {
    lines.push([`- ${name}`, phone, ...[contact].flat(), hours].filter(Boolean).join("\n  "));
  }
  for (const { question, text } of entry.answers ?? []) lines.push(`${question}: ${text || say("noAnswer")}`);
  if (entry.kind === "receipt") {
    for (const [name, value] of [["saved", entry.saved], ["where", entry.where], ["until", entry.until]]) {
      if (name && value) lines.push(`${say(name)}: ${name === "until" ? dayInWords(value, say.lang) : value}`);
    }
  }
  return lines.filter(Boolean);
}
