/**
 * `<waymark-chat>`: reads the attributes, gets the words, makes the screen once, and listens to the page while it is on
 * it. docs/widget.md lists the attributes, the methods and the events.
 */
import { ChatApi } from "./chat-api.js";
import { ChatScreen } from "./chat-screen.js";
import { Conversation } from "./conversation.js";
import { headingsFrom, isWebAddress, make } from "./dom.js";
import { keepInside } from "./keep-inside.js";
import { keepReadable } from "./palette.js";
import { Panel } from "./panel.js";
import { Reading } from "./reading.js";
import { riseAboveKeyboard } from "./soft-keyboard.js";
import { dressIn, measureText } from "./styles.js";
import { TabClaim } from "./tab-claim.js";
import { TabMemory } from "./tab-memory.js";
import { fetchWords, sayWith } from "./words.js";

/** Needs no network, is no other site's business, and tells whoever looks nothing at all. */
const NOWHERE = "about:blank";
const DARK = "(prefers-color-scheme: dark)";
const STRONG = "(prefers-contrast: more)";
const SHOW_FALLBACK_AFTER_MS = 3_000;

export class WaymarkChat extends HTMLElement {
  static observedAttributes = ["open", "look"];
  /** Where `widget.js` came from, and so the chat API if the page does not say another place. */
  static home = new URL(document.baseURI);
  /** @type {Set<string>} */ static #taken = new Set();

  /** @type {ChatScreen | null} */ #screen = null;
  /** @type {Panel | null} */ #panel = null;
  #listening = new AbortController();
  #claim = new TabClaim();
  /** @type {Reading | null} */ #reading = null;
  #root = make("div", { class: "root" });
  #server = "";

