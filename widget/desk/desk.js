/**
 * The agent's desk in OTRS pages: icon, list, windows, dialogs.
 * @module
 */
import { DeskClient } from "../core/deskclient.js";
import { otrsIdentity } from "../core/identity.js";
import { codeOf, ProtocolError } from "../core/protocol.js";
import { Store } from "../core/storage.js";
import { loadLanguage } from "../i18n.js";
import { attribute, h, keepKeys, stayOn } from "../ui/dom.js";
import { addIcons } from "../ui/icons.js";
import { TitleCount } from "../ui/status.js";
import { style } from "../ui/style.js";
import { tokens } from "../ui/tokens.js";
import { Bell } from "./bell.js";
import { dialogStyle } from "./dialogstyle.js";
import { Dock, lineOf } from "./dock.js";
import { placeIcon } from "./icon.js";
import { DESK_ICONS } from "./icons.js";
import { Layout } from "./layout.js";
import { List } from "./list.js";
import { showPreview } from "./preview.js";
import { deskStyle } from "./style.js";
import { attachDialog, closeDialog, phoneTicketDialog } from "./tickets.js";

/**
 * @typedef {import("../config.js").Config} Config
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../i18n.js").I18n} I18n
 */

const HOVER_MS = 140;
const LEAVE_MS = 350;
/** A break shorter than this is not worth a word. */
const PATIENCE_MS = 2500;

