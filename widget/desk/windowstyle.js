/** The look of chat windows, and of their menu. */
import { sheet } from "../ui/dom.js";

export const windowStyle = sheet(`
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
.window.open > header { background: radial-gradient(130% 170% at 100% 0, var(--sheen), transparent 60%), var(--head); color: var(--on-head); border-block-end: 2px solid var(--edge, transparent); }
.head { flex: 1; min-width: 0; display: flex; align-items: center; gap: 10px; min-height: 46px; padding: 6px 4px 6px 12px; }
.head:focus-visible, .window.open > header :focus-visible { outline-color: currentColor; outline-offset: -3px; }
.head .avatar { width: 30px; height: 30px; border-radius: 10px; font-size: 12px; }
.window.open .head .avatar { background: color-mix(in srgb, var(--on-head) 18%, transparent); color: inherit; }
.head .who { flex: 1; min-width: 0; display: grid; line-height: 1.25; }
.head .who > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: -webkit-match-parent; text-align: match-parent; }
.head strong { font-weight: 650; }
.head .sub { font-size: 12px; opacity: .9; }
.window:not(.open) .head .sub { display: none; }
.window.blank .head strong { width: 96px; min-height: 12px; border-radius: 6px; background: color-mix(in srgb, currentColor 22%, transparent); }
.inner { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.actions { flex: none; display: flex; align-items: center; gap: 6px; padding: 7px 10px; border-block-end: 1px solid var(--line); background: var(--paper-2); }
.cards:not(:empty) { padding: 4px 12px 12px; }
.window .composer .box { border-radius: 18px; }
.more {
  pointer-events: auto; align-self: flex-end; min-width: 46px; height: 46px; padding: 0 10px; border-radius: var(--r3) var(--r3) 0 0; background: var(--paper-2); color: var(--ink-2);
  font-weight: 650; box-shadow: var(--shadow-2); text-align: center;
}
.window .facts { flex: none; gap: 3px 12px; padding: 5px 12px; border-block-end: 1px solid var(--line); font-size: 12.5px; }
.facts { display: flex; flex-wrap: wrap; gap: 6px 14px; color: var(--ink-2); font-size: 13px; }
.facts > span { display: inline-flex; align-items: center; gap: 5px; min-width: 0; overflow-wrap: anywhere; }
.facts svg { color: var(--ink-3); }
.message.internal:not(.emoji, .failed) .text { background: var(--warn-soft); color: var(--ink); outline: 1px dashed var(--warn-line); outline-offset: -1px; }
.composer.internal .box { border-style: dashed; border-color: var(--warn); background: var(--warn-soft); }
.composer .tool[aria-pressed="true"] { background: var(--warn-soft); color: var(--warn); box-shadow: inset 0 0 0 1px var(--warn-line); }
.composer.dropping .box { border-color: var(--accent-text); box-shadow: 0 0 0 3px var(--accent-line); }
.menubox { position: relative; display: inline-flex; }
.menu {
  position: absolute; inset-block-start: 34px; inset-inline-end: 0; z-index: 3; width: max-content; min-width: 200px; max-width: 300px; max-height: min(408px, calc(100dvh - 120px)); overflow-y: auto;
  padding: 5px; border-radius: var(--r2); background: var(--paper); box-shadow: var(--shadow-3); border: 1px solid var(--line);
}
.menu button { display: flex; align-items: center; gap: 9px; width: 100%; min-height: 28px; padding: 3px 10px; border-radius: 7px; font-size: 13.5px; text-align: start; }
.menu button:hover, .menu button:focus { background: var(--accent-soft); }
.menu button:focus-visible { outline-offset: -2px; }
.menu button svg { color: var(--ink-2); }
.menu .separated { margin-block-start: 5px; border-start-start-radius: 0; border-start-end-radius: 0; box-shadow: 0 -3px 0 -2px var(--line); }
.options { border: 1px solid var(--line); border-radius: var(--r2); background: var(--paper); max-height: 216px; overflow-y: auto; scrollbar-width: thin; padding: 4px; }
.options li { display: grid; grid-template-columns: 1fr; justify-items: start; gap: 1px; padding: 7px 10px; border-radius: 7px; cursor: pointer; }
.options li:hover { background: var(--paper-2); }
.options li[aria-selected="true"] { background: var(--accent-soft); box-shadow: inset 3px 0 0 var(--accent-text); }
.options li[aria-selected="true"]:dir(rtl) { box-shadow: inset -3px 0 0 var(--accent-text); }
.options .main { max-width: 100%; font-weight: 600; overflow-wrap: anywhere; }
.options .detail { max-width: 100%; font-size: 12.5px; color: var(--ink-2); overflow-wrap: anywhere; }
.options.canned { flex: none; margin: 0 10px 6px; box-shadow: var(--shadow-1); max-height: 190px; }
.options.canned .detail { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; white-space: pre-line; }
.alone { position: fixed; inset: 0; display: flex; flex-direction: column; background: var(--paper); }
.alone .window { flex: 1; width: auto; height: auto; min-height: 0; border-radius: 0; box-shadow: none; }
.alone .window [part="minimize"] { display: none; }
@media (max-width: 480px) {
  .menu button { min-height: 36px; }
  .menu { max-height: calc(100dvh - 120px); }
  .dock { inset: auto; }
  .dock .window.open { position: fixed; inset: 0; width: auto; height: var(--height, 100dvh); border-radius: 0; }
  .window > header { padding-block-start: env(safe-area-inset-top); }
  .window .composer { padding-block-end: max(10px, env(safe-area-inset-bottom)); }
}
`);
