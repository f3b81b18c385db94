/** The look of the panel for visitors and customers. */
import { sheet } from "../ui/dom.js";

export const panelStyle = sheet(`
.panel {
  position: fixed; bottom: calc(var(--below) + env(safe-area-inset-bottom) + 72px); right: calc(var(--aside) + env(safe-area-inset-right));
  width: min(384px, calc(100vw - 32px)); height: min(620px, calc(100dvh - var(--below) - 96px)); display: flex; flex-direction: column; overflow: hidden;
  background: var(--paper); border-radius: var(--r4); box-shadow: var(--shadow-3); transform-origin: 100% 100%;
  transition: opacity var(--mid) var(--ease), transform var(--mid) var(--ease);
}
:host([data-side="left"]) .panel { right: auto; left: calc(var(--aside) + env(safe-area-inset-left)); transform-origin: 0 100%; }
.panel.shut { opacity: 0; visibility: hidden; transform: translateY(10px) scale(.97); pointer-events: none; transition: opacity var(--mid) var(--ease), transform var(--mid) var(--ease), visibility 0s var(--mid); }
.panel.instant { transition: none; }
.top {
  position: relative; flex: none; display: flex; align-items: center; gap: 11px; padding-block: 13px; padding-inline: 18px 12px; color: var(--on-head);
  background: radial-gradient(130% 170% at 100% 0, var(--sheen), transparent 60%), var(--head);
}
.top .back { margin-inline: -10px -7px; }
.top .back svg:dir(rtl) { transform: scaleX(-1); }
.top .avatar { background: color-mix(in srgb, var(--on-head) 18%, transparent); color: inherit; }
.top .who { flex: 1; min-width: 0; }
.top h2 { font-size: var(--size-l); font-weight: 700; line-height: 1.25; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.top p { font-size: 12.5px; opacity: .92; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.top h2, .top p, .lead p, .topic strong, .topic span span { text-align: -webkit-match-parent; text-align: match-parent; }
.top .tool:focus-visible { outline-color: currentColor; outline-offset: -2px; }
.body { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.form { flex: 1; overflow-y: auto; overscroll-behavior: contain; display: flex; flex-direction: column; gap: 14px; padding: 22px 20px 18px; scrollbar-width: thin; }
.form .lead h3 { font-size: var(--size-xl); font-weight: 750; letter-spacing: -.015em; line-height: 1.2; }
.form .lead p { margin-block-start: 6px; color: var(--ink-2); }
.form .field.grow { flex: 1 0 130px; grid-template-rows: auto 1fr auto; max-height: 260px; }
.choices { min-width: 0; gap: 7px; }
.choices .label { margin-block-end: 5px; }
.topic { display: flex; gap: 10px; align-items: flex-start; min-height: 44px; padding: 10px 13px; border: 1px solid var(--line); border-radius: var(--r2); cursor: pointer; transition: background-color var(--fast), border-color var(--fast); }
.topic:hover { border-color: var(--line-strong); }
.topic:has(:checked) { background: var(--accent-soft); border-color: var(--accent); }
.topic:has(:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }
.topic input { flex: none; width: 16px; height: 16px; margin-block-start: 2px; accent-color: var(--accent); outline: none; }
.topic > span { display: grid; min-width: 0; gap: 1px; overflow-wrap: anywhere; }
.topic strong { font-weight: 600; }
.topic strong + span { color: var(--ink-2); font-size: 12.5px; }
.state-area { flex: 0 1 auto; max-height: 72%; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; }
.card { flex: none; margin: 4px 14px 10px; padding: 13px 14px; border: 1px solid var(--line); border-radius: var(--r3); background: var(--paper-2); display: flex; gap: 12px; align-items: flex-start; }
.card > div:not(.dots) { flex: 1; min-width: 0; display: grid; gap: 3px; justify-items: start; }
.card .dots { padding: 7px 0; }
.card strong { font-weight: 700; }
.card .place { color: var(--ink); font-weight: 550; margin-block-start: 2px; }
.ways, .card > div.ways { display: flex; flex-wrap: wrap; gap: 8px 10px; align-items: center; margin-block-start: 5px; }
.ways .button.small { min-height: 32px; }
.card p { color: var(--ink-2); font-size: 13px; overflow-wrap: anywhere; }
@media (max-width: 480px) {
  .panel, :host([data-side="left"]) .panel { inset: var(--top, 0) 0 auto; width: auto; height: var(--height, 100dvh); border-radius: 0; }
  .top { padding-block-start: max(13px, env(safe-area-inset-top)); }
  .composer, .form { padding-block-end: max(14px, env(safe-area-inset-bottom)); }
  .input { font-size: 16px; }
}
`);
