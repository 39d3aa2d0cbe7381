/**
 * What is on the screen of one chat, and how what happens in one part reaches the others.
 */
import { Announcer, inSpeech } from "./announcer.js";
import { Composer } from "./composer.js";
import { Controls } from "./controls.js";
import { icon, make, outsideLink } from "./dom.js";
import { MessageLog } from "./message-view.js";
import { Notice } from "./notice.js";
import { bringIntoView, isFollowing } from "./reading-place.js";
import { wordsIn } from "./strings.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./conversation.js").Change} Change */
/** @typedef {import("./tab-memory.js").TabMemory} TabMemory */

const REPLYING_AFTER_MS = 500;

export class ChatScreen {
  #replying = 0;
  #begun = false;
  #welcomedBack = false;

  /**
   * @param {object} parts
   * @param {Conversation} parts.conversation
   * @param {TabMemory} parts.memory
   * @param {string} parts.lang
   * @param {string} parts.supportUrl
   * @param {string} parts.supportHere id of a support list on the page around, or ""
   * @param {() => void} parts.onLeave
   */
  constructor({ conversation, memory, lang, supportUrl, supportHere, onLeave }) {
    const say = wordsIn(lang);
    const choose = (/** @type {import("./chat-api.js").Choice} */ choice) => this.#choose(choice);
    this.say = say;
    this.conversation = conversation;
    this.memory = memory;
    this.announcer = new Announcer();
    this.log = new MessageLog(say, lang, choose);
    this.controls = new Controls(say, choose);
    this.notice = new Notice({ say, supportHere, onMend: () => this.#mend(), announce: (text) => this.announcer.speak(text) });
    this.composer = new Composer({
      say,
      onSend: (text) => this.#send(text),
      onDraft: (text) => memory.keepDraft(text),
      announce: (text) => this.announcer.speak(text),
    });
    this.startButton = make("button", { type: "button", class: "main", onclick: () => conversation.start() }, say("start"));
    this.welcome = make("div", { class: "welcome" }, icon("mark"),
      make("h3", {}, say("startTitle")), make("p", {}, say("startText")), make("p", {}, say("startPace")), this.startButton);
    this.sign = make("p", { class: "sign quiet", hidden: true }, icon("mark"), say("replying"));
    this.newest = make("button", { type: "button", class: "newest", hidden: true, onclick: () => this.#goToNewest() }, say("newest"));
    this.desk = make("div", { class: "desk" }, this.newest, this.composer.element, this.controls.element);
    const leave = make("button", { type: "button", class: "leave", title: say("leaveHelp"), onclick: onLeave }, say("leave"));
    const support = outsideLink(supportUrl, say("support"), say("newTab"));
    support.classList.add("support");
    this.frame = make("section", { class: "frame", "aria-labelledby": "title", lang },
      make("header", { class: "top" }, make("h2", { id: "title" }, say("title")), support, leave),
      make("div", { class: "middle" }, this.welcome, this.log.element, this.sign, this.notice.element),
      this.desk, this.announcer.element);
    this.composer.fill(memory.readDraft());
    this.#show({ fresh: [], sent: false, restored: false, returned: "" });
  }

  /** @param {AbortSignal} signal ends when the element leaves the page */
  listen(signal) {
    const { conversation } = this;
    const network = () => {
      conversation.hurry();
      this.#showState();
    };
    conversation.addEventListener("change", (event) => this.#show(/** @type {CustomEvent<Change>} */ (event).detail), { signal });
    window.addEventListener("online", network, { signal });
    window.addEventListener("offline", network, { signal });
    document.addEventListener("visibilitychange", () => document.hidden || conversation.hurry(), { signal });
    window.addEventListener("scroll", () => this.#noticePlace(), { signal, passive: true });
  }

  /** Leaves nothing on the screen, in the box, in this tab's storage, or (by asking) on the server. */
  clear() {
    this.frame.replaceChildren();
    this.composer.fill("");
    this.conversation.leave();
  }

  /** @param {import("./chat-api.js").Choice} choice */
  #choose(choice) {
    if (!this.conversation.awaiting) this.conversation.say({ choice: choice.value, label: choice.label });
  }

  /** @param {string} text */
  #send(text) {
    if (this.conversation.phase === "open") {
      this.conversation.say({ text });
      return true;
    }
    this.composer.tell(this.say("closedBox"));
    return false;
  }

  /** What the button in the notice does: another try, or a new conversation when there is none. */
  #mend() {
    if (this.conversation.phase === "open") this.conversation.hurry();
    else this.conversation.start();
  }

  /** @param {Change} change */
  #show({ fresh, sent, restored, returned }) {
    const { conversation, log, composer, say } = this;
    const following = sent || isFollowing(log.element, this.desk);
    const focused = this.#focused();
    log.show(conversation.entries);
    this.#showState();
    if (returned) {
      composer.fill([returned, composer.text].filter(Boolean).join("\n\n"));
      composer.tell(say("backInBox"));
    }
    for (const message of fresh) this.announcer.speak(inSpeech(message, say));
    if (restored && !this.#welcomedBack && conversation.entries.length) {
      this.#welcomedBack = true;
      this.announcer.speak(say("restored"));
    }
    // A button that has just gone must not drop the keyboard to the top of the page.
    if (focused?.closest("[hidden]")) this.#catchFocus();
    if (fresh.length || sent || restored) this.#follow(following, fresh);
  }

  /** All that follows from the state alone, so that it may be done at any time. */
  #showState() {
    const { phase, entries, trouble, awaiting } = this.conversation;
    const opening = phase === "opening";
    this.#begun = phase === "open" || phase === "ended" || (opening && this.#begun);
    this.welcome.hidden = this.#begun;
    this.log.element.hidden = this.desk.hidden = !this.#begun;
    this.startButton.textContent = this.say(opening ? "opening" : "start");
    if (!entries.length) this.controls.clear();
    this.controls.show(entries, awaiting || phase !== "open");
    this.notice.show(phase, trouble);
    this.#showSign();
  }

  /** The sign is honest: it shows only while a message is with the server, and not for a blink. */
  #showSign() {
    const { conversation, notice, sign } = this;
    const waiting = () => conversation.awaiting && conversation.phase === "open" && notice.element.hidden;
    if (!waiting()) {
      clearTimeout(this.#replying);
      this.#replying = 0;
      sign.hidden = true;
    } else if (!this.#replying) {
      this.#replying = window.setTimeout(() => {
        sign.hidden = !waiting();
      }, REPLYING_AFTER_MS);
    }
  }

  #focused() {
    const root = this.frame.getRootNode();
    const focused = root instanceof ShadowRoot ? root.activeElement : null;
    return focused instanceof HTMLElement ? focused : null;
  }

  /** Only after the person's own button has gone: the log is where the next words will be. */
  #catchFocus() {
    const place = this.log.element.hidden ? this.startButton : this.log.element;
    place.focus({ preventScroll: true });
  }

  /**
   * @param {boolean} following whether the person was reading the end; if not, the page stays where it is
   * @param {import("./chat-api.js").Message[]} fresh
   */
  #follow(following, fresh) {
    const last = this.log.element.lastElementChild;
    const first = fresh[0] && this.log.articleOf(fresh[0].id);
    if (following && last) bringIntoView(first ?? last, last, this.frame, this.desk);
    else if (fresh.length) this.newest.hidden = false;
  }

  #goToNewest() {
    const last = this.log.element.lastElementChild;
    if (last) bringIntoView(last, last, this.frame, this.desk);
    this.newest.hidden = true;
    this.#catchFocus();
  }

  #noticePlace() {
    if (!this.newest.hidden && isFollowing(this.log.element, this.desk)) this.newest.hidden = true;
  }
}
