/**
 * What a message carries beside its text: guidance, support services, a summary, a receipt, what was saved before.
 *
 * Each builder takes the message and gives one element, or null when the message has nothing of the kind.
 */
import { icon, make, outsideLink, paragraphs, put } from "./dom.js";
import { dayInWords } from "./words.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").GuidanceItem} GuidanceItem */
/** @typedef {import("./chat-api.js").PastItem} PastItem */
/** @typedef {import("./chat-api.js").Service} Service */
/** @typedef {import("./words.js").Setting} Setting */
/** @typedef {import("./words.js").Say} Say */
/** @typedef {{copyCode: (code: string) => Promise<boolean>, announce: (text: string) => void}} Tools */

/**
 * @param {Message} message
 * @param {Setting} setting
 * @param {Tools} tools
 * @returns {HTMLElement[]}
 */
export function detailsOf(message, setting, tools) {
  const past = message.kind === "reflections" || message.kind === "changes";
  const all = [past ? whatWas(message, setting) : guidance(message, setting), support(message, setting),
    summary(message, setting), receipt(message, setting, tools)];
  return all.filter((part) => part !== null);
}

/** @param {Message} message @param {Setting} setting */
function guidance({ items }, { say, heading }) {
  if (!items?.length) return null;
  return make("ul", { class: "cards" }, ...(/** @type {GuidanceItem[]} */ (items)).map((item) => make("li", { class: "card" },
    item.try && make("p", { class: "try", dir: "auto" }, item.try),
    heading(2, {}, outsideLink(item.url, item.title, say.part("newTab"))),
    item.line && make("p", { dir: "auto" }, item.line),
    item.why && make("p", { class: "quiet", dir: "auto" }, say.part("why"), `: ${item.why}`),
    item.note && make("p", { class: "quiet", dir: "auto" }, item.note),
    make("p", { class: "quiet" },
      item.source && say.part("source"), item.source && `: ${item.source}`, item.source && item.checked && " · ",
      item.checked && say.part("checked", { date: dayInWords(item.checked, say.lang) })),
  )));
}

/** @param {Message} message @param {Setting} setting */
function whatWas({ items }, { say, heading }) {
  if (!items?.length) return null;
  return make("ul", { class: "cards" }, ...(/** @type {PastItem[]} */ (items)).map((item) => make("li", { class: "card" },
    heading(2, { dir: "auto" }, item.theme),
    facts([
      [say.part("day"), item.day && dayInWords(item.day, say.lang)],
      [say.part("sharing"), item.sharing],
      [say.part("said"), item.said],
      [say.part("did"), item.did],
    ]))));
}

/** @param {Message} message @param {Setting} setting */
function support({ urgent, services }, setting) {
  if (!urgent && !services?.length) return null;
  return make("div", { class: "wide" },
    urgent && make("div", { class: "urgent" }, ...paragraphs(urgent)),
    services?.length ? serviceCards(services, setting, 2) : null);
}

/**
 * @param {Service[]} services
 * @param {Setting} setting
 * @param {number} depth of their headings
 */
export function serviceCards(services, { say, heading }, depth) {
  return make("ul", { class: "cards" }, ...services.map((service) => make("li", { class: "card" },
    heading(depth, { dir: "auto" }, service.name),
    facts([
      [say.part("phone"), service.phone && phoneLink(service.phone)],
      [say.part("hours"), service.hours],
      [say.part("otherWays"), [service.contact].flat().filter(Boolean).join("\n")],
      [say.part("whoFor"), service.who_for],
    ]),
    service.checked && make("p", { class: "quiet" }, say.part("checked", { date: dayInWords(service.checked, say.lang) })))));
}

/** @param {Message} message @param {Setting} setting */
function summary({ answers }, { say }) {
  if (!answers?.length) return null;
  return make("dl", { class: "summary" }, ...answers.flatMap(({ question, text }) => [
    make("dt", { dir: "auto" }, question),
    make("dd", { dir: "auto", class: text ? undefined : "quiet" }, text || say.part("noAnswer")),
  ]));
}

/** @param {Message} message @param {Setting} setting @param {Tools} tools */
function receipt(message, { say, heading }, tools) {
  if (message.kind !== "receipt") return null;
  return make("div", { class: "receipt" },
    heading(2, {}, icon("mark"), say.part("receipt")),
    facts([
      [say.part("code"), message.code && codeLine(message.code, say, tools)],
      [say.part("saved"), message.saved],
      [say.part("where"), message.where],
      [say.part("until"), message.until && dayInWords(message.until, say.lang)],
      [say.part("howToDelete"), message.how_to_delete],
    ]));
}

/** @param {string} code @param {Say} say @param {Tools} tools */
function codeLine(code, say, tools) {
  const told = make("span", { class: "quiet" });
  const copy = async () => {
    const name = (await tools.copyCode(code)) ? "codeCopied" : "codeNotCopied";
    put(told, say.part(name));
    tools.announce(say(name));
  };
  return make("div", { class: "code-line" }, make("strong", { class: "code" }, code),
    make("button", { type: "button", class: "small", onclick: copy }, say.part("copyCode")), told);
}

/**
 * @param {Array<[string | HTMLElement, HTMLElement | string | null | undefined | false]>} rows one without a value is left out
 */
function facts(rows) {
  const kept = rows.filter(([, value]) => value);
  return make("dl", { class: "facts" }, ...kept.map(([name, value]) => make("div", {},
    make("dt", {}, name),
    make("dd", { dir: "auto" }, value),
  )));
}

/** @param {string} phone */
function phoneLink(phone) {
  const href = `tel:${phone.replace(/\s+/g, "")}`;
  return /^tel:\+?\d+$/.test(href) ? make("a", { href, class: "phone" }, phone) : phone;
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard now
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
