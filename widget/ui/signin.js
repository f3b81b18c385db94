/**
 * Signing in with OTRS's login, where OTRS has no add-on: a small card in the corner. Agents find it under a button,
 * customers when they open the chat.
 * @module
 */
import { fetchToken } from "../core/identity.js";
import { loadLanguage } from "../i18n.js";
import { attribute, fill, h, keepKeys, setText, sheet, stayOn } from "./dom.js";
import { style } from "./style.js";
import { tokens } from "./tokens.js";

/**
 * @typedef {import("../config.js").Config} Config
 * @typedef {import("../i18n.js").I18n} I18n
 */

const own = sheet(`
:host { position: fixed !important; inset-block-end: 20px !important; inset-inline-end: 20px !important; z-index: 2147483001 !important; display: block !important; }
:host([data-role="customer"]) { inset-block-end: 92px !important; }
.root { display: grid; gap: 10px; justify-items: end; font: 400 14px/1.45 var(--font); color: var(--ink); }
.card { display: grid; gap: 12px; width: min(320px, calc(100vw - 40px)); padding: 18px; border-radius: 14px; background: var(--paper); box-shadow: var(--shadow-3); }
.card[hidden] { display: none; }
.card h2 { margin: 0; font-size: 16px; }
.card p { margin: 0; color: var(--ink-2); }
.card .error { color: var(--danger); }
.card .error:empty { display: none; }
@media print { :host { display: none !important; } }
`);

class ChatBridgeSignIn extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #gone = new AbortController();
  #login = h("input", { class: "input", id: "login", part: "login", name: "username", autocomplete: "username", autocapitalize: "off", spellcheck: "false", maxlength: 200, required: true });
  #password = h("input", { class: "input", id: "password", part: "password", type: "password", name: "password", autocomplete: "current-password", maxlength: 1000, required: true });
  #error = h("p", { class: "error", role: "alert" });
  #send = h("button", { class: "button primary wide", part: "sign-in", type: "submit" });
  #busy = false;

  /**
   * @param {Config} config
   * @param {I18n} i18n
   * @param {string} address
   * @param {(token: string) => void} done
   */
  start(config, i18n, address, done) {
    const { t } = i18n;
    const agent = config.role === "agent";
    this.i18n = i18n;
    this.role_ = config.role;
    this.address = address;
    this.done = done;
    fill(this.#send, t("sign_in"));
    this.card = h(
      "form",
      { class: "card", part: "card", id: "card", hidden: true, "aria-labelledby": "title", novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event), onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.show(false) },
      h("h2", { id: "title" }, t("sign_in_title")),
      h("p", {}, t(agent ? "sign_in_agent" : "sign_in_customer")),
      h("div", { class: "field" }, h("label", { for: "login" }, t("sign_in_login")), this.#login),
      h("div", { class: "field" }, h("label", { for: "password" }, t("sign_in_password")), this.#password),
      this.#error,
      this.#send,
    );
    this.button = agent ? h("button", { class: "button primary", part: "open", type: "button", "aria-controls": "card", "aria-expanded": "false", onclick: () => this.show(Boolean(this.card?.hidden)) }, t("sign_in_title")) : null;
    this.#root.adoptedStyleSheets = [tokens, style, own];
    this.#root.append(h("div", { class: "root", lang: i18n.tag, dir: i18n.dir }, this.card, this.button));
    attribute(this, "data-role", config.role);
    attribute(this, "data-theme", config.theme || null);
    keepKeys(this);
    const { signal } = this.#gone;
    // Who opens the chat wants it; who signs in elsewhere has done so for this page, too.
    const chat = agent ? null : document.querySelector("chatbridge-widget");
    chat?.addEventListener("click", () => this.show(true), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#look(), { signal });
    stayOn(this, signal);
    if (chat?.shadowRoot?.querySelector('[aria-expanded="true"]')) this.show(true);
  }

  /** @param {boolean} open */
  show(open) {
    if (!this.card) return;
    attribute(this.card, "hidden", !open);
    if (this.button) attribute(this.button, "aria-expanded", String(open));
    if (open) (this.#login.value ? this.#password : this.#login).focus();
    else this.button?.focus();
  }

  #look() {
    fetchToken(/** @type {string} */ (this.address)).then((token) => this.#finish(token), () => {});
  }

  /** @param {string} token */
  #finish(token) {
    this.#gone.abort();
    this.done?.(token);
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const { t } = /** @type {I18n} */ (this.i18n);
    const login = this.#login.value.trim();
    const password = this.#password.value;
    if (this.#busy) return;
    if (!login || !password) {
      setText(this.#error, t("sign_in_missing"));
      (login ? this.#password : this.#login).focus();
      return;
    }
    this.#setBusy(true);
    try {
      const reply = await fetch(new URL("sign_in", /** @type {string} */ (this.address)), {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ kind: this.role_, login, password }),
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(60000),
      });
      const answer = await reply.json();
      if (reply.ok) {
        this.#finish(answer.Token);
        return;
      }
      const known = answer.code === "identity.refused" || answer.code === "rate.limited";
      setText(this.#error, known ? t(`error_${answer.code}`) : t("sign_in_later"));
    } catch {
      setText(this.#error, t("sign_in_later"));
    } finally {
      this.#setBusy(false);
    }
    this.#password.value = "";
    this.#password.focus();
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    this.#send.disabled = busy;
    if (busy) setText(this.#error, "");
  }
}

/** @param {Config} config */
async function words({ lang }) {
  const i18n = await loadLanguage(lang);
  await i18n.more("signin");
  return i18n;
}

/** Somebody is being asked already. @type {Promise<string> | null} */
let asking = null;

/**
 * @param {Config} config
 * @param {string} address of the sign-in
 * @returns {Promise<string>} a token, once the person has signed in
 */
export function askToSignIn(config, address) {
  asking ??= words(config).then((i18n) => new Promise((resolve) => {
    if (!customElements.get("chatbridge-sign-in")) customElements.define("chatbridge-sign-in", ChatBridgeSignIn);
    const element = /** @type {ChatBridgeSignIn} */ (document.createElement("chatbridge-sign-in"));
    element.start(config, i18n, address, (token) => {
      asking = null;
      resolve(token);
    });
  }));
  return asking;
}
