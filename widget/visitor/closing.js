/**
 * What one can do with a conversation that has ended: have it sent by mail, keep it as PDF, make a ticket of it.
 * Loaded when a chat has ended.
 * @module
 */
import { uuid } from "../core/protocol.js";
import { download } from "../ui/download.js";
import { addIcons, attribute, fill, h, icon, setText } from "../ui/dom.js";

addIcons({
  mail: ["M3.7 4.6h12.6a1.3 1.3 0 0 1 1.3 1.3v8.2a1.3 1.3 0 0 1-1.3 1.3H3.7a1.3 1.3 0 0 1-1.3-1.3V5.9a1.3 1.3 0 0 1 1.3-1.3Z", "M2.8 5.6l7.2 5.6 7.2-5.6"],
  pdf: ["M10 3.2v9", "M6.2 8.8 10 12.6l3.8-3.8", "M4 16.4h12"],
  ticket: ["M2.6 7V5.4a1 1 0 0 1 1-1h12.8a1 1 0 0 1 1 1V7a3 3 0 0 0 0 6v1.6a1 1 0 0 1-1 1H3.6a1 1 0 0 1-1-1V13a3 3 0 0 0 0-6Z", "M12.4 7.6v4.8"],
});

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {object} Options
 * @property {boolean} visitor
 * @property {string} email the person's own address as far as it is known
 * @property {import("../core/storage.js").Store} session remembers the address
 * @property {() => void} ticket
 * @property {() => void} renew
 * @property {() => boolean} mayRenew
 */

/** What is said of a mail. @type {Record<import("../core/visitorclient.js").MailState, string>} */
const TOLD = { waiting: "mailed_waiting", unconfirmed: "mailed_unconfirmed", done: "mailed_done", failed: "mailed_failed" };

export class Closing {
  #client;
  #chat;
  #i18n;
  #options;
  #head = h("div", { role: "status" });
  #mail;
  #pdf;
  #ticket;
  #form;
  #email;
  #submit;
  #told = h("p", { class: "told", role: "status", part: "mail-state" });
  #error = h("p", { class: "error", role: "alert" });
  #again;
  /** The mail that was asked for last, and where it goes. */
  #sent = { mail: "", address: "" };

  /**
   * @param {Client} client
   * @param {string} chat
   * @param {import("../i18n.js").I18n} i18n
   * @param {Options} options
   */
  constructor(client, chat, i18n, options) {
    this.#client = client;
    this.#chat = chat;
    this.#i18n = i18n;
    this.#options = options;
    const { t } = i18n;
    this.#mail = way("mail", "mail", t("send_by_mail"), () => this.#openMail());
    this.#pdf = way("pdf", "pdf", t("pdf_download"), () => void this.#download());
    this.#ticket = way("ticket", "make-ticket", t("ticket_title"), options.ticket);
    this.#email = h("input", { class: "input", id: "mail-to", part: "mail-address", type: "email", inputmode: "email", autocomplete: "email", maxlength: "254", dir: "ltr" });
    this.#email.value = options.email || (options.session.get("email") ?? "");
    this.#submit = h("button", { class: "button primary", type: "submit", part: "mail-submit" }, t("send"));
    const rule = h("p", { class: "hint", id: "mail-rule" }, t(options.visitor ? "mail_rule" : "mail_rule_customer"));
    attribute(this.#email, "aria-describedby", "mail-rule");
    this.#form = h("form", { class: "mail", part: "mail-form", hidden: true, novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#send(event), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      h("div", { class: "field" }, h("label", { for: "mail-to" }, t("your_email")), h("div", { class: "beside" }, this.#email, this.#submit)), rule);
    this.#again = h("button", { class: "button primary wide", type: "button", part: "new-chat", onclick: options.renew }, t("new_chat"));
    this.element = h("div", { class: "card end", part: "closing" }, this.#head, h("div", { class: "ways" }, this.#mail, this.#pdf, this.#ticket), this.#form, this.#told, this.#error, this.#again);
  }

  focus() {
    this.#again.focus();
  }

  /** @param {Chat} chat */
  update(chat) {
    const { t } = this.#i18n;
    const number = chat.ticket?.number;
    const asked = chat.handover?.state;
    fill(this.#head, h("strong", {}, t("ended_title")), h("p", { class: number ? "number" : "" }, number ? t("ended_ticket", { number }) : asked === "failed" ? t("ticket_failed") : t("ended_text")));
    attribute(this.#mail, "hidden", !chat.may.includes("mail"));
    attribute(this.#pdf, "hidden", !chat.may.includes("transcript"));
    attribute(this.#ticket, "hidden", !chat.may.includes("request_ticket") || Boolean(number));
    attribute(this.#again, "hidden", !this.#options.mayRenew());
    const { mail, address } = this.#sent;
    const state = this.#client.mails.get(mail);
    setText(this.#told, state ? t(TOLD[state], { address: address || t("to_own_address") }) : "");
    attribute(this.#told, "hidden", !state);
  }

  #openMail() {
    const shown = this.#form.hidden;
    attribute(this.#form, "hidden", !shown);
    attribute(this.#mail, "aria-expanded", String(shown));
    if (shown) this.#email.focus();
  }

  /** @param {Event} event */
  async #send(event) {
    event.preventDefault();
    const { visitor, email, session } = this.#options;
    const address = this.#email.value.trim();
    setText(this.#error, "");
    // A customer's own address is known to the bridge, also where it is not known here.
    if ((visitor && !address) || !this.#email.checkValidity()) {
      setText(this.#error, this.#i18n.t("email_missing"));
      this.#email.focus();
      return;
    }
    if (visitor) session.set("email", address);
    const mail = uuid();
    this.#submit.disabled = true;
    try {
      const wanted = address && address !== email ? address : null;
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const { state } = await this.#client.command("mail.send", { chat: this.#chat, mail, address: wanted, zone: timeZone, language: this.#i18n.language });
      this.#sent = { mail, address };
      this.#client.mailed(mail, state);
      this.#openMail();
      this.#mail.focus();
    } catch (error) {
      setText(this.#error, this.#i18n.error(error));
    } finally {
      this.#submit.disabled = false;
    }
  }

  async #download() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    setText(this.#error, "");
    try {
      const { url } = await this.#client.command("transcript.link", { chat: this.#chat, format: "pdf", zone: timeZone, language: this.#i18n.language }, { durable: false });
      download(this.#client.address(url));
    } catch (error) {
      setText(this.#error, this.#i18n.error(error));
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#openMail();
    this.#mail.focus();
  }
}

/**
 * @param {string} sign
 * @param {string} part
 * @param {string} text
 * @param {() => void} act
 */
function way(sign, part, text, act) {
  return h("button", { class: "button plain small", type: "button", part, onclick: act }, icon(sign, 16), text);
}
