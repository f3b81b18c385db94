/**
 * The page of a single chat: what desk/popout.js opens.
 * @module
 */
import { DeskClient } from "../core/deskclient.js";
import { otrsIdentity } from "../core/identity.js";
import { Store } from "../core/storage.js";
import { loadLanguage, statusText } from "../i18n.js";
import { Bell } from "../ui/bell.js";
import { addIcons, attribute, fill, h, icon, TitleCount } from "../ui/dom.js";
import { wear } from "../ui/skin.js";
import { style } from "../ui/style.js";
import { tokens } from "../ui/tokens.js";
import { act } from "./act.js";
import { DESK_ICONS } from "./icons.js";
import { keepFocus } from "./focus.js";
import { otherSide } from "./kinds.js";
import { deskStyle } from "./style.js";
import { ChatWindow } from "./window.js";
import { windowStyle } from "./windowstyle.js";

/** @typedef {{config: import("../config.js").Config, chat: string}} Handed */

/** The window's name is the chat's, the storage may hold another one's. */
const PREFIX = /^chatbridge-/;

/** @returns {Handed | null} what the opener left, in this window's copy of its storage */
function handed() {
  for (const key of Object.keys(sessionStorage)) {
    if (!key.endsWith(":agent:window")) continue;
    try {
      const value = JSON.parse(sessionStorage.getItem(key) ?? "");
      if (new URL(value.config.tokenUrl).origin === location.origin && value.chat === window.name.replace(PREFIX, "")) return value;
    } catch {
      // Not what was meant.
    }
  }
  return null;
}

/** @param {Handed} given */
async function show({ config, chat: id }) {
  addIcons(DESK_ICONS);
  const i18n = await loadLanguage(config.lang, { desk: true });
  document.documentElement.lang = i18n.tag;
  document.documentElement.dir = i18n.dir;
  const session = new Store("sessionStorage", config.storage);
  const local = new Store("localStorage", config.storage);
  const client = new DeskClient(config.socket, otrsIdentity(config.tokenUrl), { session, seen: local });
  if (config.skin) wear(config.skin);
  const host = h("div", { class: "chatbridge", "data-theme": config.theme || null });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [tokens, style, deskStyle, windowStyle];
  const notices = h("div", { class: "notices", role: "status" });
  const area = h("main", { class: "root alone", lang: i18n.tag, dir: i18n.dir }, notices);
  root.append(area);
  document.body.append(host);
  const context = { client, i18n, config, local, session, bell: new Bell(local), parent: area, open: () => {} };
  const say = (/** @type {string} */ text) => {
    const notice = h("div", { class: "notice warn", part: "notice" }, icon("alert", 18), h("div", {}, text));
    notices.append(notice);
    setTimeout(() => notice.remove(), 9000);
  };
  const view = new ChatWindow(context, id, {
    toggle: () => {}, touch: () => {}, leave: () => {}, dismiss: () => window.close(), seen: () => update(),
    act: (key, chat) => void act(context, key, chat, { back: () => view.focus(), say }),
  });
  attribute(view.element, "data-alone", "");
  area.append(view.element);
  keepFocus(root, () => view, new AbortController().signal);
  const title = new TitleCount();
  const update = () => {
    const chat = client.chat(id);
    if (!document.hidden && document.hasFocus() && view.log.atEnd) client.markSeen(id);
    if (client.missing.has(id)) fill(area, h("p", { class: "none" }, i18n.t("error_chat.not_found")));
    view.update({ open: true, line: statusText(client.connection.status, i18n) });
    view.setUnread(client.unread(id));
    if (chat) document.title = i18n.t("chat_with", { name: otherSide(chat).name });
    title.set(client.unread(id));
  };
  client.follow(id);
  client.subscribe(update);
  local.watch("seen", update, new AbortController().signal);
  addEventListener("focus", update);
  addEventListener("pagehide", () => view.flush());
  document.addEventListener("visibilitychange", update);
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => client.active(), { passive: true, capture: true });
  client.connection.start();
  update();
  view.focus();
}

const given = handed();
if (given) void show(given);
