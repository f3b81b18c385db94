/**
 * A visitor's or customer's chat from the first message to the end: the log, what stands at its foot, the composer.
 * @module
 */
import { Composer, TypingLine, TypingTeller } from "../ui/composer.js";
import { attribute, fill, h, setText } from "../ui/dom.js";
import { LogView } from "../ui/log.js";

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../core/protocol.js").Waiting} Waiting
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

/**
 * @typedef {object} Options
 * @property {boolean} visitor
 * @property {import("../core/storage.js").Store} session
 * @property {(() => Promise<unknown>) | null} notify asks for the browser's permission; null: nothing to ask
 * @property {() => void} renew a new chat is wanted
 * @property {() => void} answered the agent's request was answered
 * @property {() => void} focus to where one writes
 */

/** @typedef {{element: HTMLElement, update?: (chat: Chat) => void, focus?: () => void}} Card */

/**
 * What stands under the log beside the composer: an agent's request, waiting, a ticket being made, the end. What is
 * seldom needed is loaded when it is.
 */
class Foot {
  element = h("div", { class: "state-area", part: "state" });
  #client;
  #id;
  #i18n;
  #options;
  /** @type {Card | null} */
  #card = null;
  #kind = "";
  /** The form for a ticket is wanted. */
  #ticket = false;

  /**
   * @param {Client} client
   * @param {string} id
   * @param {import("../i18n.js").I18n} i18n
   * @param {Options} options
   */
  constructor(client, id, i18n, options) {
    this.#client = client;
    this.#id = id;
    this.#i18n = i18n;
    this.#options = options;
  }

  /** Whether the card, not the composer, is what one deals with. */
  get leads() {
    return this.#ticket;
  }

  focus() {
    if (this.#card?.focus) this.#card.focus();
    else /** @type {HTMLElement | null} */ (this.element.querySelector("button"))?.focus();
  }

  /** Asks for a ticket instead of waiting. */
  wantTicket() {
    this.#ticket = true;
    this.update();
  }

  update() {
    const chat = this.#client.chat(this.#id);
    const kind = chat ? this.#kindOf(chat) : "";
    if (kind !== this.#kind) void this.#change(kind);
    else if (chat) this.#card?.update?.(chat);
  }

  /** @param {Chat} chat */
  #kindOf(chat) {
    if (!chat.may.includes("request_ticket") || chat.state === "active") this.#ticket = false;
    if (this.#ticket) return "ticket";
    if (chat.state === "requested") return chat.may.includes("accept") ? "invitation" : "waiting";
    return chat.state === "active" ? "" : chat.state;
  }

  /** @param {string} kind */
  async #change(kind) {
    const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
    const held = root.activeElement;
    const before = this.#kind;
    this.#kind = kind;
    const card = await this.#make(kind).catch(() => null);
    if (this.#kind !== kind) return;
    this.#card = card;
    const chat = this.#client.chat(this.#id);
    if (chat) card?.update?.(chat);
    fill(this.element, card?.element);
    const lost = held && (!held.isConnected || held.closest("[hidden]"));
    if (kind && (kind === "ticket" || before === "ticket" || lost)) this.focus();
    else if (lost) this.#options.focus();
  }

  /**
   * @param {string} kind
   * @returns {Promise<Card | null>}
   */
  async #make(kind) {
    if (!kind) return null;
    const client = this.#client;
    const ticket = () => this.wantTicket();
    if (kind === "waiting") {
      const card = new WaitingCard(this.#i18n, { withdraw: () => void this.#command("chat.close"), ticket, notify: this.#options.notify });
      return { element: card.element, update: (chat) => card.update(client.waiting(chat.id), chat.may.includes("request_ticket")) };
    }
    const { seldomCard } = await import("./later.js");
    return seldomCard(kind, this.element, client, this.#id, this.#i18n, {
      ...this.#options,
      ticket,
      cancel: () => this.#noTicket(),
      answer: (how) => void this.#command(how).then(this.#options.answered),
    });
  }

  /** @param {string} type */
  async #command(type) {
    await this.#client.command(type, { chat: this.#id }).catch(() => {});
  }

  #noTicket() {
    this.#ticket = false;
    this.update();
  }
}

/** While nobody has answered: where one stands in line, how long it may take, and what else one can do. */
class WaitingCard {
  #i18n;
  #title = h("strong");
  #text = h("p");
  #place = h("p", { class: "place", part: "place" });
  #ticket;
  #notify;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{withdraw: () => void, ticket: () => void, notify: (() => Promise<unknown>) | null}} on notify: asks for the
   *   browser's permission; null: there is nothing to ask
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    const { t } = i18n;
    this.#ticket = h("button", { class: "button plain small", type: "button", part: "ticket-offer", hidden: true, onclick: on.ticket }, t("leave_message"));
    this.#notify = on.notify && h("button", {
      class: "button plain small", type: "button", part: "notify",
      onclick: async () => {
        await on.notify?.();
        attribute(/** @type {HTMLElement} */ (this.#notify), "hidden", true);
      },
    }, t("notify_me"));
    const withdraw = h("button", { class: "textlink", type: "button", part: "withdraw", onclick: on.withdraw }, t("withdraw"));
    this.element = h("div", { class: "card waiting" }, h("div", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      h("div", {}, h("div", { role: "status" }, this.#title, this.#text, this.#place), h("div", { class: "ways" }, this.#ticket, this.#notify, withdraw)));
    this.update(null, false);
  }

  /**
   * @param {Waiting | null} waiting null: nothing is known
   * @param {boolean} mayTicket
   */
  update(waiting, mayTicket) {
    const { t } = this.#i18n;
    const offer = Boolean(waiting?.offer_ticket);
    setText(this.#title, t(offer ? "waiting_long_title" : "waiting_title"));
    setText(this.#text, t(offer ? "waiting_long_text" : "waiting_text"));
    setText(this.#place, waiting ? placeText(waiting, this.#i18n) : "");
    attribute(this.#place, "hidden", !waiting);
    attribute(this.#ticket, "hidden", !offer || !mayTicket);
  }
}

/**
 * @param {Waiting} waiting
 * @param {import("../i18n.js").I18n} i18n
 */
export function placeText({ position, estimate_seconds: seconds }, { t }) {
  const place = position > 1 ? t("waiting_place", { n: position }) : t("waiting_next");
  if (seconds === null) return place;
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `${place} ${t("waiting_time", { n: minutes })}`;
}
