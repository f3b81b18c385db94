/**
 * One chat's window.
 * @module
 */
import { initials } from "../core/text.js";
import { Composer, TypingLine, TypingTeller } from "../ui/composer.js";
import { attribute, fill, h, icon, setText } from "../ui/dom.js";
import { LogView } from "../ui/log.js";
import { entriesOf } from "./actions.js";
import { Canned } from "./canned.js";
import { cardKey, cardOf } from "./cards.js";
import { Facts } from "./facts.js";
import { otherSide, told } from "./kinds.js";
import { Menu } from "./menu.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {object} On
 * @property {(id: string, open: boolean) => void} toggle
 * @property {(id: string) => void} dismiss
 * @property {(id: string) => void} leave the agent goes to another page because of this chat
 * @property {(id: string) => void} touch
 * @property {(key: string, chat: Chat) => void} act what was chosen; the keys are those of actions.js, and `phone_ticket`, `attach`
 * @property {() => void} seen
 */

export class ChatWindow {
  open = false;
  #id;
  #context;
  #on;
  #avatar = h("span", { class: "avatar", "aria-hidden": "true" });
  #name = h("strong", { dir: "auto" });
  #sub = h("span", { class: "sub" });
  #badge = h("span", { class: "badge", part: "unread", "aria-hidden": "true", hidden: true });
  #unread = h("span", { class: "sr" });
  #head;
  #mini;
  #dismiss;
  #menu;
  #actions;
  #phone;
  #attach;
  #close;
  #facts;
  #line = h("div", { class: "line", role: "status", hidden: true });
  #card = h("div", { class: "cards", role: "status" });
  #cardKey = "";
  #typing;
  #teller;
  #canned;
  #inside;
  #body;
  /** @type {Chat | null} */
  #chat = null;