  connectedCallback() {
    if (!this.#server) this.#begin();
    else if (this.#screen) this.#wake();
    if (this.shadowRoot) keepInside(this.shadowRoot, this.#listening.signal);
  }

  /** Moved, or taken away by a page that changes without loading: another element may take the conversation up. */
  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#screen?.conversation.sleep();
    this.#claim.release();
    if (this.#screen) WaymarkChat.#taken.delete(this.#server);
  }

  /** @param {string} name @param {string | null} _ @param {string | null} value */
  attributeChangedCallback(name, _, value) {
    if (name === "look") this.#dress();
    else if (value === null) this.#panel?.close();
    else this.#panel?.open();
  }

  /** Opens the panel and goes there, as a press of its button does. */
  show() {
    this.#panel?.open({ focus: true });
  }

  /** Closes the panel. The conversation stays. */
  close() {
    this.#panel?.close();
  }

  /** Clears the screen and what this tab remembers, asks the server to forget, and goes somewhere neutral. */
  leave() {
    this.#screen?.clear();
    this.#reading?.forget();
    this.#tell("leave");
    const wanted = this.getAttribute("leave-to") ?? "";
    location.replace(wanted && isWebAddress(wanted) ? new URL(wanted, document.baseURI) : NOWHERE);
  }

  async #begin() {
    const server = addressOf(this.getAttribute("server"));
    if (WaymarkChat.#taken.has(server.href)) return console.warn("waymark-chat: one page has room for one conversation");
    this.#server = server.href;
    WaymarkChat.#taken.add(this.#server);
    const shadow = this.attachShadow({ mode: "open" });
    dressIn(shadow, server);
    shadow.append(this.#root);
    const fallback = setTimeout(() => this.#root.replaceChildren(make("slot")), SHOW_FALLBACK_AFTER_MS);
    const memory = new TabMemory(server.pathname);
    const reading = this.#reading = new Reading(server.pathname);
    const lang = this.lang || document.documentElement.lang;
    const [words, own] = await Promise.all([fetchWords(server, lang), this.#claim.take(memory.tab)]);
    clearTimeout(fallback);
    const conversation = new Conversation(new ChatApi(server), memory);
    if (!own) conversation.standAside();
    this.#root.dir = words.dir;
    const setting = { say: sayWith(words), heading: headingsFrom(Number(this.getAttribute("heading-level")) || 2) };
    this.#screen = new ChatScreen({ conversation, memory, setting, server, reading, beside: this.getAttribute("mode") === "panel", onLeave: () => this.leave() });
    this.#place(setting.say, memory);
    this.#follow(conversation);
    if (this.isConnected) this.#wake();
    else WaymarkChat.#taken.delete(this.#server);
  }

  #wake() {
    const { memory, conversation } = /** @type {ChatScreen} */ (this.#screen);
    WaymarkChat.#taken.add(this.#server);
    this.#claim.take(memory.tab);
    this.#dress();
    this.#listen();
    conversation.takeUpAgain();
  }

  /**
   * @param {import("./words.js").Say} say
   * @param {TabMemory} memory
   */
  #place(say, memory) {
    const screen = /** @type {ChatScreen} */ (this.#screen);
    if (this.getAttribute("mode") !== "panel") return this.#root.replaceChildren(screen.frame);
    const { frame, title } = screen;
    const opener = document.getElementById(this.getAttribute("opener") ?? "");
    this.#panel = new Panel({ say, frame, title, launcher: !opener, onChange: (open) => {
      memory.set("open", open);
      this.toggleAttribute("open", open);
      opener?.setAttribute("aria-expanded", String(open));
      this.#tell(open ? "open" : "close");
    } });
    screen.bar.append(this.#panel.closer);
    this.#root.replaceChildren(...this.#panel.elements);
    opener?.setAttribute("aria-expanded", "false");
    opener?.addEventListener("click", () => this.show());
    if (this.hasAttribute("open")) this.#panel.open();
    else if (memory.isSet("open")) this.#panel.restore();
  }

  /** @param {Conversation} conversation whose beginning and end the page may hear of, and nothing else */
  #follow(conversation) {
    let before = conversation.phase;
    conversation.addEventListener("change", () => {
      const { phase } = conversation;
      if (phase === "open" && before === "opening") this.#tell("start");
      if (phase === "ended" && before !== "ended") this.#tell("end");
      before = phase;
    });
  }

  #listen() {
    const { signal } = this.#listening;
    const dress = () => this.#dress();
    this.#screen?.listen(signal);
    this.#reading?.addEventListener("change", () => this.#screen?.keepPlace(dress), { signal });
    this.#panel?.listen(signal);
    riseAboveKeyboard(this.#root, (change) => this.#screen?.keepPlace(change), signal);
    for (const query of [DARK, STRONG, "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", dress, { signal });
    }
    window.addEventListener("load", dress, { signal });
    // In the browser's cache of pages this one must not hold the tab's name: a later page of the tab needs it.
    window.addEventListener("pagehide", () => this.#claim.release(), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#screen && this.#claim.take(this.#screen.memory.tab), { signal });
  }

  #dress() {
    const look = (this.getAttribute("look") ?? "").split(/\s+/);
    const dark = look.includes("dark") || (!look.includes("light") && matchMedia(DARK).matches);
    const strong = look.includes("strong") || matchMedia(STRONG).matches;
    const reading = this.#reading?.classes ?? [];
    this.#root.className = ["root", dark && "dark", strong && "strong", ...reading].filter(Boolean).join(" ");
    measureText(this.#root, this.#reading?.times ?? 1);
    if (this.#screen) keepReadable(this, this.#root);
  }

  /** @param {string} name */
  #tell(name) {
    this.dispatchEvent(new CustomEvent(`waymark-${name}`, { bubbles: true }));
  }
}

/**
 * @param {string | null} server as the page gives it, relative to the page
 * @returns {URL} ending in a slash; without one, the folder `widget.js` is served from
 */
function addressOf(server) {
  const url = server ? new URL(server, document.baseURI) : new URL("./", WaymarkChat.home);
  return url.pathname.endsWith("/") ? url : new URL(`${url.href}/`);
}
