/**
 * The row of chat windows at the bottom of the page: as many open ones as fit, the others minimized, and what does not
 * fit even so in the list.
 * @module
 */
import { arrange, attribute, h } from "../ui/dom.js";
import { ChatWindow } from "./window.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("./layout.js").Layout} Layout
 * @typedef {Pick<import("./window.js").On, "act" | "seen"> & {list: () => void, left: () => void}} On left: the window that had the focus is gone
 */

const OPEN_WIDTH = 352;
const SHUT_WIDTH = 204;

export class Dock {
  #context;
  #page;
  #layout;
  #on;
  /** @type {Map<string, ChatWindow>} */
  #windows = new Map();
  #more = h("button", { class: "more", part: "more", type: "button", hidden: true, onclick: () => this.#on.list() });

  /**
   * @param {Context} context
   * @param {Layout} layout
   * @param {On} on
   * @param {{popout: boolean}} page
   */
  constructor(context, layout, on, page) {
    this.#context = context;
    this.#page = page;
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
    this.#context.client.follow(id);
    this.update();
    this.#on.seen();
    if (focus) this.#windows.get(id)?.focus();
  }

  /** The drafts, now: the page is being left. */
  flush() {
    for (const window of this.#windows.values()) window.flush();
  }

  /** Makes a window small. @param {string} id */
  shut(id) {
    this.#layout.set(id, false);
    this.update();
  }

  /**
   * The next window, or the one before; the one that has the focus is where it begins.
   * @param {number} step
   * @returns {boolean} whether there is one
   */
  turn(step) {
    const ids = this.#layout.places.map(({ id }) => id);
    if (!ids.length) return false;
    const at = this.focused ? ids.indexOf(this.focused) : -1;
    this.open(ids[at < 0 ? (step > 0 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length]);
    return true;
  }

  /** The chat whose window has the focus. */
  get focused() {
    const active = /** @type {ShadowRoot} */ (this.element.getRootNode()).activeElement;
    return [...this.#windows].find(([, window]) => window.element.contains(active))?.[0] ?? null;
  }

  /** What the person has on the screen. */
  get looking() {
    return [...this.#windows].filter(([, window]) => window.open && window.log.atEnd).map(([id]) => id);
  }

  /** @param {string} [line] about the connection */
  update(line = "") {
    const { client, i18n } = this.#context;
    const { focused } = this;
    const phone = innerWidth <= 480;
    const width = innerWidth - 32;
    const most = client.me?.policy?.most_windows || Infinity;
    const wanted = this.#layout.open(phone ? 1 : Math.max(1, Math.min(most, Math.floor(width / OPEN_WIDTH))));
    const shown = this.#fitting(wanted, width, phone);
    for (const { id } of shown) if (!this.#windows.has(id)) this.#windows.set(id, this.#make(id));
    for (const id of this.#windows.keys()) if (!shown.some((place) => place.id === id)) this.#windows.delete(id);
    const hidden = this.#layout.places.length - shown.length;
    const label = i18n.t("more_windows", { n: hidden });
    this.#more.textContent = `+${hidden}`;
    attribute(this.#more, "aria-label", label);
    attribute(this.#more, "title", label);
    attribute(this.#more, "hidden", hidden === 0 || phone);
    arrange(this.element, [...shown.map(({ id }) => /** @type {ChatWindow} */ (this.#windows.get(id)).element), this.#more]);
    for (const [id, window] of this.#windows) {
      window.update({ open: wanted.has(id), line });
      window.setUnread(client.unread(id));
    }
    if (focused && !this.#windows.has(focused)) this.#on.left();
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
    const { client, session } = this.#context;
    return new ChatWindow(this.#context, id, {
      ...this.#on,
      toggle: (chat, open) => (open ? this.open(chat) : this.shut(chat)),
      leave: (chat) => this.#layout.remove(chat),
      touch: (chat) => this.#layout.touch(chat),
      dismiss: (chat) => {
        this.#layout.remove(chat);
        session.set(`draft:${chat}`, null);
        if (client.chat(chat)?.may.includes("dismiss")) client.command("chat.dismiss", { chat }).catch(() => {});
        client.dismiss(chat);
        this.update();
      },
    }, this.#page);
  }
}