  /**
   * @param {Context} context
   * @param {string} id
   * @param {On} on
   * @param {{popout?: boolean}} [page] popout: it can have a window of the browser's own
   */
  constructor(context, id, on, { popout = false } = {}) {
    const { client, i18n, session } = context;
    const { t } = i18n;
    this.#context = context;
    this.#id = id;
    this.#on = on;
    this.log = new LogView(i18n, { retry: (letter) => client.retry(letter), discard: (letter) => client.discard(letter), link: (file) => client.fileLink(id, file), seen: on.seen });
    this.#typing = new TypingLine(i18n);
    this.#teller = new TypingTeller((writing) => client.tellTyping(id, writing, this.#audience));
    this.composer = new Composer(i18n, {
      send: (text) => {
        client.send(id, text, this.#audience);
        on.touch(id);
      },
      typed: (text) => this.#teller.typed(text),
      files: (files) => void client.attach(id, files, this.#audience),
      key: (event) => this.#canned.key(event),
      draft: (text) => session.set(`draft:${id}`, text || null),
    }, { draft: session.get(`draft:${id}`) ?? "", limit: () => client.limits.message_chars });
    this.#canned = new Canned(i18n, this.composer.input, id, { load: () => this.#replies(), values: () => this.#values() });
    this.#inside = h("button", { class: "tool clip", part: "internal", type: "button", "aria-pressed": "false", "aria-label": t("write_internal"), title: t("write_internal"), onclick: () => this.#turn() }, icon("lock", 17));
    this.composer.addTool(this.#inside);
    this.#head = h("button", { class: "head", part: "window-head", type: "button", onclick: () => on.toggle(id, !this.open) }, this.#avatar, h("span", { class: "who" }, this.#name, this.#sub), this.#badge, this.#unread);
    this.#mini = tool("minimize", t("minimize"), "minimize", () => on.toggle(id, false));
    this.#dismiss = tool("close", t("close"), "dismiss", () => on.dismiss(id));
    this.#phone = this.#action("phone", "phone_ticket", "create_phone_ticket", "phone-ticket");
    this.#attach = this.#action("ticket", "attach", "attach_to_ticket", "attach");
    this.#close = tool("close", t("close_chat"), "close-chat", () => this.#chat && on.act("close", this.#chat));
    this.#menu = new Menu({
      label: t("menu"), part: "menu", chosen: (key) => this.#chat && on.act(key, this.#chat),
      items: () => (this.#chat ? entriesOf(this.#chat, { popout }).map((entry) => ({ ...entry, label: t(`menu_${entry.key}`) })) : []),
    });
    this.#facts = new Facts(context, () => on.leave(id));
    this.#actions = h("div", { class: "actions", role: "toolbar", "aria-label": t("chat") }, this.#phone, this.#attach, h("span", { class: "gap" }), this.#close, this.#menu.element);
    this.#body = h("div", { class: "inner" }, this.#actions, this.#facts.element, this.#line, this.log.element, this.#typing.element, this.#card, this.#canned.element, this.composer.element);
    this.element = h("section", { class: "window", part: "window", role: "region", "data-chat": id, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }, h("header", { role: "presentation" }, this.#head, this.#mini, this.#dismiss), this.#body);
    this.composer.takeDrops(this.element);
  }

  focus() {
    if (this.open && !this.composer.element.hidden) this.composer.input.focus();
    else this.#head.focus();
  }

  /** The draft, now: the page is being left. */
  flush() {
    this.composer.flush();
    this.#teller.stop();
  }

  /**
   * @param {{open: boolean, line: string}} how
   */
  update({ open, line }) {
    const { client } = this.#context;
    const chat = client.chat(this.#id);
    const opened = open && !this.open;
    const held = /** @type {ShadowRoot} */ (this.element.getRootNode()).activeElement;
    this.open = open;
    this.#chat = chat;
    this.element.classList.toggle("open", open);
    attribute(this.#head, "aria-expanded", String(open));
    attribute(this.#mini, "hidden", !open);
    attribute(this.#body, "hidden", !open);
    attribute(this.element, "data-state", chat?.state ?? "loading");
    this.#showHead(chat);
    this.#showActions(chat);
    this.#facts.update(chat, open);
    setText(this.#line, line);
    attribute(this.#line, "hidden", !line);
    this.#typing.show(client.typing(this.#id));
    this.log.update({ entries: told(client.log(this.#id).entries), letters: client.letters(this.#id), chat, read: client.read(this.#id), shown: open });
    this.#showCard(chat);
    if (opened) this.log.toEnd(false);
    // What had the focus is hidden now: the window keeps it.
    if (held && this.element.contains(held) && held.closest("[hidden]")) this.focus();
  }

  /** @param {number} n */
  setUnread(n) {
    const { t } = this.#context.i18n;
    setText(this.#badge, String(n));
    attribute(this.#badge, "hidden", !n);
    const name = this.#chat ? otherSide(this.#chat).name : "";
    const label = name ? t("chat_with", { name }) : t("loading");
    attribute(this.element, "aria-label", label);
    setText(this.#unread, n || !name ? t(n ? "unread" : "loading", { n }) : "");
  }

  /** @param {Chat | null} chat */
  #showHead(chat) {
    const { t } = this.#context.i18n;
    const other = chat && otherSide(chat);
    this.element.classList.toggle("blank", !chat);
    setText(this.#avatar, initials(other?.name ?? ""));
    setText(this.#name, other?.name ?? "");
    setText(this.#sub, chat && other ? `${t(`from_${other.kind}`)} · ${chat.channel.name}` : "");
    attribute(this.#dismiss, "hidden", chat?.state !== "closed");
  }

  /** @param {Chat | null} chat */
  #showActions(chat) {
    const may = chat?.may ?? [];
    const ticket = may.includes("hand_over");
    attribute(this.#phone, "hidden", !ticket);
    attribute(this.#attach, "hidden", !ticket);
    const close = may.includes("close");
    attribute(this.#close, "hidden", !close);
    const menu = chat !== null && entriesOf(chat).length > 0;
    attribute(this.#menu.element, "hidden", !menu);
    attribute(this.#actions, "hidden", !ticket && !menu && !close);
    this.composer.setOpen(may.includes("send"));
    this.composer.setFiles(may.includes("attach_file"));
    // Among agents there is nobody to hide anything from.
    const client = chat?.participants.some(({ kind }) => kind !== "agent");
    attribute(this.#inside, "hidden", !may.includes("send_internal") || !client);
    if (this.#inside.hidden && this.#audience === "agents") this.#turn();
  }

  /** @returns {import("../core/protocol.js").Audience} */
  get #audience() {
    return this.#inside.getAttribute("aria-pressed") === "true" ? "agents" : "everyone";
  }

  /** To the agents only, or to everyone again. */
  #turn() {
    const { t } = this.#context.i18n;
    const agents = this.#audience === "everyone";
    attribute(this.#inside, "aria-pressed", String(agents));
    this.composer.element.classList.toggle("internal", agents);
    const words = t(agents ? "write_agents" : "write");
    attribute(this.composer.input, "placeholder", words);
    attribute(this.composer.input, "aria-label", words);
    this.composer.input.focus();
  }

  async #replies() {
    const { replies } = await this.#context.client.command("canned.list", { channel: this.#chat?.channel.id ?? null }, { durable: false });
    return replies;
  }

  /** What canned replies are filled in with. @returns {Record<string, string>} */
  #values() {
    const chat = this.#chat;
    if (!chat) return {};
    return { customer: otherSide(chat).name, agent: this.#context.client.you?.name ?? "", channel: chat.channel.name, ticket: chat.ticket?.number ?? chat.about?.number ?? "" };
  }

  /** @param {Chat | null} chat */
  #showCard(chat) {
    const key = chat ? cardKey(chat) : "";
    if (key === this.#cardKey) return;
    this.#cardKey = key;
    const { client } = this.#context;
    const ask = (/** @type {string} */ type) => () => client.command(type, { chat: this.#id }).catch(() => {});
    // Who goes to the ticket is done with the window; it is not on the next page.
    fill(this.#card, chat && cardOf(chat, this.#context, { retry: ask("handover.retry"), cancel: ask("handover.cancel"), withdraw: ask("chat.close"), leave: () => this.#on.leave(this.#id) }));
  }

  /**
   * @param {string} sign
   * @param {string} text
   * @param {string} label
   * @param {string} part
   */
  #action(sign, text, label, part) {
    const { t } = this.#context.i18n;
    return h("button", { class: "button plain small", part, type: "button", "aria-label": t(label), title: t(label), onclick: () => this.#chat && this.#on.act(text, this.#chat) }, icon(sign, 16), t(text));
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
