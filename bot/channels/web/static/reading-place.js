/**
 * Keeps people where they are reading. The page scrolls as a page; the box at its foot and the bar at its head may
 * cover part of it, so what counts is the strip between them.
 */

const AIR = 16;
const NEAR = 120;

/**
 * @param {HTMLElement} log
 * @param {HTMLElement | undefined} desk the part with the box, which may stick to the bottom
 * @returns {boolean} whether the end of the log is on the screen, or nearly
 */
export function isFollowing(log, desk) {
  return log.getBoundingClientRect().bottom <= bottomOfStrip(desk) + NEAR;
}

/**
 * Scrolls just far enough to show new messages, but never past the beginning of the first of them.
 *
 * @param {Element} first
 * @param {Element} last
 * @param {HTMLElement | undefined} frame
 * @param {HTMLElement | undefined} desk
 */
export function bringIntoView(first, last, frame, desk) {
  const bar = frame?.querySelector(".top");
  const stuck = bar && getComputedStyle(bar).position === "sticky";
  const top = (stuck ? bar.getBoundingClientRect().height : 0) + AIR;
  const missing = last.getBoundingClientRect().bottom + AIR - bottomOfStrip(desk);
  if (missing <= 0) return;
  const room = first.getBoundingClientRect().top - top;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: Math.min(missing, room), behavior: calm ? "auto" : "smooth" });
}

/** @param {HTMLElement | undefined} desk */
function bottomOfStrip(desk) {
  const sticks = desk && !desk.hidden && getComputedStyle(desk).position === "sticky";
  return sticks ? Math.min(innerHeight, innerHeight - desk.getBoundingClientRect().height) : innerHeight;
}
