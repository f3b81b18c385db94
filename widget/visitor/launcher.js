/**
 * The bubble in the lower right corner. It stores nothing and connects to nothing before somebody clicks it; only a chat
 * that is known to be open is taken up again at once.
 * @module
 */
import { Store } from "../core/storage.js";
import { loadLanguage } from "../i18n.js";
import { PANEL, preload } from "../modules.js";
import { attribute, h, keepKeys, sheet, stayOn } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
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
  position: fixed; inset-block-end: max(20px, env(safe-area-inset-bottom)); inset-inline-end: max(20px, env(safe-area-inset-right));
  display: grid; place-items: center; width: 58px; height: 58px; padding: 0; border: 0; cursor: pointer;
  border-radius: 22px 22px 7px 22px; background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow-2);
  transition: transform var(--mid) var(--ease), background-color var(--fast), border-radius var(--mid) var(--ease);
}
.bubble:dir(rtl) { border-radius: 22px 22px 22px 7px; }
.bubble:hover { background: var(--accent-deep); transform: translateY(-2px); }
.bubble:active { transform: translateY(0) scale(.97); }
.bubble[aria-expanded="true"] { border-radius: 22px; }
.bubble:focus { outline: none; }
.bubble:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; box-shadow: 0 0 0 3px var(--paper), var(--shadow-2); }
.bubble svg { grid-area: 1 / 1; transition: opacity var(--fast), transform var(--mid) var(--ease); }
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
  #bubble = h("button", { class: "bubble", part: "bubble", type: "button", "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => void this.toggle() }, classed(icon("chat", 27), "open"), classed(icon("down", 27), "x"), this.#badge);
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
    this.showUnread(0);
    attribute(this, "data-theme", config.theme || null);
    attribute(this, "data-ready", true);
    stayOn(this, this.#gone.signal);
    if (this.local.get("chat")) void this.#load(Boolean(this.session.get("open")));
    this.local.watch("chat", (chat) => chat && void this.#load(false), this.#gone.signal);
  }

  /** Opens or closes the chat. */
  async toggle() {
    const panel = await this.#load(false);
    panel?.toggle();
  }

  /** Opens the chat. */
  async open() {
    const panel = await this.#load(false);
    panel?.show();
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
  }

  focusBubble() {
    this.#bubble.focus();
  }

  /** @param {number} n */
  showUnread(n) {
    const { t } = /** @type {I18n} */ (this.i18n);
    const label = n ? t("open_chat_unread", { n }) : t("open_chat");
    attribute(this.#bubble, "aria-label", label);
    attribute(this.#bubble, "title", label);
    this.#badge.textContent = n > 99 ? "99+" : String(n);
    attribute(this.#badge, "hidden", !n);
  }

  /** @param {boolean} show */
  #load(show) {
    if (!this.#panel) preload(PANEL);
    this.#panel ??= import("./panel.js").then(({ Panel }) => new Panel(this)).catch((error) => {
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
  const i18n = await loadLanguage(config.lang);
  if (!customElements.get("chatbridge-widget")) customElements.define("chatbridge-widget", ChatBridgeWidget);
  const element = /** @type {ChatBridgeWidget} */ (document.createElement("chatbridge-widget"));
  element.start(config, i18n);
  return element;
}

/** @typedef {ChatBridgeWidget} Launcher */
