/**
 * Files a message offers, such as "My reflections" as a Word file. A plain link cannot carry the token, so a button
 * fetches the file and hands it to the browser to save.
 */
import { make, put } from "./dom.js";

/** @typedef {import("./chat-api.js").Message} Message */
/** @typedef {import("./chat-api.js").Download} Download */
/** @typedef {{readFile: (path: string) => Promise<Blob | null>, announce: (text: string) => void}} Files */

/**
 * @param {Message} message
 * @param {import("./words.js").Setting} setting
 * @param {Files} files
 */
export function downloadsOf({ downloads }, { say, heading }, files) {
  if (!downloads?.length) return null;
  const told = make("p", { class: "quiet" });
  const tell = (/** @type {string} */ name) => {
    put(told, say.part(name));
    files.announce(say(name));
  };
  const fetchOne = async (/** @type {HTMLButtonElement} */ button, /** @type {Download} */ { href }) => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    put(told, say.part("downloading"));
    const file = await files.readFile(href);
    if (file) saveFile(file, href.split("/").at(-1) ?? "");
    tell(file ? "downloaded" : "notDownloaded");
    button.removeAttribute("aria-disabled");
  };
  return make("div", { class: "downloads" }, heading(2, {}, say.part("downloads")), ...downloads.map((one) => {
    const button = make("button", { type: "button", class: "small", onclick: () => fetchOne(button, one) },
      make("span", { dir: "auto" }, one.label));
    return button;
  }), told);
}

/**
 * @param {Blob} file
 * @param {string} name
 */
export function saveFile(file, name) {
  const url = URL.createObjectURL(file);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
