/** The look of modal dialogs and what stands in them. */
import { sheet } from "../ui/dom.js";

export const dialogStyle = sheet(`
.dialog {
  position: fixed; inset: 0; margin: auto; width: min(480px, calc(100vw - 24px)); height: fit-content; max-width: none; max-height: min(720px, calc(100dvh - 24px));
  padding: 0; border: 0; border-radius: var(--r4); background: var(--paper); color: var(--ink); box-shadow: var(--shadow-3); overflow: hidden;
  font: 400 var(--size-m)/1.45 var(--font); animation: rise var(--mid) var(--ease);
}
.dialog[open] { display: flex; }
.dialog::backdrop { background: rgb(13 28 34 / 46%); animation: fade var(--mid) linear; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
@keyframes fade { from { opacity: 0; } }
.dialog > form { flex: 1; min-width: 0; display: flex; flex-direction: column; max-height: inherit; }
.dialog header { display: flex; align-items: center; gap: 10px; padding: 16px 12px 10px 22px; }
.dialog h2 { flex: 1; min-width: 0; font-size: 17px; font-weight: 700; letter-spacing: -.01em; overflow-wrap: anywhere; }
.dialog .content { flex: 1; min-height: 0; overflow-y: auto; display: grid; gap: 14px; padding: 4px 22px 16px; align-content: start; scrollbar-width: thin; }
.dialog .content.talk { display: flex; flex-direction: column; padding: 0; }
.dialog footer { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding: 12px 22px 16px; border-block-start: 1px solid var(--line); background: var(--paper-2); }
.dialog .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; }
.dialog .lead { color: var(--ink-2); }
.preview { min-height: 120px; max-height: min(320px, 45dvh); display: flex; border: 1px solid var(--line); border-radius: var(--r3); overflow: hidden; background: var(--paper); }
.preview.tall { max-height: min(480px, 60dvh); }
.combo { position: relative; }
.combo:not(.fixed) .options { position: absolute; inset-inline: 0; inset-block-start: 68px; z-index: 2; box-shadow: var(--shadow-2); }
.combo.fixed .options { position: relative; height: 244px; max-height: 32dvh; }
.options li .tag { margin-block-end: 2px; background: var(--accent-soft); color: var(--accent-text); }
.options li[aria-selected="true"] .tag { background: var(--paper); }
@media (max-width: 480px) {
  .dialog { inset: auto 0 0; width: 100vw; margin: 0; border-end-start-radius: 0; border-end-end-radius: 0; max-height: calc(100dvh - 20px); }
  .dialog footer { padding-block-end: max(16px, env(safe-area-inset-bottom)); }
  .dialog footer .button { flex: 1; min-height: 44px; }
  .dialog footer [part="preview-move"] { order: -1; flex-basis: 100%; }
  .dialog .input { font-size: 16px; }
}
`);
