// Shortcuts for those who want them. Off until somebody turns them on (WCAG 2.1.4), and the page works without.
const help = document.getElementById("shortcuts");
const tick = document.getElementById("shortcuts-on");
const STORE = "waymark-shortcuts";

const links = [...document.querySelectorAll(".card-title a")];
const press = (key) => document.querySelector(`button[data-shortcut="${key}"]`)?.click();
const next = () => follow("a[rel=next]");
const before = () => follow("a[rel=prev]");
const flip = (box) => { if (box) { box.checked = !box.checked; } };
const follow = (selector) => document.querySelector(selector)?.click();
const step = (by) => {
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
};
const DOES = {
  j: () => links.length ? step(1) : next(),
  k: () => links.length ? step(-1) : before(),
  o: () => links.includes(document.activeElement) && document.activeElement.click(),
  "/": () => document.getElementById("words").focus(),
  x: () => flip(document.activeElement.closest(".card")?.querySelector("[type=checkbox]")),
  a: () => flip(document.getElementById("all")),
  t: () => (document.getElementById("tag-all") ?? document.getElementById("tags"))?.focus(),
  z: () => document.querySelector("#undo button")?.click(),
  n: next,
  p: before,
  v: () => press("v"),
  ...Object.fromEntries([..."123456789"].map((digit) => [digit, () => press(digit)])),
  r: () => { const box = document.getElementById("reviewed"); box.checked = !box.checked; box.focus(); },
  e: () => document.getElementById("note").focus(),
  u: () => follow(".govuk-breadcrumbs__list-item:last-child a"),
};
const here = new Set([...help.querySelectorAll("[data-key]")].map((row) => row.dataset.key));

const read = () => { try { return localStorage.getItem(STORE) === "on"; } catch { return false; } };
const write = (on) => { try { localStorage.setItem(STORE, on ? "on" : "off"); } catch { /* this page alone remembers */ } };

help.hidden = false;
tick.checked = read();
tick.addEventListener("change", () => write(tick.checked));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (!tick.checked || typing || event.ctrlKey || event.metaKey || event.altKey || !here.has(event.key)) return;
  event.preventDefault();
  DOES[event.key]();
});
