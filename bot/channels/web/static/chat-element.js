/**
 * `<waymark-chat>`: reads the attributes, makes the screen once, and listens to the page while it is on it.
 *
 * Attributes: `server` (address of the chat API, default where this file came from), `mode` ("page"), `lang`,
 * `data-leave-url` (where "Leave now" goes), `support-here` (id of a support list on the same page).
 */
import { ChatApi } from "./chat-api.js";
import { ChatScreen } from "./chat-screen.js";
import { Conversation } from "./conversation.js";
import { isWebAddress } from "./dom.js";
import { sheet } from "./styles.js";
import { TabMemory } from "./tab-memory.js";

const LEAVE_URL = "https://www.bbc.co.uk/weather";

export class WaymarkChat extends HTMLElement {
  /** @type {ChatScreen | null} */ #screen = null;
  #listening = new AbortController();

  connectedCallback() {
    if (!this.#screen) this.#begin();
    this.#screen?.listen(this.#listening.signal);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#listening = new AbortController();
  }

  #begin() {
    const server = addressOf(this.getAttribute("server"));
    const memory = new TabMemory(server.pathname);
    const conversation = new Conversation(new ChatApi(server), memory);
    this.#screen = new ChatScreen({
      conversation, memory,
      lang: this.lang || document.documentElement.lang || "en",
      supportUrl: new URL("support", server).href,
      supportHere: this.getAttribute("support-here") ?? "",
      onLeave: () => this.leave(),
    });
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#screen.frame);
    conversation.resume();
  }

  /** Clears the screen and what this tab remembers, asks the server to forget, and goes somewhere neutral. */
  leave() {
    this.#screen?.clear();
    const wanted = this.dataset.leaveUrl ?? LEAVE_URL;
    location.replace(isWebAddress(wanted) ? wanted : LEAVE_URL);
  }
}

/**
 * @param {string | null} server as the page gives it, relative to the page
 * @returns {URL} ending in a slash; without one, the folder above this file, which is where `widget.js` is served
 */
function addressOf(server) {
  const url = server ? new URL(server, document.baseURI) : new URL("../", import.meta.url);
  return url.pathname.endsWith("/") ? url : new URL(`${url.href}/`);
}
