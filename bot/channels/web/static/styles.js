/**
 * How the looks get into a page: as one constructed stylesheet, so that no style attribute and no inline style is needed
 * and a strict Content-Security-Policy of the page around it holds. Safari before 16.4 makes none and takes the file.
 */

/** What widget.css says; the server puts it here when it joins the modules (bot/channels/web/assets.py). */
const LOOKS_OF_ALL = "{{ widget.css }}";
const UNIT = "--waymark-unit";

/**
 * @param {ShadowRoot} shadow
 * @param {URL} server where the file is, for browsers that need it
 */
export function dressIn(shadow, server) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(inUnits(LOOKS_OF_ALL));
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", crossOrigin: "anonymous", href: new URL("static/widget.css", server).href });
    shadow.prepend(link);
  }
}

/**
 * The reader's own text size as a length. Where properties can be registered the browser keeps it; else it is measured,
 * for `1em` that is only text would be another size in every element.
 *
 * @param {HTMLElement} root whose text has that size
 */
export function measureText(root) {
  try {
    CSS.registerProperty({ name: UNIT, syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch (error) {
    if (!(error instanceof DOMException)) root.style.setProperty(UNIT, getComputedStyle(root).fontSize); // not: registered before
  }
}

/** @param {string} css @returns {string} with `rem` in units of ours; not in media queries, which know the reader's size by themselves */
function inUnits(css) {
  return css.split("\n").map((line) => line.replace(/\{(.*)$|^(?!@media)(.*)$/, (rule) =>
    rule.replace(/(-?[\d.]+)rem/g, `calc($1 * var(${UNIT}))`))).join("\n");
}
