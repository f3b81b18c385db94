/** The look of the agent's desk: what stands everywhere, and what opens under the icon. */
import { sheet } from "../ui/dom.js";
import { spinner } from "../ui/spinner.js";

export const deskStyle = sheet(`
${spinner}
:host { position: fixed !important; inset: auto !important; z-index: 2147482000 !important; display: block !important; }
.gap { flex: 1; }
.input:disabled { background: var(--paper-2); color: var(--ink-3); border-color: var(--line); }
select.input { appearance: none; padding-inline-end: 34px; text-overflow: ellipsis; }
.select { position: relative; }
.select > svg { position: absolute; inset-inline-end: 10px; inset-block-start: 12px; pointer-events: none; color: var(--ink-3); }
select.input, option { unicode-bidi: plaintext; }
option { background: var(--paper); color: var(--ink); }
.badge {
  display: inline-grid; place-items: center; min-width: 18px; height: 18px; padding: 0 5px; border-radius: var(--round);
  background: var(--badge); color: var(--on-badge); font-size: 11px; font-weight: 700; line-height: 1; font-variant-numeric: tabular-nums;
}
.tag {
  display: inline-flex; align-items: center; padding: 1px 7px; border-radius: var(--round); background: var(--paper-3);
  color: var(--ink-2); font-size: 11.5px; font-weight: 600; white-space: nowrap;
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

.dot { display: inline-block; flex: none; width: 10px; height: 10px; border-radius: 50%; background: var(--line-strong); }
.dot.green { background: #2e9e5b; } .dot.yellow { background: #d99b00; } .dot.red { background: #c9302c; }
.check { display: flex; align-items: flex-start; gap: 9px; padding: 4px 0; cursor: pointer; }
.check input { flex: none; width: 16px; height: 16px; margin-block-start: 2px; accent-color: var(--accent); }
.check > span { display: grid; min-width: 0; }
.check small { font-size: 12.5px; color: var(--ink-2); }
legend { padding: 0; margin-block-end: 4px; font-weight: 600; font-size: 13px; color: var(--ink-2); }
.none { padding: 2px 16px 10px; color: var(--ink-2); font-size: 13px; }
.notices { display: grid; gap: 8px; padding: 0 12px; }
.notices:not(:empty) { padding-block: 8px; }

.list {
  position: fixed; z-index: 2; width: var(--width, 400px); max-width: calc(100vw - 16px); max-height: min(680px, calc(100dvh - 80px)); display: flex; flex-direction: column; overflow: hidden;
  background: var(--paper); border-radius: var(--r3); box-shadow: var(--shadow-3); animation: drop var(--mid) var(--ease);
}
@keyframes drop { from { opacity: 0; transform: translateY(-6px); } }
.list > header { flex: none; display: flex; align-items: center; gap: 2px; padding: 8px 8px 7px 12px; border-block-end: 1px solid var(--line); background: var(--paper-2); }
.list > header .tool[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent-text); }
.mystate { display: inline-flex; align-items: center; gap: 7px; min-width: 0; min-height: 30px; padding: 3px 9px; border: 1px solid var(--line); border-radius: var(--round); background: var(--paper); font-size: 13px; font-weight: 600; }
.mystate > span:nth-child(2) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mystate:hover { border-color: var(--line-strong); }
.place { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.loading { display: grid; place-items: center; padding: 40px; }
.scroll { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; padding-block-end: 8px; }
.bar { display: flex; align-items: center; flex-wrap: wrap; gap: 8px; padding: 10px 16px 8px; }
.list h2 { font-size: 15px; font-weight: 700; }
.list h3 { padding: 14px 16px 6px; font-size: 12px; font-weight: 650; color: var(--ink-2); }
.choices { display: inline-flex; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.choices button { min-height: 28px; padding: 2px 10px; font-size: 12.5px; font-weight: 600; color: var(--ink-2); }
.choices button:focus-visible { outline-offset: -2px; }
.choices button[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent-text); }
.request, .columns { display: grid; grid-template-columns: 78px 88px 96px minmax(0, 1fr) auto; column-gap: 10px; align-items: start; padding: 10px 16px; border-block-end: 1px solid var(--line); }
.columns { padding-block: 6px; background: var(--paper-2); border-block-start: 1px solid var(--line); font-size: 12px; font-weight: 600; color: var(--ink-2); }
.request > .avatar { display: none; }
.request .tag { justify-self: start; max-width: 100%; display: block; overflow: hidden; text-overflow: ellipsis; }
.request[data-kind="invitation"] .kind, .request[data-kind="agent"] .kind { background: var(--accent-soft); color: var(--accent-text); }
.request .what { min-width: 0; }
.request .what strong { display: block; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tags { display: flex; flex-wrap: wrap; gap: 6px; }
.request .words { color: var(--ink-2); font-size: 13px; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.request .below { display: flex; align-items: center; gap: 6px; }
.request .below .button[part="preview"] { padding-inline: 7px; }
.request .below .button[part="preview"] span { display: none; }
.request .waits { display: grid; font-size: 12.5px; line-height: 1.35; color: var(--ink-2); font-variant-numeric: tabular-nums; white-space: nowrap; }
.request .waits.long span { color: var(--warn); font-weight: 600; }
.nobody { display: grid; justify-items: center; gap: 2px; padding: 26px 20px 24px; text-align: center; color: var(--ink-2); border-block-end: 1px solid var(--line); }
.nobody svg { margin-block-end: 8px; color: var(--ink-3); }
.nobody strong { color: var(--ink); font-weight: 650; }
.nobody p { font-size: 13px; }
.chatrow { display: flex; align-items: center; gap: 11px; width: 100%; padding: 8px 16px; text-align: start; transition: background-color var(--fast); }
.chatrow:hover { background: var(--paper-2); }
.chatrow:focus-visible { outline-offset: -3px; }
.chatrow .what, .person .what { flex: 1; min-width: 0; display: grid; }
.chatrow strong, .person strong { font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.request .what > *, .chatrow .what > *, .person .what > *, .check span > * { text-align: -webkit-match-parent; text-align: match-parent; }
.chatrow .words, .person .words { color: var(--ink-2); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
@media (max-width: 480px) {
  .list { inset: auto 8px auto 8px !important; inset-block-start: 8px !important; width: auto; max-height: calc(100dvh - 16px); }
  .columns { display: none; }
  .request { grid-template-columns: auto auto minmax(0, 1fr); grid-template-areas: "kind channel waits" "what what what" "below below below"; gap: 6px; padding-block: 12px; }
  .request .kind { grid-area: kind; }
  .request .waits { grid-area: waits; display: block; text-align: end; }
  .request .what { grid-area: what; }
  .request .below { grid-area: below; flex-wrap: wrap; }
  .request .below .button[part="preview"] span { display: inline; }
}
@media print { :host { display: none !important; } }
`);