class ChatBridgeDesk extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #gone = new AbortController();
  #title = new TitleCount();
  /** What was told, or left to another tab. @type {Set<string>} */
  #told = new Set();
  #pinned = false;
  #lateEnough = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hover;

  /**
   * @param {Config} config
   * @param {I18n} i18n
   */
  start(config, i18n) {
    this.i18n = i18n;
    const session = new Store("sessionStorage", config.storage);
    const local = new Store("localStorage", config.storage);
    this.client = new DeskClient(config.socket, otrsIdentity(config.tokenUrl), { session, seen: local });
    this.layout = new Layout(session);
    this.bell = new Bell(local);
    this.list = new List(this.client, i18n, this.bell, {
      accept: async (chat) => {
        const why = await this.#accept(chat);
        if (why) this.list?.say(why);
      },
      preview: (chat) => this.#preview(chat),
      open: (id) => {
        this.#hide();
        this.dock?.open(id);
      },
      closed: () => {
        this.#hide();
        this.icon?.button.focus();
      },
    });
    this.area = h("div", { class: "root", lang: i18n.tag, dir: i18n.dir });
    const context = { client: this.client, i18n, config, local, parent: this.area };
    /** @param {Chat} chat */
    const back = (chat) => () => this.dock?.open(chat.id);
    /** @param {Chat} chat */
    const phoneTicket = (chat) => phoneTicketDialog(context, chat, back(chat));
    this.dock = new Dock(this.client, i18n, config, session, this.layout, {
      phoneTicket,
      attach: (chat) => attachDialog(context, chat, back(chat)),
      close: (chat) => closeDialog(context, chat, { ticket: () => phoneTicket(chat), closed: back(chat) }),
      seen: () => this.#update(),
      list: () => this.#show({ pinned: true, focus: true }),
    });
    this.icon = placeIcon(document);
    for (const element of [this, this.icon]) attribute(element, "data-theme", config.theme || null);
    this.area.append(this.list.element, this.dock.element);
    this.#root.adoptedStyleSheets = [tokens, style, dialogStyle, deskStyle];
    this.#root.append(this.area);
    keepKeys(this);
    this.#listen(local);
    for (const { id } of this.layout.places) this.client.follow(id);
    this.client.subscribe(() => this.#update());
    this.client.connection.start();
    this.#update();
    stayOn(this, this.#gone.signal);
  }

  /** Takes the chat off the page. */
  destroy() {
    this.#gone.abort();
    this.client?.destroy();
    this.#title.set(0);
    clearTimeout(this.#late);
    clearTimeout(this.#hover);
    const item = this.icon?.closest("li.ChatBridge");
    (item ?? this.icon)?.remove();
  }

  /** @param {Store} local */
  #listen(local) {
    const { signal } = this.#gone;
    const button = /** @type {HTMLButtonElement} */ (this.icon?.button);
    const list = /** @type {List} */ (this.list);
    button.addEventListener("click", () => {
      if (list.shown && this.#pinned) this.#hide();
      else this.#show({ pinned: true, focus: true });
    });
    for (const element of [button, list.element]) {
      element.addEventListener("pointerenter", (event) => this.#entered(event, element === button));
      element.addEventListener("pointerleave", (event) => this.#left(event));
    }
    addEventListener("pointerdown", (event) => {
      const path = event.composedPath();
      if (list.shown && !path.includes(this) && !path.includes(button)) this.#hide();
    }, { signal, capture: true });
    addEventListener("resize", () => {
      this.#place();
      this.#update();
    }, { signal });
    addEventListener("scroll", () => this.#place(), { signal, passive: true });
    addEventListener("pagehide", () => this.dock?.flush(), { signal });
    document.addEventListener("visibilitychange", () => this.#update(), { signal });
    local.watch("seen", () => this.#update(), signal);
    local.watch("muted", () => this.list?.update(), signal);
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} onIcon
   */
  #entered(event, onIcon) {
    clearTimeout(this.#hover);
    if (event.pointerType !== "mouse" || !onIcon || this.list?.shown) return;
    this.#hover = setTimeout(() => this.#show({ pinned: false, focus: false }), HOVER_MS);
  }

  /** @param {PointerEvent} event */
  #left(event) {
    clearTimeout(this.#hover);
    if (event.pointerType !== "mouse" || this.#pinned) return;
    this.#hover = setTimeout(() => {
      const held = this.list?.element.contains(this.#root.activeElement);
      if (!this.#pinned && !held) this.#hide();
    }, LEAVE_MS);
  }

  /** @param {{pinned: boolean, focus: boolean}} how */
  #show({ pinned, focus }) {
    clearTimeout(this.#hover);
    this.#pinned = pinned;
    this.list?.show({ focus });
    this.#place();
    this.icon?.setExpanded(true);
  }

  #hide() {
    clearTimeout(this.#hover);
    this.#pinned = false;
    this.list?.hide();
    this.icon?.setExpanded(false);
  }

  /** The list stands under the icon, inside the window. */
  #place() {
    if (!this.list?.shown || !this.icon) return;
    const box = this.icon.getBoundingClientRect();
    const { style } = this.list.element;
    const width = Math.min(400, innerWidth - 16);
    const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
    style.left = `${left}px`;
    style.top = `${Math.max(8, box.bottom + 8)}px`;
  }

  /**
   * @param {Chat} chat
   * @returns {Promise<string>} why it did not work; empty when it did
   */
  async #accept(chat) {
    const { client, i18n } = this;
    if (!client || !i18n) return "";
    try {
      await client.command("chat.accept", { chat: chat.id });
    } catch (error) {
      const code = codeOf(error);
      if (code === "chat.taken") return i18n.t("taken", { name: String(/** @type {ProtocolError} */ (error).data.by ?? "") });
      return code === "chat.closed" || code === "chat.not_found" ? i18n.t("taken_nobody") : i18n.error(error);
    }
    this.#hide();
    this.dock?.open(chat.id);
    return "";
  }

  /** @param {Chat} chat */
  #preview(chat) {
    if (!this.client || !this.i18n || !this.area) return;
    showPreview(this.client, this.i18n, chat, this.area, (wanted) => this.#accept(wanted));
  }

  #update() {
    const { client, layout, dock, list } = this;
    if (!client || !layout || !dock || !list) return;
    if (client.ready) {
      for (const id of client.missing) if (layout.places.some((place) => place.id === id)) layout.remove(id);
      this.#tidy(client, layout);
      layout.include(client.own.filter((chat) => chat.state !== "closed").map((chat) => chat.id));
      for (const { id } of layout.places) client.follow(id);
    }
    if (!document.hidden) for (const id of dock.looking) client.markSeen(id);
    dock.update(this.#line());
    list.update();
    this.#showIcon();
    if (client.ready) this.#ring(client);
  }

  /** @param {DeskClient} client */
  #ring(client) {
    const { t } = /** @type {I18n} */ (this.i18n);
    /** @type {import("./bell.js").Event[]} */
    const events = client.requests.map(({ id, requester, first_message }) => ({
      name: `request:${id}`, title: t("notify_request", { name: requester.name }), body: first_message,
      open: () => this.#show({ pinned: true, focus: true }),
    }));
    for (const { id, you, requester } of client.own) {
      if (!client.unread(id)) continue;
      const last = client.log(id).entries.findLast(({ kind, author }) => kind === "message" && author?.no !== you);
      if (last) events.push({ name: `message:${id}:${last.seq}`, title: t("notify_message", { name: last.author?.name ?? requester.name }), body: last.text, open: () => this.dock?.open(id) });
    }
    const fresh = events.filter(({ name }) => !this.#told.has(name));
    for (const { name } of fresh) this.#told.add(name);
    void this.bell?.ring(fresh);
  }

  /**
   * Chats that ended and were never opened in this tab need no farewell in it.
   * @param {DeskClient} client
   * @param {Layout} layout
   */
  #tidy(client, layout) {
    for (const { id, used } of [...layout.places]) {
      if (used || client.chat(id)?.state !== "closed") continue;
      layout.remove(id);
      client.dismiss(id);
    }
  }

  /** What to say about the connection, once it has been gone for a while. */
  #line() {
    const { client, i18n } = this;
    if (!client || !i18n) return "";
    const { state } = client.connection.status;
    if (state === "online" || state === "stopped") {
      clearTimeout(this.#late);
      this.#late = undefined;
      this.#lateEnough = false;
    } else {
      this.#late ??= setTimeout(() => {
        this.#lateEnough = true;
        this.#update();
      }, PATIENCE_MS);
    }
    return state === "stopped" || this.#lateEnough ? lineOf(client, i18n) : "";
  }

  #showIcon() {
    const { client, i18n, icon } = this;
    if (!client || !i18n || !icon) return;
    const { t } = i18n;
    const { state, reason } = client.connection.status;
    const waiting = client.requests.length;
    const unread = client.own.reduce((sum, chat) => sum + client.unread(chat.id), 0);
    const off = state === "stopped" || (this.#lateEnough && state !== "online");
    let label = waiting ? t("desk_waiting", { n: waiting }) : t("desk_none");
    if (unread) label += `, ${t("new_messages", { n: unread })}`;
    if (state === "stopped") label = t(reason === "logged_out" ? "desk_logged_out" : "desk_stopped");
    else if (off) label = t("desk_offline");
    icon.show({ label, waiting, unread, off });
    this.#title.set(off ? 0 : waiting + unread);
  }
}

/**
 * @param {Config} config
 * @returns {Promise<ChatBridgeDesk>}
 */
export async function mount(config) {
  addIcons(DESK_ICONS);
  const i18n = await loadLanguage(config.lang, { desk: true });
  if (!customElements.get("chatbridge-desk")) customElements.define("chatbridge-desk", ChatBridgeDesk);
  const element = /** @type {ChatBridgeDesk} */ (document.createElement("chatbridge-desk"));
  element.start(config, i18n);
  return element;
}
