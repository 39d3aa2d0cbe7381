/**
 * How the widget looks, as one constructed stylesheet: no style attribute and no inline style, so a strict
 * Content-Security-Policy of the page around it holds, and its styles and ours cannot meet.
 *
 * `rem` here is the reader's own text size, whatever the page made of its root element; docs/widget.md lists the
 * `--waymark-*` properties that pages may set.
 */
import { colourRules } from "./palette.js";

const UNIT = "--waymark-unit";

/** @param {string} css @returns {CSSStyleSheet} */
function sheetOf(css) {
  try {
    CSS.registerProperty({ name: UNIT, syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // Registered before, by another widget on this page.
  }
  const sheet = new CSSStyleSheet();
  const inUnits = (/** @type {string} */ rule) => rule.replace(/(-?[\d.]+)rem/g, `calc($1 * var(${UNIT}))`);
  // Only in rules: a media query cannot read a property, and knows the reader's size by itself.
  sheet.replaceSync(css.split("\n").map((line) => line.replace(/\{(.*)$|^(?!@media)(.*)$/, inUnits)).join("\n"));
  return sheet;
}

const PANEL = `
.launch {
  position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: var(--waymark-layer, 1000); display: flex; align-items: center; gap: 0.5rem;
  padding-inline: 1.1rem; font-weight: 600; background: var(--accent); border-color: var(--paper); color: var(--on-accent);
}
.launch:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); border-color: var(--paper); }
.panel {
  position: fixed; inset: auto 1rem 1rem auto; z-index: var(--waymark-layer, 1000); margin: 0; padding: 0; border: 0; background: none; color: inherit;
  width: min(var(--waymark-panel-width, 30rem), 100vw - 2rem); max-width: none; height: min(46rem, 100dvh - 2rem); max-height: none; overflow: visible;
}
.panel:dir(rtl) { inset: auto auto 1rem 1rem; }
.panel .frame { height: 100%; min-height: 0; box-shadow: 0 0.5rem 2.5rem rgb(0 0 0 / 25%); overflow: hidden; }
.panel :is(.middle, .pane) { overflow-y: auto; min-height: 0; flex: 1; overscroll-behavior: contain; }
.panel :is(.top, .desk) { position: static; }
.panel .top { padding-inline: 0.9rem; gap: 0.25rem; }
.panel .top button { padding-inline: 0.6rem; }
.panel .top h2 { font-size: 0.9375rem; }
@media (max-width: 36rem), (max-height: 36rem) {
  .panel, .panel:dir(rtl) { inset: 0; width: 100vw; height: 100dvh; }
  .panel .frame { border: 0; border-radius: 0; }
}
@media (max-height: 36rem) {
  .panel .frame { overflow-y: auto; }
  .panel :is(.middle, .pane) { overflow-y: visible; flex: none; }
  .panel .top { position: sticky; }
}
`;

export const sheet = sheetOf(`
:host { display: block !important; }
:host([hidden]) { display: none !important; }
${colourRules}
.root {
  all: initial; display: block; min-height: inherit; color-scheme: light dark; font-size: var(--waymark-size, medium); ${UNIT}: 1em;
  --radius: var(--waymark-radius, 0.75rem);
  --font: var(--waymark-font, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif);
}
.root.light { color-scheme: light; }
.root.dark { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.frame, .launch { font: 400 1.0625rem/1.6 var(--font); color: var(--ink); }
.frame {
  display: flex; flex-direction: column; min-height: inherit; position: relative;
  background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
}
:is(h1, h2, h3, h4, h5, h6), p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
:is(h1, h2, h3, h4, h5, h6) { font-size: 1.0625rem; line-height: 1.35; font-weight: 650; text-wrap: balance; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 0.07em; }
a:hover { text-decoration-thickness: 0.14em; }
.icon { width: 1.1em; height: 1.1em; fill: currentColor; vertical-align: -0.18em; flex: none; }
.icon-away { width: 0.85em; height: 0.85em; margin-inline-start: 0.3em; vertical-align: -0.06em; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 0.25rem; }
:is(h1, h2, h3, h4):focus { outline: none; }
.log:focus-visible, article:focus-visible { outline-offset: 0.4rem; }

button {
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 0.625rem;
  min-height: 2.75rem; min-width: 2.75rem; padding: 0.5rem 1rem; cursor: pointer; text-align: start; line-height: 1.35;
}
button:hover { background: var(--hover); border-color: var(--accent); }
button:focus-visible { border-radius: 0.625rem; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; text-align: center; }
button.main:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
button.small { padding: 0.35rem 0.9rem; font-size: 0.9375rem; }

.top {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem;
  padding: 0.5rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line);
  border-radius: var(--radius) var(--radius) 0 0;
}
.top .title { flex: 1 1 auto; }
.top button { font-size: 0.9375rem; padding: 0.25rem 0.8rem; }
.bar { border-color: transparent; color: var(--accent); font-weight: 600; }
.bar[aria-expanded="true"] { background: var(--mine); }
.close { display: inline-flex; align-items: center; justify-content: center; border-color: transparent; }

.middle, .pane { flex: 1; display: flex; flex-direction: column; padding: 1.25rem; }
.pane { display: block; }
.pane > * + * { margin-top: 0.9rem; }
.pane > :is(h2, h3, h4, h5) { max-width: 40rem; }
.pane > :first-child { font-size: 1.375rem; }
.pane > :is(h3, h4, h5):not(:first-child) { margin-top: 1.75rem; }
.pane > p, .pane > div, .pane > ul { max-width: 40rem; }
.pane > button { margin-top: 1.75rem; }
.ways, .notice-ways, .downloads { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; }
.tick-box { display: flex; align-items: center; gap: 0.6rem; min-height: 2.75rem; }
.pane > .tick-box + p { margin-top: 0; }
.tick-box label { padding-block: 0.6rem; cursor: pointer; }
input[type="checkbox"] { width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--accent); flex: none; }
.own-page a { display: inline-flex; align-items: center; min-height: 2.75rem; }

.welcome { display: grid; gap: 0.75rem; max-width: 34rem; margin: clamp(0rem, 5vh, 3rem) auto auto; }
.welcome > .icon { width: 3rem; height: 3rem; color: var(--accent); }
.welcome > :is(h2, h3, h4) { font-size: 1.375rem; }
.welcome > button, .entry-ways > button { justify-self: start; margin-top: 0.75rem; padding-inline: 1.5rem; }
.entry, .entry-ways { display: grid; gap: 0.75rem; }
.entry form { display: grid; gap: 0.3rem; }

.log { display: grid; gap: 1.25rem; }
.edge { font-size: 0.8125rem; text-align: center; }
.messages { display: grid; gap: 1.5rem; }
.log :is(a, button, article) { scroll-margin-block: 5rem 19rem; }
.panel .log :is(a, button, article) { scroll-margin-block: 1rem; }
article { display: grid; gap: 0.75rem; min-width: 0; overflow-wrap: anywhere; }
.who { display: flex; align-items: center; gap: 0.4rem; font-size: 0.875rem; color: var(--quiet); font-weight: 600; }
.who .icon { color: var(--accent); }
.words { display: grid; gap: 0.7rem; max-width: 38rem; white-space: pre-line; }
.mine { justify-self: end; max-width: min(34rem, 92%); gap: 0.2rem; justify-items: end; }
.mine .words { background: var(--mine); border-radius: var(--radius); border-end-end-radius: 0.2rem; padding: 0.7rem 1rem; }
.mine .status { height: 1.25rem; margin-bottom: -0.75rem; font-size: 0.8125rem; line-height: 1.25rem; }
.mine.pending .words { outline: 1px dashed var(--edge); }
.theirs { max-width: 40rem; justify-items: start; }
.details { display: grid; gap: 0.75rem; width: 100%; }
.wide { width: 100%; }

.choices { display: flex; flex-wrap: wrap; gap: 0.75rem 0.6rem; margin-top: 0.25rem; }
.choice .hint { display: block; color: var(--quiet); font-size: 0.9375rem; }
/* A choice keeps its size when it is taken or rests: nothing beside or below it moves. */
.choice { position: relative; min-width: 6rem; border: 1.5px solid var(--accent); color: var(--accent); font-weight: 500; background: var(--paper); }
.choice:disabled, .choice[aria-disabled] { cursor: default; background: var(--paper); border-color: var(--line); color: var(--quiet); opacity: 1; }
.choice.chosen { background: var(--mine); border-color: var(--accent); color: var(--ink); }
.tick {
  position: absolute; inset-block-end: -0.7rem; inset-inline-end: 0.5rem; padding: 0 0.35rem; border-radius: 0.3rem; white-space: nowrap;
  font-size: 0.8125rem; line-height: 1.2rem; color: var(--ink); background: var(--paper); border: 1px solid var(--accent);
}
.tick .icon { margin-inline-end: 0.15rem; color: var(--accent); }

.cards { display: grid; gap: 0.75rem; width: 100%; }
.card { display: grid; gap: 0.35rem; padding: 0.9rem 1.1rem; background: var(--tint); border-radius: var(--radius); border-inline-start: 3px solid var(--accent); }
.card a { display: inline-block; padding-block: 0.15rem; }
.card p { max-width: 36rem; }
.card .try { font-weight: 600; }
.urgent { padding: 0.9rem 1.1rem; background: var(--care-paper); border: 1px solid var(--care); border-radius: var(--radius); font-weight: 600; white-space: pre-line; }
.wide > .urgent { margin-bottom: 0.75rem; }
.facts { display: grid; gap: 0.3rem; }
.facts > div { display: grid; grid-template-columns: minmax(7.5rem, auto) 1fr; gap: 0 1rem; align-items: baseline; }
dt { color: var(--quiet); font-size: 0.9375rem; }
dd { white-space: pre-line; min-width: 0; overflow-wrap: anywhere; }
.phone { font-weight: 650; font-size: 1.125rem; white-space: nowrap; }
.summary { display: grid; width: 100%; padding: 1rem 1.1rem; background: var(--tint); border-radius: var(--radius); }
.summary dd { margin-bottom: 0.9rem; }
.summary dd:last-child { margin-bottom: 0; }
.receipt { display: grid; gap: 0.75rem; width: 100%; padding: 1rem 1.1rem; border: 1.5px solid var(--accent); border-radius: var(--radius); }
.receipt :is(h3, h4, h5) { display: flex; align-items: center; gap: 0.4rem; }
.receipt .icon { color: var(--accent); }
.code-line { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; margin-bottom: 0.35rem; }
.code { font: 650 1.1875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace; user-select: all; }

.sign { display: flex; align-items: center; gap: 0.4rem; margin-top: 0.75rem; min-height: 1.6em; }
.sign.resting { visibility: hidden; }
.sign .icon { color: var(--accent); }
.notice { display: grid; gap: 0.6rem; max-width: 38rem; margin-top: 1.5rem; padding: 0.9rem 1.1rem; background: var(--care-paper); border-inline-start: 4px solid var(--care); border-radius: 0.4rem; }
.notice-ways:not(:has(> :not([hidden]))) { display: none; }

.desk {
  position: sticky; bottom: 0; z-index: 1; padding: 0.75rem 1.25rem 0.9rem; background: var(--paper);
  border-top: 1px solid var(--line); border-radius: 0 0 var(--radius) var(--radius);
}
.newest { display: block; margin: 0 auto 0.6rem; font-size: 0.9375rem; }
.composer { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.3rem; }
label { font-weight: 600; font-size: 0.9375rem; }
.write { display: flex; gap: 0.6rem; align-items: end; }
textarea, input[type="text"] {
  flex: 1; min-width: 0; min-height: 2.75rem; max-height: 40vh; padding: 0.55rem 0.8rem; resize: none; field-sizing: content;
  font: inherit; line-height: 1.5; color: var(--ink); background: var(--paper); border: 1.5px solid var(--edge); border-radius: 0.625rem;
}
input[type="text"] { field-sizing: fixed; width: 100%; }
:is(textarea, input[type="text"]):focus-visible { border-radius: 0.625rem; outline-offset: 0; }
.over textarea { border-color: var(--care); }
.note { font-size: 0.9375rem; }
.note:empty { display: none; }
.over .note { color: var(--care); font-weight: 600; }
.help { font-size: 0.8125rem; }
.controls { display: flex; flex-wrap: wrap; gap: 0.35rem; margin-top: 0.5rem; }
.move { border-color: transparent; background: var(--tint); color: var(--ink); font-size: 0.9375rem; padding: 0.35rem 0.85rem; }
.move[aria-disabled] { color: var(--quiet); background: none; border: 1px dashed var(--line); cursor: default; }
${PANEL}
@media (max-width: 30rem) {
  .top, .middle, .pane, .desk { padding-inline: 0.9rem; }
  .top { padding-block: 0.25rem; }
  .top button { font-size: 0.875rem; padding-inline: 0.6rem; }
  .write { gap: 0.5rem; }
  .facts > div { grid-template-columns: 1fr; }
  .controls { gap: 0.3rem; }
  .move { font-size: 0.875rem; padding-inline: 0.65rem; }
  .choices { flex-direction: column; align-items: stretch; width: 100%; }
  .choice { width: 100%; }
  textarea { max-height: 28vh; }
}
@media (max-width: 26rem) {
  .top { justify-content: space-between; }
  .top .title { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
}
/* When there is little height (400% zoom, a phone on its side) only the bar with the ways out stays in place. */
@media (max-height: 36rem) { .desk { position: static; } .log :is(a, button, article) { scroll-margin-block: 4.5rem 1rem; } }
@media (prefers-reduced-motion: no-preference) { button { transition: background-color 0.15s, border-color 0.15s; } }
@media (forced-colors: active) {
  .mine .words, .card, .summary, .receipt, .notice, .urgent { border: 1px solid CanvasText; }
  .move { border: 1px solid ButtonText; }
  .choice:disabled, [aria-disabled] { color: GrayText; border-color: GrayText; }
  .choice.chosen { color: CanvasText; border: 3px solid Highlight; }
  button.main, .bar { border: 2px solid ButtonText; }
  .bar[aria-expanded="true"] { border-color: Highlight; }
  .icon { fill: CanvasText; }
}
@media print { .root.root { color-scheme: light; } .desk, .notice, .launch, .top button, .sign { display: none; } .top { position: static; } }
@media print { .panel { position: static; height: auto; width: auto; } .panel .frame, .panel .middle { overflow: visible; } }
`);
