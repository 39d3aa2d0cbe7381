/**
 * Keeps people where they are reading. What scrolls may be the page, a part of it, or our own panel; the bar above and
 * the box below may cover some of it, so what counts is the strip between them.
 */

const AIR = 16;
const NEAR = 120;
/** Pixels. Of a button or a link that the bar or the box cuts, less than this is too little to press (WCAG 2.2, 2.5.8). */
const SLIVER = 24;
const LONGEST_GLIDE_MS = 1_500;

export class ReadingPlace {
  /** @type {number | null} where our own scrolling is on its way to */ #goal = null;
  #arrival = 0;
  #waiting = 0;

  /** @param {{log: HTMLElement, bar: HTMLElement, desk: HTMLElement}} parts */
  constructor({ log, bar, desk }) {
    this.log = log;
    this.bar = bar;
    this.desk = desk;
  }

  /** Whether the end of the log is on the screen, or will be when our own scrolling has arrived. */
  get following() {
    if (this.#waiting) return true;
    const scroller = scrollerOf(this.log);
    const ahead = this.#goal === null ? 0 : this.#goal - scroller.scrollTop;
    return this.log.getBoundingClientRect().bottom - ahead <= this.#strip(scroller).bottom + NEAR;
  }

  /**
   * Remembers the place while something else is shown where the log is.
   *
   * @returns {() => void} goes back there, and on to the end for somebody who was reading there
   */
  leave() {
    const { following } = this;
    const scroller = scrollerOf(this.log);
    const before = this.#goal ?? scroller.scrollTop;
    return () => {
      scroller.scrollTo({ top: before, behavior: "instant" });
      const last = this.log.querySelector("article:last-of-type");
      if (last && following) this.show(last, last);
    };
  }

  /**
   * Scrolls just far enough to show what is new. What it asks comes first; then the beginning is never scrolled past.
   * It is painted first: what grows and scrolls in one moment is a jump, to a browser and to an eye.
   *
   * @param {Element} first
   * @param {Element} last
   */
  show(first, last) {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = requestAnimationFrame(() => {
      this.#waiting = requestAnimationFrame(() => {
        this.#waiting = 0;
        this.#glide(first, last);
      });
    });
  }

  /**
   * @param {Element} first
   * @param {Element} last
   */
  #glide(first, last) {
    const scroller = scrollerOf(this.log);
    const { top, bottom } = this.#strip(scroller);
    const missing = last.getBoundingClientRect().bottom + AIR - bottom;
    const room = first.getBoundingClientRect().top - AIR - top;
    const question = last.getBoundingClientRect().top - AIR - top;
    const asked = (last.querySelector(".choice") ?? last.querySelector(".words") ?? last).getBoundingClientRect().bottom + AIR - bottom;
    // Back, when the box is what fills the screen.
    const wanted = Math.min(Math.max(missing, 0), Math.max(room, Math.min(asked, question)));
    const distance = this.#withoutSlivers(wanted, top, bottom);
    if (!distance) return;
    this.#goal = scroller.scrollTop + distance;
    const arrive = () => {
      clearTimeout(this.#arrival);
      this.#goal = null;
    };
    clearTimeout(this.#arrival);
    this.#arrival = window.setTimeout(arrive, LONGEST_GLIDE_MS);
    // Also when the person takes over: their own scrolling ends ours.
    (scroller === document.scrollingElement ? document : scroller).addEventListener("scrollend", arrive, { once: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollTo({ top: this.#goal, behavior: calm ? "instant" : "smooth" });
  }

  /**
   * @param {number} wanted how far to scroll
   * @param {number} top of the strip that can be seen
   * @param {number} bottom
   * @returns {number} about as far, where no button or link shows so little of itself that nobody could press it
   */
  #withoutSlivers(wanted, top, bottom) {
    const targets = [...this.log.querySelectorAll("button, a")].flatMap((one) => [...one.getClientRects()]);
    const cuts = (/** @type {number} */ distance) => targets.some((one) => {
      const [start, end] = [one.top - distance, one.bottom - distance];
      const seen = Math.min(end, bottom) - Math.max(start, top);
      return seen > 0.5 && seen < Math.min(SLIVER, end - start) - 0.5;
    });
    for (let shift = 0; shift <= AIR; shift += 1) {
      for (const distance of [wanted + shift, wanted - shift]) if (!cuts(distance)) return distance;
    }
    return wanted;
  }

  /** @param {Element} scroller */
  #strip(scroller) {
    const page = scroller === document.scrollingElement;
    const { top, bottom } = page ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
    return { top: top + stuckHeight(this.bar), bottom: bottom - stuckHeight(this.desk) };
  }
}

/** @param {HTMLElement} part @returns {number} what it covers while it is stuck, with the keyboard it stands on */
function stuckHeight(part) {
  const { position, bottom } = getComputedStyle(part);
  if (part.hidden || position !== "sticky") return 0;
  return part.getBoundingClientRect().height + (parseFloat(bottom) || 0);
}

/**
 * @param {Element} start
 * @returns {Element} what scrolls when it moves, also beyond our own shadow
 */
function scrollerOf(start) {
  /** @type {Element | null} */
  let place = start;
  while (place && place !== document.body && place !== document.documentElement) {
    if (/auto|scroll/.test(getComputedStyle(place).overflowY) && place.scrollHeight > place.clientHeight) return place;
    const root = place.getRootNode();
    place = place.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return document.scrollingElement ?? document.documentElement;
}
