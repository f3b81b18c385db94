/**
 * The chat of visitors and customers: the list of conversations, the form for a new one, the conversation.
 * @module
 */
import { VisitorClient, visitorIdentity } from "../core/visitorclient.js";
import { statusText } from "../i18n.js";
import { attribute, fill, h, setText, TitleCount } from "../ui/dom.js";
import { style } from "../ui/style.js";
import { Conversation, Head } from "./conversation.js";
import { StartForm } from "./start.js";
import { panelStyle } from "./style.js";

/**
 * @typedef {import("./launcher.js").Launcher} Launcher
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("./home.js").Home} Home
 * @typedef {{element: HTMLElement, focus: () => void}} Screen
 */

/** A break shorter than this is nobody's concern. */
const PATIENCE_MS = 2500;
/** As long as browsers keep the answer, and a little. */
const LOOK_AROUND_MS = 16000;

export class Panel {
  #host;
  #customer;
  #i18n;
  #config;
  #local;
  #session;
  #client;
  #head;
  #line = h("div", { class: "line", role: "status", part: "connection", hidden: true });
  #body = h("div", { class: "body" });
  #panel;
  #count = new TitleCount();
  /** @type {import("./attention.js").Attention | null} */
  #attention = null;
  /** What is on the screen. @type {Screen | null} */
  #screen = null;
  /** The list of conversations, once it was wanted. @type {import("./home.js").Home | null} */
  #home = null;
  /** While that is being loaded. */
  #loading = h("div", { class: "body" });
  /** Where the person wants to be; null: where it makes sense. @type {"home" | "new" | null} */
  #wish = null;
  /** The conversation on the screen. @type {string | null} */
  #chat;
  /** Chats that were brought on the screen by themselves, each once. @type {Set<string>} */
  #brought = new Set();
  /** @type {import("./toast.js").Toast | null} */
  #toast = null;
  #ticket = "";
  /** The bridge was asked for the ended conversations. */
  #asked = false;
  #open = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #unsubscribe;
  #gone = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  #lateEnough = false;

