/**
 * The design system's values: colour (light and dark), type, space, radius, shadow, motion. A page may set
 * `--chatbridge-accent` and `--chatbridge-on-accent` on the element; everything else is derived or fixed.
 * @module
 */
import { sheet } from "./dom.js";

const light = `
  color-scheme: light !important;
  --ink: #16232b; --ink-2: #45565f; --ink-3: #5f707a;
  --paper: #ffffff; --paper-2: #f4f6f6; --paper-3: #e8ecec;
  --line: #dbe1e2; --line-strong: #7f8e95;
  --accent: var(--chatbridge-accent, #0d6469); --on-accent: var(--chatbridge-on-accent, #ffffff);
  --accent-deep: color-mix(in oklab, var(--accent), #04181b 30%);
  --accent-text: color-mix(in oklab, var(--accent), #000 8%);
  --accent-soft: color-mix(in oklab, var(--accent) 11%, #ffffff);
  --accent-line: color-mix(in oklab, var(--accent) 26%, #ffffff);
  --head: var(--accent); --on-head: var(--on-accent); --sheen: color-mix(in oklab, var(--accent), #fff 16%);
  --focus: #1a66d6;
  --danger: #b3261e; --danger-soft: #fcebe9; --danger-line: #f0c4c0;
  --warn: #7a4a00; --warn-soft: #fff3d6; --warn-line: #ecd08f;
  --ok: #17693e; --ok-soft: #e2f4e9; --ok-line: #acd9bf;
  --badge: #c9302c; --on-badge: #ffffff;
  --shadow-1: 0 1px 2px rgb(13 28 34 / 10%), 0 1px 1px rgb(13 28 34 / 6%);
  --shadow-2: 0 2px 6px rgb(13 28 34 / 10%), 0 10px 28px rgb(13 28 34 / 16%);
  --shadow-3: 0 4px 12px rgb(13 28 34 / 12%), 0 22px 56px rgb(13 28 34 / 26%);
`;

const dark = `
  color-scheme: dark !important;
  --ink: #e6edef; --ink-2: #b4c2c8; --ink-3: #96a6ad;
  --paper: #151d21; --paper-2: #1d272c; --paper-3: #28343a;
  --line: #2f3c43; --line-strong: #7c8d95;
  --accent: var(--chatbridge-accent, #4fb9b5); --on-accent: var(--chatbridge-on-accent, #04211f);
  --accent-deep: color-mix(in oklab, var(--accent), #0b1416 20%);
  --accent-text: color-mix(in oklab, var(--accent), #fff 12%);
  --accent-soft: color-mix(in oklab, var(--accent) 20%, #151d21);
  --accent-line: color-mix(in oklab, var(--accent) 40%, #151d21);
  --head: color-mix(in oklab, var(--accent) 36%, #10181b); --on-head: #e9f6f5; --sheen: color-mix(in oklab, var(--accent) 52%, #10181b);
  --focus: #7fb4ff;
  --danger: #ff9b93; --danger-soft: #3a1f1d; --danger-line: #6d3833;
  --warn: #f3c46a; --warn-soft: #362a12; --warn-line: #6b5523;
  --ok: #7fd3a2; --ok-soft: #173224; --ok-line: #2f6147;
  --badge: #ff7a70; --on-badge: #2a0806;
  --shadow-1: 0 1px 2px rgb(0 0 0 / 40%);
  --shadow-2: 0 2px 6px rgb(0 0 0 / 40%), 0 10px 28px rgb(0 0 0 / 45%), 0 0 0 1px #2f3c43;
  --shadow-3: 0 4px 12px rgb(0 0 0 / 40%), 0 22px 56px rgb(0 0 0 / 60%), 0 0 0 1px #2f3c43;
`;

export const tokens = sheet(`
:host {
  all: initial !important;
  ${light}
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", Arial, sans-serif, "Noto Color Emoji";
  --size-s: 12px; --size-m: 14px; --size-l: 16px; --size-xl: 21px;
  --r1: 6px; --r2: 10px; --r3: 16px; --r4: 22px; --round: 999px;
  --fast: 120ms; --mid: 220ms; --ease: cubic-bezier(.2, .8, .2, 1);
}
@media (prefers-color-scheme: dark) { :host(:not([data-theme="light"])) { ${dark} } }
:host([data-theme="dark"]) { ${dark} }
@media (prefers-reduced-motion: reduce) { :host { --fast: 0ms; --mid: 0ms; } }
`);
