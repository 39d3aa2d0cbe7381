/**
 * One conversation: what was said, what waits to be sent, and how it gets there exactly once and in order.
 *
 * No element is touched here. Each change is told by a `change` event; its detail says which messages are new.
 *
 * @typedef {import("./chat-api.js").ChatApi} ChatApi
 * @typedef {import("./chat-api.js").Message} Message
 * @typedef {import("./chat-api.js").Outgoing} Outgoing
 * @typedef {import("./chat-api.js").Outcome} Outcome
 * @typedef {import("./chat-api.js").Proof} Proof
 * @typedef {import("./tab-memory.js").TabMemory} TabMemory
 *
 * `closed`: not begun. `ended`: the server has let it go.
 * @typedef {"closed" | "opening" | "open" | "ended"} Phase
 * @typedef {{kind: "offline" | "unreachable" | "cannotOpen" | "busy" | "refused" | "copied", message: string}} Trouble
 *
 * What somebody has to show before a conversation opens; `message` is what the server said of the last try.
 * @typedef {{kind: "code" | "sign-in", message: string}} Need
 *
 * `fresh`: what Waymark said just now. `sent`: the person just sent something. `returned`: words to put back in the box.
 * @typedef {{fresh: Message[], sent: boolean, restored: boolean, returned: string}} Change
 */
import { answersOf, asEntry, freshId, isShown, readMessages, START } from "./messages.js";
import { waitLonger } from "./waiting.js";

/** @type {Record<string, Need["kind"]>} */
const NEEDS = { entry_code_needed: "code", entry_code_wrong: "code", sign_in_needed: "sign-in" };

export class Conversation extends EventTarget {
  /** @type {Phase} */ phase = "closed";
  /** @type {Message[]} */ entries = [];
  /** @type {Trouble | null} */ trouble = null;
  /** @type {Need | null} */ need = null;
  token = "";
  /** @type {Outgoing[]} */ #outbox = [];
  #firstMove = "";
  #delivering = false;
  /** A code was given out: it may go on on another device. */ leading = false;
  #life = new AbortController(); // ends when the person leaves or another conversation takes its place
  #rest = new AbortController();

  /** @param {ChatApi} api @param {TabMemory} memory */
  constructor(api, memory) {
    super();
    this.api = api;
    this.memory = memory;
  }

  /** Whether an answer is still to come. Choices rest meanwhile: their values belong to the turn before. */
  get awaiting() {
    return this.#outbox.length > 0;
  }

