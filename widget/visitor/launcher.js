/**
 * The bubble in the lower corner. For visitors it stores nothing and connects to nothing before somebody clicks it: it
 * asks once, with a request that caches answer, whether somebody is there. A chat that is known to be open is taken up
 * again at once; customers, who are logged in anyway, can be asked for a chat as soon as the page has loaded.
 * @module
 */
import { Store } from "../core/storage.js";
import { loadLanguage } from "../i18n.js";
import { PANEL, preload } from "../modules.js";
import { attribute, h, icon, keepKeys, sheet, stayOn } from "../ui/dom.js";
import { tokens } from "../ui/tokens.js";

/**
 * @typedef {import("../config.js").Config} Config
 * @typedef {import("../i18n.js").I18n} I18n
 */

const style = sheet(`
:host { position: fixed !important; inset: auto !important; z-index: 2147483000 !important; display: block !important; }
:host(:not([data-ready])) { visibility: hidden !important; }
.root { font: 400 14px/1.45 var(--font); color: var(--ink); }
*, *::before, *::after { box-sizing: border-box; }
.bubble {
  position: fixed; bottom: calc(var(--below) + env(safe-area-inset-bottom)); right: calc(var(--aside) + env(safe-area-inset-right));
  display: flex; align-items: center; justify-content: center; gap: 10px; min-width: 58px; height: 58px; padding: 0; border: 1px solid transparent; cursor: pointer;
  border-radius: 22px 22px 7px 22px; background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow-2);
  transition: transform var(--mid) var(--ease), background-color var(--fast), border-radius var(--mid) var(--ease);
}
:host([data-side="left"]) .bubble { right: auto; left: calc(var(--aside) + env(safe-area-inset-left)); border-radius: 22px 22px 22px 7px; }
.bubble:hover { background: var(--accent-deep); transform: translateY(-2px); }
.bubble:active { transform: translateY(0) scale(.97); }
:host .bubble[aria-expanded="true"] { border-radius: 22px; }
.bubble.wide { padding-inline: 16px 18px; max-width: calc(100vw - 40px); font: 600 15px/1.2 var(--font); text-align: start; }
.bubble.wide[aria-expanded="true"] { padding: 0; }
.bubble[aria-expanded="true"] .words, .bubble .words:empty { display: none; }
.signs { display: grid; flex: none; }
:host([data-available="no"]) .bubble { background: var(--paper); color: var(--accent-text); border-color: var(--line-strong); }
:host([data-available="no"]) .bubble:hover { background: var(--paper-2); }
.bubble:focus { outline: none; }
.bubble:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; box-shadow: 0 0 0 3px var(--paper), var(--shadow-2); }
.bubble svg { display: block; grid-area: 1 / 1; transition: opacity var(--fast), transform var(--mid) var(--ease); }
.bubble .x { opacity: 0; transform: rotate(-45deg) scale(.6); }
.bubble[aria-expanded="true"] .x { opacity: 1; transform: none; }
.bubble[aria-expanded="true"] .open { opacity: 0; transform: scale(.6); }
.bubble .badge {
  position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-width: 22px; height: 22px; padding: 0 6px; display: grid; place-items: center;
  border-radius: 99px; background: var(--badge); color: var(--on-badge); font: 700 12px/1 var(--font); box-shadow: 0 0 0 2px var(--paper);
}
.badge[hidden] { display: none; }
@media print { :host { display: none !important; } }
@media (forced-colors: active) { .bubble { border: 2px solid ButtonText; } }
`);

class ChatBridgeWidget extends HTMLElement {
  /** @type {Config | null} */
  config = null;
  /** @type {I18n | null} */
  i18n = null;
  #root = this.attachShadow({ mode: "open" });
  #badge = h("span", { class: "badge", part: "badge", hidden: true });
  #words = h("span", { class: "words" });
  #bubble = h("button", { class: "bubble", part: "bubble", type: "button", "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => void this.toggle() }, h("span", { class: "signs" }, classed(icon("chat", 27), "open"), classed(icon("down", 27), "x")), this.#words, this.#badge);
  #unread = 0;
  #ticket = false;
  /** Who could be asked before there was a connection. @type {readonly import("../core/protocol.js").Channel[]} */
  channels = [];
  /** Somebody is there; null: not known. @type {boolean | null} */
  available = null;
  /** @type {Promise<import("./panel.js").Panel> | null} */
  #panel = null;
  #gone = new AbortController();

