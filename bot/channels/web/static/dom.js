/**
 * Builds elements without parsing any text as HTML: what people and the server write only ever becomes text nodes.
 */

/**
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {Record<string, string | boolean | EventListener | undefined>} Properties
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Properties} [properties] attributes; `onclick` and the like become listeners; false and undefined are left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * @typedef {(depth: number, properties?: Properties, ...children: Child[]) => HTMLHeadingElement} Heading
 *
 * @param {number} top the level of the widget's own title, so that it fits the headings of the page around it
 * @returns {Heading} makes a heading so many levels below the title; 0 is the title
 */
export function headingsFrom(top) {
  return (depth, properties = {}, ...children) => {
    const tag = /** @type {"h2"} */ (`h${Math.min(6, top + depth)}`);
    return make(tag, properties, ...children);
  };
}

/**
 * Puts words into an element, and leaves it alone when they stand there already.
 *
 * @param {Element} element
 * @param {string | HTMLElement} words
 */
export function put(element, words) {
  const text = typeof words === "string" ? words : words.textContent;
  if (element.textContent !== text) element.replaceChildren(words);
}

/**
 * @param {Node} place
 * @returns {HTMLElement | null} what has the focus, if that is in the same shadow
 */
export function focusIn(place) {
  const root = place.getRootNode();
  const focused = root instanceof ShadowRoot ? root.activeElement : null;
  return focused instanceof HTMLElement ? focused : null;
}

const drawings = {
  mark: ["M4.5 20.2c0-2.1 3.3-3.2 7.5-3.2s7.5 1.1 7.5 3.2-3.3 2.3-7.5 2.3-7.5-.2-7.5-2.3Z",
    "M6.8 13.6c0-1.9 2.3-3 5.1-3s5.3 1 5.3 2.9-2.4 2.4-5.2 2.4-5.2-.4-5.2-2.3Z",
    "M9 7.3c0-2 1.4-3.6 3.2-3.6s3 1.4 3 3.4-1.3 2.5-3.1 2.5S9 9.2 9 7.3Z"],
  away: ["M14 4h6v6h-2V7.4l-8.3 8.3-1.4-1.4L16.6 6H14V4ZM5 6h5v2H7v9h9v-3h2v5H5V6Z"],
  close: ["m6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4 6.4 5Z"],
  moves: ["M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z"],
};

/**
 * @param {keyof typeof drawings} name
 * @returns {SVGSVGElement} a decoration, hidden from screen readers
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  for (const d of drawings[name]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * @param {string} href
 * @param {string} text
 * @param {Child} note words for screen readers, such as "(opens in a new tab)"
 * @returns {HTMLElement} a link in a new tab, or plain text when the address is not an http or https one
 */
export function outsideLink(href, text, note) {
  if (!isWebAddress(href)) return make("span", { dir: "auto" }, text);
  const label = make("span", { dir: "auto" }, text);
  const hidden = make("span", { class: "hidden" }, " ", note);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, label, icon("away"), hidden);
}

/**
 * @param {string} href
 * @returns {boolean}
 */
export function isWebAddress(href) {
  try {
    return ["http:", "https:"].includes(new URL(href, document.baseURI).protocol);
  } catch {
    return false;
  }
}

/**
 * Paragraphs from plain text: an empty line starts a new one, a single newline stays a line break (by CSS).
 *
 * @param {string} text
 * @param {(words: string) => HTMLElement | false} [other] what stands in the place of a paragraph, if anything does
 * @returns {HTMLElement[]}
 */
export function paragraphs(text, other = () => false) {
  const parts = text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
  return parts.map((part) => other(part) || make("p", { dir: "auto" }, part));
}
