/**
 * What was written so far, before one accepts. One follows the chat while looking.
 * @module
 */
import { Dialog } from "./dialog.js";
import { attribute, fill, h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { LogView } from "../ui/log.js";

/**
 * @param {import("../core/deskclient.js").DeskClient} client
 * @param {import("../i18n.js").I18n} i18n
 * @param {import("../core/protocol.js").Chat} chat
 * @param {Element} parent
 * @param {(chat: import("../core/protocol.js").Chat) => Promise<string>} accept resolves to why not; empty when it worked
 */
export function showPreview(client, i18n, chat, parent, accept) {
  const { t } = i18n;
  const { name, kind } = chat.requester;
  const log = new LogView(i18n, { retry: () => {}, discard: () => {}, seen: () => {} });
  const notice = h("div", { role: "status" });
  const yes = h("button", { class: "button primary", part: "preview-accept", type: "button" }, icon("check", 17), t("accept"));
  const no = h("button", { class: "button plain", type: "button", onclick: () => dialog.close() }, t("close"));
  /** @param {string} why */
  const over = (why) => {
    fill(notice, h("div", { class: "notice warn", part: "notice" }, icon("alert", 18), h("div", {}, why)));
    attribute(yes, "hidden", true);
    no.focus();
  };
  let busy = false;
  yes.addEventListener("click", async () => {
    busy = yes.disabled = true;
    const why = await accept(chat);
    busy = yes.disabled = false;
    if (why) over(why);
    else dialog.close();
  });
  const update = () => {
    log.update({ entries: client.log(chat.id).entries, chat: client.chat(chat.id) });
    if (busy || yes.hidden) return;
    if (client.chat(chat.id)?.state === "requested") return;
    const winner = client.log(chat.id).entries.findLast((entry) => entry.kind === "joined" && entry.author?.kind === "agent");
    over(winner?.author ? t("taken", { name: winner.author.name }) : t("taken_nobody"));
  };
  const stop = client.subscribe(update);
  const facts = h(
    "div",
    { class: "facts" },
    h("span", {}, icon("user", 16), t(`from_${kind}`)),
    h("span", {}, icon("chat", 16), chat.channel.name),
    h("span", {}, icon("clock", 16), i18n.fullTime(chat.created_at)),
  );
  const dialog = new Dialog(i18n, {
    title: t("preview_title", { name }),
    part: "preview-dialog",
    content: [facts, notice, h("div", { class: "preview" }, log.element)],
    buttons: [no, yes],
    closed: () => {
      stop();
      const now = client.chat(chat.id);
      if (!now || now.you === null) client.unfollow(chat.id);
    },
  });
  client.follow(chat.id);
  update();
  dialog.show(parent);
  if (!yes.hidden) yes.focus();
}
