/**
 * The support services, as they came with the widget's words: there before anything is sent, and without a network.
 */
import { serviceCards } from "./details-view.js";
import { make, outsideLink, paragraphs } from "./dom.js";
import { WRITTEN_IN } from "./words.js";

/**
 * @param {import("./words.js").Setting} setting
 * @param {string} url of the same list as a page of its own
 */
export function supportPane({ say, heading }, url) {
  const { services, local } = say.support;
  return [
    make("div", { class: "urgent" }, ...paragraphs(say("urgent"))),
    make("p", {}, say.part("supportText")),
    make("div", { class: "wide", lang: WRITTEN_IN }, serviceCards(services, { say, heading }, 2)),
    heading(2, {}, say.part("supportLocal")),
    make("ul", { class: "cards", lang: WRITTEN_IN }, ...local.map(({ name, how }) =>
      make("li", { class: "card" }, heading(3, {}, name), make("p", {}, how)))),
    make("p", { class: "own-page" }, outsideLink(url, say("supportPage"), say.part("newTab"))),
  ];
}
