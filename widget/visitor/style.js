/** The look of the panel for visitors and customers. */
import { sheet } from "../ui/dom.js";

export const panelStyle = sheet(`
.panel {
  position: fixed; inset-block-end: calc(max(20px, env(safe-area-inset-bottom)) + 72px); inset-inline-end: max(20px, env(safe-area-inset-right));
  width: 384px; height: min(620px, calc(100dvh - 116px)); display: flex; flex-direction: column; overflow: hidden;
  background: var(--paper); border-radius: var(--r4); box-shadow: var(--shadow-3); transform-origin: 100% 100%;
  transition: opacity var(--mid) var(--ease), transform var(--mid) var(--ease);
}
.panel:dir(rtl) { transform-origin: 0 100%; }
.panel.shut { opacity: 0; visibility: hidden; transform: translateY(10px) scale(.97); pointer-events: none; transition: opacity var(--mid) var(--ease), transform var(--mid) var(--ease), visibility 0s var(--mid); }
.panel.instant { transition: none; }
.top {
  position: relative; flex: none; display: flex; align-items: center; gap: 11px; padding: 13px 12px 13px 18px; color: var(--on-head);
  background: radial-gradient(130% 170% at 100% 0, var(--sheen), transparent 60%), var(--head);
}
.top .avatar { background: color-mix(in srgb, var(--on-head) 18%, transparent); color: inherit; }
.top .who { flex: 1; min-width: 0; }
.top h2 { font-size: var(--size-l); font-weight: 700; line-height: 1.25; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.top p { font-size: 12.5px; opacity: .92; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.top .tool:focus-visible { outline-color: currentColor; outline-offset: -2px; }
.body { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.form { flex: 1; overflow-y: auto; overscroll-behavior: contain; display: flex; flex-direction: column; gap: 14px; padding: 22px 20px 18px; scrollbar-width: thin; }
.form .lead h3 { font-size: var(--size-xl); font-weight: 750; letter-spacing: -.015em; line-height: 1.2; }
.form .lead p { margin-block-start: 6px; color: var(--ink-2); }
.form .field.grow { flex: 1 0 130px; grid-template-rows: auto 1fr auto; max-height: 260px; }
.topics { display: grid; gap: 8px; }
.topics button {
  display: flex; align-items: center; justify-content: space-between; min-height: 48px; padding: 10px 14px; border: 1px solid var(--line); border-radius: var(--r2);
  font-weight: 600; background: var(--paper); transition: background-color var(--fast), border-color var(--fast);
}
.topics button:hover { background: var(--accent-soft); border-color: var(--accent-line); }
.topics svg { color: var(--ink-3); rotate: -90deg; }
.card { flex: none; margin: 4px 14px 10px; padding: 13px 14px; border: 1px solid var(--line); border-radius: var(--r3); background: var(--paper-2); display: flex; gap: 12px; align-items: flex-start; }
.card > div:not(.dots) { flex: 1; min-width: 0; display: grid; gap: 3px; justify-items: start; }
.card strong { font-weight: 700; }
.card p { color: var(--ink-2); font-size: 13px; overflow-wrap: anywhere; }
.card .number { font-variant-numeric: tabular-nums; font-weight: 650; color: var(--ink); }
.card.end { margin: 0; border-width: 1px 0 0; border-radius: 0; padding: 16px 18px 18px; flex-direction: column; align-items: stretch; gap: 12px; }
.ask { flex: none; display: flex; align-items: center; gap: 8px; flex-wrap: wrap; padding: 12px 16px; border-block-start: 1px solid var(--line); background: var(--paper-2); }
.ask strong { flex: 1 1 100%; font-weight: 650; }
@media (max-width: 480px) {
  .panel { inset: 0; width: auto; height: var(--height, 100dvh); border-radius: 0; }
  .top { padding-block-start: max(13px, env(safe-area-inset-top)); }
  .composer, .form, .card.end, .ask { padding-block-end: max(14px, env(safe-area-inset-bottom)); }
  .input { font-size: 16px; }
}
`);
