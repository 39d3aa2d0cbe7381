/**
 * How somebody reads: the size of text, room between lines, read aloud, easier words. It is kept on the device, so that
 * nobody has to set it each day. No word of a conversation is in it. "Leave now" takes it out: it would tell who was here.
 *
 * `size`: "" is the reader's own. `aloud`: "" is silence; "device" and "away" say where the voice is that was agreed to.
 * @typedef {{size: "" | "larger" | "largest", roomy: boolean, aloud: "" | "device" | "away", easy: boolean}} Way
 */

const USUAL = /** @type {Way} */ ({ size: "", roomy: false, aloud: "", easy: false });

/** How many times the reader's own size. The style sheet has the same. */
const TIMES = { "": 1, larger: 1.25, largest: 1.6 };

export class Reading extends EventTarget {
  /** @type {Way} */ #way;

  /** @param {string} scope tells two Waymarks on one origin apart */
  constructor(scope) {
    super();
    this.key = `waymark:${scope}:reading`;
    this.#way = { ...USUAL, ...this.#read() };
  }

  get way() {
    return this.#way;
  }

  get times() {
    return TIMES[this.#way.size] ?? 1;
  }

  /** Names for the style sheet. */
  get classes() {
    const { size, roomy, aloud } = this.#way;
    return [size, roomy && "roomy", aloud && "aloud"];
  }

  /** @param {Partial<Way>} change */
  set(change) {
    this.#way = { ...this.#way, ...change };
    const own = Object.entries(this.#way).filter(([, value]) => value);
    this.#write(own.length ? JSON.stringify(Object.fromEntries(own)) : "");
    this.dispatchEvent(new Event("change"));
  }

  forget() {
    this.#write("");
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.key) || "{}");
    } catch {
      return {};
    }
  }

  /** @param {string} value an empty one removes the entry */
  #write(value) {
    try {
      if (value) localStorage.setItem(this.key, value);
      else localStorage.removeItem(this.key);
    } catch {
      // Storage is off or full: it holds for as long as the page does.
    }
  }
}
