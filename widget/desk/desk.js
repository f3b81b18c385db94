/**
 * The agent's desk in OTRS pages: icon, list and panels, windows, dialogs, icons beside people.
 * @module
 */
import { DeskClient } from "../core/deskclient.js";
import { hasLeft } from "../core/deskstate.js";
import { otrsIdentity } from "../core/identity.js";
import { Store } from "../core/storage.js";
import { loadLanguage, statusText } from "../i18n.js";
import { Bell } from "../ui/bell.js";
import { addIcons, attribute, fill, h, keepKeys, stayOn, TitleCount } from "../ui/dom.js";
import { wearSkin } from "../ui/skin.js";
import { style } from "../ui/style.js";
import { tokens } from "../ui/tokens.js";
import { act } from "./act.js";
import { accept, decline } from "./answer.js";
import { eventsOf } from "./attention.js";
import { Dock } from "./dock.js";
import { keepFocus } from "./focus.js";
import { Hover } from "./hover.js";
import { placeIcon } from "./icon.js";
import { DESK_ICONS } from "./icons.js";
import { listen } from "./keys.js";
import { Layout } from "./layout.js";
import { List } from "./list.js";
import { canPopOut, popOut } from "./popout.js";
import { Popover } from "./popover.js";
import { deskStyle } from "./style.js";
import { windowStyle } from "./windowstyle.js";

/**
 * @typedef {import("../config.js").Config} Config
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../i18n.js").I18n} I18n
 * @typedef {import("./context.js").Context} Context
 */

/**
 * The customer has ended it, and it is on no ticket yet: an agent must say what becomes of it.
 * @param {Chat} chat
 */
const isLeftOver = ({ may }) => may.includes("dismiss");

/** The element that the add-on writes into OTRS's administration. */
const ADMIN_PLACE = "ChatBridgeAdmin";
/** A break shorter than this is not worth a word. */
const PATIENCE_MS = 2500;

/** Everything of one desk, made at once. @typedef {ReturnType<ChatBridgeDesk["make"]>} Parts */

