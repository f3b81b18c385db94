/**
 * A visitor's or customer's chat from the first message to the end: the log, what stands at its foot, the composer; and
 * the panel's head, which says who one chats with.
 * @module
 */
import { initials } from "../core/text.js";
import { Composer, TypingLine, TypingTeller } from "../ui/composer.js";
import { addIcons, attribute, fill, h, icon, setText, tool } from "../ui/dom.js";
import { LogView } from "../ui/log.js";

addIcons({ back: ["M12.2 4.4 6.6 10l5.6 5.6"] });

/**
 * @typedef {import("../core/visitorclient.js").VisitorClient} Client
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../core/protocol.js").Waiting} Waiting
 * @typedef {import("../core/storage.js").Store} Store
 * @typedef {object} On
 * @property {() => void} renew a new chat is wanted
 * @property {() => void} seen the newest is on the screen
 * @property {() => void} answered the agent's request was answered
 * @property {boolean} sound sound and notifications are wanted
 * @property {boolean} visitor nobody whom OTRS knows
 */

export class Conversation {
  #client;
  #i18n;
  #composer;
  #typing;
  #teller;
  #foot;
  /** The question whether to end the chat, once it was asked. @type {HTMLElement | null} */
  #ask = null;

  /**
   * @param {Client} client
   * @param {string} id
   * @param {import("../i18n.js").I18n} i18n
   * @param {Store} store
   * @param {On} on
   */
  constructor(client, id, i18n, store, on) {
    this.#client = client;
    this.id = id;
    this.#i18n = i18n;
    const { t } = i18n;
    this.log = new LogView(i18n, {
      retry: (letter) => client.retry(letter),
      discard: (letter) => client.discard(letter),
      link: (file) => client.fileLink(id, file),
      seen: on.seen,
    });
    this.#typing = new TypingLine(i18n);
    this.#teller = new TypingTeller((writing) => client.tellTyping(id, writing));
    this.#composer = new Composer(i18n, {
      send: (text) => client.send(id, text),
      typed: (text) => this.#teller.typed(text),
      files: (files) => void client.attach(id, files),
      draft: (text) => store.set("draft", text ? { chat: id, text } : null),
    }, { draft: store.get("draft")?.chat === id ? store.get("draft").text : "", limit: () => client.limits.message_chars });
    this.#foot = new Foot(client, id, i18n, store, on, () => this.focus());
    this.element = h("div", { class: "body", part: "conversation" }, this.log.element, this.#typing.element, this.#foot.element, this.#composer.element);
    this.#composer.takeDrops(this.element);
  }

  /** The draft, now: the page is being left. */
  flush() {
    this.#composer.flush();
    this.#teller.stop();
  }

  focus() {
    if (!this.#composer.element.hidden && !this.#foot.leads) this.#composer.input.focus();
    else this.#foot.focus();
  }

  async askToEnd() {
    const end = () => void this.#client.command("chat.close", { chat: this.id }).catch(() => {});
    try {
      const { endQuestion } = await import("./later.js");
      const question = await endQuestion(this.#i18n, this.element, { end, done: () => this.focus() });
      this.#ask?.remove();
      if (this.#client.chat(this.id)?.state !== "active") return;
      this.#composer.element.before(this.#ask = question);
      question.querySelector("button")?.focus();
    } catch {
      // It could not be loaded: then as browsers ask.
      if (confirm(this.#i18n.t("end_chat"))) end();
    }
  }

  /** Nobody is there: the chat is for a ticket. */
  wantTicket() {
    this.#foot.wantTicket();
  }

  /** @param {boolean} shown */
  update(shown) {
    const { id } = this;
    const chat = this.#client.chat(id);
    const { entries } = this.#client.log(id);
    this.log.update({ entries, letters: this.#client.letters(id), chat, read: this.#client.read(id), shown });
    attribute(this.element, "data-state", chat?.state ?? "loading");
    this.#typing.show(chat?.state === "active" ? this.#client.typing(id) : []);
    this.#foot.update();
    if (chat?.state !== "active") this.#ask?.remove();
    this.#composer.setOpen(Boolean(chat?.may.includes("send")) && !this.#foot.leads);
    this.#composer.setFiles(Boolean(chat?.may.includes("attach_file")));
  }
}

/** The panel's head: the way back, who one chats with, the end of it, the way out. */
export class Head {
  #i18n;
  #back;
  #avatar = h("div", { class: "avatar", "aria-hidden": "true" });
  #shown = "";
  #title = h("h2", { id: "title", dir: "auto" });
  #subtitle = h("p", { part: "status", dir: "auto" });
  #end;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{back: () => void, end: () => void, hide: () => void}} on
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    this.#back = tool("back", i18n.t("conversations"), on.back, { class: "tool back", part: "back" });
    this.#end = tool("leave", i18n.t("end_chat"), on.end, { class: "tool end", part: "end" });
    const shut = tool("minimize", i18n.t("close_chat_panel"), on.hide, { class: "tool shut", part: "shut" });
    this.element = h("header", { class: "top", role: "presentation" }, this.#back, this.#avatar, h("div", { class: "who" }, this.#title, this.#subtitle), this.#end, shut);
  }

  /** @param {{chat: Chat | null, title: string, back: boolean}} what chat: the one on the screen; title: without one */
  update({ chat, title, back }) {
    const agents = chat?.participants.filter(({ kind, role, present }) => kind === "agent" && role !== "declined" && (present || chat.state === "closed")) ?? [];
    const asked = chat?.direction === "agent_customer" && chat.state === "requested" ? chat.requester : null;
    const name = asked?.name ?? agents.map((agent) => agent.name).join(", ");
    setText(this.#title, name || title);
    const sign = name ? initials(asked?.name ?? agents[0].name) : "";
    if (this.#shown !== `sign ${sign}`) fill(this.#avatar, sign || icon("chat", 19));
    this.#shown = `sign ${sign}`;
    const subtitle = chat ? this.#subtitleOf(chat) : "";
    setText(this.#subtitle, subtitle);
    attribute(this.#subtitle, "hidden", !subtitle);
    attribute(this.#back, "hidden", !back);
    attribute(this.#end, "hidden", !chat || chat.state !== "active" || !chat.may.includes("close"));
  }

  /** @param {Chat} chat */
  #subtitleOf(chat) {
    const { t } = this.#i18n;
    if (chat.state === "closed") return t("status_ended");
    if (chat.state === "requested") return t(chat.direction === "agent_customer" ? "status_invited" : "status_waiting");
    return chat.about ? t("chat_about", { number: chat.about.number }) : chat.channel.name;
  }
}

/** @typedef {{element: HTMLElement, update?: (chat: Chat) => void, focus?: () => void}} Card */

/**
 * What stands under the log beside the composer: an agent's request, waiting, a ticket being made, the end. What is
 * seldom needed is loaded when it is.
 */
class Foot {
  element = h("div", { class: "state-area", part: "state" });
  #client;
  #id;
  #i18n;
  #session;
  #on;
  #leave;
  /** @type {Card | null} */
  #card = null;
  #kind = "";
  /** The form for a ticket is wanted. */
  #ticket = false;

  /**
   * @param {Client} client
   * @param {string} id
   * @param {import("../i18n.js").I18n} i18n
   * @param {Store} session
   * @param {On} on
   * @param {() => void} leave to where one writes
   */
  constructor(client, id, i18n, session, on, leave) {
    this.#client = client;
    this.#id = id;
    this.#i18n = i18n;
    this.#session = session;
    this.#on = on;
    this.#leave = leave;
  }

  /** Whether the card, not the composer, is what one deals with. */
  get leads() {
    return this.#ticket;
  }

  focus() {
    if (this.#card?.focus) this.#card.focus();
    else /** @type {HTMLElement | null} */ (this.element.querySelector("button"))?.focus();
  }

  /** Asks for a ticket instead of waiting. */
  wantTicket() {
    this.#ticket = true;
    this.update();
  }

  update() {
    const chat = this.#client.chat(this.#id);
    const kind = chat ? this.#kindOf(chat) : "";
    if (kind !== this.#kind) void this.#change(kind);
    else if (chat) this.#card?.update?.(chat);
  }

  /** @param {Chat} chat */
  #kindOf(chat) {
    if (!chat.may.includes("request_ticket") || chat.state === "active") this.#ticket = false;
    if (this.#ticket) return "ticket";
    if (chat.state === "requested") return chat.may.includes("accept") ? "invitation" : "waiting";
    return chat.state === "active" ? "" : chat.state;
  }

  /** @param {string} kind */
  async #change(kind) {
    const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
    const held = root.activeElement;
    const before = this.#kind;
    this.#kind = kind;
    const card = await this.#make(kind).catch(() => null);
    if (this.#kind !== kind) return;
    if (!card) {
      // What could not be loaded is tried again with the next change.
      this.#kind = "";
      this.#ticket = false;
    }
    this.#card = card;
    const chat = this.#client.chat(this.#id);
    if (chat) card?.update?.(chat);
    fill(this.element, card?.element);
    const lost = held && (!held.isConnected || held.closest("[hidden]"));
    if (kind && (kind === "ticket" || before === "ticket" || lost)) this.focus();
    else if (lost) this.#leave();
  }

  /**
   * @param {string} kind
   * @returns {Promise<Card | null>}
   */
  async #make(kind) {
    if (!kind) return null;
    const client = this.#client;
    const ticket = () => this.wantTicket();
    if (kind === "waiting") {
      const card = new WaitingCard(this.#i18n, { withdraw: () => void this.#command("chat.close"), ticket, sound: this.#on.sound });
      return { element: card.element, update: (chat) => card.update(client.waiting(chat.id), chat.may.includes("request_ticket")) };
    }
    const { seldomCard } = await import("./later.js");
    return seldomCard(kind, this.element, client, this.#id, this.#i18n, {
      ...this.#on,
      session: this.#session,
      ticket,
      cancel: () => this.#noTicket(),
      answer: (how) => void this.#command(how).then(this.#on.answered),
    });
  }

  /** @param {string} type */
  async #command(type) {
    await this.#client.command(type, { chat: this.#id }).catch(() => {});
  }

  #noTicket() {
    this.#ticket = false;
    this.update();
  }
}

/** While nobody has answered: where one stands in line, how long it may take, and what else one can do. */
class WaitingCard {
  #i18n;
  #title = h("strong");
  #text = h("p");
  #place = h("p", { class: "place", part: "place" });
  #ticket;
  #notify;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{withdraw: () => void, ticket: () => void, sound: boolean}} on
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    const { t } = i18n;
    this.#ticket = h("button", { class: "button plain small", type: "button", part: "ticket-offer", hidden: true, onclick: on.ticket }, t("leave_message"));
    this.#notify = h("button", {
      class: "button plain small", type: "button", part: "notify", hidden: !on.sound || !canAsk(),
      onclick: async () => {
        await Notification.requestPermission();
        attribute(this.#notify, "hidden", true);
      },
    }, t("notify_me"));
    const withdraw = h("button", { class: "textlink", type: "button", part: "withdraw", onclick: on.withdraw }, t("withdraw"));
    this.element = h("div", { class: "card waiting" }, h("div", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      h("div", {}, h("div", { role: "status" }, this.#title, this.#text, this.#place), h("div", { class: "ways" }, this.#ticket, this.#notify, withdraw)));
    this.update(null, false);
  }

  /**
   * @param {Waiting | null} waiting null: nothing is known
   * @param {boolean} mayTicket
   */
  update(waiting, mayTicket) {
    const { t } = this.#i18n;
    const offer = Boolean(waiting?.offer_ticket) && this.#i18n.has("waiting_long_text");
    setText(this.#title, t(offer ? "waiting_long_title" : "waiting_title"));
    setText(this.#text, t(offer ? "waiting_long_text" : "waiting_text"));
    setText(this.#place, waiting ? placeText(waiting, this.#i18n) : "");
    attribute(this.#place, "hidden", !waiting);
    attribute(this.#ticket, "hidden", !offer || !mayTicket);
  }
}

/** Whether the browser would ask for its permission to notify. Phones know notifications of service workers only. */
function canAsk() {
  return isSecureContext && typeof Notification === "function" && Notification.permission === "default" && matchMedia("(hover: hover)").matches;
}

/**
 * @param {Waiting} waiting
 * @param {import("../i18n.js").I18n} i18n
 */
export function placeText({ position, estimate_seconds: seconds }, { t }) {
  const place = position > 1 ? t("waiting_place", { n: position }) : t("waiting_next");
  if (seconds === null) return place;
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `${place} ${t("waiting_time", { n: minutes })}`;
}
