/**
 * The rows of the list: a request, a chat of one's own.
 * @module
 */
import { since } from "../core/deskstate.js";
import { initials } from "../core/text.js";
import { attribute, fill, h, icon, setText } from "../ui/dom.js";
import { isPending, kindOf, otherSide } from "./kinds.js";

/**
 * @typedef {import("../core/deskclient.js").DeskClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("./list.js").On} On
 * @typedef {{element: HTMLElement, update: (chat: Chat, client: Client) => void}} Row
 */

/** Who waits longer than this is marked. */
const LONG_MS = 120000;

/** @implements {Row} */
export class RequestRow {
  #i18n;
  #avatar = h("div", { class: "avatar", "aria-hidden": "true" });
  #name = h("strong", { dir: "auto" });
  #kind = h("span", { class: "kind tag" });
  #channel = h("span", { class: "tag" });
  #text = h("p", { class: "words", dir: "auto" });
  #waits = h("p", { class: "waits" });
  #preview;
  #accept;
  #decline;
  /** @type {Chat | null} */
  #chat = null;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {On} on
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    this.#preview = h("button", { class: "button plain small", part: "preview", type: "button", onclick: () => this.#chat && on.preview(this.#chat) }, icon("eye", 16), h("span", {}, i18n.t("preview")));
    this.#accept = h("button", { class: "button primary small stop", part: "accept", type: "button" }, icon("check", 16), i18n.t("accept"));
    this.#decline = h("button", { class: "button plain small", part: "decline", type: "button", onclick: () => this.#chat && on.decline(this.#chat) }, icon("close", 15), i18n.t("decline"));
    this.#accept.addEventListener("click", async () => {
      if (!this.#chat || this.#accept.getAttribute("aria-disabled")) return;
      attribute(this.#accept, "aria-disabled", "true");
      await on.accept(this.#chat);
      attribute(this.#accept, "aria-disabled", null);
    });
    this.element = h(
      "li",
      { class: "request", part: "request" },
      this.#avatar,
      this.#waits,
      this.#kind,
      this.#channel,
      h("div", { class: "what" }, this.#name, this.#text),
      h("div", { class: "below" }, this.#accept, this.#decline, this.#preview),
    );
  }

  /**
   * @param {Chat} chat
   * @param {Client} client
   */
  update(chat, client) {
    const { t } = this.#i18n;
    const { name } = chat.requester;
    const kind = kindOf(chat);
    this.#chat = chat;
    attribute(this.element, "data-chat", chat.id);
    attribute(this.element, "data-kind", kind);
    setText(this.#avatar, initials(name));
    setText(this.#name, name);
    setText(this.#kind, t(kind === "invitation" ? "from_invitation" : `from_${kind}`));
    setText(this.#channel, chat.channel.name);
    setText(this.#text, chat.first_message);
    const at = since(chat);
    const span = Math.max(0, Date.now() + client.skew - Date.parse(at));
    fill(this.#waits, h("time", { datetime: at, title: this.#i18n.fullTime(at) }, this.#i18n.time(at)), " ", h("span", {}, spanOf(span, this.#i18n)));
    attribute(this.#waits, "title", t("waits_since", { time: this.#i18n.time(at), span: spanOf(span, this.#i18n) }));
    this.#waits.classList.toggle("long", span > LONG_MS && kind !== "invitation");
    attribute(this.#accept, "aria-label", t("accept_name", { name }));
    attribute(this.#decline, "aria-label", t("decline_name", { name }));
    attribute(this.#decline, "hidden", !chat.may.includes("decline"));
    attribute(this.#preview, "aria-label", t("preview_name", { name }));
    attribute(this.#preview, "title", t("preview_name", { name }));
  }
}

/** @implements {Row} */
export class ChatRow {
  #i18n;
  #avatar = h("div", { class: "avatar", "aria-hidden": "true" });
  #name = h("strong", { dir: "auto" });
  #text = h("span", { class: "words", dir: "auto" });
  #badge = h("span", { class: "badge", "aria-hidden": "true" });
  #unread = h("span", { class: "sr" });
  #button;
  #id = "";

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {On} on
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    this.#button = h("button", { class: "chatrow stop", part: "chat", type: "button", onclick: () => on.open(this.#id) }, this.#avatar, h("span", { class: "what" }, this.#name, this.#text), this.#badge, this.#unread);
    this.element = h("li", {}, this.#button);
  }

  /**
   * @param {Chat} chat
   * @param {Client} client
   */
  update(chat, client) {
    const { t } = this.#i18n;
    const unread = client.unread(chat.id);
    const { name } = otherSide(chat);
    this.#id = chat.id;
    attribute(this.#button, "data-chat", chat.id);
    setText(this.#avatar, initials(name));
    setText(this.#name, name);
    const last = client.log(chat.id).entries.findLast((entry) => entry.kind === "message");
    setText(this.#text, chat.state === "closed" ? t("chat_ended") : isPending(chat) ? t("pending_text", { name }) : last?.text ?? chat.first_message);
    setText(this.#badge, String(unread));
    attribute(this.#badge, "hidden", !unread);
    setText(this.#unread, unread ? t("unread", { n: unread }) : "");
    attribute(this.#button, "title", t("open_window", { name }));
  }
}

/**
 * @param {number} ms a time span
 * @param {import("../i18n.js").I18n} i18n
 */
export function spanOf(ms, { t, tag }) {
  const minutes = Math.floor(ms / 60000);
  const short = (/** @type {number} */ n) => new Intl.NumberFormat(tag, { style: "unit", unit: "minute", unitDisplay: "short" }).format(n);
  if (minutes < 1) return `<${short(1)}`;
  if (minutes < 60) return short(minutes);
  return t("hours_minutes", { h: Math.floor(minutes / 60), m: minutes % 60 });
}
