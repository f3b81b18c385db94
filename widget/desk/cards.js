/**
 * How a chat stands, as a card in its window: waiting to be accepted, on its way onto a ticket, over.
 * @module
 */
import { h, icon } from "../ui/dom.js";
import { ticketUrl } from "./facts.js";
import { isPending, otherSide } from "./kinds.js";

/**
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../core/protocol.js").Handover} Handover
 */

/**
 * @param {Chat} chat
 * @returns {string} changes when another card is due
 */
export function cardKey(chat) {
  const { state, ticket, handover } = chat;
  return JSON.stringify([state, ticket, chat.may.includes("cancel_handover"), isPending(chat) && otherSide(chat).name, handover?.state, handover?.kind, handover?.attempts, handover?.error]);
}

/**
 * @param {Chat} chat
 * @param {{i18n: import("../i18n.js").I18n, config: import("../config.js").Config}} context
 * @param {{retry: () => void, cancel: () => void, withdraw: () => void, leave: () => void}} on leave: the agent goes to the ticket
 * @returns {Node | null}
 */
export function cardOf(chat, { i18n, config }, { retry, cancel, withdraw, leave }) {
  const { state, ticket, handover } = chat;
  if (isPending(chat)) return pending(otherSide(chat).name, i18n, withdraw);
  if (ticket) return done(ticket, i18n, config, leave);
  if (handover?.state === "failed") return failed(handover, i18n);
  if (state === "closing") return waiting(handover, i18n, retry, chat.may.includes("cancel_handover") && cancel);
  if (state === "closed") return card("", "ended", icon("check"), h("span", {}, i18n.t("chat_ended")));
  return null;
}

/**
 * @param {string} name
 * @param {import("../i18n.js").I18n} i18n
 * @param {() => void} withdraw
 */
function pending(name, { t }, withdraw) {
  return card(
    "",
    "pending",
    h("span", { class: "spinner" }),
    h("span", {}, t("pending_text", { name })),
    h("button", { class: "button plain small", part: "withdraw", type: "button", onclick: withdraw }, t("withdraw_request")),
  );
}

/**
 * @param {string} tone
 * @param {string} name for tests
 * @param {Node} sign
 * @param {...(Node | string | false)} content
 */
function card(tone, name, sign, ...content) {
  return h("div", { class: `notice ${tone}`, part: "handover", "data-handover": name }, sign, h("div", {}, ...content));
}

/**
 * @param {{number: string, id?: string}} ticket
 * @param {import("../i18n.js").I18n} i18n
 * @param {import("../config.js").Config} config
 * @param {() => void} leave
 */
function done({ number, id = "" }, { t }, config, leave) {
  const href = ticketUrl(config, id);
  const link = href && h("a", { href, part: "ticket-link", onclick: leave }, t("show_ticket"));
  return card("good", "done", icon("check"), h("strong", {}, t("handover_done", { number })), link || false);
}

/**
 * @param {Handover} handover
 * @param {import("../i18n.js").I18n} i18n
 */
function failed({ error }, { t }) {
  return card("bad", "failed", icon("alert"), h("strong", {}, t("handover_failed")), h("span", {}, error?.message ?? ""));
}

/**
 * @param {Handover | null} handover
 * @param {import("../i18n.js").I18n} i18n
 * @param {() => void} retry
 * @param {false | (() => void)} cancel
 */
function waiting(handover, { t }, retry, cancel) {
  if (!handover?.error) {
    const text = t(handover?.kind === "attach" ? "handover_attach" : "handover_phone");
    return card("", "running", h("span", { class: "spinner" }), h("span", {}, text));
  }
  return card(
    "warn",
    "waiting",
    icon("clock"),
    h("strong", {}, t("handover_waiting")),
    h("span", {}, `${t("handover_waiting_text")} ${t("handover_tries", { n: handover.attempts })}`),
    h("span", { class: "hint" }, handover.error.message),
    h("button", { class: "button plain small", part: "retry-handover", type: "button", onclick: retry }, icon("retry", 15), t("try_now")),
    cancel && h("button", { class: "textlink", part: "cancel-handover", type: "button", title: t("handover_cancel_text"), onclick: cancel }, t("handover_cancel")),
  );
}
