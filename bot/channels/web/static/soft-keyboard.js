/**
 * A phone's keyboard lies over the page and the page is told nothing but that less of it can be seen. The desk rises by
 * as much, so that the box is never under the keyboard.
 */

/** Pixels. What is less is a bar of the browser that comes and goes. */
const LEAST = 100;

/**
 * @param {HTMLElement} root which gets `--keyboard`, a length
 * @param {(change: () => void) => void} keepPlace makes the change, and keeps people where they read
 * @param {AbortSignal} signal
 */
export function riseAboveKeyboard(root, keepPlace, signal) {
  const view = window.visualViewport;
  if (!view) return;
  let covered = 0;
  const look = () => {
    const below = view.scale > 1.01 ? 0 : Math.round(innerHeight - view.height - view.offsetTop); // magnified is not covered
    const now = below > LEAST ? below : 0;
    if (now === covered) return;
    covered = now;
    keepPlace(() => root.style.setProperty("--keyboard", `${now}px`));
  };
  view.addEventListener("resize", look, { signal });
  view.addEventListener("scroll", look, { signal });
  look();
}
