/**
 * What a visitor or customer sees of the bridge: besides the chats, where one stands in line, who can be asked, what
 * was sent by mail, and the conversations that have ended.
 * @module
 */
import { Client } from "./client.js";
import { Nobody } from "./protocol.js";

/**
 * @typedef {import("./protocol.js").Chat} Chat
 * @typedef {import("./protocol.js").Frame} Frame
 * @typedef {import("./protocol.js").Identity} Identity
 * @typedef {import("./protocol.js").Waiting} Waiting
 * @typedef {import("./storage.js").Store} Store
 * @typedef {"waiting" | "unconfirmed" | "done" | "failed"} MailState
 */

/**
 * Who a visitor is: a name, and later the bridge's own token.
 * @param {Store} store where name and token are kept, once there is something to keep
 * @returns {Identity}
 */
export function visitorIdentity(store) {
  return {
    hello: async () => {
      const { token, name } = store.get("visitor") ?? {};
      if (token) return { token };
      if (name) return { visitor: { name } };
      throw new Nobody();
    },
    granted: (token) => store.set("visitor", { ...store.get("visitor"), token }),
    rejected: () => {
      // The token is of no use any more, and with it the chat; the same name may begin anew.
      const known = store.get("visitor");
      if (!known?.token) return false;
      store.set("visitor", { name: known.name });
      return Boolean(known.name);
    },
  };
}

export class VisitorClient extends Client {
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();
  /** By the mail's UUID. @type {Map<string, MailState>} */
  mails = new Map();
  /** Ended ones as the bridge has told them, newest first. @type {readonly Chat[]} */
  #ended = [];
  /** There are more than that. */
  more = false;
  /** The bridge was asked for the ended ones, and has answered. */
  listed = false;

  /** The chat that goes on: asked for, or accepted. */
  get current() {
    return [...this.chats.values()].find((chat) => isOwn(chat) && chat.state !== "closed" && !isInvitation(chat)) ?? null;
  }

  /** Agents who ask for a chat. */
  get invitations() {
    return [...this.chats.values()].filter(isInvitation);
  }

  /** One may ask for a chat: one at a time. */
  get mayAsk() {
    return ![...this.chats.values()].some((chat) => chat.you === 1 && chat.state !== "closed");
  }

  /** All conversations: those that go on, then the newest. */
  get conversations() {
    const known = [...this.chats.values()].filter(isOwn);
    const ended = this.#ended.filter(({ id }) => !this.chats.has(id));
    return [...known, ...ended].sort((a, b) => Number(a.state === "closed") - Number(b.state === "closed") || endOf(b).localeCompare(endOf(a)));
  }

  /** @override @param {string} id */
  chat(id) {
    return super.chat(id) ?? this.#ended.find((chat) => chat.id === id) ?? null;
  }

  /** @param {string} id */
  waiting(id) {
    return this.#waiting.get(id) ?? null;
  }

  /** The ended ones, or the next of them. */
  async list() {
    const before = this.listed && this.#ended.length ? endOf(/** @type {Chat} */ (this.#ended.at(-1))) : null;
    const reply = await this.command("chats.mine", { before }, { durable: false });
    const known = new Set(before ? this.#ended.map(({ id }) => id) : []);
    this.#ended = [...(before ? this.#ended : []), ...reply.chats.filter((/** @type {Chat} */ { id }) => !known.has(id))];
    this.more = Boolean(reply.more);
    this.listed = true;
    this.changed();
  }

  /**
   * What became of a mail, unless there was later news already.
   * @param {string} mail
   * @param {MailState} state
   */
  mailed(mail, state) {
    if (!this.mails.has(mail)) this.mails.set(mail, state);
    this.changed();
  }

  /** @override @protected @param {Frame} event */
  event(event) {
    if (event.type === "waiting") this.#waiting.set(event.chat, /** @type {any} */ (event));
    else if (event.type === "mail") this.mails.set(event.mail, event.state);
    else if (event.type === "chat.gone") this.dismiss(event.chat);
    else if (event.type === "channels") this.channels = event.channels;
    else super.event(event);
    this.changed();
  }
}

/** @param {Chat} chat */
const isOwn = (chat) => chat.you !== null;

/** @param {Chat} chat */
const isInvitation = (chat) => chat.state === "requested" && chat.may.includes("accept");

/** @param {Chat} chat */
const endOf = (chat) => chat.closed_at ?? chat.created_at;
