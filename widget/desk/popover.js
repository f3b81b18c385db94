/**
 * What opens under the icon: the list, and the panels that are loaded when somebody wants them.
 * @module
 */
import { statusText } from "../i18n.js";
import { attribute, fill, h, icon, setText, wear } from "../ui/dom.js";
import { dot, reasonText } from "./context.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {{element: HTMLElement, update: () => void, shown?: () => void, hidden?: () => void}} View
 * @typedef {"requests" | "people" | "archive" | "settings" | "help"} Name
 */

/** Width in px; the ones with columns are wider. @type {Record<Name, number>} */
const WIDTHS = { requests: 760, people: 400, archive: 640, settings: 400, help: 400 };
/** @type {Record<Name, string>} */
const SIGNS = { requests: "inbox", people: "people", archive: "archive", settings: "gear", help: "help" };

export class Popover {
  shown = false;
  #context;
  #on;
  /** @type {Name} */
  #name = "requests";
  /** @type {Map<Name, View>} */
  #views = new Map();
  /** @type {Map<Name, HTMLButtonElement>} */
  #tabs = new Map();
  #state = h("button", { class: "mystate", part: "availability", type: "button", onclick: () => void this.turn("settings", { focus: true }) });
  #line = h("div", { class: "line", role: "status" });
  #notices = h("div", { class: "notices", role: "status" });
  #place = h("div", { class: "place" });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;

  /**
   * @param {Context} context
   * @param {View} list
   * @param {{closed: () => void}} on
   */
  constructor(context, list, on) {
    this.#context = context;
    this.#on = on;
    this.#views.set("requests", list);
    const { t } = context.i18n;
    const names = /** @type {Name[]} */ (Object.keys(SIGNS));
    for (const name of names) {
      const tab = h("button", { class: "tool", part: `view-${name}`, type: "button", "aria-label": t(`view_${name}`), title: t(`view_${name}`), onclick: () => void this.turn(name, { focus: false }) }, icon(SIGNS[name], 18));
      this.#tabs.set(name, tab);
    }
    const x = h("button", { class: "tool", type: "button", "aria-label": t("close"), title: t("close"), onclick: () => on.closed() }, icon("close", 17));
    this.element = h(
      "section",
      { class: "list", part: "list", role: "dialog", "aria-label": t("desk"), tabindex: "-1", hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      h("header", { role: "presentation" }, this.#state, h("span", { class: "gap" }), ...this.#tabs.values(), x),
      this.#line,
      this.#notices,
      this.#place,
    );
  }

  /** @param {{focus: boolean, view?: Name}} options */
  async show({ focus, view = "requests" }) {
    this.shown = true;
    attribute(this.element, "hidden", false);
    clearInterval(this.#clock);
    this.#clock = setInterval(() => this.update(), 15000);
    await this.turn(view, { focus });
  }

  hide() {
    if (this.shown) this.#views.get(this.#name)?.hidden?.();
    this.shown = false;
    clearInterval(this.#clock);
    attribute(this.element, "hidden", true);
  }

  /**
   * Shows another panel.
   * @param {Name} name
   * @param {{focus: boolean}} options
   */
  async turn(name, { focus }) {
    if (name !== this.#name) this.#views.get(this.#name)?.hidden?.();
    this.#name = name;
    for (const [other, tab] of this.#tabs) attribute(tab, "aria-pressed", String(other === name));
    this.element.style.setProperty("--width", `${WIDTHS[name]}px`);
    if (!this.#views.has(name)) {
      fill(this.#place, h("div", { class: "loading" }, h("span", { class: "spinner" })));
      try {
        this.#views.set(name, await this.#load(name));
      } catch {
        this.say(this.#context.i18n.t("panel_failed"));
      }
    }
    const view = this.#views.get(name);
    if (this.#name !== name || !view || !this.shown) return;
    if (view.element.parentNode !== this.#place) fill(this.#place, view.element);
    view.shown?.();
    this.update();
    if (focus) this.focus();
    else if (this.#focused() && !this.#focused()?.isConnected) this.element.focus();
  }

  focus() {
    (this.#stops()[0] ?? this.element).focus();
  }

  /** Under the icon, inside the window. @param {DOMRect} box the icon's */
  place(box) {
    if (!this.shown) return;
    const width = Math.min(WIDTHS[this.#name], innerWidth - 16);
    const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
    this.element.style.left = `${left}px`;
    this.element.style.top = `${Math.max(8, box.bottom + 8)}px`;
  }

  /**
   * Says something at the top for a while.
   * @param {string} text
   */
  say(text) {
    const notice = h("div", { class: "notice warn", part: "notice" }, icon("alert", 18), h("div", {}, text));
    this.#notices.append(notice);
    setTimeout(() => notice.remove(), 9000);
  }

  update() {
    if (!this.shown) return;
    const { client, i18n } = this.#context;
    const { state } = client.connection.status;
    setText(this.#line, client.ready && state === "connecting" ? "" : statusText(client.connection.status, i18n));
    attribute(this.#line, "hidden", !this.#line.textContent);
    const { me } = client;
    attribute(this.#state, "hidden", !me);
    if (me) {
      const word = i18n.t(`short_${me.availability}`);
      const reason = me.circle === "yellow" ? ` (${reasonText(i18n, "idle")})` : "";
      fill(this.#state, dot(me.circle), h("span", {}, word + reason), icon("down", 14));
      attribute(this.#state, "title", i18n.t("availability_change"));
    }
    const held = this.#focused();
    this.#views.get(this.#name)?.update();
    // The row that had the focus is gone: the list keeps it.
    if (held && !held.isConnected) this.focus();
  }

  /**
   * @param {Name} name
   * @returns {Promise<View>}
   */
  async #load(name) {
    wear(this.element, (await import("./panelstyle.js")).panelStyle);
    if (name === "people") return (await import("./people.js")).peopleView(this.#context);
    if (name === "archive") return (await import("./archive.js")).archiveView(this.#context);
    if (name === "help") return (await import("./help.js")).helpView(this.#context);
    return (await import("./settings.js")).settingsView(this.#context, { say: (text) => this.say(text), admin: () => void this.#admin() });
  }

  async #admin() {
    this.#on.closed();
    const { client, i18n, config, parent } = this.#context;
    await (await import("../admin/admin.js")).openAdmin({ client, i18n, config }, parent, () => this.#on.closed());
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
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      const stops = this.#stops();
      if (!stops.length) return;
      event.preventDefault();
      const row = this.#focused()?.closest("li");
      const at = stops.findIndex((stop) => row?.contains(stop));
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(at + step + stops.length) % stops.length]?.focus();
    }
  }
}
