/**
 * One conversation: what was said, what waits to be sent, and how it gets there exactly once and in order.
 *
 * No element is touched here. Each change is told by a `change` event; its detail says which messages are new.
 *
 * @typedef {import("./chat-api.js").ChatApi} ChatApi
 * @typedef {import("./chat-api.js").Message} Message
 * @typedef {import("./chat-api.js").Outgoing} Outgoing
 * @typedef {import("./chat-api.js").Outcome} Outcome
 * @typedef {import("./tab-memory.js").TabMemory} TabMemory
 *
 * `closed`: not begun. `ended`: the server has let it go.
 * @typedef {"closed" | "opening" | "open" | "ended"} Phase
 * @typedef {{kind: "offline" | "unreachable" | "cannotOpen" | "busy" | "refused", message: string}} Trouble
 *
 * `fresh`: what Waymark said just now. `sent`: the person just sent something. `returned`: words to put back in the box.
 * @typedef {{fresh: Message[], sent: boolean, restored: boolean, returned: string}} Change
 */

const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];
const START = "start";

export class Conversation extends EventTarget {
  /** @type {Phase} */ phase = "closed";
  /** @type {Message[]} */ entries = [];
  /** @type {Trouble | null} */ trouble = null;
  /** @type {Outgoing[]} */ #outbox = [];
  #token = "";
  #delivering = false;
  #travel = new AbortController();
  /** @type {(() => void) | null} */ #wake = null;

  /**
   * @param {ChatApi} api
   * @param {TabMemory} memory
   */
  constructor(api, memory) {
    super();
    this.api = api;
    this.memory = memory;
  }

  /** Whether an answer is still to come. Choices rest meanwhile: their values belong to the turn before. */
  get awaiting() {
    return this.#outbox.length > 0;
  }

  /** Opens a conversation and asks for the welcome. */
  async start() {
    if (this.phase === "opening" || this.phase === "open") return;
    this.phase = "opening";
    this.entries = [];
    this.trouble = null;
    this.#tell();
    const outcome = await this.api.openSession();
    if (!outcome.ok) {
      this.phase = "closed";
      this.trouble = { kind: "cannotOpen", message: outcome.reason === "unreachable" ? "" : outcome.message };
      this.#tell();
      return;
    }
    this.#token = String(outcome.body.token);
    this.#outbox = [{ id: freshId(), choice: START }];
    this.phase = "open";
    this.#keep();
    this.#tell({ sent: true });
    this.#deliver();
  }

