/**
 * What every part shares: reset, type, buttons, fields, badges, notices. The page's own style sheets do not reach in here;
 * the reset is against the browser's defaults.
 * @module
 */
import { sheet } from "./dom.js";

export const base = sheet(`
*, *::before, *::after { box-sizing: border-box; margin: 0; padding: 0; border: 0; }
[hidden] { display: none !important; }
.root {
  color: var(--ink); font: 400 var(--size-m)/1.45 var(--font); letter-spacing: normal; text-align: start;
  -webkit-text-size-adjust: 100%; -webkit-font-smoothing: antialiased; -webkit-tap-highlight-color: transparent;
}
button, input, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; background: none; border-radius: 0; }
button { cursor: pointer; text-align: inherit; }
button:disabled { cursor: default; }
a { color: var(--accent-text); text-underline-offset: 2px; }
ul, ol { list-style: none; }
h2, h3 { font: inherit; }
svg { display: block; flex: none; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 7px; min-height: 36px; padding: 6px 14px;
  border: 1px solid transparent; border-radius: var(--r2); font-weight: 600; line-height: 1.25; text-decoration: none;
  transition: background-color var(--fast), border-color var(--fast), box-shadow var(--fast), transform var(--fast);
}
.button:active:not(:disabled) { transform: translateY(1px); }
.button.primary { background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow-1); }
.button.primary:hover:not(:disabled) { background: var(--accent-deep); }
.button.plain { background: var(--paper); border-color: var(--line); color: var(--ink); }
.button.plain:hover:not(:disabled) { background: var(--paper-2); border-color: var(--line-strong); }
.button.danger { background: var(--paper); border-color: var(--danger-line); color: var(--danger); }
.button.danger:hover:not(:disabled) { background: var(--danger-soft); }
.button.small { min-height: 28px; padding: 3px 10px; border-radius: 8px; font-size: 13px; gap: 5px; white-space: nowrap; }
.button.wide { width: 100%; min-height: 44px; font-size: 15px; }
.button:disabled { opacity: .55; box-shadow: none; }
.tool {
  display: inline-grid; place-items: center; flex: none; width: 32px; height: 32px; border-radius: 9px; color: inherit;
  transition: background-color var(--fast);
}
.tool:hover { background: color-mix(in srgb, currentColor 13%, transparent); }
.textlink { color: var(--accent-text); text-decoration: underline; min-height: 24px; font-weight: 500; }

.field { display: grid; gap: 5px; }
.field > label, .field > .label { font-weight: 600; font-size: 13px; color: var(--ink-2); }
.input {
  width: 100%; min-height: 40px; padding: 8px 11px; border: 1px solid var(--line-strong); border-radius: var(--r2);
  background: var(--paper); color: var(--ink); transition: border-color var(--fast), box-shadow var(--fast);
}
.input::placeholder { color: var(--ink-3); opacity: 1; }
.input:hover:not(:disabled) { border-color: var(--ink-3); }
.input:focus { outline: none; border-color: var(--accent); box-shadow: 0 0 0 3px var(--accent-line); }
.input[aria-invalid="true"] { border-color: var(--danger); }
.input[aria-invalid="true"]:focus { box-shadow: 0 0 0 3px var(--danger-line); }
.input:disabled { background: var(--paper-2); color: var(--ink-3); border-color: var(--line); }
select.input { appearance: none; padding-inline-end: 34px; text-overflow: ellipsis; }
.select { position: relative; }
.select > svg { position: absolute; inset-inline-end: 10px; inset-block-start: 12px; pointer-events: none; color: var(--ink-3); }
option { background: var(--paper); color: var(--ink); }
textarea.input { resize: none; line-height: 1.45; }
.hint { font-size: var(--size-s); color: var(--ink-3); }
.error { font-size: 13px; color: var(--danger); font-weight: 500; }
.error:empty { display: none; }

.badge {
  display: inline-grid; place-items: center; min-width: 18px; height: 18px; padding: 0 5px; border-radius: var(--round);
  background: var(--badge); color: var(--on-badge); font-size: 11px; font-weight: 700; line-height: 1; font-variant-numeric: tabular-nums;
}
.tag {
  display: inline-flex; align-items: center; padding: 1px 7px; border-radius: var(--round); background: var(--paper-3);
  color: var(--ink-2); font-size: 11.5px; font-weight: 600; white-space: nowrap;
}
.avatar {
  display: grid; place-items: center; flex: none; width: 34px; height: 34px; border-radius: 12px;
  background: var(--accent-soft); color: var(--accent-text); font-weight: 700; font-size: 13px; letter-spacing: .02em;
}
.notice {
  display: flex; gap: 9px; align-items: flex-start; padding: 10px 12px; border: 1px solid var(--line); border-radius: var(--r2);
  background: var(--paper-2); font-size: 13px; overflow-wrap: anywhere;
}
.notice > div { min-width: 0; display: grid; gap: 4px; justify-items: start; }
.notice strong { font-weight: 650; }
.notice.warn { background: var(--warn-soft); border-color: var(--warn-line); }
.notice.warn > svg { color: var(--warn); }
.notice.bad { background: var(--danger-soft); border-color: var(--danger-line); }
.notice.bad > svg { color: var(--danger); }
.notice.good { background: var(--ok-soft); border-color: var(--ok-line); }
.notice.good > svg { color: var(--ok); }
.spinner {
  flex: none; width: 18px; height: 18px; border-radius: 50%; border: 2px solid var(--accent-line); border-block-start-color: var(--accent);
  animation: turn 800ms linear infinite;
}
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 4s; } }
.skeleton { border-radius: 8px; background: var(--paper-3); min-height: 14px; animation: breathe 1.4s ease-in-out infinite alternate; }
@keyframes breathe { from { opacity: .9; } to { opacity: .45; } }
@media (prefers-reduced-motion: reduce) { .skeleton { animation: none; } }
@media (forced-colors: active) { .button, .tool, .badge, .tag, .avatar, .notice { border: 1px solid; } }
`);
