/**
 * A visitor's or customer's chat from the first message to the end.
 * @module
 */
import { Composer } from "../ui/composer.js";
import { attribute, fill, h } from "../ui/dom.js";
import { LogView } from "../ui/log.js";
import { TypingLine, TypingTeller } from "../ui/typing.js";

/**
 * @typedef {import("../core/client.js").Client} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../core/storage.js").Store} Store
 */

export class Conversation {
  #client;
  #id;
  #i18n;
  #on;
  #composer;
  #typing;
  #foot = h("div", { part: "state" });
  #ask;
  #shown = "";

  /**
   * @param {Client} client
   * @param {string} id
   * @param {import("../i18n.js").I18n} i18n
   * @param {Store} store
   * @param {{renew: () => void, seen: () => void}} on renew: a new chat is wanted
   */
  constructor(client, id, i18n, store, on) {
    this.#client = client;
    this.#id = id;
    this.#i18n = i18n;
    this.#on = on;
    const { t } = i18n;
    this.log = new LogView(i18n, {
      retry: (letter) => client.retry(letter),
      discard: (letter) => client.discard(letter),
      link: (file) => client.fileLink(id, file),
      seen: on.seen,
    });
    this.#typing = new TypingLine(i18n);
    const teller = new TypingTeller((writing) => client.tellTyping(id, writing));
    this.#composer = new Composer(i18n, {
      send: (text) => client.send(id, text),
      typed: (text) => teller.typed(text),
      files: (files) => void client.attach(id, files),
      draft: (text) => store.set("draft", text ? { chat: id, text } : null),
    }, { draft: store.get("draft")?.chat === id ? store.get("draft").text : "", limit: () => client.limits.message_chars });
    const no = h("button", { class: "button plain small", type: "button", onclick: () => this.#closeAsk() }, t("end_no"));
    const yes = h("button", { class: "button danger small", type: "button", part: "end-confirm", onclick: () => this.#end() }, t("end_yes"));
    this.#ask = h("div", { class: "ask", role: "alertdialog", "aria-label": t("end_question"), hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#askKey(event) }, h("strong", {}, t("end_question")), yes, no);
    this.element = h("div", { class: "body", part: "conversation" }, this.log.element, this.#typing.element, this.#foot, this.#ask, this.#composer.element);
    this.#composer.takeDrops(this.element);
  }

  /** The draft, now: the page is being left. */
  flush() {
    this.#composer.flush();
  }

  focus() {
    if (!this.#composer.element.hidden) this.#composer.input.focus();
    else /** @type {HTMLElement | null} */ (this.#foot.querySelector("button"))?.focus();
  }

  /** The question whether to end the chat. */
  askToEnd() {
    attribute(this.#ask, "hidden", false);
    /** @type {HTMLElement} */ (this.#ask.querySelector("button")).focus();
  }

  /** @param {boolean} shown */
  update(shown) {
    const chat = this.#client.chat(this.#id);
    const letters = this.#client.letters(this.#id);
    this.log.update({ entries: this.#client.log(this.#id).entries, letters, chat, read: this.#client.read(this.#id), shown });
    attribute(this.element, "data-state", chat?.state ?? "loading");
    this.#typing.show(this.#client.typing(this.#id));
    this.#composer.setOpen(Boolean(chat?.may.includes("send")));
    this.#composer.setFiles(Boolean(chat?.may.includes("attach_file")));
    if (chat?.state !== "active") attribute(this.#ask, "hidden", true);
    this.#showFoot(chat);
  }

  /** @param {Chat | null} chat */
  #showFoot(chat) {
    const shown = chat ? `${chat.state} ${chat.ticket?.number ?? ""}` : "loading";
    if (shown === this.#shown) return;
    const held = this.element.contains(/** @type {ShadowRoot} */ (this.element.getRootNode()).activeElement);
    this.#shown = shown;
    const { t } = this.#i18n;
    if (chat?.state === "requested") {
      fill(this.#foot, h("div", { class: "card", role: "status" }, dots(), h("div", {}, h("strong", {}, t("waiting_title")), h("p", {}, t("waiting_text")), h("button", { class: "textlink", type: "button", part: "withdraw", onclick: () => this.#end() }, t("withdraw")))));
    } else if (chat?.state === "closing") {
      fill(this.#foot, h("div", { class: "card", role: "status" }, h("span", { class: "spinner" }), h("div", {}, h("strong", {}, t("saving_title")))));
    } else if (chat?.state === "closed") {
      const number = chat.ticket?.number;
      const again = h("button", { class: "button primary wide", type: "button", part: "new-chat", onclick: () => this.#on.renew() }, t("new_chat"));
      fill(this.#foot, h("div", { class: "card end" }, h("div", { role: "status" }, h("strong", {}, t("ended_title")), h("p", { class: number ? "number" : "" }, number ? t("ended_ticket", { number }) : t("ended_text"))), again));
      if (held) again.focus();
    } else {
      fill(this.#foot);
    }
  }

  #end() {
    this.#client.command("chat.close", { chat: this.#id }).catch(() => {});
    this.#closeAsk();
  }

  #closeAsk() {
    attribute(this.#ask, "hidden", true);
    this.focus();
  }

  /** @param {KeyboardEvent} event */
  #askKey(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#closeAsk();
  }
}

function dots() {
  return h("div", { class: "dots" }, h("i"), h("i"), h("i"));
}
