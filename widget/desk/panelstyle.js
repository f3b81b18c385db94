/** The look of the panels that are loaded when somebody wants them. */
import { sheet } from "../ui/dom.js";

export const panelStyle = sheet(`
.padded { display: grid; gap: 14px; align-content: start; padding: 12px 16px 16px; }
fieldset { min-width: 0; }
.checks { display: grid; }
.circle { display: flex; align-items: center; gap: 8px; margin-block-start: 6px; padding: 7px 10px; border-radius: var(--r1); background: var(--paper-2); font-size: 13px; color: var(--ink-2); }
.searchbox { padding: 0 16px 4px; }
.count { font-weight: 500; }
.person { display: flex; align-items: center; gap: 11px; min-height: 46px; padding: 5px 16px; }
.person .avatar { position: relative; }
.person .avatar .dot { position: absolute; inset-block-end: -2px; inset-inline-end: -2px; width: 12px; height: 12px; border: 2px solid var(--paper); }
.person .tool { color: var(--accent-text); }
.searchform { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10px; align-items: end; padding: 0 16px 12px; border-block-end: 1px solid var(--line); }
.searchform .input { min-height: 34px; padding: 5px 9px; }
.searchform .select > svg { inset-block-start: 9px; }
.searchform .button { grid-column: -2 / -1; min-height: 34px; }
.scroll > .hint { padding: 8px 16px 4px; }
.chatrow time { flex: none; font-size: 12px; color: var(--ink-2); font-variant-numeric: tabular-nums; }
.morebox { padding: 8px 16px; }
.keys { display: grid; gap: 9px; }
.keys > div { display: grid; gap: 2px; }
.keys dd { color: var(--ink-2); font-size: 13px; }
.keys dt { unicode-bidi: isolate; justify-self: start; }
kbd { display: inline-block; padding: 1px 7px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--paper-2); font: 600 12px/1.6 var(--font); }
@media (max-width: 480px) { .searchform { grid-template-columns: 1fr 1fr; } .searchform .input { font-size: 16px; } }
`);
