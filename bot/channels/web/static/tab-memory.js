/**
 * What this tab remembers over a reload: the token, words that are not sent yet, and how the person set things.
 *
 * Only `sessionStorage`: it dies with the tab, is not shared with other tabs and never leaves the machine. Browsers keep it
 * in a file, and what was removed may stand in there for a while. So no word goes in that the server has, and the others
 * only when they are needed: when sending fails, and when the page goes. Where storage is switched off, the
 * conversation still works and is simply not there after a reload.
 *
 * @typedef {import("./chat-api.js").Outgoing} Outgoing
 * @typedef {{token: string, outbox: Outgoing[]}} Remembered
 * @typedef {"open" | "lines"} Setting `open`: the panel is open. `lines`: Enter starts a new line
 */
import { freshId } from "./messages.js";

export class TabMemory {
  #draft = "";

  /** @param {string} scope tells two Waymarks on one origin apart */
  constructor(scope) {
    this.scope = `waymark:${scope}:`;
  }

  /** Names this tab among the others; a duplicated tab has the name of the one it was copied from. */
  get tab() {
    const known = this.#read("tab");
    if (known) return known;
    const fresh = freshId();
    this.#write("tab", fresh);
    return fresh;
  }

  /** @returns {Remembered | null} */
  readConversation() {
    try {
      const found = JSON.parse(this.#read("conversation") || "null");
      return found && typeof found.token === "string" && Array.isArray(found.outbox) ? found : null;
    } catch {
      return null;
    }
  }

  /** @param {Remembered} remembered */
  keepConversation(remembered) {
    this.#write("conversation", JSON.stringify(remembered));
  }

  /** Takes the draft out again: it is in the box then. */
  readDraft() {
    this.#draft = this.#read("draft");
    this.#write("draft", "");
    return this.#draft;
  }

  /** @param {string} text to be written when the page goes */
  noteDraft(text) {
    this.#draft = text;
  }

  keepDraft() {
    this.#write("draft", this.#draft);
  }

  /** @param {Setting} name */
  isSet(name) {
    return this.#read(name) !== "";
  }

  /**
   * @param {Setting} name
   * @param {boolean} on
   */
  set(name, on) {
    this.#write(name, on ? "on" : "");
  }

  forgetConversation() {
    this.#write("conversation", "");
  }

  forgetAll() {
    this.#draft = "";
    for (const name of ["conversation", "draft", "open", "lines", "tab"]) this.#write(name, "");
  }

  /** @param {string} name */
  #read(name) {
    try {
      return sessionStorage.getItem(this.scope + name) ?? "";
    } catch {
      return "";
    }
  }

  /**
   * @param {string} name
   * @param {string} value an empty one removes the entry
   */
  #write(name, value) {
    try {
      if (value) sessionStorage.setItem(this.scope + name, value);
      else sessionStorage.removeItem(this.scope + name);
    } catch {
      // Storage is off or full: the conversation goes on without surviving a reload.
    }
  }
}