  /**
   * Opens a conversation and asks for the welcome; goes on trying until it opens or is told that it will not.
   *
   * @param {{proof?: Proof, firstMove?: string}} [how] `firstMove`: the name of a choice to take as soon as it is offered
   */
  async start({ proof, firstMove = "" } = {}) {
    if (this.phase === "opening" || this.phase === "open") return;
    const { need } = this;
    const { signal } = this.#begin("opening");
    this.need = proof ? need : null; // the form stays while what was given is looked at
    this.#firstMove = firstMove;
    this.#tell();
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const outcome = await this.api.openSession(proof ?? null, signal);
      if (outcome.ok && signal.aborted) this.api.endSession(String(outcome.body.token));
      if (signal.aborted) return;
      if (outcome.ok) {
        this.token = String(outcome.body.token);
        this.#outbox = [{ id: freshId(), choice: START }];
        this.phase = "open";
        this.trouble = this.need = null;
        this.keep();
        this.#tell({ sent: true });
        this.#deliver();
        return;
      }
      if (outcome.reason === "refused" || outcome.reason === "closed") {
        const kind = NEEDS[outcome.code];
        this.phase = "closed";
        this.need = kind ? { kind, message: proof ? outcome.message : "" } : null;
        this.trouble = kind ? null : { kind: "cannotOpen", message: outcome.message };
        this.#tell();
        return;
      }
      await this.#waitAfter(outcome, attempt, signal);
    }
  }

  /** Takes up what this tab remembers, and asks the server for its own account of it. */
  async resume() {
    const remembered = this.memory.readConversation();
    if (!remembered) return;
    const { signal } = this.#begin("open");
    this.token = remembered.token;
    this.#outbox = remembered.outbox;
    this.#adopt([]);
    this.#delivering = true; // what is written meanwhile waits until the transcript is here
    this.#tell({ restored: true });
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const outcome = await this.api.readTranscript(this.token, signal);
      if (signal.aborted) return;
      if (outcome.ok) {
        this.#adopt(readMessages(outcome.body));
        if (!this.entries.length && !this.#outbox.length) this.#outbox = [{ id: freshId(), choice: START }];
        this.trouble = null;
        this.keep();
        this.#tell({ restored: true });
        this.#delivering = false;
        this.#deliver();
        return;
      }
      if (outcome.reason === "closed" || outcome.reason === "refused") {
        this.entries = []; // it may be another person at this desk by now
        this.#end();
        return;
      }
      await this.#waitAfter(outcome, attempt, signal);
    }
  }

  /** Nothing goes out any more until it is taken up again; what waits is remembered. */
  sleep() {
    this.keep(true);
    this.memory.keepDraft();
    this.#life.abort();
  }

  /** The page or the element came back: what was said or left meanwhile in the same tab counts. */
  takeUpAgain() {
    if (this.memory.readConversation()) this.resume();
    else if (this.token) {
      this.#begin("closed");
      this.#tell();
    }
  }

  /** This tab is a copy of one that is still open: the conversation is the other one's. */
  standAside() {
    this.memory.forgetAll();
    this.trouble = { kind: "copied", message: "" };
  }

  /**
   * Shows the message at once and sends it as soon as those before it are through.
   * @param {{text: string} | {choice: string, label: string}} said
   */
  say(said) {
    if (this.phase !== "open") return;
    const outgoing = { id: freshId(), ...said };
    if (this.trouble?.kind === "refused") this.trouble = null;
    this.#outbox.push(outgoing);
    this.entries.push(asEntry(outgoing));
    this.keep();
    this.#tell({ sent: true });
    this.#deliver();
  }

  /** Tries now instead of after the pause: the network is back, or the person asked. */
  hurry() {
    this.api.dropStalled();
    this.#rest.abort();
  }

  /** Forgets everything here at once and asks the server to do the same. */
  leave() {
    if (this.token) this.api.endSession(this.token);
    this.#begin("closed");
    this.memory.forgetAll();
  }

  /** @param {string} path of a file the server offered */
  readFile(path) {
    return this.api.readFile(this.token, path, this.#life.signal);
  }

  /** @param {Phase} phase of the life that begins */
  #begin(phase) {
    this.#life.abort();
    this.#life = new AbortController();
    this.phase = phase;
    this.entries = [];
    this.leading &&= phase === "ended";
    this.#outbox = [];
    this.token = "";
    this.trouble = this.need = null;
    this.#delivering = false;
    return this.#life;
  }

  async #deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    const { signal } = this.#life;
    let attempt = 0;
    for (let next = this.#outbox[0]; next; next = this.#outbox[0]) {
      this.#mark(next.id, "sending");
      const outcome = await this.api.sendMessage(this.token, next, signal);
      if (signal.aborted) return;
      if (outcome.ok) {
        attempt = 0;
        this.#accept(next, readMessages(outcome.body));
      } else if (outcome.reason === "closed") {
        this.#end();
        return;
      } else if (outcome.reason === "refused") {
        this.#giveBack(next, outcome.message);
      } else {
        await this.#waitAfter(outcome, attempt, signal);
        if (signal.aborted) return;
        attempt += 1;
      }
    }
    this.#delivering = false;
  }

  /** @param {Outgoing} sent @param {Message[]} answer */
  #accept(sent, answer) {
    this.#outbox.shift();
    this.trouble = null;
    const known = new Set(this.entries.map((entry) => entry.id));
    const fresh = answer.filter((message) => !known.has(message.id));
    const place = this.entries.findIndex((entry) => entry.id === sent.id);
    delete this.entries[place]?.status;
    // What was written meanwhile stays below the answer, as it will stand in the server's transcript.
    this.entries.splice(place < 0 ? 0 : place + 1, 0, ...fresh);
    if (fresh.some((message) => message.forgets)) this.entries.splice(0, place); // erased at the server, and here
    this.keep();
    this.#tell({ fresh });
    const first = this.#firstMove && fresh.flatMap(answersOf).find((choice) => choice.name === this.#firstMove);
    this.#firstMove = "";
    if (first) this.say({ choice: first.value, label: first.label });
  }

  /** @param {Outgoing} refused @param {string} message */
  #giveBack(refused, message) {
    this.#outbox.shift();
    this.entries = this.entries.filter((entry) => entry.id !== refused.id);
    this.trouble = { kind: "refused", message };
    this.keep();
    this.#tell({ returned: refused.text ?? "" });
    if (refused.choice === START && !this.entries.length) this.#end();
  }

  #end() {
    const unsent = this.#outbox.map((outgoing) => outgoing.text ?? "").filter(Boolean).join("\n\n");
    const ids = new Set(this.#outbox.map((outgoing) => outgoing.id));
    const rest = this.leading ? [] : this.entries.filter((entry) => !ids.has(entry.id)); // it is read on the other device now
    this.#begin("ended");
    this.entries = rest;
    this.memory.forgetConversation();
    this.#tell({ returned: unsent });
  }

  /**
   * Says what is wrong, then waits: longer each time, or until `hurry`.
   * @param {Extract<Outcome, {ok: false}>} outcome
   * @param {number} attempt how many tries failed before
   * @param {AbortSignal} life
   */
  async #waitAfter(outcome, attempt, life) {
    if (outcome.reason === "busy") this.trouble = { kind: "busy", message: "" };
    else if (!navigator.onLine) this.trouble = { kind: "offline", message: "" };
    else if (attempt > 0 || outcome.wait > 2) this.trouble = { kind: "unreachable", message: "" }; // one hiccup needs no word
    this.keep(true);
    const first = this.#outbox[0];
    if (first) this.#mark(first.id, "waiting");
    else this.#tell();
    this.#rest = new AbortController();
    await waitLonger(attempt, outcome.wait, [this.#rest.signal, life]);
  }

  /** @param {string} id @param {"sending" | "waiting"} status */
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

  /** @param {boolean} [unsent] words too that the server does not have: they end in a file of the browser's */
  keep(unsent = false) {
    if (this.token) this.memory.keepConversation({ token: this.token, outbox: unsent ? this.#outbox : [] });
  }

  /** @param {Partial<Change>} [change] */
  #tell(change = {}) {
    this.dispatchEvent(new CustomEvent("change", { detail: { fresh: [], sent: false, restored: false, returned: "", ...change } }));
  }
}
