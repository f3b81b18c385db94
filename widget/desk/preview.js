/**
 * Looking into a chat that one is not in: a request before one accepts it, and a chat that has ended. One follows the
 * chat while looking.
 * @module
 */
import { since } from "../core/deskstate.js";
import { attribute, fill, h, icon } from "../ui/dom.js";
import { LogView } from "../ui/log.js";
import { Dialog } from "./dialog.js";
import { kindOf, told } from "./kinds.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 */

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {{accept: (chat: Chat) => Promise<string>, decline: (chat: Chat) => Promise<string>}} on resolve to why not;
 *   empty when it worked
 */
export function showPreview(context, chat, on) {
  const { client, i18n, parent } = context;
  const { t } = i18n;
  const { name } = chat.requester;
  const kind = kindOf(chat);
  const log = logOf(context, chat);
  const notice = h("div", { role: "status" });
  const yes = h("button", { class: "button primary", part: "preview-accept", type: "button" }, icon("check", 17), t("accept"));
  const not = h("button", { class: "button plain", part: "preview-decline", type: "button" }, t("decline"));
  const move = h("button", { class: "button plain", part: "preview-move", type: "button", onclick: () => void toMove() }, icon("move", 16), t("menu_move"));
  const no = h("button", { class: "button plain", type: "button", onclick: () => dialog.close() }, t("close"));
  /** @param {string} why */
  const over = (why) => {
    fill(notice, h("div", { class: "notice warn", part: "notice" }, icon("alert", 18), h("div", {}, why)));
    for (const button of [yes, not, move]) attribute(button, "hidden", true);
    no.focus();
  };
  let busy = false;
  /** @param {(chat: Chat) => Promise<string>} act @param {() => void} [then] */
  const tried = (act, then = () => {}) => async () => {
    busy = yes.disabled = not.disabled = true;
    const why = await act(chat);
    busy = yes.disabled = not.disabled = false;
    if (why) {
      over(why);
      return;
    }
    dialog.close();
    then();
  };
  // Its window has opened under this dialog, where nothing can have the focus.
  yes.addEventListener("click", tried(on.accept, () => context.open(chat.id)));
  not.addEventListener("click", tried(on.decline));
  const toMove = async () => {
    const { moveDialog } = await import("./partners.js");
    moveDialog(context, client.chat(chat.id) ?? chat, { channels: client.me?.channels_permitted ?? [], closed: () => move.focus() });
  };
  const channel = h("span", {});
  const update = () => {
    const now = client.chat(chat.id);
    log.update({ entries: told(client.log(chat.id).entries), chat: now });
    fill(channel, icon("chat", 16), (now ?? chat).channel.name);
    if (busy || yes.hidden) return;
    attribute(not, "hidden", !now?.may.includes("decline"));
    attribute(move, "hidden", !now?.may.includes("move") || kind === "invitation");
    if (now?.may.includes("accept")) return;
    const winner = client.log(chat.id).entries.findLast((entry) => entry.kind === "joined" && entry.author?.kind === "agent");
    over(winner?.author ? t("taken", { name: winner.author.name }) : t("taken_nobody"));
  };
  const stop = client.subscribe(update);
  const asked = since(chat);
  const about = chat.about && h("span", {}, icon("ticket", 16), t("about_ticket", { number: chat.about.number }));
  const facts = h("div", { class: "facts" }, h("span", {}, icon("user", 16), t(`from_${kind}`)), channel, h("span", {}, icon("clock", 16), i18n.fullTime(asked)), about);
  const dialog = new Dialog(i18n, {
    title: t(kind === "invitation" ? "invitation_title" : "preview_title", { name }),
    part: "preview-dialog",
    content: [facts, notice, h("div", { class: "preview" }, log.element)],
    buttons: [no, move, not, yes],
    closed: () => {
      stop();
      letGo(client, chat.id);
    },
  });
  client.follow(chat.id);
  update();
  dialog.show(parent);
  if (!yes.hidden) yes.focus();
}

/**
 * @param {Context} context
 * @param {Chat} chat that has ended
 */
export function showArchived(context, chat) {
  const { client, i18n, parent } = context;
  const { t } = i18n;
  const log = logOf(context, chat);
  const error = h("p", { class: "error", role: "alert" });
  const update = () => log.update({ entries: told(client.log(chat.id).entries), chat: client.chat(chat.id) ?? chat });
  const stop = client.subscribe(update);
  const pdf = h("button", { class: "button plain", part: "archived-pdf", type: "button", onclick: async () => {
    try {
      await (await import("./copies.js")).downloadPdf(context, chat);
    } catch (caught) {
      fill(error, i18n.error(caught));
    }
  } }, icon("save", 16), t("menu_pdf"));
  const close = h("button", { class: "button primary", type: "button", onclick: () => dialog.close() }, t("close"));
  const people = chat.participants.map(({ name }) => name).join(", ");
  const dialog = new Dialog(i18n, {
    title: t("chat_with", { name: chat.requester.name }),
    part: "archived-dialog",
    content: [h("div", { class: "facts" }, h("span", {}, icon("chat", 16), chat.channel.name), h("span", {}, icon("people", 16), people), h("span", {}, icon("clock", 16), i18n.fullTime(chat.created_at))), h("div", { class: "preview tall" }, log.element), error],
    buttons: [pdf, close],
    closed: () => {
      stop();
      letGo(client, chat.id);
    },
  });
  client.follow(chat.id);
  update();
  dialog.show(parent);
  close.focus();
}

/**
 * @param {Context} context
 * @param {Chat} chat
 */
function logOf({ client, i18n }, { id }) {
  return new LogView(i18n, { retry: () => {}, discard: () => {}, seen: () => {}, link: (file) => client.fileLink(id, file) });
}

/**
 * Looking is over; whoever is in the chat goes on following it.
 * @param {import("../core/deskclient.js").DeskClient} client
 * @param {string} id
 */
function letGo(client, id) {
  const now = client.chat(id);
  if (!now || now.you === null || now.state === "closed" || now.may.includes("accept")) client.unfollow(id);
}
