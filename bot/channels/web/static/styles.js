/**
 * How the widget looks, as one constructed stylesheet: no style attribute and no inline style, so a strict
 * Content-Security-Policy of the page around it holds, and its styles and ours cannot meet.
 *
 * Pages theme it by the `--waymark-*` properties; docs/widget.md lists them.
 */
export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host {
  --paper: var(--waymark-paper, #ffffff);
  --tint: var(--waymark-tint, #f4f1ea);
  --mine: var(--waymark-mine, #e2eeea);
  --ink: var(--waymark-ink, #1d2a2c);
  --quiet: var(--waymark-quiet, #4f5e60);
  --line: var(--waymark-line, #dcd7cb);
  --edge: var(--waymark-edge, #74827f);
  --accent: var(--waymark-accent, #1d5b58);
  --on-accent: var(--waymark-on-accent, #ffffff);
  --hover: var(--waymark-hover, #edf3f0);
  --care: var(--waymark-care, #8a5a12);
  --care-paper: var(--waymark-care-paper, #fdf6e6);
  --focus: var(--waymark-focus, #1b4f9c);
  --radius: var(--waymark-radius, 0.75rem);
  --font: var(--waymark-font, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif);
  display: block;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: var(--waymark-paper, #1b2224);
    --tint: var(--waymark-tint, #232c2e);
    --mine: var(--waymark-mine, #24403e);
    --ink: var(--waymark-ink, #e9e7e1);
    --quiet: var(--waymark-quiet, #b3bfbf);
    --line: var(--waymark-line, #364144);
    --edge: var(--waymark-edge, #83918f);
    --accent: var(--waymark-accent, #8fd0c6);
    --on-accent: var(--waymark-on-accent, #10201f);
    --hover: var(--waymark-hover, #26373a);
    --care: var(--waymark-care, #eac27a);
    --care-paper: var(--waymark-care-paper, #2f2a1c);
    --focus: var(--waymark-focus, #a9c9ff);
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.frame {
  display: flex; flex-direction: column; min-height: inherit; font: 400 1.0625rem/1.6 var(--font);
  color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
}
h2, h3, h4, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
h2, h3, h4 { line-height: 1.35; font-weight: 650; text-wrap: balance; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 0.07em; }
a:hover { text-decoration-thickness: 0.14em; }
.icon { width: 1.1em; height: 1.1em; fill: currentColor; vertical-align: -0.18em; flex: none; }
.icon-away { width: 0.85em; height: 0.85em; margin-inline-start: 0.3em; vertical-align: -0.06em; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 0.25rem; }
.log:focus-visible { outline-offset: 0.5rem; }

button {
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 0.625rem;
  min-height: 2.75rem; min-width: 2.75rem; padding: 0.5rem 1rem; cursor: pointer; text-align: start; line-height: 1.35;
}
button:hover { background: var(--hover); border-color: var(--accent); }
button:focus-visible { border-radius: 0.625rem; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; text-align: center; }
button.main:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }

.top {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem;
  padding: 0.5rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line);
  border-radius: var(--radius) var(--radius) 0 0;
}
.top h2 { flex: 1 1 auto; font-size: 1.0625rem; }
.support { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 0.5rem; font-size: 0.9375rem; font-weight: 600; }
.leave { font-size: 0.9375rem; padding: 0.25rem 0.9rem; }

.middle { flex: 1; display: flex; flex-direction: column; padding: 1.5rem 1.25rem; }
.welcome { display: grid; gap: 0.75rem; max-width: 34rem; margin: clamp(0.5rem, 5vh, 3rem) auto auto; }
.welcome > .icon { width: 3rem; height: 3rem; color: var(--accent); }
.welcome h3 { font-size: 1.375rem; }
.welcome button { justify-self: start; margin-top: 0.75rem; padding-inline: 1.5rem; }

.log { display: grid; gap: 1.5rem; }
.log :is(a, button) { scroll-margin-block: 5rem 15rem; }
article { display: grid; gap: 0.75rem; min-width: 0; overflow-wrap: anywhere; }
.who { display: flex; align-items: center; gap: 0.4rem; font-size: 0.875rem; color: var(--quiet); font-weight: 600; }
.who .icon { color: var(--accent); }
.words { display: grid; gap: 0.7rem; max-width: 38rem; white-space: pre-line; }
.mine { justify-self: end; max-width: min(34rem, 92%); gap: 0.2rem; justify-items: end; }
.mine .words { background: var(--mine); border-radius: var(--radius); border-end-end-radius: 0.2rem; padding: 0.7rem 1rem; }
.mine .status { min-height: 1.5rem; font-size: 0.8125rem; }
.mine .status:empty { min-height: 0; }
.theirs { max-width: 40rem; justify-items: start; }
.wide { width: 100%; }

.choices { display: flex; flex-wrap: wrap; gap: 0.6rem; margin-top: 0.25rem; }
.choice { border-color: var(--accent); border-width: 1.5px; color: var(--accent); font-weight: 550; background: var(--paper); }
.choice:disabled, .choice[aria-disabled] { cursor: default; background: var(--paper); border: 1px solid var(--line); color: var(--quiet); font-weight: 400; opacity: 1; }
.choice.chosen { background: var(--mine); border-color: var(--accent); color: var(--ink); font-weight: 600; }
.tick { margin-inline-start: 0.4rem; color: var(--accent); }

.cards { display: grid; gap: 0.75rem; width: 100%; }
.card { display: grid; gap: 0.35rem; padding: 0.9rem 1.1rem; background: var(--tint); border-radius: var(--radius); border-inline-start: 3px solid var(--accent); }
.card h4 { font-size: 1.0625rem; }
.card a { display: inline-block; padding-block: 0.15rem; }
.card p { max-width: 36rem; }
.urgent { padding: 0.9rem 1.1rem; margin-bottom: 0.75rem; background: var(--care-paper); border: 1px solid var(--care); border-radius: var(--radius); font-weight: 600; white-space: pre-line; }
.facts { display: grid; gap: 0.3rem; }
.facts div { display: grid; grid-template-columns: minmax(7.5rem, auto) 1fr; gap: 0 1rem; }
dt { color: var(--quiet); font-size: 0.9375rem; }
dd { white-space: pre-line; min-width: 0; }
.phone { font-weight: 650; font-size: 1.125rem; white-space: nowrap; }
.summary { display: grid; width: 100%; padding: 1rem 1.1rem; background: var(--tint); border-radius: var(--radius); }
.summary dd { margin-bottom: 0.9rem; }
.summary dd:last-child { margin-bottom: 0; }
.receipt { display: grid; gap: 0.75rem; width: 100%; padding: 1rem 1.1rem; border: 1.5px solid var(--accent); border-radius: var(--radius); }
.receipt h4 { display: flex; align-items: center; gap: 0.4rem; }
.receipt .icon { color: var(--accent); }
.code { font: 650 1.1875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace; user-select: all; }

.sign { display: flex; align-items: center; gap: 0.4rem; margin-top: 1.25rem; }
.sign .icon { color: var(--accent); }
.notice { display: grid; gap: 0.6rem; max-width: 38rem; margin-top: 1.5rem; padding: 0.9rem 1.1rem; background: var(--care-paper); border-inline-start: 4px solid var(--care); border-radius: 0.4rem; }
.notice-ways { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
.notice-ways:not(:has(> :not([hidden]))) { display: none; }
.notice a { display: inline-flex; align-items: center; min-height: 2.75rem; }

.desk {
  position: sticky; bottom: 0; z-index: 1; padding: 0.75rem 1.25rem 0.9rem; background: var(--paper);
  border-top: 1px solid var(--line); border-radius: 0 0 var(--radius) var(--radius);
}
.newest { display: block; margin: 0 auto 0.6rem; font-size: 0.9375rem; }
.composer { display: grid; gap: 0.3rem; }
.composer label { font-weight: 600; font-size: 0.9375rem; }
.write { display: flex; gap: 0.6rem; align-items: end; }
textarea {
  flex: 1; min-width: 0; min-height: 2.75rem; max-height: 40vh; padding: 0.55rem 0.8rem; resize: none; field-sizing: content;
  font: inherit; line-height: 1.5; color: var(--ink); background: var(--paper); border: 1.5px solid var(--edge); border-radius: 0.625rem;
}
textarea:focus-visible { border-radius: 0.625rem; outline-offset: 0; }
.over textarea { border-color: var(--care); }
.note { font-size: 0.9375rem; }
.note:empty { display: none; }
.over .note { color: var(--care); font-weight: 600; }
.help { font-size: 0.8125rem; }
.controls { display: flex; flex-wrap: wrap; gap: 0.35rem; margin-top: 0.5rem; }
.move { border-color: transparent; background: var(--tint); color: var(--ink); font-size: 0.9375rem; padding: 0.35rem 0.85rem; }
.move[aria-disabled] { color: var(--quiet); background: none; border: 1px dashed var(--line); cursor: default; }

@media (max-width: 30rem) {
  .top, .middle, .desk { padding-inline: 0.9rem; }
  .top { padding-block: 0.25rem; }
  .support { padding-inline: 0; font-size: 0.875rem; }
  .leave { font-size: 0.875rem; }
  .write { gap: 0.5rem; }
  .controls { gap: 0.3rem; }
  .top h2 { font-size: 0.9375rem; }
  .facts div { grid-template-columns: 1fr; }
  .help { display: none; }
  .move { font-size: 0.875rem; padding-inline: 0.65rem; }
  .choices { flex-direction: column; align-items: stretch; width: 100%; }
  .choice { width: 100%; }
}
@media (max-width: 24rem) { .top h2 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; } .top { justify-content: space-between; } }
/* When there is little height (400% zoom, a phone on its side) nothing may cover what has focus. */
@media (max-height: 36rem) { .top, .desk { position: static; } .log :is(a, button) { scroll-margin-block: 1rem; } }
@media (prefers-reduced-motion: no-preference) { button { transition: background-color 0.15s, border-color 0.15s; } }
@media (forced-colors: active) {
  .mine .words, .card, .summary, .receipt, .notice, .urgent { border: 1px solid CanvasText; }
  .move { border: 1px solid ButtonText; }
  .choice:disabled, [aria-disabled] { color: GrayText; border-color: GrayText; }
  .choice.chosen { color: CanvasText; border: 3px solid Highlight; }
  button.main { border: 2px solid ButtonText; }
  .icon { fill: CanvasText; }
}
@media print { .desk, .leave, .notice { display: none; } .top { position: static; } }
`);
