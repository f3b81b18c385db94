/**
 * The chat of visitors and customers: start form, waiting, conversation, end.
 * @module
 */
import { Client } from "../core/client.js";
import { otrsIdentity, visitorIdentity } from "../core/identity.js";
import { initials } from "../core/text.js";
import { attribute, fill, h, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { statusText, TitleCount } from "../ui/status.js";
import { style } from "../ui/style.js";
import { Conversation } from "./conversation.js";
import { StartForm } from "./start.js";
import { panelStyle } from "./style.js";

/** @typedef {import("./launcher.js").Launcher} Launcher */

export class Panel {
  #host;
  #i18n;
  #config;
  #client;
  #title = h("h2", { id: "title" });
  #subtitle = h("p", { part: "status" });
  #avatar = h("div", { class: "avatar" });
  #line = h("div", { class: "line", role: "status", part: "connection" });
  #end = h("button", { class: "tool", type: "button", part: "end", onclick: () => this.#conversation?.askToEnd() }, icon("leave"));
  #body = h("div", { class: "body" });
  #panel;
  #count = new TitleCount();
  /** @type {Conversation | null} */
  #conversation = null;
  /** @type {StartForm | null} */
  #form = null;
  #open = false;
  /** @type {string | null} */
  #chat;
  #unsubscribe;
  #gone = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  #lateEnough = false;

  /** @param {Launcher} host */
  constructor(host) {
    this.#host = host;
    this.#i18n = /** @type {import("../i18n.js").I18n} */ (host.i18n);
    this.#config = /** @type {import("../config.js").Config} */ (host.config);
    const local = /** @type {import("../core/storage.js").Store} */ (host.local);
    const session = /** @type {import("../core/storage.js").Store} */ (host.session);
    const { t } = this.#i18n;
    const visitor = this.#config.role === "visitor";
    this.#client = new Client(this.#config.socket, visitor ? visitorIdentity(local) : otrsIdentity(this.#config.tokenUrl), { session, seen: local });
    this.#chat = local.get("chat");
    attribute(this.#end, "aria-label", t("end_chat"));
    attribute(this.#end, "title", t("end_chat"));
    const shut = h("button", { class: "tool", type: "button", "aria-label": t("close_chat_panel"), title: t("close_chat_panel"), onclick: () => this.hide() }, icon("minimize"));
    this.#panel = h(
      "section",
      { class: "panel shut", part: "panel", role: "dialog", "aria-labelledby": "title", tabindex: "-1", onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.hide() },
      h("header", { class: "top", role: "presentation" }, this.#avatar, h("div", { class: "who" }, this.#title, this.#subtitle), this.#end, shut),
      this.#line,
      this.#body,
    );
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, style, panelStyle];
    host.area?.append(this.#panel);
    this.#unsubscribe = this.#client.subscribe(() => this.#update());
    this.#followKeyboard();
    document.addEventListener("visibilitychange", () => this.#update(), { signal: this.#gone.signal });
    addEventListener("pagehide", () => this.#conversation?.flush(), { signal: this.#gone.signal });
    local.watch("seen", () => this.#update(), this.#gone.signal);
    if (this.#chat) this.#client.follow(this.#chat);
    if (this.#chat || !visitor) this.#client.connection.start();
    this.#update();
  }

  toggle() {
    if (this.#open) this.hide();
    else this.show();
  }

  /** @param {{focus?: boolean}} [options] */
  show({ focus = true } = {}) {
    this.#open = true;
    // A panel that was open on the page before stands there at once.
    this.#panel.classList.toggle("instant", !focus);
    this.#panel.classList.remove("shut");
    this.#host.setExpanded(true);
    this.#host.session?.set("open", true);
    if (this.#chat || this.#config.role === "customer" || this.#known) this.#client.connection.start();
    this.#update();
    this.#conversation?.log.toEnd(false);
    if (focus) (this.#form ?? this.#conversation ?? this.#panel).focus();
  }

  hide() {
    if (!this.#open) return;
    this.#open = false;
    this.#panel.classList.remove("instant");
    this.#panel.classList.add("shut");
    this.#host.setExpanded(false);
    this.#host.session?.set("open", null);
    this.#host.focusBubble();
    if (this.#chat && this.#client.chat(this.#chat)?.state === "closed") this.#forget();
    this.#update();
  }

  destroy() {
    this.#gone.abort();
    this.#unsubscribe();
    this.#client.destroy();
    this.#count.set(0);
  }

  /** The visitor has a token from an earlier chat. */
  get #known() {
    return Boolean(this.#host.local?.get("visitor")?.token);
  }

  /**
   * @param {{name: string, text: string, channel: number | null}} wish
   * @returns {Promise<void>}
   */
  async #start({ name, text, channel }) {
    const { local } = this.#host;
    if (this.#config.role === "visitor" && local?.get("visitor")?.name !== name) {
      // Another name is another person.
      local?.set("visitor", { name });
      this.#client.connection.stop();
    }
    this.#client.connection.start();
    const { channels } = await this.#welcome();
    if (channel === null && channels.length > 1) {
      this.#form?.askChannel(channels);
      return;
    }
    this.#chat = await this.#client.ask(text, channel);
    local?.set("chat", this.#chat);
    this.#form = null;
    this.#update();
    this.#conversation?.focus();
  }

  /** @returns {Promise<Client>} once the bridge has said welcome */
  #welcome() {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { state } = this.#client.connection.status;
        if (state === "online") resolve(this.#client);
        else if (state === "stopped" || state === "idle") reject(new Error(statusText(this.#client.connection.status, this.#i18n)));
        else return;
        stop();
      };
      const stop = this.#client.subscribe(look);
      look();
    });
  }

  /** The ended chat leaves the screen; the next one may begin. */
  #forget() {
    if (this.#chat) this.#client.dismiss(this.#chat);
    this.#chat = null;
    this.#host.local?.set("chat", null);
    this.#conversation = null;
    this.#update();
  }

  #update() {
    const open = this.#client.open;
    if (open && !this.#chat) {
      // Asked for on another device or in another tab.
      this.#chat = open.id;
      this.#host.local?.set("chat", open.id);
      this.#client.follow(open.id);
    }
    if (this.#chat && this.#client.missing.has(this.#chat)) this.#forget();
    if (this.#chat) this.#showConversation(this.#chat);
    else this.#showForm();
    this.#showHead();
    this.#showLine();
    this.#showCounts();
  }

  /** @param {string} id */
  #showConversation(id) {
    if (!this.#conversation) {
      this.#form = null;
      this.#conversation = new Conversation(this.#client, id, this.#i18n, /** @type {any} */ (this.#host.session), {
        renew: () => {
          this.#forget();
          this.#form?.focus();
        },
        seen: () => this.#showCounts(),
      });
      fill(this.#body, this.#conversation.element);
    }
    this.#conversation.update(this.#open);
  }

  #showForm() {
    if (!this.#form) {
      this.#conversation = null;
      this.#form = new StartForm(this.#i18n, {
        name: this.#config.role === "visitor" ? this.#host.local?.get("visitor")?.name ?? "" : null,
        limits: () => this.#client.limits,
        start: (wish) => this.#start(wish),
        draft: /** @type {any} */ (this.#host.session),
      });
      fill(this.#body, this.#form.element);
    }
    this.#form.setChannels(this.#client.channels);
  }

  #showHead() {
    const { t } = this.#i18n;
    const chat = this.#chat ? this.#client.chat(this.#chat) : null;
    const agent = chat?.participants.findLast((person) => person.kind === "agent" && (person.present || chat.state === "closed"));
    const name = agent?.name ?? t("chat");
    setText(this.#title, name);
    fill(this.#avatar, agent ? initials(agent.name) : icon("chat", 19));
    let subtitle = "";
    if (chat?.state === "requested") subtitle = t("status_waiting");
    else if (chat?.state === "closed") subtitle = t("status_ended");
    else if (chat) subtitle = chat.channel.name;
    setText(this.#subtitle, subtitle);
    attribute(this.#subtitle, "hidden", !subtitle);
    attribute(this.#end, "hidden", !chat || chat.state === "requested" || !chat.may.includes("close"));
  }

  #showLine() {
    const { status } = this.#client.connection;
    const busy = status.state === "waiting" || status.state === "connecting";
    if (!busy) {
      clearTimeout(this.#late);
      this.#late = undefined;
      this.#lateEnough = false;
    } else {
      // A short break is nobody's concern.
      this.#late ??= setTimeout(() => {
        this.#lateEnough = true;
        this.#update();
      }, 2500);
    }
    const text = status.state === "stopped" || this.#lateEnough ? statusText(status, this.#i18n) : "";
    setText(this.#line, text);
    attribute(this.#line, "hidden", !text);
  }

  #showCounts() {
    const looking = this.#open && !document.hidden && this.#conversation?.log.atEnd;
    if (this.#chat && looking) this.#client.markSeen(this.#chat);
    const unread = this.#chat ? this.#client.unread(this.#chat) : 0;
    this.#host.showUnread(this.#open ? 0 : unread);
    this.#count.set(document.hidden ? unread : 0);
  }

  /** On a phone the panel ends where the keyboard begins. */
  #followKeyboard() {
    const view = window.visualViewport;
    const fit = () => {
      if (view && view.scale === 1) this.#panel.style.setProperty("--height", `${view.height}px`);
    };
    view?.addEventListener("resize", fit, { signal: this.#gone.signal });
    fit();
  }
}
