/**
 * Reads messages aloud with the browser's own speech, for whoever asked for it. Some browsers have voices that are made
 * by a server of their maker: what is read goes there. `place` tells, and nothing is read by a voice that is elsewhere
 * unless that was said and agreed to.
 */

export class ReadAloud {
  /** @type {string} the message that is read now */ #reading = "";
  /** Counts what was asked for, so that the end of what was stopped ends nothing else. */
  #turn = 0;

  /** @param {() => void} onChange something began, or ended, or voices came */
  constructor(onChange) {
    this.onChange = onChange;
    this.speech = /** @type {SpeechSynthesis | undefined} */ (window.speechSynthesis);
  }

  /** @param {AbortSignal} signal ends when the element leaves the page */
  listen(signal) {
    this.speech?.addEventListener?.("voiceschanged", this.onChange, { signal });
    window.addEventListener("pagehide", () => this.stop(), { signal });
    signal.addEventListener("abort", () => this.stop());
  }

  /** @returns {"" | "device" | "away"} where the voice is; "" without one */
  get place() {
    const voice = this.#voice();
    return voice ? (voice.localService ? "device" : "away") : "";
  }

  /** The id of the message that is read now. */
  get reading() {
    return this.#reading;
  }

  /**
   * After what is read now, if that is the same turn of Waymark; `anew` begins at once.
   *
   * @param {string} id
   * @param {string} text
   * @param {boolean} anew
   */
  read(id, text, anew) {
    const voice = this.#voice();
    const { speech } = this;
    if (!voice || !speech) return;
    if (anew) this.stop();
    const turn = this.#turn;
    // In parts: some browsers stop by themselves in the middle of what is long.
    const parts = text.match(/[^.?!]+[.?!]*\s*/g) ?? [];
    parts.forEach((part, place) => {
      const said = new SpeechSynthesisUtterance(part.trim());
      said.voice = voice;
      said.lang = voice.lang;
      said.addEventListener("start", () => turn === this.#turn && this.#note(id));
      const end = () => turn === this.#turn && place === parts.length - 1 && this.#note("");
      said.addEventListener("end", end);
      said.addEventListener("error", end);
      speech.speak(said);
    });
  }

  /** @returns {boolean} whether something was being read */
  stop() {
    this.#turn += 1;
    const busy = this.#reading !== "";
    this.speech?.cancel();
    this.#note("");
    return busy;
  }

  /** @param {string} id */
  #note(id) {
    if (id === this.#reading) return;
    this.#reading = id;
    this.onChange();
  }

  /** What Waymark says is English. On the device is better than British. */
  #voice() {
    const english = (this.speech?.getVoices() ?? []).filter(({ lang }) => /^en\b/i.test(lang));
    const worth = (/** @type {SpeechSynthesisVoice} */ one) => (one.localService ? 2 : 0) + (/GB/i.test(one.lang) ? 1 : 0);
    return english.sort((a, b) => worth(b) - worth(a))[0];
  }
}
