/**
 * The row of chat windows at the bottom of the page: as many open ones as fit, the others minimized, and what does not
 * fit even so in the list.
 * @module
 */
import { arrange, attribute, h } from "../ui/dom.js";
import { statusText } from "../ui/status.js";
import { ChatWindow } from "./window.js";

/**
 * @typedef {import("../core/deskclient.js").DeskClient} Client
 * @typedef {import("./layout.js").Layout} Layout
 * @typedef {Pick<import("./window.js").On, "phoneTicket" | "attach" | "close"> & {seen: () => void, list: () => void}} On
 */

const OPEN_WIDTH = 352;
const SHUT_WIDTH = 204;

export class Dock {
  #client;
  #i18n;
  #config;
  #session;
  #layout;
  #on;
  /** @type {Map<string, ChatWindow>} */
  #windows = new Map();
  #more = h("button", { class: "more", part: "more", type: "button", hidden: true, onclick: () => this.#on.list() });

  /**
   * @param {Client} client
   * @param {import("../i18n.js").I18n} i18n
   * @param {import("../config.js").Config} config
   * @param {import("../core/storage.js").Store} session
   * @param {Layout} layout
   * @param {On} on
   */
  constructor(client, i18n, config, session, layout, on) {
    this.#client = client;
    this.#i18n = i18n;
    this.#config = config;
    this.#session = session;
    this.#layout = layout;
    this.#on = on;
    this.element = h("div", { class: "dock", part: "dock" });
  }

  /**
   * @param {string} id
   * @param {{focus?: boolean}} [options]
   */
  open(id, { focus = true } = {}) {
    this.#layout.set(id, true);
    this.#client.follow(id);
    this.update();
    this.#on.seen();
    if (focus) this.#windows.get(id)?.focus();
  }

  /** The drafts, now: the page is being left. */
  flush() {
    for (const window of this.#windows.values()) window.composer.flush();
  }

  /** What the person has on the screen. */
  get looking() {
    return [...this.#windows].filter(([, window]) => window.open && window.log.atEnd).map(([id]) => id);
  }

  /** @param {string} [line] about the connection */
  update(line = "") {
    const phone = innerWidth <= 480;
    const width = innerWidth - 32;
    const wanted = this.#layout.open(phone ? 1 : Math.max(1, Math.floor(width / OPEN_WIDTH)));
    const shown = this.#fitting(wanted, width, phone);
    for (const { id } of shown) if (!this.#windows.has(id)) this.#windows.set(id, this.#make(id));
    for (const id of this.#windows.keys()) if (!shown.some((place) => place.id === id)) this.#windows.delete(id);
    const hidden = this.#layout.places.length - shown.length;
    const label = this.#i18n.t("more_windows", { n: hidden });
    this.#more.textContent = `+${hidden}`;
    attribute(this.#more, "aria-label", label);
    attribute(this.#more, "title", label);
    attribute(this.#more, "hidden", hidden === 0 || phone);
    arrange(this.element, [...shown.map(({ id }) => /** @type {ChatWindow} */ (this.#windows.get(id)).element), this.#more]);
    for (const [id, window] of this.#windows) {
      window.update({ open: wanted.has(id), line });
      window.setUnread(this.#client.unread(id));
    }
  }

  /**
   * @param {Set<string>} open
   * @param {number} width
   * @param {boolean} phone
   */
  #fitting(open, width, phone) {
    // A phone shows the one chat that is open; the others are in the list.
    if (phone) return this.#layout.places.filter(({ id }) => open.has(id));
    let room = width - open.size * OPEN_WIDTH;
    return this.#layout.places.filter(({ id }) => {
      if (open.has(id)) return true;
      room -= SHUT_WIDTH;
      return room >= 0;
    });
  }

  /** @param {string} id */
  #make(id) {
    return new ChatWindow(this.#client, id, this.#i18n, this.#config, this.#session, {
      ...this.#on,
      toggle: (chat, open) => {
        if (open) {
          this.open(chat);
          return;
        }
        this.#layout.set(chat, false);
        this.update();
      },
      leave: (chat) => this.#layout.remove(chat),
      touch: (chat) => this.#layout.touch(chat),
      dismiss: (chat) => {
        this.#layout.remove(chat);
        this.#session.set(`draft:${chat}`, null);
        this.#client.dismiss(chat);
        this.update();
      },
    });
  }
}

/**
 * @param {Client} client
 * @param {import("../i18n.js").I18n} i18n
 */
export function lineOf(client, i18n) {
  return statusText(client.connection.status, i18n);
}