class ChatBridgeDesk extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #gone = new AbortController();
  #title = new TitleCount();
  /** What was told, or left to another tab. @type {Set<string>} */
  #told = new Set();
  /** @type {Parts | null} */
  #parts = null;
  #lateEnough = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  #beside = false;
  /** Says to a screen reader what the bell tells. */
  #voice = h("p", { class: "sr", role: "status" });

  /**
   * @param {Config} config
   * @param {I18n} i18n
   */
  start(config, i18n) {
    const parts = this.make(config, i18n);
    this.#parts = parts;
    const { client, layout, icon, area, popover, dock } = parts;
    for (const element of [this, icon]) attribute(element, "data-theme", config.theme || null);
    area.append(popover.element, dock.element, this.#voice);
    this.#root.adoptedStyleSheets = [tokens, style, deskStyle, windowStyle];
    this.#root.append(area);
    keepKeys(this);
    this.#listen(parts);
    for (const { id } of layout.places) client.follow(id);
    client.subscribe(() => this.#update());
    client.connection.start();
    this.#update();
    stayOn(this, this.#gone.signal);
  }

  /**
   * @param {Config} config
   * @param {I18n} i18n
   */
  make(config, i18n) {
    const session = new Store("sessionStorage", config.storage);
    const local = new Store("localStorage", config.storage);
    const client = new DeskClient(config.socket, otrsIdentity(config.tokenUrl), { session, seen: local });
    const layout = new Layout(session);
    const bell = new Bell(local, (muted) => client.prefer({ sound: !muted }));
    const area = h("div", { class: "root", lang: i18n.tag, dir: i18n.dir });
    const icon = placeIcon(document);
    const context = /** @type {Context} */ ({
      client, i18n, config, local, session, bell, parent: area,
      open: (id) => {
        hover.hide();
        dock.open(id);
      },
    });
    const list = new List(context, {
      accept: async (chat) => {
        const why = await accept(context, chat);
        if (why) popover.say(why);
      },
      decline: async (chat) => {
        const why = await decline(context, chat);
        if (why) popover.say(why);
      },
      preview: async (chat) => {
        try {
          (await import("./preview.js")).showPreview(context, chat, { accept: (wanted) => accept(context, wanted), decline: (wanted) => decline(context, wanted) });
        } catch (error) {
          popover.say(i18n.error(error));
        }
      },
      open: context.open,
      settings: () => void popover.turn("settings", { focus: true }),
    });
    const popover = new Popover(context, list, {
      closed: () => {
        hover.hide();
        icon.button.focus();
      },
    });
    const hover = new Hover(icon, popover, () => this.#root.activeElement);
    const popout = canPopOut(config);
    const dock = new Dock(context, layout, {
      act: (key, chat) => void act(context, key, chat, {
        back: () => dock.open(chat.id),
        say: (text) => {
          hover.show({ pinned: true, focus: false });
          popover.say(text);
        },
        popOut: () => {
          dock.flush();
          if (popOut(config, chat.id, session)) dock.shut(chat.id);
        },
      }),
      seen: () => this.#update(),
      list: () => hover.show({ pinned: true, focus: true }),
      left: () => icon.button.focus(),
    }, { popout });
    return { config, i18n, session, local, client, layout, bell, area, icon, context, list, popover, hover, dock };
  }

  /** Takes the chat off the page. */
  destroy() {
    this.#gone.abort();
    this.#parts?.hover.hide();
    this.#parts?.client.destroy();
    this.#title.set(0);
    clearTimeout(this.#late);
    this.#parts?.hover.destroy();
    const icon = this.#parts?.icon;
    (icon?.closest("li.ChatBridge") ?? icon)?.remove();
  }

  /** @param {Parts} parts */
  #listen({ client, context, local, popover, hover, dock, list, icon, bell }) {
    const { signal } = this.#gone;
    addEventListener("pointerdown", (event) => {
      const path = event.composedPath();
      if (popover.shown && !path.includes(this) && !path.includes(icon.button)) hover.hide();
    }, { signal, capture: true });
    keepFocus(this.#root, () => (popover.shown ? popover : icon.button), signal);
    addEventListener("resize", () => {
      hover.place();
      this.#update();
    }, { signal });
    addEventListener("scroll", () => hover.place(), { signal, passive: true });
    addEventListener("pagehide", () => dock.flush(), { signal });
    for (const type of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(type, () => client.active(), { signal, capture: true, passive: true });
    document.addEventListener("visibilitychange", () => this.#update(), { signal });
    for (const name of ["seen", "filter", "muted"]) local.watch(name, () => this.#update(), signal);
    listen({
      accept: () => {
        const [first] = list.requests;
        if (first) void accept(context, first).then((why) => {
          if (!why) return;
          hover.show({ pinned: true, focus: true });
          popover.say(why);
        });
        return Boolean(first);
      },
      next: () => dock.turn(1),
      previous: () => dock.turn(-1),
      shut: () => {
        const id = dock.focused;
        const chat = id && client.chat(id);
        if (!chat) return false;
        if (chat.may.includes("close")) this.#act("close", chat);
        else dock.shut(chat.id);
        return true;
      },
    }, signal);
    let me = client.me;
    client.subscribe(() => {
      if (client.me === me) return;
      me = client.me;
      if (me) bell.adopt(me.preferences ?? {});
    });
  }

  /** @param {string} key @param {Chat} chat */
  #act(key, chat) {
    const { context, dock, popover } = /** @type {Parts} */ (this.#parts);
    void act(context, key, chat, { back: () => dock.open(chat.id), say: (text) => popover.say(text) });
  }

  #update() {
    const parts = this.#parts;
    if (!parts || this.#gone.signal.aborted) return;
    const { client, layout, dock, popover, context } = parts;
    if (client.ready) {
      this.#drop(client, layout);
      this.#tidy(client, layout);
      layout.include(client.own.filter((chat) => chat.state !== "closed" || isLeftOver(chat)).map((chat) => chat.id));
      for (const { id } of layout.places) client.follow(id);
      if (!this.#beside) {
        this.#beside = true;
        void import("./beside.js").then(({ besidePeople }) => besidePeople(context, this.#gone.signal)).catch(() => {});
        const place = document.getElementById(ADMIN_PLACE);
        if (place) void import("./adminpage.js").then(({ fillAdminPage }) => fillAdminPage(context, place)).catch(() => {});
      }
    }
    if (!document.hidden) for (const id of dock.looking) client.markSeen(id);
    dock.update(this.#line(parts));
    popover.update();
    this.#showIcon(parts);
    if (client.ready) this.#ring(parts);
  }

  /** @param {Parts} parts */
  #ring({ client, list, i18n, bell, hover, dock }) {
    const open = { list: () => hover.show({ pinned: true, focus: true }), chat: (/** @type {string} */ id) => dock.open(id) };
    const fresh = eventsOf(client, list.requests, i18n, open).filter(({ name }) => !this.#told.has(name));
    for (const { name } of fresh) this.#told.add(name);
    void bell.ring(fresh).then((told) => {
      const last = told.at(-1);
      if (last) fill(this.#voice, last.title);
    });
  }

  /**
   * What is not there any more, or no longer one's own; an invitation may bring it back.
   * @param {DeskClient} client
   * @param {Layout} layout
   */
  #drop(client, layout) {
    for (const id of client.missing) {
      client.missing.delete(id);
      // Whoever only looks at it goes on looking, and is told who has it now.
      if (!layout.places.some((place) => place.id === id)) continue;
      client.unfollow(id);
      layout.remove(id);
    }
  }

  /**
   * Chats that ended and were never opened in this tab need no farewell in it, nor do those that one has left.
   * @param {DeskClient} client
   * @param {Layout} layout
   */
  #tidy(client, layout) {
    for (const { id, used } of [...layout.places]) {
      const chat = client.chat(id);
      if (!chat || !(hasLeft(chat) || (!used && chat.state === "closed" && !isLeftOver(chat)))) continue;
      layout.remove(id);
      client.dismiss(id);
    }
  }

  /**
   * What to say about the connection, once it has been gone for a while.
   * @param {Parts} parts
   */
  #line({ client, i18n }) {
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
    return state === "stopped" || this.#lateEnough ? statusText(client.connection.status, i18n) : "";
  }

  /** @param {Parts} parts */
  #showIcon({ client, i18n, icon, list }) {
    const { t } = i18n;
    const { state, reason } = client.connection.status;
    const waiting = list.requests.length;
    const unread = client.own.reduce((sum, chat) => sum + client.unread(chat.id), 0);
    const off = state === "stopped" || (this.#lateEnough && state !== "online");
    let label = waiting ? t("desk_waiting", { n: waiting }) : t("desk_none");
    if (unread) label += `, ${t("new_messages", { n: unread })}`;
    if (state === "stopped") label = t(reason === "logged_out" ? "desk_logged_out" : "desk_stopped");
    else if (off) label = t("desk_offline");
    icon.show({ label, waiting, unread, off, circle: client.me?.circle ?? "" });
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
  element.start(wearSkin(config), i18n);
  return element;
}
