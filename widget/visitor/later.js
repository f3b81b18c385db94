/**
 * What visitors need seldom (the list of conversations, a ticket, the end) comes when it is wanted, with its words and
 * its look.
 * @module
 */
import { sheet } from "../ui/dom.js";

const laterStyle = sheet(`
.scroll { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 8px; scrollbar-width: thin; display: flex; flex-direction: column; gap: 6px; }
.scroll > .plain { align-self: center; width: auto; }
.loading { display: grid; place-items: center; padding: 28px; }
.chats button { display: flex; align-items: center; gap: 12px; width: 100%; min-height: 62px; padding: 10px; border-radius: var(--r2); text-align: start; transition: background-color var(--fast); }
.chats button:hover { background: var(--paper-2); }
.chats button:focus-visible { outline-offset: -2px; }
.chats [data-state="closed"] .avatar { background: var(--paper-3); color: var(--ink-2); }
.chats .what { flex: 1; min-width: 0; display: grid; gap: 1px; }
.chats .name { display: flex; gap: 8px; justify-content: space-between; font-weight: 650; }
.chats .name bdi, .chats .first { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
.chats time { flex: none; font-weight: 400; font-size: 12px; color: var(--ink-3); }
.chats .first { text-align: -webkit-match-parent; text-align: match-parent; color: var(--ink-2); font-size: 13px; }
.chats .state { font-size: 12px; color: var(--ink-3); }
.chats button:not([data-state="closed"]) .state { color: var(--accent-text); font-weight: 600; }
.chats .badge { display: grid; place-items: center; flex: none; min-width: 20px; height: 20px; padding: 0 6px; border-radius: var(--round); background: var(--badge); color: var(--on-badge); font-size: 11.5px; font-weight: 700; }
.body > .foot { flex: none; padding: 12px 16px 16px; border-block-start: 1px solid var(--line); }
.body > .foot:not(:has(> :not([hidden]))) { display: none; }
.form-card { flex-direction: column; align-items: stretch; gap: 11px; margin: 0; border-width: 1px 0 0; border-radius: 0; padding: 16px 18px 18px; }
.card.end .ways { margin: 0; }
.card .mail { display: grid; gap: 6px; }
.beside { display: flex; gap: 8px; }
.beside .input { flex: 1; min-width: 0; }
.card .told { color: var(--ok); font-weight: 550; }
.card .number { font-variant-numeric: tabular-nums; font-weight: 650; color: var(--ink); }
.card.end { margin: 0; border-width: 1px 0 0; border-radius: 0; padding: 16px 18px 18px; flex-direction: column; align-items: stretch; gap: 12px; }
@media (max-width: 480px) { .card.end, .form-card, .body > .foot { padding-block-end: max(14px, env(safe-area-inset-bottom)); } }
`);

/**
 * @param {import("../i18n.js").I18n} i18n
 * @param {ShadowRoot} root
 */
export async function prepare(i18n, root) {
  await i18n.more("later");
  if (!root.adoptedStyleSheets.includes(laterStyle)) root.adoptedStyleSheets.push(laterStyle);
}
