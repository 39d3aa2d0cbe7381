/**
 * The colours, ours and the organisation's. A page may set any of them; before they are used every pair that meets on
 * the screen is measured, and one that people could not read puts all of ours back.
 *
 * Contrast as in WCAG 2.2, 1.4.3 (text 4.5 to 1) and 1.4.11 (edges and focus 3 to 1), and the same relative luminance.
 */

const COLOURS = ["paper", "tint", "mine", "ink", "quiet", "line", "edge", "accent", "on-accent", "hover", "care", "care-paper", "focus"];

/** @type {[front: string, back: string, least: number][]} */
const PAIRS = [
  ...["paper", "tint", "mine", "hover", "care-paper"].map((back) => /** @type {[string, string, number]} */ (["ink", back, 4.5])),
  ["quiet", "paper", 4.5], ["quiet", "tint", 4.5],
  ["accent", "paper", 4.5], ["accent", "tint", 4.5], ["accent", "mine", 4.5], ["accent", "hover", 4.5], ["accent", "care-paper", 4.5],
  ["on-accent", "accent", 4.5], ["care", "paper", 4.5], ["care", "care-paper", 3],
  ["edge", "paper", 3], ["focus", "paper", 3], ["focus", "tint", 3],
];

/**
 * Looks whether the page's colours can be read, and takes ours if they cannot.
 *
 * @param {HTMLElement} host
 * @param {HTMLElement} root the element that has the colours
 */
export function keepReadable(host, root) {
  root.classList.remove("safe");
  const style = getComputedStyle(host);
  const wanted = COLOURS.map((name) => style.getPropertyValue(`--waymark-${name}`).trim()).filter(Boolean);
  if (!wanted.length || matchMedia("(forced-colors: active)").matches) return;
  const probe = document.createElement("span");
  root.append(probe);
  /** @param {string} name */
  const seen = (name) => {
    probe.style.color = `var(--${name})`;
    return luminance(getComputedStyle(probe).color);
  };
  const weak = PAIRS.filter(([front, back, least]) => !(contrast(seen(front), seen(back)) >= least));
  probe.remove();
  const named = weak.map(([front, back, least]) => `${front} on ${back} (needs ${least}:1)`);
  named.push(...wanted.filter((colour) => !CSS.supports("color", colour)));
  if (!named.length) return;
  root.classList.add("safe");
  console.warn(`waymark-chat: these colours are hard to read, so its own are used: ${named.join(", ")}`);
}

/**
 * @param {number} one
 * @param {number} other
 */
function contrast(one, other) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/**
 * @param {string} colour any CSS colour
 * @returns {number} 0 for black to 1 for white; NaN when it cannot be known, which no contrast is enough for
 */
function luminance(colour) {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1).map(Number) ?? painted(colour);
  const [red = NaN, green = NaN, blue = NaN] = parts.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} colour one that is not plain, such as `oklch(…)` or half transparent: what a canvas makes of it */
function painted(colour) {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  if (!pen) return [];
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [red, green, blue] : [];
}
