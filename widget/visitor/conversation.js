/**
 * A visitor's or customer's chat from the first message to the end.
 * @module
 */
import { Composer } from "../ui/composer.js";
import { attribute, h } from "../ui/dom.js";
import { LogView } from "../ui/log.js";
import { TypingLine, TypingTeller } from "../ui/typing.js";
import { Foot } from "./foot.js";

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {import("../core/storage.js").Store} Store
 */

export class Conversation {
  #client;
  #i18n;
  #composer;
  #typing;
  #teller;
  #foot;
  #ask;

  /**
   * @param {Client} client
   * @param {string} id
   * @param {import("../i18n.js").I18n} i18n
   * @param {Store} store
   * @param {{renew: () => void, seen: () => void, answered: () => void, notify: (() => Promise<unknown>) | null, visitor: boolean}} on
   *   renew: a new chat is wanted; answered: an agent's request was; visitor: nobody whom OTRS knows
   */
  constructor(client, id, i18n, store, on) {
    this.#client = client;
    this.id = id;
    this.#i18n = i18n;
    const { t } = i18n;
    this.log = new LogView(i18n, {
      retry: (letter) => client.retry(letter),
      discard: (letter) => client.discard(letter),
      link: (file) => client.fileLink(id, file),
      seen: on.seen,
    });
    this.#typing = new TypingLine(i18n);
    this.#teller = new TypingTeller((writing) => client.tellTyping(id, writing));
    this.#composer = new Composer(i18n, {
      send: (text) => client.send(id, text),
      typed: (text) => this.#teller.typed(text),
      files: (files) => void client.attach(id, files),
      draft: (text) => store.set("draft", text ? { chat: id, text } : null),
    }, { draft: store.get("draft")?.chat === id ? store.get("draft").text : "", limit: () => client.limits.message_chars });
    this.#foot = new Foot(client, id, i18n, { visitor: on.visitor, session: store, notify: on.notify, renew: on.renew, answered: on.answered, focus: () => this.focus() });
    const no = h("button", { class: "button plain small", type: "button", onclick: () => this.#closeAsk() }, t("end_no"));
    const yes = h("button", { class: "button danger small", type: "button", part: "end-confirm", onclick: () => this.#end() }, t("end_yes"));
    this.#ask = h("div", { class: "ask", role: "alertdialog", "aria-label": t("end_question"), hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#askKey(event) }, h("strong", {}, t("end_question")), yes, no);
    this.element = h("div", { class: "body", part: "conversation" }, this.log.element, this.#typing.element, this.#foot.element, this.#ask, this.#composer.element);
    this.#composer.takeDrops(this.element);
  }

  /** The draft, now: the page is being left. */
  flush() {
    this.#composer.flush();
    this.#teller.stop();
  }

  focus() {
    if (!this.#composer.element.hidden && !this.#foot.leads) this.#composer.input.focus();
    else this.#foot.focus();
  }

  /** The question whether to end the chat. */
  askToEnd() {
    attribute(this.#ask, "hidden", false);
    /** @type {HTMLElement} */ (this.#ask.querySelector("button")).focus();
  }

  /** Nobody is there: the chat is for a ticket. */
  wantTicket() {
    this.#foot.wantTicket();
  }

  /** @param {boolean} shown */
  update(shown) {
    const { id } = this;
    const chat = this.#client.chat(id);
    const { entries } = this.#client.log(id);
    this.log.update({ entries, letters: this.#client.letters(id), chat, read: this.#client.read(id), shown });
    attribute(this.element, "data-state", chat?.state ?? "loading");
    this.#typing.show(chat?.state === "active" ? this.#client.typing(id) : []);
    if (chat?.state !== "active") attribute(this.#ask, "hidden", true);
    this.#foot.update();
    this.#composer.setOpen(Boolean(chat?.may.includes("send")) && !this.#foot.leads);
    this.#composer.setFiles(Boolean(chat?.may.includes("attach_file")));
  }

  #end() {
    this.#client.command("chat.close", { chat: this.id }).catch(() => {});
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
