/**
 * The list of one's conversations: those that go on, those that have ended, and the way to a new one.
 * @module
 */
import { initials } from "../core/text.js";
import { arrange, attribute, fill, h, icon, setText } from "../ui/dom.js";

/**
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 */

export class Home {
  #client;
  #i18n;
  #on;
  #list = h("ul", { class: "chats", part: "chats" });
  /** @type {Map<string, {item: HTMLElement, mark: string}>} */
  #items = new Map();
  #more;
  #note = h("p", { class: "error", role: "alert" });
  #spinner;
  #fresh;
  #asking = false;

  /**
   * @param {Client} client
   * @param {import("../i18n.js").I18n} i18n
   * @param {{open: (id: string) => void, start: () => void}} on
   */
  constructor(client, i18n, on) {
    this.#client = client;
    this.#i18n = i18n;
    this.#on = on;
    const { t } = i18n;
    this.#more = h("button", { class: "button plain wide", type: "button", part: "more-chats", hidden: true, onclick: () => void this.#ask() }, t("older_chats"));
    this.#spinner = h("div", { class: "loading" }, h("span", { class: "spinner" }), h("span", { class: "sr", role: "status" }, t("loading")));
    this.#fresh = h("button", { class: "button primary wide", type: "button", part: "new-chat", onclick: on.start }, t("new_chat"));
    this.element = h("div", { class: "body", part: "home" }, h("div", { class: "scroll" }, this.#list, this.#spinner, this.#note, this.#more), h("div", { class: "foot" }, this.#fresh));
  }

  focus() {
    (this.#list.querySelector("button") ?? this.#fresh).focus();
  }

  /** @param {boolean} shown */
  update(shown) {
    const client = this.#client;
    if (shown && client.ready && !client.listed && !this.#asking && !this.#note.textContent) void this.#ask();
    const chats = client.conversations;
    arrange(this.#list, chats.map((chat) => this.#draw(chat)));
    for (const id of this.#items.keys()) if (!chats.some((chat) => chat.id === id)) this.#items.delete(id);
    attribute(this.#spinner, "hidden", client.listed || Boolean(this.#note.textContent));
    attribute(this.#more, "hidden", !client.more);
    attribute(this.#fresh, "hidden", !client.mayAsk);
  }

  async #ask() {
    this.#asking = true;
    setText(this.#note, "");
    this.#more.disabled = true;
    try {
      await this.#client.list();
    } catch (error) {
      setText(this.#note, this.#i18n.error(error));
      attribute(this.#more, "hidden", false);
    } finally {
      this.#asking = false;
      this.#more.disabled = false;
      this.update(false);
    }
  }

  /** @param {Chat} chat */
  #draw(chat) {
    const known = this.#items.get(chat.id);
    const unread = this.#client.unread(chat.id);
    const mark = [chat.version, unread].join(" ");
    if (known?.mark === mark) return known.item;
    const item = known?.item ?? h("li");
    const { t } = this.#i18n;
    const agent = chat.direction === "agent_customer" ? chat.requester : chat.participants.findLast(({ kind }) => kind === "agent");
    const name = agent?.name ?? chat.channel.name;
    const at = chat.closed_at ?? chat.accepted_at ?? chat.created_at;
    const state = chat.state === "requested" ? t(chat.may.includes("accept") ? "status_invited" : "status_waiting") : chat.state === "closed" ? "" : t("status_open");
    fill(item, h("button", { type: "button", part: "chat", "data-chat": chat.id, "data-state": chat.state, onclick: () => this.#on.open(chat.id) },
      h("span", { class: "avatar", "aria-hidden": "true" }, agent ? initials(agent.name) : icon("chat", 17)),
      h("span", { class: "what" },
        h("span", { class: "name" }, h("bdi", {}, name), h("time", { datetime: at }, this.#when(at))),
        h("span", { class: "first", dir: "auto" }, chat.first_message),
        (state || chat.ticket) && h("span", { class: "state" }, state || t("ticket_number", { number: String(chat.ticket?.number) })),
      ),
      unread > 0 && h("span", { class: "badge" }, h("span", { "aria-hidden": "true" }, String(unread)), h("span", { class: "sr" }, t("new_messages", { n: unread }))),
    ));
    this.#items.set(chat.id, { item, mark });
    return item;
  }

  /** @param {string} at */
  #when(at) {
    const now = new Date();
    const day = this.#i18n.day(at, now);
    return day === this.#i18n.t("today") ? this.#i18n.time(at) : day;
  }
}
