/**
 * A ticket instead of an answer, or after one: who is asked for what is missing, and told what became of it. Loaded
 * when somebody wants one.
 * @module
 */
import { uuid } from "../core/protocol.js";
import { clean } from "../core/text.js";
import { attribute, fill, h, setText } from "../ui/dom.js";

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {object} Options
 * @property {string} name of the person as far as it is known
 * @property {boolean} visitor a name and an address are needed
 * @property {import("../core/storage.js").Store} session remembers the address
 * @property {() => void} cancel
 */

const TITLE_CHARS = 200;

export class TicketForm {
  #client;
  #chat;
  #i18n;
  #options;
  #name;
  #email;
  #title;
  #error = h("p", { class: "error", role: "alert" });
  #send;
  /** Of the ticket that is asked for: asking again after a broken line makes no second one. */
  #handover = uuid();

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
    this.#name = h("input", { class: "input", id: "ticket-name", part: "ticket-name", autocomplete: "name", maxlength: client.limits.name_chars, "aria-required": "true" });
    this.#name.value = options.name;
    this.#email = h("input", { class: "input", id: "ticket-email", part: "ticket-email", type: "email", inputmode: "email", autocomplete: "email", maxlength: "254", dir: "ltr", "aria-required": "true" });
    this.#email.value = options.session.get("email") ?? "";
    this.#title = h("input", { class: "input", id: "ticket-title", part: "ticket-title", dir: "auto", maxlength: TITLE_CHARS, autocomplete: "off" });
    this.#send = h("button", { class: "button primary", type: "submit", part: "ticket-send" }, t("ticket_send"));
    this.element = h("form", { class: "card form-card", part: "ticket-form", novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      h("strong", {}, t("ticket_title")), h("p", {}, t(options.visitor ? "ticket_text_visitor" : "ticket_text")),
      options.visitor && field("ticket-name", t("your_name"), this.#name),
      options.visitor && field("ticket-email", t("your_email"), this.#email),
      field("ticket-title", t("ticket_subject"), this.#title),
      this.#error,
      h("div", { class: "ways" }, this.#send, h("button", { class: "button plain", type: "button", onclick: options.cancel }, t("ticket_cancel"))),
    );
  }

  focus() {
    const { visitor } = this.#options;
    (visitor ? (this.#name.value ? this.#email : this.#name) : this.#title).focus();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const { t } = this.#i18n;
    const { visitor } = this.#options;
    if (visitor && !clean(this.#name.value)) this.#refuse(t("name_missing"), this.#name);
    else if (visitor && (!this.#email.value.trim() || !this.#email.checkValidity())) this.#refuse(t("email_missing"), this.#email);
    else void this.#ask();
  }

  async #ask() {
    const { visitor, session } = this.#options;
    const email = this.#email.value.trim();
    this.#send.disabled = true;
    fill(this.#send, this.#i18n.t("ticket_sending"));
    setText(this.#error, "");
    if (visitor) session.set("email", email);
    try {
      await this.#client.command("ticket.request", { chat: this.#chat, handover: this.#handover, title: clean(this.#title.value) || null, name: clean(this.#name.value), email: visitor ? email : null });
    } catch (error) {
      setText(this.#error, this.#i18n.error(error));
    } finally {
      this.#send.disabled = false;
      this.#send.focus();
      fill(this.#send, this.#i18n.t("ticket_send"));
    }
  }

  /**
   * @param {string} why
   * @param {HTMLElement} at
   */
  #refuse(why, at) {
    setText(this.#error, why);
    attribute(at, "aria-invalid", "true");
    at.addEventListener("input", () => attribute(at, "aria-invalid", null), { once: true });
    at.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#options.cancel();
  }
}

/**
 * @param {string} id
 * @param {string} label
 * @param {HTMLElement} input
 */
function field(id, label, input) {
  return h("div", { class: "field" }, h("label", { for: id }, label), input);
}