  /**
   * @param {Launcher} host
   * @param {typeof import("./customer.js") | null} customer what customers have; null: a visitor
   */
  constructor(host, customer) {
    this.#customer = customer;
    this.#host = host;
    this.#i18n = /** @type {import("../i18n.js").I18n} */ (host.i18n);
    this.#config = /** @type {import("../config.js").Config} */ (host.config);
    this.#local = /** @type {import("../core/storage.js").Store} */ (host.local);
    this.#session = /** @type {import("../core/storage.js").Store} */ (host.session);
    this.#client = new VisitorClient(this.#config.socket, customer ? customer.otrsIdentity(this.#config.tokenUrl) : visitorIdentity(this.#local), { session: this.#session, seen: this.#local });
    this.#chat = this.#local.get("chat");
    if (!this.#visitor) this.#ticket = this.#config.ticket?.number ?? "";
    this.#head = new Head(this.#i18n, { back: () => this.#go("home"), end: () => void this.#talk?.askToEnd(), hide: () => this.hide() });
    this.#panel = h(
      "section",
      { class: "panel shut", part: "panel", role: "dialog", "aria-labelledby": "title", tabindex: "-1", onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.hide() },
      this.#head.element, this.#line, this.#body,
    );
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, style, panelStyle, ...(customer ? [customer.aboutStyle] : [])];
    host.area?.append(this.#panel);
    this.#unsubscribe = this.#client.subscribe(() => this.#update());
    import("./keyboard.js").then(({ stayAbove }) => stayAbove(this.#panel, this.#gone.signal), () => {});
    document.addEventListener("visibilitychange", () => this.#update(), { signal: this.#gone.signal });
    addEventListener("pagehide", () => this.#talk?.flush(), { signal: this.#gone.signal });
    this.#local.watch("seen", () => this.#update(), this.#gone.signal);
    if (this.#chat) this.#client.follow(this.#chat);
    if (this.#chat || !this.#visitor) this.#client.connection.start();
    this.#update();
    // What is needed when something goes wrong, before it does.
    (window.requestIdleCallback ?? setTimeout)(() => Promise.all([this.#i18n.more("later"), import("./later.js"), import("../core/uploads.js")]).then(() => this.#update(), () => {}));
  }

  get #talk() {
    return this.#screen instanceof Conversation ? this.#screen : null;
  }

  get #visitor() {
    return this.#config.role === "visitor";
  }

  toggle() {
    if (this.#open) this.hide();
    else this.show();
  }

  /** @param {{focus?: boolean, ticket?: string}} [options] ticket: number of the one that a new chat is to be about */
  show({ focus = true, ticket = "" } = {}) {
    this.#open = true;
    if (ticket && !this.#visitor) {
      this.#ticket = ticket;
      if (this.#client.mayAsk) this.#go("new");
    }
    // A panel that was open on the page before stands there at once.
    this.#panel.classList.toggle("instant", !focus);
    this.#panel.classList.remove("shut");
    this.#host.setExpanded(true);
    this.#session.set("open", true);
    // A visitor who chatted before has a token.
    if (this.#chat || !this.#visitor || this.#local.get("visitor")?.token) this.#client.connection.start();
    this.#update();
    void this.#lookAround();
    this.#talk?.log.toEnd(false);
    if (focus) (this.#screen ?? this.#panel).focus();
  }

  hide() {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#again);
    this.#panel.classList.remove("instant");
    this.#panel.classList.add("shut");
    this.#host.setExpanded(false);
    this.#session.set("open", null);
    this.#host.focusBubble();
    if (this.#chat && this.#client.chat(this.#chat)?.state === "closed") this.#leave();
    this.#wish = null;
    this.#update();
  }

  destroy() {
    this.#gone.abort();
    clearTimeout(this.#again);
    clearTimeout(this.#late);
    this.#unsubscribe();
    this.#client.destroy();
    this.#count.set(0);
  }

  /** A visitor without a line to the bridge asks now and then whether somebody is there, while the form is open. */
  async #lookAround() {
    clearTimeout(this.#again);
    if (!this.#visitor || this.#client.connection.status.state !== "idle") return;
    if (!document.hidden) await this.#host.ask();
    if (!this.#open || this.#gone.signal.aborted) return;
    this.#update();
    this.#again = setTimeout(() => void this.#lookAround(), LOOK_AROUND_MS);
  }

  /**
   * @param {import("./start.js").Wish} wish
   * @returns {Promise<boolean>} false: the topic must be asked for first
   */
  async #start({ name, text, channel, ticket }) {
    const form = this.#screen;
    if (this.#visitor && this.#local.get("visitor")?.name !== name) {
      // Another name is another person.
      this.#local.set("visitor", { name });
      this.#client.connection.stop();
    }
    this.#client.connection.start();
    const channels = this.#offered((await this.#welcome()).channels);
    if (channel === null && channels.length > 1) {
      if (form instanceof StartForm) await form.askChannel(channels);
      return false;
    }
    const away = form instanceof StartForm && form.away;
    const id = await this.#client.ask(text, channel ?? channels[0]?.id ?? null, ticket ? { about: ticket } : {});
    this.#enter(id);
    if (away) this.#talk?.wantTicket();
    this.#screen?.focus();
    return true;
  }

  /** @returns {Promise<VisitorClient>} once the bridge has said welcome */
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

  /** @param {string} id of the conversation to bring on the screen */
  #enter(id) {
    this.#chat = id;
    this.#wish = null;
    this.#brought.add(id);
    if (this.#client.chat(id)?.state !== "closed") this.#local.set("chat", id);
    this.#local.set("had", true);
    this.#client.follow(id);
    this.#update();
  }

  /** The conversation leaves the screen; what has ended is not followed any more. */
  #leave() {
    const id = this.#chat;
    this.#chat = null;
    if (id && this.#client.current?.id !== id) {
      this.#client.unfollow(id);
      this.#local.set("chat", null);
    }
  }

  /** @param {"home" | "new"} where */
  #go(where) {
    this.#leave();
    this.#wish = where;
    this.#update();
    this.#screen?.focus();
  }

  /**
   * The channels to ask in: all, or the one that the page names.
   * @param {readonly import("../core/protocol.js").Channel[]} channels
   */
  #offered(channels) {
    const named = channels.filter(({ id }) => id === this.#config.channel);
    return named.length ? named : channels;
  }

  #update() {
    if (this.#gone.signal.aborted) return;
    const client = this.#client;
    const { current } = client;
    // Asked for on another device or in another tab, or accepted here.
    if (current && current.id !== this.#chat && !this.#brought.has(current.id)) {
      this.#enter(current.id);
      return;
    }
    if (this.#chat && client.missing.has(this.#chat)) this.#leave();
    if (client.ready) this.#host.setAvailable(client.channels.some(({ open, available }) => open !== false && available !== false));
    if (this.#open || this.#screen) this.#show();
    this.#showLine();
    this.#showCounts(current);
    this.#showInvitation();
    if (this.#config.ticket && !this.#visitor) this.#host.offerTicket(client.mayAsk && this.#host.available !== false);
  }

  #show() {
    const screen = this.#choose();
    if (screen !== this.#screen) {
      this.#screen = screen;
      fill(this.#body, screen.element);
    }
    const chat = this.#chat ? this.#client.chat(this.#chat) : null;
    const home = !(screen instanceof Conversation || screen instanceof StartForm);
    if (screen instanceof Conversation) screen.update(this.#open);
    else if (screen instanceof StartForm) screen.setChannels(this.#offered(this.#client.ready ? this.#client.channels : this.#host.channels), this.#host.available);
    else this.#home?.update(this.#open);
    if (this.#open && !home && this.#client.ready && !this.#asked) {
      this.#asked = true;
      if (!this.#client.listed) void this.#client.list().catch(() => {});
    }
    this.#head.update({ chat, title: home ? this.#i18n.t("conversations") : this.#config.title || this.#i18n.t("chat"), back: !home && this.#hasHad });
  }

  /** There is a list worth going to. */
  get #hasHad() {
    return Boolean(this.#client.conversations.length || this.#local.get("had"));
  }

  /** @returns {Screen} the one that is there, where it is the right one */
  #choose() {
    const now = this.#screen;
    if (this.#chat) return now instanceof Conversation && now.id === this.#chat ? now : this.#conversation(this.#chat);
    const empty = this.#client.listed && !this.#client.conversations.length;
    if (empty && this.#local.get("had")) this.#local.set("had", null);
    const home = this.#wish !== "new" && this.#hasHad && !(now instanceof StartForm && this.#wish === null);
    if (home) return this.#home ?? this.#makeHome();
    return now instanceof StartForm ? now : new StartForm(this.#i18n, {
      name: this.#visitor ? this.#local.get("visitor")?.name ?? "" : null,
      limits: () => this.#client.limits,
      start: (wish) => this.#start(wish),
      draft: this.#session,
      ticket: this.#ticket,
      about: this.#customer && this.#ticket ? this.#customer.aboutTicket.bind(null, this.#i18n, this.#ticket) : null,
    });
  }

  /** @returns {Screen} what stands there until the list does */
  #makeHome() {
    const load = async () => {
      const [{ prepare }, { Home }] = await Promise.all([import("./later.js"), import("./home.js")]);
      await prepare(this.#i18n, /** @type {ShadowRoot} */ (this.#host.shadowRoot));
      this.#home ??= new Home(this.#client, this.#i18n, { open: (id) => this.#read(id), start: () => this.#go("new") });
      const waited = this.#screen?.element === this.#loading;
      this.#update();
      if (waited && this.#open) this.#screen?.focus();
    };
    // Without the list there is still the form.
    load().catch(() => this.#go("new"));
    return { element: this.#loading, focus: () => this.#panel.focus() };
  }

  /** @param {string} id */
  #conversation(id) {
    return new Conversation(this.#client, id, this.#i18n, this.#session, {
      renew: () => this.#go("new"),
      seen: () => this.#showCounts(this.#client.current),
      answered: () => {
        if (this.#client.current) this.#enter(this.#client.current.id);
        else this.#go("home");
      },
      sound: this.#config.sound,
      visitor: this.#visitor,
    });
  }

  /** @param {string} id of a conversation in the list */
  #read(id) {
    this.#enter(id);
    this.#screen?.focus();
  }

  #showLine() {
    const { status } = this.#client.connection;
    const busy = status.state === "waiting" || status.state === "connecting";
    if (!busy) {
      clearTimeout(this.#late);
      this.#late = undefined;
      this.#lateEnough = false;
    } else {
      this.#late ??= setTimeout(() => {
        this.#lateEnough = true;
        this.#update();
      }, PATIENCE_MS);
    }
    const text = status.state === "stopped" || this.#lateEnough ? statusText(status, this.#i18n) : "";
    setText(this.#line, text);
    attribute(this.#line, "hidden", !text);
  }

  /** @param {Chat | null} current */
  #showCounts(current) {
    const looking = this.#open && !document.hidden && this.#talk?.log.atEnd;
    if (this.#chat && looking) this.#client.markSeen(this.#chat);
    if (current && !this.#client.follows(current.id)) this.#client.follow(current.id);
    const unread = current ? this.#client.unread(current.id) : 0;
    this.#host.showUnread(this.#open ? 0 : unread + this.#client.invitations.length);
    this.#count.set(document.hidden ? unread : 0);
    const last = current && unread ? this.#client.log(current.id).entries.findLast(({ author, text }) => author?.no !== current.you && text) : null;
    if (current && last) this.#tell([{ name: `message:${current.id}:${last.seq}`, title: last.author?.name ?? "", body: last.text, open: () => this.show() }]);
  }

  /** @param {readonly import("./attention.js").Event[]} events what the person is told of, where that is wanted */
  #tell(events) {
    if (!events.length || !this.#config.sound) return;
    import("./attention.js").then(({ Attention }) => {
      this.#attention ??= new Attention(this.#local);
      this.#attention.tell(events);
    }).catch(() => {});
  }

  /** An agent asks for a chat; visitors are never asked. */
  #showInvitation() {
    const [first] = this.#client.invitations;
    if (first && !this.#toast) void this.#makeToast();
    this.#toast?.update(this.#open, this.#open && (this.#chat === first?.id || this.#screen === this.#home));
  }

  async #makeToast() {
    const { Toast } = await import("./toast.js");
    await this.#i18n.more("later");
    this.#toast ??= new Toast(this.#host, { panel: this.#panel, body: this.#body }, this.#client, (events) => this.#tell(events), (id) => this.#invited(id));
    this.#showInvitation();
  }

  /** @param {string} id of an agent's request that is wanted on the screen */
  #invited(id) {
    this.#enter(id);
    this.show();
  }
}
