/**
 * One chat's window at the bottom of the page.
 * @module
 */
import { initials } from "../core/text.js";
import { Composer } from "../ui/composer.js";
import { attribute, fill, h, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { LogView } from "../ui/log.js";
import { cardKey, handoverCard } from "./handover.js";

/**
 * @typedef {import("../core/deskclient.js").DeskClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {object} On
 * @property {(id: string, open: boolean) => void} toggle
 * @property {(id: string) => void} dismiss
 * @property {(id: string) => void} leave
 * @property {(id: string) => void} touch
 * @property {(chat: Chat) => void} phoneTicket
 * @property {(chat: Chat) => void} attach
 * @property {(chat: Chat) => void} close
 * @property {() => void} seen
 */

export class ChatWindow {
  open = false;
  #id;
  #client;
  #i18n;
  #config;
  #on;
  #avatar = h("span", { class: "avatar", "aria-hidden": "true" });
  #name = h("strong", { dir: "auto" });
  #sub = h("span", { class: "sub" });
  #badge = h("span", { class: "badge", part: "unread", "aria-hidden": "true", hidden: true });
  #unread = h("span", { class: "sr" });
  #head;
  #mini;
  #dismiss;
  #actions;
  #phone;
  #attach;
  #close;
  #line = h("div", { class: "line", role: "status", hidden: true });
  #card = h("div", { class: "cards", role: "status" });
  #cardKey = "";
  #body;
  /** @type {Chat | null} */
  #chat = null;

  /**
   * @param {Client} client
   * @param {string} id
   * @param {import("../i18n.js").I18n} i18n
   * @param {import("../config.js").Config} config
   * @param {import("../core/storage.js").Store} session
   * @param {On} on
   */
  constructor(client, id, i18n, config, session, on) {
    this.#client = client;
    this.#id = id;
    this.#i18n = i18n;
    this.#config = config;
    this.#on = on;
    const { t } = i18n;
    this.log = new LogView(i18n, { retry: (letter) => client.outbox.retry(letter), discard: (letter) => client.outbox.drop(letter), seen: on.seen });
    this.composer = new Composer(i18n, {
      send: (text) => {
        client.send(id, text);
        on.touch(id);
      },
      draft: (text) => session.set(`draft:${id}`, text || null),
    }, { draft: session.get(`draft:${id}`) ?? "", limit: () => client.limits.message_chars });
    this.#head = h("button", { class: "head", part: "window-head", type: "button", onclick: () => on.toggle(id, !this.open) }, this.#avatar, h("span", { class: "who" }, this.#name, this.#sub), this.#badge, this.#unread);
    this.#mini = tool("minimize", t("minimize"), "minimize", () => on.toggle(id, false));
    this.#dismiss = tool("close", t("close"), "dismiss", () => on.dismiss(id));
    this.#phone = this.#action("phone", "phone_ticket", "create_phone_ticket", "phone-ticket", on.phoneTicket);
    this.#attach = this.#action("clip", "attach", "attach_to_ticket", "attach", on.attach);
    this.#close = this.#action("leave", "", "close_chat", "close-chat", on.close);
    this.#actions = h("div", { class: "actions", role: "toolbar", "aria-label": t("chat") }, this.#phone, this.#attach, h("span", { class: "gap" }), this.#close);
    this.#body = h("div", { class: "inner" }, this.#actions, this.#line, this.log.element, this.#card, this.composer.element);
    this.element = h("section", { class: "window", part: "window", role: "region", "data-chat": id, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }, h("header", { role: "presentation" }, this.#head, this.#mini, this.#dismiss), this.#body);
  }

  focus() {
    if (this.open && !this.composer.element.hidden) this.composer.input.focus();
    else this.#head.focus();
  }

  /**
   * @param {{open: boolean, line: string}} how
   */
  update({ open, line }) {
    const chat = this.#client.chat(this.#id);
    const opened = open && !this.open;
    this.open = open;
    this.#chat = chat;
    this.element.classList.toggle("open", open);
    attribute(this.#head, "aria-expanded", String(open));
    attribute(this.#mini, "hidden", !open);
    attribute(this.#body, "hidden", !open);
    attribute(this.element, "data-state", chat?.state ?? "loading");
    this.#showHead(chat);
    this.#showActions(chat);
    setText(this.#line, line);
    attribute(this.#line, "hidden", !line);
    const letters = this.#client.outbox.letters.filter((letter) => letter.chat === this.#id);
    this.log.update({ entries: this.#client.log(this.#id).entries, letters, chat, read: this.#client.read(this.#id), shown: open });
    this.#showCard(chat);
    if (opened) this.log.toEnd(false);
  }

  /** @param {number} n */
  setUnread(n) {
    setText(this.#badge, String(n));
    attribute(this.#badge, "hidden", !n);
    const name = this.#chat?.requester.name ?? "";
    const label = name ? this.#i18n.t("chat_with", { name }) : this.#i18n.t("loading");
    attribute(this.element, "aria-label", label);
    setText(this.#unread, n || !name ? this.#i18n.t(n ? "unread" : "loading", { n }) : "");
  }

  /** @param {Chat | null} chat */
  #showHead(chat) {
    const { t } = this.#i18n;
    const name = chat?.requester.name ?? "";
    this.element.classList.toggle("loading", !chat);
    setText(this.#avatar, initials(name));
    setText(this.#name, name);
    setText(this.#sub, chat ? `${t(`from_${chat.requester.kind}`)} · ${chat.channel.name}` : "");
    attribute(this.#dismiss, "hidden", chat?.state !== "closed");
  }

  /** @param {Chat | null} chat */
  #showActions(chat) {
    const may = chat?.may ?? [];
    const ticket = may.includes("hand_over");
    attribute(this.#phone, "hidden", !ticket);
    attribute(this.#attach, "hidden", !ticket);
    attribute(this.#close, "hidden", !may.includes("close"));
    attribute(this.#actions, "hidden", !ticket && !may.includes("close"));
    this.composer.setOpen(may.includes("send"));
  }

  /** @param {Chat | null} chat */
  #showCard(chat) {
    const key = chat ? cardKey(chat) : "";
    if (key === this.#cardKey) return;
    this.#cardKey = key;
    const retry = () => this.#client.command("handover.retry", { chat: this.#id }).catch(() => {});
    // Who goes to the ticket is done with the window; it is not on the next page.
    const leave = () => this.#on.leave(this.#id);
    fill(this.#card, chat && handoverCard(chat, this.#i18n, this.#config, { retry, leave }));
  }

  /**
   * @param {string} sign
   * @param {string} text empty: the icon alone
   * @param {string} label
   * @param {string} part
   * @param {(chat: Chat) => void} act
   */
  #action(sign, text, label, part, act) {
    const { t } = this.#i18n;
    return h("button", { class: "button plain small", part, type: "button", "aria-label": t(label), title: t(label), onclick: () => this.#chat && act(this.#chat) }, icon(sign, 16), text && t(text));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || !this.open) return;
    this.#on.toggle(this.#id, false);
    this.#head.focus();
  }
}

/**
 * @param {string} sign
 * @param {string} label
 * @param {string} part
 * @param {() => void} act
 */
function tool(sign, label, part, act) {
  return h("button", { class: "tool", part, type: "button", "aria-label": label, title: label, onclick: act }, icon(sign, 17));
}
