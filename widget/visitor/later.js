/**
 * What visitors need seldom (the list of conversations, a ticket, the end) comes when it is wanted, with its words and
 * its look.
 * @module
 */
import { h, sheet, wear } from "../ui/dom.js";
import { spinner } from "../ui/spinner.js";

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {import("../i18n.js").I18n} I18n
 * @typedef {import("./conversation.js").Card} Card
 * @typedef {object} Options
 * @property {boolean} visitor nobody whom OTRS knows
 * @property {import("../core/storage.js").Store} session
 * @property {() => void} renew a new chat is wanted
 * @property {() => void} ticket a ticket is wanted
 * @property {() => void} cancel and then not
 * @property {(how: "chat.accept" | "chat.decline") => void} answer to the agent's request
 */

const laterStyle = sheet(`
${spinner}
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
.ask { flex: none; display: flex; align-items: center; gap: 8px; flex-wrap: wrap; padding: 12px 16px; border-block-start: 1px solid var(--line); background: var(--paper-2); }
.ask strong { flex: 1 1 100%; font-weight: 650; }
.card.end { margin: 0; border-width: 1px 0 0; border-radius: 0; padding: 16px 18px 18px; flex-direction: column; align-items: stretch; gap: 12px; }
@media (max-width: 480px) { .ask, .card.end, .form-card, .body > .foot { padding-block-end: max(14px, env(safe-area-inset-bottom)); } }
`);

/**
 * @param {I18n} i18n
 * @param {Node} inside
 */
export async function prepare(i18n, inside) {
  await i18n.more("later");
  wear(inside, laterStyle);
}

/**
 * The question whether to end the chat, before that is done.
 * @param {I18n} i18n
 * @param {Node} inside where it is going to stand
 * @param {{end: () => void, done: () => void}} on done: it has been answered, and is gone
 */
export async function endQuestion(i18n, inside, { end, done }) {
  const { t } = i18n;
  await prepare(i18n, inside);
  const close = () => {
    question.remove();
    done();
  };
  const yes = h("button", { class: "button danger small", type: "button", part: "end-confirm", onclick: () => (end(), close()) }, t("end_yes"));
  const no = h("button", { class: "button plain small", type: "button", onclick: close }, t("end_no"));
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  const question = h("div", { class: "ask", role: "alertdialog", "aria-label": t("end_question"), onkeydown: key }, h("strong", {}, t("end_question")), yes, no);
  return question;
}

/**
 * What stands at a conversation's foot.
 * @param {string} kind `invitation`, `closing`, `ticket` or `closed`
 * @param {Node} foot
 * @param {Client} client
 * @param {string} id of the chat
 * @param {I18n} i18n
 * @param {Options} options
 * @returns {Promise<Card>}
 */
export async function seldomCard(kind, foot, client, id, i18n, options) {
  const { visitor, session, renew, ticket, cancel, answer } = options;
  const { t } = i18n;
  await prepare(i18n, foot);
  if (kind === "invitation") {
    const name = client.chat(id)?.requester.name ?? "";
    const yes = h("button", { class: "button primary small", type: "button", part: "invitation-accept", onclick: () => answer("chat.accept") }, t("invitation_accept"));
    const no = h("button", { class: "button plain small", type: "button", part: "invitation-decline", onclick: () => answer("chat.decline") }, t("invitation_decline"));
    return { element: h("div", { class: "card" }, h("div", {}, h("strong", { role: "status" }, t("agent_asks", { name })), h("div", { class: "ways" }, yes, no))) };
  }
  if (kind === "closing") {
    const element = h("div", { class: "card", role: "status", tabindex: "-1" }, h("span", { class: "spinner" }), h("div", {}, h("strong", {}, t("saving_title")), h("p", {}, t("saving_text"))));
    return { element, focus: () => element.focus() };
  }
  if (kind === "ticket") {
    const { TicketForm } = await import("./ticket.js");
    return new TicketForm(client, id, i18n, { name: client.you?.name ?? "", visitor, session, cancel });
  }
  const { Closing } = await import("./closing.js");
  return new Closing(client, id, i18n, { visitor, session, email: client.you?.email ?? "", ticket, renew, mayRenew: () => client.mayAsk });
}
