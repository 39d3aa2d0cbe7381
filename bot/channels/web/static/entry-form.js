/**
 * Shown when the organisation asks who may chat: an access code, or a sign-in on a tab of its own. The sign-in ends in a
 * pass that works once and only together with a secret that never left this page, so nobody can tell who chats.
 */
import { make, put } from "./dom.js";

/** @typedef {import("./conversation.js").Need} Need */
/** @typedef {import("./chat-api.js").Proof} Proof */
/** @typedef {import("./words.js").Setting} Setting */

const PASSES = "waymark-pass";

export class EntryForm {
  /** @type {Need | null} */ #need = null;
  #secret = "";
  /** @type {BroadcastChannel | null} */ #channel = null;

  /**
   * @param {Setting} setting
   * @param {object} parts
   * @param {URL} parts.server
   * @param {(proof: Proof) => void} parts.onProof
   * @param {(text: string) => void} parts.announce
   */
  constructor({ say, heading }, { server, onProof, announce }) {
    this.say = say;
    this.server = server;
    this.onProof = onProof;
    this.announce = announce;
    this.title = heading(1, { tabindex: "-1" });
    this.message = make("p", { id: "entry-note", class: "note" });
    this.ways = make("div", { class: "entry-ways" });
    this.element = make("div", { class: "entry", hidden: true }, this.title, this.ways, this.message);
    window.addEventListener("message", ({ origin, data }) => {
      if (origin === server.origin && typeof data?.waymarkPass === "string") this.#take(data.waymarkPass);
    });
  }

  /** @param {Need | null} need */
  show(need) {
    if (need === this.#need) return;
    const before = this.#need?.kind;
    this.#need = need;
    this.element.hidden = !need;
    if (need && need.kind !== before) this.#build(need.kind);
    put(this.message, need?.message ?? "");
    this.announce(need?.message ?? "");
    if (need) return;
    this.#channel?.close();
    this.#channel = null;
  }

  /** @param {Need["kind"]} kind */
  #build(kind) {
    put(this.title, this.say.part(kind === "code" ? "codeTitle" : "signInTitle"));
    if (kind === "code") {
      this.ways.replaceChildren(this.#field("codeBox", (code) => this.onProof({ access_code: code })));
      return;
    }
    const open = make("button", { type: "button", class: "main", onclick: () => this.#signIn() }, this.say.part("signIn"));
    this.ways.replaceChildren(make("p", {}, this.say.part("signInText")), open);
  }

  /**
   * @param {"codeBox" | "passBox"} name
   * @param {(value: string) => void} onValue
   */
  #field(name, onValue) {
    const box = make("input", {
      id: name, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "entry-note",
    });
    const form = make("form", { novalidate: true }, make("label", { for: name }, this.say.part(name)),
      make("div", { class: "write" }, box, make("button", { type: "submit", class: "main" }, this.say.part("codeSend"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = box.value.trim();
      put(this.message, value ? "" : this.say.part("codeEmpty"));
      if (value) onValue(value);
      else this.announce(this.say("codeEmpty"));
    });
    return form;
  }

  async #signIn() {
    if (!crypto.subtle) {
      put(this.message, this.say.part("signInUnsafe"));
      this.announce(this.say("signInUnsafe"));
      return;
    }
    const page = window.open("", "_blank"); // at once: after an await a browser would block it
    this.#secret = inUrl(crypto.getRandomValues(new Uint8Array(32)));
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(this.#secret));
    const url = new URL("sign-in", this.server);
    url.searchParams.set("challenge", inUrl(new Uint8Array(hash)));
    if (page) page.location.replace(url);
    this.#channel ??= typeof BroadcastChannel === "function" ? new BroadcastChannel(PASSES) : null;
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#take(String(data));
    if (this.ways.querySelector("form")) return;
    put(this.message, this.say.part("signInWaiting"));
    this.announce(this.say("signInWaiting"));
    this.ways.append(this.#field("passBox", (pass) => this.#take(pass)));
  }

  /** @param {string} pass */
  #take(pass) {
    if (this.#secret && this.#need) this.onProof({ pass, secret: this.#secret });
  }
}

/** @param {Uint8Array} bytes @returns {string} base64url without padding */
function inUrl(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
