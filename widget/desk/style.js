/** The look of the agent's desk: list and windows. */
import { sheet } from "../ui/dom.js";

export const deskStyle = sheet(`
:host { position: fixed !important; inset: auto !important; z-index: 2147482000 !important; display: block !important; }
.gap { flex: 1; }
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

.list {
  position: fixed; width: 400px; max-width: calc(100vw - 16px); max-height: min(640px, calc(100dvh - 80px)); display: flex; flex-direction: column; overflow: hidden;
  background: var(--paper); border-radius: var(--r3); box-shadow: var(--shadow-3); animation: drop var(--mid) var(--ease);
}
@keyframes drop { from { opacity: 0; transform: translateY(-6px); } }
.list > header { display: flex; align-items: center; gap: 8px; padding: 10px 10px 8px 16px; }
.list .asks { color: var(--accent-text); background: var(--accent-soft); }
.list h2 { font-size: 15px; font-weight: 700; }
.list h3 { padding: 14px 16px 6px; font-size: 12px; font-weight: 650; color: var(--ink-3); }
.list .scroll { overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; padding-block-end: 8px; border-block-start: 1px solid var(--line); }
.list .notices { display: grid; gap: 8px; padding: 0 12px; }
.list .notices:not(:empty) { padding-block: 4px 12px; }
.request { display: flex; gap: 11px; padding: 13px 16px 12px; border-block-end: 1px solid var(--line); }
.request .what { flex: 1; min-width: 0; }
.request .names { display: flex; flex-wrap: wrap; align-items: center; gap: 3px 8px; }
.request .names strong { font-weight: 650; overflow-wrap: anywhere; }
.tags { display: flex; flex-wrap: wrap; gap: 4px; }
.request .words { margin-block: 3px 8px; color: var(--ink-2); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.request .below { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.request .waits { flex: 1 1 100%; font-size: 12px; line-height: 1.3; color: var(--ink-3); font-variant-numeric: tabular-nums; }
.request .waits.long { color: var(--warn); font-weight: 600; }
.nobody { display: grid; justify-items: center; gap: 2px; padding: 26px 20px 24px; text-align: center; color: var(--ink-2); border-block-end: 1px solid var(--line); }
.nobody svg { margin-block-end: 8px; color: var(--ink-3); }
.nobody strong { color: var(--ink); font-weight: 650; }
.nobody p { font-size: 13px; }
.none { padding: 2px 16px 10px; color: var(--ink-3); font-size: 13px; }
.chatrow { display: flex; align-items: center; gap: 11px; width: 100%; padding: 8px 16px; text-align: start; transition: background-color var(--fast); }
.chatrow:hover { background: var(--paper-2); }
.chatrow:focus-visible { outline-offset: -3px; }
.chatrow .what { flex: 1; min-width: 0; display: grid; }
.chatrow strong { font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.chatrow .words { color: var(--ink-3); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.dock {
  position: fixed; inset-block-end: 0; inset-inline-end: 16px; display: flex; flex-direction: row-reverse; align-items: flex-end; gap: 12px; pointer-events: none;
}
.window {
  --own: color-mix(in oklab, var(--accent) 22%, var(--paper)); --on-own: var(--ink);
  flex: none; width: 192px; display: flex; flex-direction: column; overflow: hidden; pointer-events: auto; background: var(--paper); box-shadow: var(--shadow-2);
  border-radius: var(--r3) var(--r3) 0 0;
}
.window.open { width: 340px; height: min(500px, calc(100dvh - 60px)); box-shadow: var(--shadow-3); }
.window > header { flex: none; display: flex; align-items: center; gap: 2px; padding-inline-end: 6px; background: var(--paper-2); border-block-end: 1px solid var(--line); }
.window.open > header { background: radial-gradient(130% 170% at 100% 0, var(--sheen), transparent 60%), var(--head); color: var(--on-head); border-color: transparent; }
.head { flex: 1; min-width: 0; display: flex; align-items: center; gap: 10px; min-height: 46px; padding: 6px 4px 6px 12px; }
.head:focus-visible, .window.open > header :focus-visible { outline-color: currentColor; outline-offset: -3px; }
.head .avatar { width: 30px; height: 30px; border-radius: 10px; font-size: 12px; }
.window.open .head .avatar { background: color-mix(in srgb, var(--on-head) 18%, transparent); color: inherit; }
.head .who { flex: 1; min-width: 0; display: grid; line-height: 1.25; }
.head .who > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.head strong { font-weight: 650; }
.head .sub { font-size: 12px; opacity: .9; }
.window:not(.open) .head .sub { display: none; }
.window.loading .head strong { width: 96px; min-height: 12px; border-radius: 6px; background: color-mix(in srgb, currentColor 22%, transparent); }
.inner { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.actions { flex: none; display: flex; align-items: center; gap: 6px; padding: 7px 10px; border-block-end: 1px solid var(--line); background: var(--paper-2); }
.cards:not(:empty) { padding: 4px 12px 12px; }
.window .composer .box { border-radius: 18px; }
.more {
  pointer-events: auto; align-self: flex-end; min-width: 46px; height: 46px; padding: 0 10px; border-radius: var(--r3) var(--r3) 0 0; background: var(--paper-2); color: var(--ink-2);
  font-weight: 650; box-shadow: var(--shadow-2); text-align: center;
}
@media (max-width: 480px) {
  .list { inset: auto 8px auto 8px !important; inset-block-start: 8px !important; width: auto; max-height: calc(100dvh - 16px); }
  .dock { inset: auto; }
  .window.open { position: fixed; inset: 0; width: auto; height: var(--height, 100dvh); border-radius: 0; }
  .window > header { padding-block-start: env(safe-area-inset-top); }
  .window .composer { padding-block-end: max(10px, env(safe-area-inset-bottom)); }
}
@media print { :host { display: none !important; } }
`);
