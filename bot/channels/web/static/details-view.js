/**
 * What a message carries beside its text: guidance, support services, a summary, a receipt.
 *
 * Each builder takes the message and gives one element, or null when the message has nothing of the kind.
 */
import { icon, isWebAddress, make, outsideLink, paragraphs } from "./dom.js";
import { dayInWords } from "./strings.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./strings.js").Say} Say */

/**
 * @param {Message} message
 * @param {Say} say
 * @param {string} lang
 * @returns {HTMLElement[]}
 */
export function detailsOf(message, say, lang) {
  const all = [guidance(message, say, lang), support(message, say, lang), summary(message, say), receipt(message, say, lang)];
  return all.filter((part) => part !== null);
}

/**
 * @param {Message} message
 * @param {Say} say
 * @param {string} lang
 */
function guidance({ items }, say, lang) {
  if (!items?.length) return null;
  return make("ul", { class: "cards" }, ...items.map((item) => make("li", { class: "card" },
    make("h4", {}, outsideLink(item.url, item.title, say("newTab"))),
    item.line && make("p", { dir: "auto" }, item.line),
    item.why && make("p", { class: "quiet", dir: "auto" }, `${say("why")}: ${item.why}`),
    make("p", { class: "quiet" }, [
      item.source && `${say("source")}: ${item.source}`,
      item.checked && say("checked", { date: dayInWords(item.checked, lang) }),
    ].filter(Boolean).join(" · ")),
  )));
}

/**
 * @param {Message} message
 * @param {Say} say
 * @param {string} lang
 */
function support({ urgent, services }, say, lang) {
  if (!urgent && !services?.length) return null;
  const list = (services ?? []).map((service) => make("li", { class: "card" },
    make("h4", { dir: "auto" }, service.name),
    facts([
      [say("phone"), service.phone && phoneLink(service.phone)],
      [say("hours"), service.hours],
      [say("otherWays"), [service.contact].flat().filter(Boolean).join("\n")],
      [say("whoFor"), service.who_for],
    ]),
    service.checked && make("p", { class: "quiet" }, say("checked", { date: dayInWords(service.checked, lang) })),
  ));
  return make("div", { class: "wide" },
    urgent && make("div", { class: "urgent" }, ...paragraphs(urgent)),
    list.length > 0 && make("ul", { class: "cards" }, ...list));
}

/**
 * @param {Message} message
 * @param {Say} say
 */
function summary({ answers }, say) {
  if (!answers?.length) return null;
  return make("dl", { class: "summary" }, ...answers.flatMap(({ question, text }) => [
    make("dt", { dir: "auto" }, question),
    make("dd", { dir: "auto", class: text ? undefined : "quiet" }, text || say("noAnswer")),
  ]));
}

/**
 * @param {Message} message
 * @param {Say} say
 * @param {string} lang
 */
function receipt(message, say, lang) {
  if (message.kind !== "receipt") return null;
  return make("div", { class: "receipt" },
    make("h4", {}, icon("mark"), say("receipt")),
    facts([
      [say("code"), message.code && make("strong", { class: "code" }, message.code)],
      [say("saved"), message.saved],
      [say("where"), message.where],
      [say("until"), message.until && dayInWords(message.until, lang)],
      [say("howToDelete"), message.how_to_delete],
    ]));
}

/**
 * @param {Array<[string, HTMLElement | string | null | undefined | false]>} rows a row without a value is left out
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
  return /^tel:\+?\d+$/.test(href) && !isWebAddress(href) ? make("a", { href, class: "phone" }, phone) : phone;
}
