/**
 * What is on the screen of one chat, and how what happens in one part reaches the others.
 */
import { Announcer, inSpeech } from "./announcer.js";
import { Composer } from "./composer.js";
import { Controls } from "./controls.js";
import { copyText } from "./details-view.js";
import { focusIn, icon, make, put } from "./dom.js";
import { EntryForm } from "./entry-form.js";
import { MessageLog } from "./message-view.js";
import { morePane } from "./more-pane.js";
import { arriving } from "./moving-view.js";
import { Notice } from "./notice.js";
import { Panes } from "./panes.js";
import { ReadAloud } from "./read-aloud.js";
import { ReadingPlace } from "./reading-place.js";
import { supportPane } from "./support-pane.js";
import { wordsOf } from "./messages.js";
import { WRITTEN_IN } from "./words.js";

/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./conversation.js").Change} Change */
/** @typedef {import("./tab-memory.js").TabMemory} TabMemory */

const REPLYING_AFTER_MS = 500;

export class ChatScreen {
  #replying = 0;
  #begun = false;
  #welcomedBack = false;
  /** @type {(() => void) | null} */ #goBack = null;

  /**
   * @param {object} parts
   * @param {Conversation} parts.conversation
   * @param {TabMemory} parts.memory
   * @param {import("./words.js").Setting} parts.setting
   * @param {URL} parts.server
   * @param {import("./reading.js").Reading} parts.reading
   * @param {boolean} parts.beside whether it stands beside a page, as a panel
   * @param {() => void} parts.onLeave
   */
  constructor({ conversation, memory, setting, server, reading, beside, onLeave }) {
    const { say, heading } = setting;
    const announce = (/** @type {string} */ text) => this.announcer.speak(text);
    this.say = say;
    this.conversation = conversation;
    this.memory = memory;
    this.reading = reading;
    this.beside = beside;
    this.voice = new ReadAloud(() => this.log.showReading(this.voice.reading));
    this.announcer = new Announcer();
    this.log = new MessageLog(setting, { announce, copyCode: copyText, choose: (choice) => this.#choose(choice),
      readFile: (path) => this.#readFile(path), reading, listen: (entry) => this.#listen(entry) });
    this.controls = new Controls(say, (choice) => this.#choose(choice));
    this.entry = new EntryForm(setting, { server, announce, onProof: (proof) => conversation.start({ proof }) });
    this.panes = new Panes(setting, [
      { name: "support", title: "supportTitle", build: () => supportPane(setting, new URL("support", server).href) },
      { name: "more", title: "moreTitle", build: () => morePane(setting, { announce, conversation, entries: () => conversation.entries,
        reading, voice: this.voice, lines: memory.isSet("lines"), onLines: (lines) => this.#setLines(lines) }) },
    ], () => this.#goBack ??= this.place.leave(), (open) => this.#makeRoom(open));
    this.notice = new Notice({ say, announce, onAgain: () => this.#again(),
      onAnew: (firstMove) => conversation.start({ firstMove }), onSupport: () => this.panes.open("support") });
    this.composer = new Composer({ say, announce, beside: this.controls.opener,
      onSend: (text) => this.#send(text), onDraft: (text) => memory.noteDraft(text) });
    this.startButton = make("button", { type: "button", class: "main", onclick: () => conversation.start() }, say.part("start"));
    this.invitation = make("div", { class: "welcome" }, icon("mark"), heading(1, {}, say.part("startTitle")),
      make("p", {}, say.part("startText")), make("p", {}, say.part("startPace")), this.startButton, make("p", { class: "quiet" }, say.part("startReading")));
    this.welcome = make("div", {}, this.invitation, make("div", { class: "welcome" }, this.entry.element, arriving(setting, conversation, announce)));
    this.sign = make("p", { class: "sign quiet resting", hidden: true }, icon("mark"), say.part("replying"));
    this.newest = make("button", { type: "button", class: "newest", hidden: true, onclick: () => this.#goToNewest() }, say.part("newest"));
    this.desk = make("div", { class: "desk" }, this.newest, this.composer.element, this.controls.element);
    this.middle = make("div", { class: "middle" }, this.welcome, this.log.element, this.sign, this.notice.element);
    this.title = heading(0, { id: "title", class: "title", tabindex: "-1" }, say.part("title"));
    this.leave = make("button", { type: "button", class: "leave", title: say("leaveHelp"), onclick: onLeave }, say.part("leave"));
    this.bar = make("header", { class: "top" }, this.title, ...this.panes.openers, this.leave);
    this.frame = make("section", { class: "frame", "aria-labelledby": "title", lang: say.lang, dir: say.dir },
      this.bar, this.middle, this.panes.element, this.desk, this.announcer.element);
    this.frame.addEventListener("keydown", (event) => this.#key(event));
    this.place = new ReadingPlace({ log: this.log.element, bar: this.bar, desk: this.desk });
    this.composer.setEnter(!memory.isSet("lines"));
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
    const noticePlace = () => this.#noticePlace();
    conversation.addEventListener("change", (event) => this.#show(/** @type {CustomEvent<Change>} */ (event).detail), { signal });
    this.voice.listen(signal);
    this.reading.addEventListener("change", () => this.#read(), { signal });
    window.addEventListener("online", network, { signal });
    window.addEventListener("offline", network, { signal });
    window.addEventListener("pagehide", () => {
      conversation.keep(true);
      this.memory.keepDraft();
    }, { signal });
    window.addEventListener("beforeunload", (event) => this.#mayBeLost && event.preventDefault(), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && conversation.takeUpAgain(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || conversation.hurry(), { signal });
    window.addEventListener("scroll", noticePlace, { signal, passive: true, capture: true });
    this.frame.addEventListener("scroll", noticePlace, { signal, passive: true, capture: true });
  }

  /**
   * Whether closing the tab would lose words: those in the box, and those of a conversation that is not saved. Beside
   * other pages nobody is asked: there each link goes elsewhere, and the conversation comes along.
   */
  get #mayBeLost() {
    const { entries, phase } = this.conversation;
    const saved = entries.map((entry) => entry.kind).lastIndexOf("receipt");
    const said = phase === "open" && entries.slice(saved + 1).some((entry) => entry.from === "you" && !entry.choice);
    return !this.beside && (this.composer.text.trim() !== "" || said);
  }

  /** Leaves nothing on the screen, in the box, in this tab's storage, or (by asking) on the server. */
  clear() {
    this.frame.replaceChildren();
    this.composer.fill("");
    this.voice.stop();
    this.conversation.leave();
  }

  /** @param {KeyboardEvent} event one Escape closes one thing, the one opened last first */
  #key(event) {
    if (event.key === "Escape" && !event.isComposing && (this.voice.stop() || this.controls.close() || this.panes.close())) event.preventDefault();
  }

  /** @param {() => void} change of the room there is; whoever was reading the end still sees it */
  keepPlace(change) {
    const { following } = this.place;
    change();
    const last = this.log.list.lastElementChild;
    if (following && last) this.place.show(last, last);
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
    this.composer.tell("closedBox");
    return false;
  }

  /** @param {string} path */
  async #readFile(path) {
    const outcome = await this.conversation.readFile(path);
    return outcome.ok ? /** @type {Blob} */ (outcome.body) : null;
  }

  /** Whether somebody asked for it, and the voice is where they were told. */
  get #isRead() {
    const { aloud } = this.reading.way;
    return aloud !== "" && aloud === this.voice.place;
  }

  /** How one reads was set anew: silence comes at once, and other words for what is there already. */
  #read() {
    if (!this.reading.way.aloud) this.voice.stop();
    this.log.show(this.conversation.entries);
  }

  /** @param {import("./chat-api.js").Message} entry whose button was pressed: read it, or be quiet */
  #listen(entry) {
    if (this.voice.reading === entry.id) return void this.voice.stop();
    if (this.#isRead) this.voice.read(entry.id, inSpeech(this.#shown(entry), this.say, true), true);
  }

  /** @param {import("./chat-api.js").Message} entry @returns {import("./chat-api.js").Message} with the words that are shown */
  #shown(entry) {
    return { ...entry, text: wordsOf(entry, this.reading.way.easy) };
  }

  /** @param {boolean} lines */
  #setLines(lines) {
    this.memory.set("lines", lines);
    this.composer.setEnter(!lines);
  }

  /** What "Try again" does: another try now, or the first one anew. */
  #again() {
    if (this.conversation.phase === "closed") this.conversation.start();
    else this.conversation.hurry();
  }

  /** @param {boolean} open whether a pane has the place of the conversation */
  #makeRoom(open) {
    this.#showState();
    if (open) return this.frame.scrollIntoView({ block: "start", behavior: "instant" });
    this.#goBack?.();
    this.#goBack = null;
  }

  /** @param {Change} change */
  #show({ fresh, sent, restored, returned }) {
    if (fresh.some((message) => message.leaves)) return this.leave.click(); // they typed what the button says
    const { conversation, log, composer, say } = this;
    const following = sent || this.place.following;
    const focused = focusIn(this.frame);
    if (sent) this.panes.close();
    log.show(conversation.entries);
    this.#showState();
    if (returned) {
      composer.fill([returned, composer.text].filter(Boolean).join("\n\n"));
      composer.tell("backInBox");
    }
    if (sent) this.voice.stop();
    for (const message of fresh) {
      this.announcer.speak(inSpeech(this.#shown(message), say), WRITTEN_IN);
      if (this.#isRead) this.voice.read(message.id, inSpeech(this.#shown(message), say, true), false);
    }
    if (restored && !this.#welcomedBack && conversation.entries.length) {
      this.#welcomedBack = true;
      this.announcer.speak(say("restored"));
    }
    // A button that has just gone must not drop the keyboard to the top of the page.
    const said = sent && focused?.matches(".choice") ? log.list.lastElementChild : null;
    if (said instanceof HTMLElement) said.focus({ preventScroll: true });
    else if (focused?.closest("[hidden]")) this.#catchFocus();
    if (fresh.length || sent || restored) this.#follow(following, fresh);
  }

  /** All that follows from the state alone, so that it may be done at any time. */
  #showState() {
    const { phase, entries, trouble, need, awaiting } = this.conversation;
    const opening = phase === "opening";
    const away = this.panes.isOpen;
    this.#begun = phase === "open" || phase === "ended" || (opening && this.#begun);
    this.middle.hidden = away;
    this.welcome.hidden = this.#begun;
    this.invitation.hidden = need !== null;
    this.log.element.hidden = this.sign.hidden = !this.#begun;
    this.desk.hidden = away || !this.#begun;
    put(this.startButton, this.say.part(opening ? "opening" : "start"));
    if (!entries.length) this.controls.clear();
    this.controls.show(entries, awaiting || phase !== "open");
    this.entry.show(need);
    const { element } = this.notice, before = element.hidden ? "" : element.textContent;
    this.notice.show(phase, trouble, this.conversation.leading); // what was said may go with it: then the chat is short, and above
    if (before !== element.textContent && !element.hidden && this.place.following) this.place.show(element, element);
    this.#showSign();
  }

  /** The sign is honest: it shows only while a message is with the server, and not for a blink. Its place is kept. */
  #showSign() {
    const { conversation, notice, sign } = this;
    const waiting = () => conversation.awaiting && conversation.phase === "open" && notice.element.hidden;
    if (!waiting()) {
      clearTimeout(this.#replying);
      this.#replying = 0;
      sign.classList.add("resting");
    } else if (!this.#replying) {
      this.#replying = window.setTimeout(() => {
        sign.classList.toggle("resting", !waiting());
      }, REPLYING_AFTER_MS);
    }
  }

  /** Only after the person's own button has gone: to where the next words will be. */
  #catchFocus() {
    const place = !this.log.element.hidden ? this.log.element : !this.invitation.hidden ? this.startButton : this.entry.title;
    place.focus({ preventScroll: true });
  }

  /**
   * @param {boolean} following whether the person was reading the end; if not, the page stays where it is
   * @param {import("./chat-api.js").Message[]} fresh
   */
  #follow(following, fresh) {
    if (this.panes.isOpen) return;
    const last = this.log.list.lastElementChild;
    const first = fresh[0] && this.log.articleOf(fresh[0].id);
    const { element } = this.notice;
    if (following && last) this.place.show(first ?? last, element.hidden ? last : element);
    else if (fresh.length) this.newest.hidden = false;
  }

  #goToNewest() {
    const last = this.log.list.lastElementChild;
    if (last) this.place.show(last, last);
    this.newest.hidden = true;
    this.#catchFocus();
  }

  #noticePlace() {
    if (!this.newest.hidden && this.place.following) this.newest.hidden = true;
  }
}
