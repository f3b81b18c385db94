/**
 * What stands under the log beside the composer: an agent's request, waiting, a ticket being made, the end. What is
 * seldom needed is loaded when it is.
 * @module
 */
import { fill, h } from "../ui/dom.js";
import { WaitingCard } from "./waiting.js";

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {object} Options
 * @property {boolean} visitor
 * @property {import("../core/storage.js").Store} session
 * @property {(() => Promise<unknown>) | null} notify asks for the browser's permission; null: nothing to ask
 * @property {() => void} renew a new chat is wanted
 * @property {() => void} answered the agent's request was answered
 * @property {() => void} focus to where one writes
 */

/** @typedef {{element: HTMLElement, update?: (chat: Chat) => void, focus?: () => void}} Card */

export class Foot {
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
    const held = this.element.contains(root.activeElement ?? null);
    const before = this.#kind;
    this.#kind = kind;
    const card = await this.#make(kind).catch(() => null);
    if (this.#kind !== kind) return;
    this.#card = card;
    const chat = this.#client.chat(this.#id);
    if (chat) card?.update?.(chat);
    fill(this.element, card?.element);
    if (kind === "ticket" || (before === "ticket" && kind) || (held && kind)) this.focus();
    else if (held) this.#options.focus();
  }

  /**
   * @param {string} kind
   * @returns {Promise<Card | null>}
   */
  async #make(kind) {
    const client = this.#client;
    const { t } = this.#i18n;
    const { visitor, session, notify, renew } = this.#options;
    if (kind === "waiting") {
      const card = new WaitingCard(this.#i18n, { withdraw: () => this.#command("chat.close"), ticket: () => this.wantTicket(), notify });
      return { element: card.element, update: (chat) => card.update(client.waiting(chat.id), chat.may.includes("request_ticket")) };
    }
    if (kind === "invitation") return this.#invitation();
    if (kind === "closing") {
      return { element: h("div", { class: "card", role: "status" }, h("span", { class: "spinner" }), h("div", {}, h("strong", {}, t("saving_title")), h("p", {}, t("saving_text")))) };
    }
    if (kind !== "ticket" && kind !== "closed") return null;
    await (await import("./later.js")).prepare(this.#i18n, /** @type {ShadowRoot} */ (this.element.getRootNode()));
    if (kind === "ticket") {
      const { TicketForm } = await import("./ticket.js");
      return new TicketForm(client, this.#id, this.#i18n, { name: client.you?.name ?? "", visitor, session, cancel: () => this.#noTicket() });
    }
    const { Closing } = await import("./closing.js");
    return new Closing(client, this.#id, this.#i18n, { visitor, session, email: client.you?.email ?? "", ticket: () => this.wantTicket(), renew, mayRenew: () => client.mayAsk });
  }

  /** @returns {Card} */
  #invitation() {
    const { t } = this.#i18n;
    const name = this.#client.chat(this.#id)?.requester.name ?? "";
    const yes = h("button", { class: "button primary small", type: "button", part: "invitation-accept", onclick: () => this.#command("chat.accept") }, t("invitation_accept"));
    const no = h("button", { class: "button plain small", type: "button", part: "invitation-decline", onclick: () => this.#command("chat.decline") }, t("invitation_decline"));
    return { element: h("div", { class: "card" }, h("div", {}, h("strong", { role: "status" }, t("agent_asks", { name })), h("div", { class: "ways" }, yes, no))) };
  }

  /** @param {string} type */
  async #command(type) {
    await this.#client.command(type, { chat: this.#id }).catch(() => {});
    if (type === "chat.accept" || type === "chat.decline") this.#options.answered();
  }

  #noTicket() {
    this.#ticket = false;
    this.update();
  }
}
