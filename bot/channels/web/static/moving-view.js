/**
 * Going on on another device: a code of a few words that this device shows once, and the field for it over there.
 */
import { make, put } from "./dom.js";
import { freshId } from "./messages.js";

/** @typedef {import("./words.js").Setting} Setting */
/** @typedef {import("./conversation.js").Conversation} Conversation */

/**
 * The part of More that gives a code.
 *
 * @param {Setting} setting
 * @param {Conversation} conversation
 * @param {(text: string) => void} announce
 */
export function movingPart({ say, heading }, conversation, announce) {
  const told = make("div", { class: "moving" });
  const give = async () => {
    if (conversation.phase !== "open") return told.replaceChildren(make("p", {}, say.part("keepNothing")));
    const outcome = await conversation.api.offerMove(conversation.token, new AbortController().signal);
    conversation.leading ||= outcome.ok;
    if (!outcome.ok) {
      put(told, outcome.message || say.part("moveNoCode"));
      announce(told.textContent ?? "");
      return;
    }
    const { code, minutes } = outcome.body;
    told.replaceChildren(make("p", {}, make("span", { class: "code" }, code)), make("p", {}, say.part("moveHow", { minutes })));
    announce(`${code.replace(/-/g, ", ")}. ${say("moveHow", { minutes })}`);
  };
  return [
    heading(2, {}, say.part("moveTitle")),
    make("p", {}, say.part("moveText")),
    make("div", { class: "ways" }, make("button", { type: "button", onclick: give }, say.part("moveGet"))),
    told,
  ];
}

/**
 * The way in with a code from another device, under the button that starts anew.
 *
 * @param {Setting} setting
 * @param {Conversation} conversation
 * @param {(text: string) => void} announce
 */
export function arriving({ say }, conversation, announce) {
  const drawn = { code: "", secret: "" }; // the same for a code that is sent again: its answer may have been lost
  const note = make("p", { id: "move-note", class: "note" });
  const box = make("input", { id: "move-code", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    "aria-describedby": "move-note" });
  const tell = (/** @type {string} */ text) => {
    put(note, text);
    announce(text);
  };
  const form = make("form", { class: "arriving", novalidate: true, hidden: true },
    make("label", { for: "move-code" }, say.part("moveBox")),
    make("div", { class: "write" }, box, make("button", { type: "submit", class: "main" }, say.part("codeSend"))), note);
  const opener = make("button", { type: "button", class: "small", "aria-expanded": "false", onclick: () => {
    form.hidden = !form.hidden;
    opener.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) box.focus();
  } }, say.part("moveArrive"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const code = box.value.trim();
    if (!code) return tell(say("moveEmpty"));
    put(note, say.part("opening"));
    if (drawn.code !== code) Object.assign(drawn, { code, secret: freshId() + freshId() });
    const outcome = await conversation.api.takeMove(code, drawn.secret, new AbortController().signal);
    if (outcome.ok) {
      box.value = "";
      put(note, "");
      conversation.memory.keepConversation({ token: String(outcome.body.token), outbox: [] });
      return conversation.resume();
    }
    tell(outcome.code === "not_found" ? say("moveWrong") : outcome.message || say("unreachable"));
  });
  return make("div", { class: "entry" }, opener, form);
}