  /** Takes up what this tab remembers, and asks the server for its own account of it. */
  async resume() {
    const remembered = this.memory.readConversation();
    if (!remembered) return;
    this.#token = remembered.token;
    this.#outbox = remembered.outbox;
    this.phase = "open";
    this.#adopt(remembered.entries);
    this.#tell({ restored: true });
    for (let attempt = 0; this.phase === "open"; attempt += 1) {
      const outcome = await this.api.readTranscript(this.#token, this.#travel.signal);
      if (this.phase !== "open") return;
      if (outcome.ok) {
        this.#adopt(readMessages(outcome.body));
        if (!this.entries.length && !this.#outbox.length) this.#outbox = [{ id: freshId(), choice: START }];
        this.trouble = null;
        this.#keep();
        this.#tell({ restored: true });
        this.#deliver();
        return;
      }
      if (outcome.reason === "closed" || outcome.reason === "refused") {
        this.entries = []; // it may be another person at this desk by now
        this.#end();
        return;
      }
      await this.#waitAfter(outcome, attempt);
    }
  }

  /**
   * Shows the message at once and sends it as soon as those before it are through.
   *
   * @param {{text: string} | {choice: string, label: string}} said
   */
  say(said) {
    if (this.phase !== "open") return;
    const outgoing = { id: freshId(), ...said };
    if (this.trouble?.kind === "refused") this.trouble = null;
    this.#outbox.push(outgoing);
    this.entries.push(asEntry(outgoing));
    this.#keep();
    this.#tell({ sent: true });
    this.#deliver();
  }

  /** Tries now instead of after the pause: the network is back, or the person asked. */
  hurry() {
    this.#wake?.();
  }

  /** Forgets everything here at once and asks the server to do the same. */
  leave() {
    this.#travel.abort();
    this.#travel = new AbortController();
    if (this.#token) this.api.endSession(this.#token);
    this.#token = "";
    this.#outbox = [];
    this.entries = [];
    this.phase = "closed";
    this.memory.forgetAll();
    this.#wake?.();
  }

  async #deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    let attempt = 0;
    for (let next = this.#outbox[0]; next && this.phase === "open"; next = this.#outbox[0]) {
      this.#mark(next.id, "sending");
      const outcome = await this.api.sendMessage(this.#token, next, this.#travel.signal);
      if (this.phase !== "open") break;
      if (outcome.ok) {
        attempt = 0;
        this.#accept(next, readMessages(outcome.body));
      } else if (outcome.reason === "closed") {
        this.#end();
      } else if (outcome.reason === "refused") {
        this.#giveBack(next, outcome.message);
      } else {
        await this.#waitAfter(outcome, attempt);
        attempt += 1;
      }
    }
    this.#delivering = false;
  }

  /**
   * @param {Outgoing} sent
   * @param {Message[]} answer
   */
  #accept(sent, answer) {
    this.#outbox.shift();
    this.trouble = null;
    const known = new Set(this.entries.map((entry) => entry.id));
    const fresh = answer.filter((message) => !known.has(message.id));
    const place = this.entries.findIndex((entry) => entry.id === sent.id);
    const entry = this.entries[place];
    if (entry) delete entry.status;
    // What was written meanwhile stays below the answer, as it will stand in the server's transcript.
    this.entries.splice(place < 0 ? 0 : place + 1, 0, ...fresh);
    this.#keep();
    this.#tell({ fresh });
  }

  /**
   * @param {Outgoing} refused
   * @param {string} message
   */
  #giveBack(refused, message) {
    this.#outbox.shift();
    this.entries = this.entries.filter((entry) => entry.id !== refused.id);
    this.trouble = { kind: "refused", message };
    this.#keep();
    this.#tell({ returned: refused.text ?? "" });
    if (refused.choice === START && !this.entries.length) this.#end();
  }

  #end() {
    const unsent = this.#outbox.map((outgoing) => outgoing.text ?? "").filter(Boolean).join("\n\n");
    const ids = new Set(this.#outbox.map((outgoing) => outgoing.id));
    this.entries = this.entries.filter((entry) => !ids.has(entry.id));
    this.#outbox = [];
    this.#token = "";
    this.trouble = null;
    this.phase = "ended";
    this.memory.forgetConversation();
    this.#tell({ returned: unsent });
  }

  /**
   * Says what is wrong, then waits: longer each time, at most half a minute, or until `hurry`.
   *
   * @param {Extract<Outcome, {ok: false}>} outcome
   * @param {number} attempt how many tries failed before
   */
  async #waitAfter(outcome, attempt) {
    if (outcome.reason === "busy") this.trouble = { kind: "busy", message: outcome.message };
    else if (!navigator.onLine) this.trouble = { kind: "offline", message: "" };
    else if (attempt > 0 || outcome.wait > 2) this.trouble = { kind: "unreachable", message: "" }; // one hiccup needs no word
    const first = this.#outbox[0];
    if (first) this.#mark(first.id, "waiting");
    else this.#tell();
    const usual = RETRY_SECONDS[Math.min(attempt, RETRY_SECONDS.length - 1)] ?? 30;
    const seconds = outcome.wait > 0 ? Math.min(outcome.wait, 120) : usual * (0.8 + 0.4 * Math.random());
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
    this.#wake = null;
  }

  /**
   * @param {string} id
   * @param {"sending" | "waiting"} status
   */
  #mark(id, status) {
    const entry = this.entries.find((candidate) => candidate.id === id);
    if (entry) entry.status = status;
    this.#tell();
  }

  /** @param {Message[]} entries the conversation so far; what is still to be sent is put after it */
  #adopt(entries) {
    const known = new Set(entries.filter((entry) => !entry.status).map((entry) => entry.id));
    this.#outbox = this.#outbox.filter((outgoing) => !known.has(outgoing.id));
    const waiting = this.#outbox.filter((outgoing) => outgoing.choice !== START).map(asEntry);
    this.entries = [...entries.filter((entry) => !entry.status && isShown(entry)), ...waiting];
  }

  #keep() {
    this.memory.keepConversation({ token: this.#token, entries: this.entries, outbox: this.#outbox });
  }

  /** @param {Partial<Change>} [change] */
  #tell(change = {}) {
    const detail = { fresh: [], sent: false, restored: false, returned: "", ...change };
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }
}

/**
 * @param {any} body
 * @returns {Message[]}
 */
function readMessages(body) {
  const messages = Array.isArray(body?.messages) ? body.messages : [];
  return messages.map((/** @type {any} */ message, /** @type {number} */ place) => ({
    ...message, id: String(message.id ?? `place-${place}`), text: String(message.text ?? ""), from: message.from ?? "waymark",
  }));
}

/** @param {Message} entry the opening move is ours, not something the person said */
function isShown(entry) {
  return entry.from !== "you" || (entry.choice !== START && entry.text !== "");
}

/**
 * @param {Outgoing} outgoing
 * @returns {Message}
 */
function asEntry(outgoing) {
  const { id, text, choice, label } = outgoing;
  return { id, from: "you", text: text ?? label ?? "", choice, status: "sending" };
}

/** @returns {string} a random UUID, also on a plain http intranet, where `crypto.randomUUID` is missing */
function freshId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
