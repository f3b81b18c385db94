/** The look of the administration. */
import { sheet } from "../ui/dom.js";

export const adminStyle = sheet(`
.admin {
  position: fixed; inset: 0; margin: auto; width: min(1080px, calc(100vw - 32px)); height: calc(100dvh - 32px); max-width: none; max-height: none;
  border-radius: var(--r4); background: var(--paper); color: var(--ink); box-shadow: var(--shadow-3); overflow: hidden;
  font: 400 var(--size-m)/1.45 var(--font); grid-template: auto 1fr / 210px 1fr; animation: rise var(--mid) var(--ease);
}
.admin[open] { display: grid; }
.admin::backdrop { background: rgb(13 28 34 / 46%); }
.admin > header { grid-column: 1 / -1; display: flex; align-items: center; gap: 12px; padding: 14px 14px 14px 24px; background: var(--head); color: var(--on-head); }
.admin > header h2 { flex: 1; font-size: 17px; font-weight: 700; }
.admin > nav { display: flex; flex-direction: column; gap: 2px; padding: 16px 12px; background: var(--paper-2); border-inline-end: 1px solid var(--line); overflow-y: auto; }
.tab { min-height: 38px; padding: 6px 12px; border-radius: var(--r2); font-weight: 600; color: var(--ink-2); transition: background-color var(--fast); }
.tab:hover { background: var(--paper-3); }
.tab[aria-current] { background: var(--accent-soft); color: var(--accent-text); }
.place { overflow-y: auto; padding: 22px 28px 28px; scrollbar-width: thin; }
.place:focus-visible { outline-offset: -3px; }
.place h3 { font-size: 15px; font-weight: 700; margin: 10px 0 0; }
.place .lead { color: var(--ink-2); max-width: 68ch; margin-block-end: 12px; text-wrap: pretty; }
.place .empty { padding: 28px; text-align: center; color: var(--ink-2); border: 1px dashed var(--line); border-radius: var(--r3); }
.sheet { display: grid; gap: 16px; max-width: 780px; }
.sheet .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; align-items: start; }
.sheet .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 16px; align-items: start; }
.sheet .lead { margin: -8px 0 0; }
.rows + .sheet { margin-block-start: 28px; padding-block-start: 8px; border-block-start: 1px solid var(--line); }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; }
.controls > .error { flex: 1 1 100%; }
form.sheet:not([part="queues-form"]) > .controls { position: sticky; inset-block-end: -28px; padding: 12px 0; background: var(--paper); border-block-start: 1px solid var(--line); }
.said { color: var(--ok); font-weight: 600; }
.rows { display: grid; gap: 8px; margin-block-start: 14px; max-width: 780px; }
.row {
  display: flex; align-items: center; gap: 12px; width: 100%; padding: 12px 16px; border: 1px solid var(--line); border-radius: var(--r3); background: var(--paper);
  transition: border-color var(--fast), background-color var(--fast);
}
.row:hover { border-color: var(--accent-line); background: var(--paper-2); }
.row > svg:dir(rtl) { transform: scaleX(-1); }
.row .words { flex: 1; min-width: 0; display: grid; gap: 2px; }
.row .detail { color: var(--ink-2); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .tag { padding: 2px 8px; border-radius: var(--round); background: var(--paper-3); font-size: 12px; font-weight: 600; }
.check { display: flex; align-items: flex-start; gap: 9px; min-height: 24px; }
.check input { flex: none; width: 17px; height: 17px; margin-block-start: 2px; accent-color: var(--accent); }
.check .hint { display: block; }
.several { display: grid; gap: 7px; padding: 12px 16px 14px; border: 1px solid var(--line); border-radius: var(--r3); }
.several legend { font-weight: 600; font-size: 13px; color: var(--ink-2); padding: 0 6px; margin-inline-start: -6px; }
.several .day { display: grid; grid-template-columns: 110px 1fr; align-items: center; gap: 12px; margin: 0; color: var(--ink); font-size: inherit; font-weight: 400; }
.several .day::before, .several .day::after { content: none; }
.several .day .input { min-height: 34px; padding-block: 4px; }
.several:has([name="receive_groups"]), .several:has([name="start_groups"]) { max-height: 240px; overflow-y: auto; align-content: start; }
.colour { width: 64px; height: 40px; padding: 3px; border: 1px solid var(--line-strong); border-radius: var(--r2); background: var(--paper); cursor: pointer; }
.code { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--paper-2); }
.page { width: 100%; height: 640px; border: 1px solid var(--line); border-radius: var(--r3); background: var(--paper-2); }
@media (max-width: 720px) {
  .admin { width: 100vw; height: 100dvh; inset: 0; margin: 0; border-radius: 0; grid-template: auto auto 1fr / 1fr; }
  .admin > nav { flex-direction: row; padding: 8px 10px; border: 0; border-block-end: 1px solid var(--line); overflow-x: auto; }
  .tab { white-space: nowrap; }
  .place { padding: 16px 16px 24px; }
  .sheet .pair { grid-template-columns: 1fr; }
  .several .day { grid-template-columns: 92px 1fr; }
  form.sheet > .controls { inset-block-end: -24px; }
  .input { font-size: 16px; }
}
`);