  /**
   * @param {Config} config
   * @param {I18n} i18n
   */
  start(config, i18n) {
    this.config = config;
    this.i18n = i18n;
    this.local = new Store("localStorage", config.storage);
    this.session = new Store("sessionStorage", config.storage);
    this.#root.adoptedStyleSheets = [tokens, style];
    this.area = h("div", { class: "root", lang: i18n.tag, dir: i18n.dir }, this.#bubble);
    this.#root.append(this.area);
    keepKeys(this);
    this.#stand(config, i18n);
    this.showUnread(0);
    attribute(this, "data-theme", config.theme || null);
    attribute(this, "data-ready", true);
    stayOn(this, this.#gone.signal);
    if (this.local.get("chat")) void this.#load(Boolean(this.session.get("open")));
    else if (config.role === "visitor") void this.ask();
    else if (config.reachable) this.#later(() => void this.#load(false));
    this.local.watch("chat", (chat) => chat && void this.#load(false), this.#gone.signal);
  }

  /** Opens or closes the chat. */
  async toggle() {
    const panel = await this.#load(false);
    if (!this.#gone.signal.aborted) panel?.toggle();
  }

  /**
   * Opens the chat.
   * @param {{ticket?: string}} [options] number of a customer's ticket that a new chat is to be about
   */
  async open({ ticket = "" } = {}) {
    const panel = await this.#load(false);
    if (!this.#gone.signal.aborted) panel?.show({ ticket });
  }

  /** Closes the chat's panel; an open chat goes on. */
  async close() {
    (await this.#panel)?.hide();
  }

  /** Takes the chat off the page. */
  async destroy() {
    this.#gone.abort();
    (await this.#panel)?.destroy();
  }

  /** @param {boolean} open */
  setExpanded(open) {
    attribute(this.#bubble, "aria-expanded", String(open));
    this.tell(open ? "open" : "close");
  }

  /**
   * Tells the page.
   * @param {string} what `chatbridge:` stands before it
   * @param {Record<string, unknown>} [detail]
   */
  tell(what, detail = {}) {
    this.dispatchEvent(new CustomEvent(`chatbridge:${what}`, { bubbles: true, composed: true, detail }));
  }

  /** @param {boolean | null} available somebody is there; null: not known */
  setAvailable(available) {
    if (this.available === available) return;
    this.available = available;
    attribute(this, "data-available", available === null ? null : available ? "yes" : "no");
    this.showUnread(this.#unread);
    if (available !== null) this.tell("available", { available });
  }

  focusBubble() {
    this.#bubble.focus();
  }

  /** @param {number} n */
  showUnread(n) {
    const { t } = /** @type {I18n} */ (this.i18n);
    const words = this.#ticket && !n ? t("ticket_chat") : "";
    this.#words.textContent = words;
    this.#bubble.classList.toggle("wide", Boolean(words));
    const label = n ? t("open_chat_unread", { n }) : words || t(this.available === false ? "open_chat_away" : "open_chat");
    attribute(this.#bubble, "aria-label", label);
    attribute(this.#bubble, "title", label);
    this.#badge.textContent = n > 99 ? "99+" : String(n);
    attribute(this.#badge, "hidden", !n);
    if (n !== this.#unread) this.tell("unread", { n });
    this.#unread = n;
  }

  /** @param {boolean} offered the page's ticket is what a new chat would be about */
  offerTicket(offered) {
    this.#ticket = offered;
    this.showUnread(this.#unread);
  }

  /**
   * @param {Config} config
   * @param {I18n} i18n
   */
  #stand({ side, offset, role, ticket }, { dir }) {
    const [aside, below] = offset;
    attribute(this, "data-side", side || (dir === "rtl" ? "left" : "right"));
    this.area?.style.setProperty("--aside", `${aside}px`);
    this.area?.style.setProperty("--below", `${below}px`);
    this.offerTicket(role === "customer" && Boolean(ticket?.number));
  }

  /** Asks whether somebody is there: one request, which the browser's and the bridge's caches answer. */
  async ask() {
    try {
      const reply = await fetch(/** @type {Config} */ (this.config).availability, { credentials: "omit", signal: AbortSignal.timeout(8000) });
      if (!reply.ok) return;
      const { available, channels } = await reply.json();
      if (Array.isArray(channels)) this.channels = channels;
      if (typeof available === "boolean") this.setAvailable(available);
    } catch {
      // Then the chat looks as if somebody were there, and says more once it is open.
    }
  }

  /** @param {() => void} what to do when the page has settled */
  #later(what) {
    const { signal } = this.#gone;
    const settled = () => {
      setTimeout(() => signal.aborted || what(), 200);
    };
    if (document.readyState === "complete") settled();
    else addEventListener("load", settled, { once: true, signal });
  }

  async #makePanel() {
    const customer = this.config?.role === "customer";
    const [{ Panel }, more] = await Promise.all([import("./panel.js"), customer ? import("./customer.js") : null]);
    return new Panel(this, more);
  }

  /** @param {boolean} show */
  #load(show) {
    if (!this.#panel) preload(PANEL);
    this.#panel ??= this.#makePanel().catch((error) => {
      this.#panel = null;
      throw error;
    });
    return this.#panel.then((panel) => {
      if (show) panel.show({ focus: false });
      return panel;
    }, (error) => console.warn("ChatBridge: the chat is not available.", error));
  }
}

/**
 * @param {Element} element
 * @param {string} name
 */
function classed(element, name) {
  element.classList.add(name);
  return element;
}

/**
 * @param {Config} config
 * @returns {Promise<ChatBridgeWidget>}
 */
export async function mount(config) {
  const { accent, lang, role } = config;
  const [i18n, skin, colour] = await Promise.all([loadLanguage(lang), role === "customer" && import("../ui/skin.js"), accent && import("../core/colour.js")]);
  if (!customElements.get("chatbridge-widget")) customElements.define("chatbridge-widget", ChatBridgeWidget);
  const element = /** @type {ChatBridgeWidget} */ (document.createElement("chatbridge-widget"));
  if (colour && !skin) {
    element.style.setProperty("--chatbridge-accent", accent);
    element.style.setProperty("--chatbridge-on-accent", colour.readableOn(accent));
  }
  element.start(skin ? skin.wearSkin(config) : config, i18n);
  return element;
}

/** @typedef {ChatBridgeWidget} Launcher */
