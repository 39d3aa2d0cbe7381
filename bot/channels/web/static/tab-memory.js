/**
 * What this tab remembers over a reload: the token, the transcript, what is not sent yet, and the draft in the box.
 *
 * Only `sessionStorage`: it dies with the tab, is not shared with other tabs and never leaves the machine. Where
 * storage is switched off, the conversation still works and is simply not there after a reload.
 *
 * @typedef {import("./chat-api.js").Message} Message
 * @typedef {import("./chat-api.js").Outgoing} Outgoing
 * @typedef {{token: string, entries: Message[], outbox: Outgoing[]}} Remembered
 */

export class TabMemory {
  /** @param {string} scope tells two Waymarks on one origin apart */
  constructor(scope) {
    this.conversationKey = `waymark:${scope}:conversation`;
    this.draftKey = `waymark:${scope}:draft`;
  }

  /** @returns {Remembered | null} */
  readConversation() {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.conversationKey) ?? "null");
      return found && typeof found.token === "string" && Array.isArray(found.entries) && Array.isArray(found.outbox)
        ? found : null;
    } catch {
      return null;
    }
  }

  /** @param {Remembered} remembered */
  keepConversation(remembered) {
    write(this.conversationKey, JSON.stringify(remembered));
  }

  /** @returns {string} */
  readDraft() {
    try {
      return sessionStorage.getItem(this.draftKey) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {string} text */
  keepDraft(text) {
    write(this.draftKey, text);
  }

  forgetConversation() {
    write(this.conversationKey, "");
  }

  forgetAll() {
    this.forgetConversation();
    write(this.draftKey, "");
  }
}

/**
 * @param {string} key
 * @param {string} value an empty one removes the key
 */
function write(key, value) {
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is off or full: the conversation goes on without surviving a reload.
  }
}
