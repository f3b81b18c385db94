/**
 * What opens under the icon: requests that wait, oldest first, and the agent's own chats; live.
 * @module
 */
import { initials } from "../core/text.js";
import { arrange, attribute, fill, h, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { statusText } from "../ui/status.js";

/**
 * @typedef {import("../core/deskclient.js").DeskClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("./bell.js").Bell} Bell
 * @typedef {{accept: (chat: Chat) => Promise<void>, preview: (chat: Chat) => void, open: (id: string) => void, closed: () => void}} On
 */

export class List {
  #client;
  #i18n;
  #on;
  #requests = h("ul", { part: "requests" });
  #chats = h("ul", { part: "chats" });
  #count = h("span", { class: "badge" });
  #nobody;
  #none;
  #line = h("div", { class: "line", role: "status" });
  #bell;
  #sound = h("button", { class: "tool", part: "sound", type: "button", onclick: () => this.#toggleSound() });
  #notify = h("button", { class: "tool", part: "notify", type: "button", onclick: () => void this.#tryNotify() }, icon("bell", 18));
  #notices = h("div", { class: "notices", role: "status" });
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Map<string, Row>} */
  #ownRows = new Map();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  shown = false;

  /**
   * @param {Client} client
   * @param {import("../i18n.js").I18n} i18n
   * @param {Bell} bell
   * @param {On} on
   */
  constructor(client, i18n, bell, on) {
    this.#client = client;
    this.#bell = bell;
    this.#i18n = i18n;
    this.#on = on;
    const { t } = i18n;
    this.#nobody = h("div", { class: "nobody" }, icon("inbox", 26), h("strong", {}, t("no_requests")), h("p", {}, t("no_requests_text")));
    this.#none = h("p", { class: "none" }, t("no_chats"));
    const x = h("button", { class: "tool", type: "button", "aria-label": t("close"), title: t("close"), onclick: () => this.#on.closed() }, icon("close", 17));
    this.element = h(
      "section",
      { class: "list", part: "list", role: "dialog", "aria-label": t("desk"), tabindex: "-1", hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      h("header", { role: "presentation" }, h("h2", {}, t("requests")), this.#count, h("span", { class: "gap" }), this.#notify, this.#sound, x),
      this.#line,
      this.#notices,
      h("div", { class: "scroll" }, this.#requests, this.#nobody, h("h3", {}, t("my_chats")), this.#chats, this.#none),
    );
  }

  /** @param {{focus: boolean}} options */
  show({ focus }) {
    this.shown = true;
    attribute(this.element, "hidden", false);
    clearInterval(this.#clock);
    this.#clock = setInterval(() => this.update(), 15000);
    this.update();
    if (focus) (this.#stops()[0] ?? this.element).focus();
  }

  hide() {
    this.shown = false;
    clearInterval(this.#clock);
    attribute(this.element, "hidden", true);
  }

  /**
   * Says something at the top of the list for a while.
   * @param {string} text
   */
  say(text) {
    const notice = h("div", { class: "notice warn", part: "notice" }, icon("alert", 18), h("div", {}, text));
    this.#notices.append(notice);
    setTimeout(() => notice.remove(), 9000);
  }

  #toggleSound() {
    this.#bell.muted = !this.#bell.muted;
    this.update();
  }

  /** Asks for the permission; then shows what a notification looks like. */
  async #tryNotify() {
    const { t } = this.#i18n;
    if (this.#bell.permission === "default") await Notification.requestPermission();
    if (this.#bell.permission === "denied") this.say(t("notify_blocked"));
    this.#bell.notify({ name: "test", title: t("notify_works"), body: t("notify_works_text"), open: () => {} });
    this.update();
  }

  #showBell() {
    const { t } = this.#i18n;
    const { muted, permission } = this.#bell;
    name(this.#sound, t(muted ? "sound_on" : "sound_off"));
    fill(this.#sound, icon(muted ? "mute" : "sound", 18));
    name(this.#notify, t(permission === "granted" ? "notify_test" : "notify_allow"));
    attribute(this.#notify, "hidden", !permission);
    this.#notify.classList.toggle("asks", permission === "default");
  }

  update() {
    if (!this.shown) return;
    this.#showBell();
    const { requests, own, ready } = this.#client;
    const held = this.#focused();
    setText(this.#count, String(requests.length));
    attribute(this.#count, "hidden", !requests.length);
    const status = statusText(this.#client.connection.status, this.#i18n);
    setText(this.#line, ready && this.#client.connection.status.state === "connecting" ? "" : status);
    attribute(this.#line, "hidden", !this.#line.textContent);
    attribute(this.#nobody, "hidden", requests.length > 0 || !ready);
    attribute(this.#none, "hidden", own.length > 0 || !ready);
    arrange(this.#requests, requests.map((chat) => this.#row(this.#rows, chat, () => new RequestRow(this.#i18n, this.#on))));
    arrange(this.#chats, own.map((chat) => this.#row(this.#ownRows, chat, () => new ChatRow(this.#i18n, this.#on))));
    // The row that had the focus is gone: the list keeps it.
    if (held && !held.isConnected) (this.#stops()[0] ?? this.element).focus();
  }

  /**
   * @param {Map<string, Row>} rows
   * @param {Chat} chat
   * @param {() => Row} make
   */
  #row(rows, chat, make) {
    let row = rows.get(chat.id);
    if (!row) rows.set(chat.id, row = make());
    row.update(chat, this.#client);
    return row.element;
  }

  #focused() {
    const active = /** @type {ShadowRoot} */ (this.element.getRootNode()).activeElement;
    return active && this.element.contains(active) ? active : null;
  }

  /** @returns {HTMLElement[]} one for each row */
  #stops() {
    return [...this.element.querySelectorAll(".stop")].filter((stop) => stop instanceof HTMLElement);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      this.#on.closed();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const stops = this.#stops();
      const row = this.#focused()?.closest("li");
      const at = stops.findIndex((stop) => row?.contains(stop));
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(at + step + stops.length) % stops.length]?.focus();
    }
  }
}

/**
 * @param {Element} control
 * @param {string} text
 */
function name(control, text) {
  attribute(control, "aria-label", text);
  attribute(control, "title", text);
}

/** @typedef {{element: HTMLElement, update: (chat: Chat, client: Client) => void}} Row */

/** @implements {Row} */
class RequestRow {
  #i18n;
  #avatar = h("div", { class: "avatar", "aria-hidden": "true" });
  #name = h("strong", { dir: "auto" });
  #tags = h("span", { class: "tags" });
  #text = h("p", { class: "words", dir: "auto" });
  #waits = h("p", { class: "waits" });
  #preview;
  #accept;
  /** @type {Chat | null} */
  #chat = null;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {On} on
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    this.#preview = h("button", { class: "button plain small", part: "preview", type: "button", onclick: () => this.#chat && on.preview(this.#chat) }, icon("eye", 16), i18n.t("preview"));
    this.#accept = h("button", { class: "button primary small stop", part: "accept", type: "button" }, icon("check", 16), i18n.t("accept"));
    this.#accept.addEventListener("click", async () => {
      if (!this.#chat || this.#accept.getAttribute("aria-disabled")) return;
      attribute(this.#accept, "aria-disabled", "true");
      await on.accept(this.#chat);
      attribute(this.#accept, "aria-disabled", null);
    });
    this.element = h("li", { class: "request", part: "request" }, this.#avatar, h("div", { class: "what" }, h("div", { class: "names" }, this.#name, this.#tags), this.#text, h("div", { class: "below" }, this.#waits, this.#accept, this.#preview)));
  }

  /**
   * @param {Chat} chat
   * @param {Client} client
   */
  update(chat, client) {
    const { t } = this.#i18n;
    const { name, kind } = chat.requester;
    this.#chat = chat;
    attribute(this.element, "data-chat", chat.id);
    setText(this.#avatar, initials(name));
    setText(this.#name, name);
    fill(this.#tags, h("span", { class: "tag" }, t(`from_${kind}`)), h("span", { class: "tag" }, chat.channel.name));
    setText(this.#text, chat.first_message);
    const span = Math.max(0, Date.now() + client.skew - Date.parse(chat.created_at));
    setText(this.#waits, t("waits_since", { time: this.#i18n.time(chat.created_at), span: this.#i18n.span(span) }));
    this.#waits.classList.toggle("long", span > 120000);
    attribute(this.#accept, "aria-label", t("accept_name", { name }));
    attribute(this.#preview, "aria-label", t("preview_name", { name }));
  }
}

/** @implements {Row} */
class ChatRow {
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
    const unread = client.unread(chat.id);
    const { name } = chat.requester;
    this.#id = chat.id;
    attribute(this.#button, "data-chat", chat.id);
    setText(this.#avatar, initials(name));
    setText(this.#name, name);
    const last = client.log(chat.id).entries.findLast((entry) => entry.kind === "message");
    setText(this.#text, chat.state === "closed" ? this.#i18n.t("chat_ended") : last?.text ?? chat.first_message);
    setText(this.#badge, String(unread));
    attribute(this.#badge, "hidden", !unread);
    setText(this.#unread, unread ? this.#i18n.t("unread", { n: unread }) : "");
    attribute(this.#button, "title", this.#i18n.t("open_window", { name }));
  }
}
