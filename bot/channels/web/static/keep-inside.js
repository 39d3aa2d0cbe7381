/**
 * What somebody types is the chat's alone. A key or a paste is told to the whole page, and pages listen: for shortcuts, or
 * to see how they are used. Here such events are taken before the page hears of them; our own parts get a copy of those
 * they need, which goes no further than the shadow. What the browser does with a key (writing it, say) is as ever.
 *
 * A page that began to listen on `window` before this script came hears them first: docs/embedding.md says so.
 */

const OF_WORDS = [
  "keydown", "keypress", "keyup", "beforeinput", "input", "textInput", "compositionstart", "compositionupdate", "compositionend",
  "cut", "copy", "paste", "beforecopy", "beforecut", "beforepaste",
  "dragstart", "drag", "dragend", "dragenter", "dragover", "dragleave", "drop",
];

/**
 * @param {ShadowRoot} shadow
 * @param {AbortSignal} signal
 */
export function keepInside(shadow, signal) {
  const take = (/** @type {Event} */ event) => {
    const target = event.composedPath()[0];
    if (!event.composed || !(target instanceof Node) || target.getRootNode() !== shadow) return;
    event.stopImmediatePropagation();
    const copy = copyOf(event);
    if (copy && !target.dispatchEvent(copy)) event.preventDefault();
  };
  for (const name of OF_WORDS) window.addEventListener(name, take, { signal, capture: true });
}

/** @param {Event} event @returns {Event | null} for those that a part of ours listens to; `composed` is false */
function copyOf(event) {
  if (event.type === "input") return new Event("input", { bubbles: true });
  if (event.type !== "keydown" || !(event instanceof KeyboardEvent)) return null;
  const { key, shiftKey, altKey, ctrlKey, metaKey, repeat, keyCode } = event;
  // Safari says of the Enter that ends a composition only that its code is 229.
  const isComposing = event.isComposing || keyCode === 229;
  return new KeyboardEvent("keydown", { key, shiftKey, altKey, ctrlKey, metaKey, repeat, isComposing, bubbles: true, cancelable: true });
}
