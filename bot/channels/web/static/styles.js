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
    sheet.replaceSync(LOOKS_OF_ALL);
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
 * @param {number} times it, as the reader asked for
 */
export function measureText(root, times) {
  try {
    CSS.registerProperty({ name: UNIT, syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch (error) {
    if (error instanceof DOMException) return; // registered before
    root.style.setProperty(UNIT, `${parseFloat(getComputedStyle(root).fontSize) * times}px`);
  }
}
