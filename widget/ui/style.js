/**
 * The look of everything that both sides have: reset, type, buttons, fields; log, bubbles, composer, the line about the
 * connection. The page's own style sheets do not reach in here; the reset is against the browser's defaults.
 * @module
 */
import { sheet } from "./dom.js";

export const style = sheet(`
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
::placeholder { color: var(--ink-3); opacity: 1; }
.input:hover:not(:disabled) { border-color: var(--ink-3); }
.input:focus { outline: none; border-color: var(--accent-text); box-shadow: 0 0 0 3px var(--accent-line); }
.input[aria-invalid="true"] { border-color: var(--danger); }
.input[aria-invalid="true"]:focus { box-shadow: 0 0 0 3px var(--danger-line); }
textarea.input { resize: none; line-height: 1.45; }
.hint { font-size: var(--size-s); color: var(--ink-3); }
.error { font-size: 13px; color: var(--danger); font-weight: 500; }
.error:empty { display: none; }

.avatar {
  display: grid; place-items: center; flex: none; width: 34px; height: 34px; border-radius: 12px;
  background: var(--accent-soft); color: var(--accent-text); font-weight: 700; font-size: 13px; letter-spacing: .02em;
}

.logbox { position: relative; flex: 1; min-height: 0; display: flex; }
.log {
  flex: 1; min-width: 0; overflow-y: auto; overscroll-behavior: contain; padding: 12px 14px 10px; scrollbar-width: thin;
  scrollbar-color: var(--line-strong) transparent; display: flex; flex-direction: column;
}
.log::before { content: ""; margin-block-start: auto; }
.log:focus-visible { outline-offset: -2px; }
.day { display: flex; align-items: center; gap: 10px; margin: 10px 0 8px; color: var(--ink-3); font-size: 11.5px; font-weight: 600; }
.day::before, .day::after { content: ""; flex: 1; height: 1px; background: var(--line); }
.day.unread { color: var(--accent-text); }
.day.unread::before, .day.unread::after { background: var(--accent-line); }
.event { align-self: center; max-width: 92%; margin: 7px 0; padding: 2px 10px; text-align: center; color: var(--ink-3); font-size: 12px; overflow-wrap: anywhere; }
.event time { white-space: nowrap; unicode-bidi: isolate; margin-inline-start: 6px; font-variant-numeric: tabular-nums; }
.message { display: grid; justify-items: start; max-width: 86%; align-self: flex-start; margin-block-start: 2px; }
.message.first { margin-block-start: 10px; }
.message.own { align-self: flex-end; justify-items: end; }
.message .who { font-size: 12px; font-weight: 650; color: var(--ink-2); margin: 0 2px 3px; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.message .text {
  max-width: 100%; padding: 7px 12px; background: var(--paper-3); color: var(--ink); border-radius: var(--r3);
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; font-size: var(--size-m);
}
.message:not(.own) .text { border-start-start-radius: 5px; }
.message:not(.own, .last) .text { border-end-start-radius: 5px; }
.message.own .text { background: var(--own, var(--accent)); color: var(--on-own, var(--on-accent)); border-end-end-radius: 5px; }
.message.own:not(.first) .text { border-start-end-radius: 5px; }
.message.emoji .text { background: none; padding: 0 2px; font-size: 32px; line-height: 1.2; outline: none; }
.message .text.folded { max-height: 210px; overflow: hidden; mask-image: linear-gradient(#000 70%, transparent); }
.fold { min-height: 24px; padding: 2px 4px; color: var(--accent-text); font-size: 12.5px; font-weight: 600; text-decoration: underline; }
.message .text a { color: inherit; font-weight: 500; }
.message .foot { display: none; align-items: center; gap: 5px; margin: 3px 3px 0; font-size: 11.5px; color: var(--ink-3); font-variant-numeric: tabular-nums; }
.message.last .foot, .message.failed .foot { display: flex; flex-wrap: wrap; }
.message.own .foot { justify-content: flex-end; }
.message.waiting .text { opacity: .72; }
.message.sending .text { animation: dim 1ms linear 500ms both; }
.message.sending .foot { animation: appear 1ms linear 500ms both; }
@keyframes dim { from { opacity: 1; } to { opacity: .72; } }
@keyframes appear { from { visibility: hidden; } to { visibility: visible; } }
.message.failed .text { background: var(--danger-soft); color: var(--ink); outline: 1px solid var(--danger-line); }
.message.failed .foot { color: var(--danger); font-weight: 500; }
.message .foot button { min-height: 24px; padding: 0 4px; color: inherit; text-decoration: underline; font-weight: 600; }
.mark { display: inline-flex; }
.mark.read { color: var(--accent-text); }
.dots { display: inline-flex; flex: none; gap: 5px; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--accent); animation: dot 1.3s ease-in-out infinite; }
.dots i:nth-child(2) { animation-delay: .18s; }
.dots i:nth-child(3) { animation-delay: .36s; }
@keyframes dot { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; transform: translateY(-3px); } }
.typing { flex: none; display: flex; align-items: center; gap: 8px; padding: 2px 18px 7px; color: var(--ink-2); font-size: 12px; }
.typing .dots { gap: 4px; }
.typing .dots i { width: 5px; height: 5px; }
.typing span:last-child { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jump {
  position: absolute; inset-block-end: 10px; left: 50%; translate: -50% 0; display: inline-flex; align-items: center; gap: 6px;
  min-height: 30px; padding: 3px 12px 3px 9px; border-radius: var(--round); background: var(--paper); color: var(--ink); border: 1px solid var(--line);
  box-shadow: var(--shadow-2); font-size: 12.5px; font-weight: 600; white-space: nowrap;
}
.jump:hover { background: var(--paper-2); }
.line {
  display: flex; align-items: center; gap: 8px; padding: 6px 14px; background: var(--warn-soft); color: var(--warn);
  font-size: 12.5px; font-weight: 500; border-block-end: 1px solid var(--warn-line);
}

.composer { flex: none; padding: 8px 10px 10px; border-block-start: 1px solid var(--line); background: var(--paper); }
.composer .box {
  display: flex; align-items: flex-end; gap: 4px; padding: 4px; border: 1px solid var(--line-strong); border-radius: 20px; background: var(--paper);
  transition: border-color var(--fast), box-shadow var(--fast);
}
.composer .box:focus-within { border-color: var(--accent-text); box-shadow: 0 0 0 3px var(--accent-line); }
.composer.invalid .box { border-color: var(--danger); box-shadow: 0 0 0 3px var(--danger-line); }
.composer textarea {
  flex: 1; min-width: 0; min-height: 32px; max-height: 132px; padding: 6px 4px 6px 10px; resize: none; field-sizing: content;
  line-height: 20px; overflow-y: auto; scrollbar-width: thin; unicode-bidi: plaintext; outline: none;
}
.composer .send { border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.composer .send:hover:not(:disabled) { background: var(--accent-deep); }
.composer .send:disabled { background: var(--paper-3); color: var(--ink-3); }
.composer .send svg:dir(rtl) { transform: scaleX(-1); }
.composer .clip { border-radius: 50%; color: var(--ink-2); }
.composer .clip + textarea { padding-inline-start: 4px; }
.composer.dropping .box { border-style: dashed; border-color: var(--accent); background: var(--accent-soft); }
.composer .note { padding: 5px 8px 0; font-size: 12px; color: var(--ink-3); }
.composer .note.error { color: var(--danger); }
.composer .note:empty { display: none; }
@media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }
@media (max-width: 480px) { .composer textarea { font-size: 16px; } }
@media (forced-colors: active) { .button, .tool, .badge, .tag, .avatar, .notice { border: 1px solid; } }
`);
