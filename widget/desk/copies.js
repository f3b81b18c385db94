/**
 * The conversation to take away: a PDF, or a mail.
 * @module
 */
import { uuid } from "../core/protocol.js";
import { h, setText } from "../ui/dom.js";
import { download } from "../ui/download.js";
import { Dialog } from "./dialog.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 */

/** The reader's time zone and language, as the transcript is to have them. @param {import("../i18n.js").I18n} i18n */
function reader({ tag }) {
  return { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: tag.split("-")[0] };
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @throws {import("../core/protocol.js").ProtocolError}
 */
export async function downloadPdf({ client, i18n }, chat) {
  const { url } = await client.command("transcript.link", { chat: chat.id, format: "pdf", internal: true, ...reader(i18n) }, { durable: false });
  download(client.address(url));
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {() => void} closed
 */
export function mailDialog({ client, i18n, parent }, chat, closed) {
  const { t } = i18n;
  const mail = uuid();
  const address = h("input", { class: "input", id: "mail-address", part: "mail-address", type: "email", autocomplete: "email", dir: "ltr", placeholder: t("mail_own") });
  const told = h("p", { class: "lead", role: "status" });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { class: "button primary", part: "submit", type: "submit" }, t("mail_send"));
  const cancel = h("button", { class: "button plain", type: "button", onclick: () => dialog.close() }, t("close"));
  const submit = async () => {
    if (button.disabled) return;
    if (!address.checkValidity()) {
      setText(error, t("mail_wrong"));
      address.focus();
      return;
    }
    button.disabled = true;
    setText(error, "");
    try {
      const { state } = await client.command("mail.send", { chat: chat.id, mail, address: address.value.trim() || null, ...reader(i18n) });
      client.mails.set(mail, state);
      say();
      cancel.focus();
    } catch (caught) {
      setText(error, i18n.error(caught));
      button.disabled = false;
    }
  };
  const say = () => {
    const state = client.mails.get(mail);
    if (state) setText(told, t(`mail_${state}`));
  };
  const stop = client.subscribe(say);
  const dialog = new Dialog(i18n, {
    title: t("menu_mail"),
    part: "mail-dialog",
    content: [h("div", { class: "field" }, h("label", { for: "mail-address" }, t("mail_address")), address, h("p", { class: "hint" }, t("mail_hint"))), told, error],
    buttons: [cancel, button],
    closed: () => {
      stop();
      closed();
    },
    submit: () => void submit(),
  });
  dialog.show(parent);
  address.focus();
}
