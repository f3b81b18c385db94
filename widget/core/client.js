/**
 * What the person sees of the bridge: who one is, the chats, their entries, the messages on their way. The views read
 * its fields, call its methods, and are told when something has changed. The agent's has more: core/deskclient.js.
 * @module
 */
import { Connection } from "./connection.js";
import { Outbox, patiently } from "./outbox.js";
import { codeOf, uuid } from "./protocol.js";
import { EMPTY, marked, merge, Seen, Signs, unread, unsynced, upsert } from "./state.js";
import { split } from "./text.js";

/**
 * @typedef {import("./protocol.js").Audience} Audience
 * @typedef {import("./protocol.js").Channel} Channel
 * @typedef {import("./protocol.js").Chat} Chat
 * @typedef {import("./protocol.js").Entry} Entry
 * @typedef {import("./protocol.js").Frame} Frame
 * @typedef {import("./protocol.js").Limits} Limits
 * @typedef {import("./protocol.js").Person} Person
 * @typedef {import("./protocol.js").ProtocolError} ProtocolError
 * @typedef {import("./protocol.js").Welcome} Welcome
 * @typedef {import("./connection.js").Status} Status
 * @typedef {import("./state.js").Log} Log
 * @typedef {import("./storage.js").Store} Store
 */

/** So many entries of a chat go over to the tab's next page. */
const KEPT = 80;

export class Client {
  /** @type {Person | null} */
  you = null;
  /** @type {Pick<Limits, "message_chars" | "name_chars">} */
  limits = { message_chars: 4000, name_chars: 100 };
  /** @type {readonly Channel[]} */
  channels = [];
  /** Server time minus this machine's time, milliseconds. */
  skew = 0;
  /** A welcome came, and for agents the desk. */
  ready = false;
  /** @protected @type {ReadonlyMap<string, Chat>} */
  chats = new Map();
  /** @type {Map<string, Log>} */
  #logs = new Map();
  /** @type {Set<string>} */
  #followed = new Set();
  /** Chats that the server does not know, or not for this person. @type {Set<string>} */
  missing = new Set();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #scheduled = false;
  #welcomed = false;
  #seen;
  /** Files on their way, once there was one. @type {import("./uploads.js").Uploads | null} */
  #uploads = null;
  #signs = new Signs({
    changed: () => this.changed(),
    read: (chat, seq) => this.connection.request("chat.read", { chat, seq }).catch(() => {}),
  });
  #bridge;
  #session;
  #gone = new AbortController();

  /**
   * @param {string} address of the socket
   * @param {import("./protocol.js").Identity} identity
   * @param {{session: Store, seen: Store}} stores `session`: this tab's; `seen`: shared by all tabs
   */
  constructor(address, identity, { session, seen }) {
    this.#bridge = address.replace(/^ws/, "http");
    this.#seen = new Seen(seen);
    this.#session = session;
    this.#restore();
    addEventListener("pagehide", () => this.#keep(), { signal: this.#gone.signal });
    this.outbox = new Outbox({
      store: session,
      changed: () => this.changed(),
      send: ({ chat, client_id, text, audience }) => this.connection.request("message.send", { chat, client_id, text, audience }),
      acked: (letter, seq, at) => this.#acked(letter, seq, at),
    });
    this.connection = new Connection(address, identity, {
      welcome: (welcome) => this.#welcome(welcome),
      event: (event) => this.event(event),
      status: (status) => this.#status(status),
    }, session);
  }

  /**
   * @param {() => void} listener
   * @returns {() => void} call it to stop listening
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends it for good. */
  destroy() {
    this.#gone.abort();
    this.#signs.stop();
    this.#uploads?.stop();
    this.connection.destroy();
  }

  /** @param {string} id */
  chat(id) {
    return this.chats.get(id) ?? null;
  }

  /** @param {string} id */
  log(id) {
    return this.#logs.get(id) ?? EMPTY;
  }

  /** @param {string} id */
  unread(id) {
    const chat = this.chat(id);
    return chat ? unread(this.log(id), this.read(id), chat.you) : 0;
  }

  /**
   * @param {string} id
   * @returns {number} `seq` up to which the person has read, here or elsewhere
   */
  read(id) {
    return Math.max(this.#seen.of(id), this.chat(id)?.read_seq ?? 0);
  }

  /**
   * @param {string} id
   * @returns {string[]} names of those who are writing
   */
  typing(id) {
    const people = this.chat(id)?.participants ?? [];
    return this.#signs.typing(id).flatMap((no) => people.find((one) => one.no === no)?.name ?? []);
  }

  /**
   * Tells the others that one is writing, or has stopped. Nothing is lost when it does not arrive.
   * @param {string} id
   * @param {boolean} on
   * @param {Audience} [audience]
   */
  tellTyping(id, on, audience = "everyone") {
    if (this.chat(id)?.may.includes("type")) this.connection.request("typing", { chat: id, on, audience }).catch(() => {});
  }

  /** @param {string} id whose entries the person has on the screen */
  markSeen(id) {
    if (this.#seen.mark(id, this.log(id).entries.at(-1)?.seq ?? 0)) this.changed();
    this.#tellRead(id);
  }

  /** @param {string} id */
  #tellRead(id) {
    const chat = this.chat(id);
    const seq = this.#seen.of(id);
    if (chat && chat.you !== null && chat.read_seq !== undefined && seq > chat.read_seq) this.#signs.read(id, seq);
  }

  /**
   * All that is on its way in a chat, the first first: messages and files.
   * @param {string} id
   * @returns {import("./outbox.js").Letter[]}
   */
  letters(id) {
    return [...this.outbox.letters, ...(this.#uploads?.letters ?? [])].filter((letter) => letter.chat === id).sort((a, b) => a.at.localeCompare(b.at));
  }

  /** @param {string} letter its UUID: tries once more what has failed */
  retry(letter) {
    this.outbox.retry(letter);
    this.#uploads?.retry(letter);
  }

  /** @param {string} letter its UUID: it is not to be sent any more */
  discard(letter) {
    this.outbox.drop(letter);
    this.#uploads?.drop(letter);
  }

  /**
   * @param {string} id
   * @param {readonly File[]} files
   * @param {Audience} [audience]
   */
  async attach(id, files, audience = "everyone") {
    const { Uploads } = await import("./uploads.js");
    this.#uploads ??= new Uploads({ bridge: this.#bridge, command: (type, fields) => this.command(type, fields), changed: () => this.changed() });
    this.#uploads.add(id, files, audience);
  }

  /**
   * @param {string} id
   * @param {string} file its UUID
   * @returns {Promise<{url: string, inline: boolean}>} an address that is good for some minutes
   * @throws {ProtocolError}
   */
  async fileLink(id, file) {
    const { url, inline } = await this.command("file.link", { chat: id, file }, { durable: false });
    return { url: this.address(url), inline: Boolean(inline) };
  }

  /**
   * @param {string} path that the bridge gave
   * @returns {string} the whole address
   */
  address(path) {
    return new URL(path, this.#bridge).href;
  }

  /**
   * Entries of this chat, now and as they come.
   * @param {string} id
   */
  follow(id) {
    if (this.#followed.has(id)) return;
    this.#followed.add(id);
    if (this.connection.status.state === "online") void this.#load(id);
  }

  /** @param {string} id */
  unfollow(id) {
    if (!this.#followed.delete(id)) return;
    this.#logs.delete(id);
    this.connection.request("chat.unfollow", { chat: id }).catch(() => {});
  }

  /**
   * Forgets a chat that has ended.
   * @param {string} id
   */
  dismiss(id) {
    this.unfollow(id);
    const chats = new Map(this.chats);
    chats.delete(id);
    this.chats = chats;
    this.outbox.forget(id);
    this.#uploads?.forget(id);
    this.changed();
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {Audience} [audience]
   */
  send(id, text, audience = "everyone") {
    this.outbox.add(id, split(text, this.limits.message_chars), audience);
  }

  /**
   * Asks for a chat. What is too long for one message follows as further messages.
   * @param {string} text
   * @param {number | null} channel null: the default channel
   * @param {Record<string, unknown>} [extra] more of `chat.start`: whom an agent asks, which ticket it is about
   * @returns {Promise<string>} the chat's id; that of the open one where there is one already
   * @throws {ProtocolError}
   */
  async ask(text, channel, extra = {}) {
    const [first, ...more] = split(text, this.limits.message_chars);
    const fields = { chat: uuid(), client_id: uuid(), text: first, ...(channel === null ? {} : { channel }), ...extra };
    let id;
    try {
      const { chat } = await this.command("chat.start", fields);
      id = chat.id;
    } catch (error) {
      if (codeOf(error) !== "chat.already_open") throw error;
      id = /** @type {ProtocolError} */ (error).data.chat;
      more.unshift(first);
    }
    this.follow(id);
    if (more.length) this.outbox.add(id, more);
    return id;
  }

  /**
   * A command that is safe to repeat: it outlives a broken connection, and a busy server is asked again.
   * @param {string} type
   * @param {Record<string, unknown>} fields
   * @param {{durable?: boolean}} [options]
   * @returns {Promise<Frame>}
   * @throws {ProtocolError}
   */
  async command(type, fields, { durable = true } = {}) {
    const reply = await patiently(() => this.connection.request(type, fields, { durable }));
    if (reply.chat?.id) this.#merge([reply.chat]);
    return reply;
  }

  /** @param {Welcome} welcome */
  #welcome(welcome) {
    if (this.you && this.you.id !== welcome.you.id) this.#forget();
    this.you = welcome.you;
    this.#welcomed = true;
    this.limits = { ...this.limits, ...welcome.limits };
    this.channels = welcome.channels ?? [];
    this.skew = Date.parse(welcome.now) - Date.now() || 0;
    if (welcome.you.kind !== "agent") this.ready = true;
    this.#merge(welcome.chats ?? []);
    for (const id of this.#followed) {
      void this.#load(id);
      this.#tellRead(id);
    }
    this.outbox.setOnline(true);
    this.#uploads?.again();
  }

  /** @param {Status} status */
  #status(status) {
    if (status.state !== "online" && status.state !== "connecting") {
      for (const [id, log] of this.#logs) this.#logs.set(id, unsynced(log));
      this.outbox.setOnline(false);
      this.#signs.lost();
    }
    // Whose chats they were is not known here.
    if (status.state === "stopped" && !this.#welcomed) this.#forget();
    this.changed();
  }

  /** @protected @param {Frame} event */
  event(event) {
    if (event.type === "entries" && this.#followed.has(event.chat)) {
      for (const { author } of event.entries) this.#signs.heard(event.chat, author?.no, false);
      this.#add(event.chat, event.entries, { from: "event" });
    } else if (event.type === "typing") {
      if (event.no !== this.chat(event.chat)?.you) this.#signs.heard(event.chat, event.no, event.on);
    } else if (event.type === "read") {
      this.chats = marked(this.chats, /** @type {any} */ (event));
      this.changed();
    } else if (event.type === "chat") {
      this.#merge([event.chat]);
    }
  }

  /** @param {string} id */
  follows(id) {
    return this.#followed.has(id);
  }

  /** What is on the screen goes over to the page that takes this one's place. */
  #keep() {
    if (!this.you || !this.chats.size) return;
    const logs = [...this.#followed].map((id) => {
      const { entries, cursor } = this.log(id);
      return [id, { entries: entries.slice(-KEPT), cursor: entries.length > KEPT ? 0 : cursor, synced: false }];
    });
    // On the clock that `timeOrigin` of the next page is of.
    const at = performance.timeOrigin + performance.now();
    this.#session.set("view", { at, you: this.you, chats: [...this.chats.values()], logs });
  }

  /** Only when the page before was left for this one: after a log-out there was another in between. */
  #restore() {
    const view = this.#session.get("view");
    if (!view) return;
    this.#session.set("view", null);
    if (view.at < performance.timeOrigin) return;
    this.you = view.you;
    this.chats = upsert(this.chats, view.chats);
    this.#logs = new Map(view.logs);
  }

  #forget() {
    this.you = null;
    this.chats = new Map();
    this.#logs.clear();
  }

  /** @param {string} id */
  async #load(id) {
    try {
      for (let more = true; more && this.#followed.has(id);) {
        const reply = await this.command("chat.open", { chat: id, after_seq: this.log(id).cursor }, { durable: false });
        more = Boolean(reply.more) && reply.entries.length > 0;
        this.#add(id, reply.entries, { from: "open", more });
      }
    } catch (error) {
      if (codeOf(error) === "chat.not_found") {
        this.missing.add(id);
        this.dismiss(id);
      }
    }
  }

  /**
   * @param {string} id
   * @param {Entry[]} entries
   * @param {{from: "open" | "event" | "ack", more?: boolean}} source
   */
  #add(id, entries, source) {
    this.#logs.set(id, merge(this.log(id), entries, source));
    if (source.from !== "ack") {
      this.outbox.seen(entries);
      this.#uploads?.seen(entries);
    }
    this.changed();
  }

  /**
   * @param {import("./outbox.js").Letter} letter
   * @param {number} seq
   * @param {string} at
   */
  #acked({ chat, client_id, text, audience }, seq, at) {
    const no = this.chat(chat)?.you;
    if (!this.you || no === null || no === undefined) return;
    const author = { no, kind: this.you.kind, name: this.you.name };
    if (this.log(chat).entries.some((entry) => entry.seq === seq)) return;
    this.#add(chat, [{ seq, kind: "message", audience, author, text, at, client_id }], { from: "ack" });
  }

  /** @param {Chat[]} chats */
  #merge(chats) {
    this.chats = upsert(this.chats, chats);
    this.changed();
  }

  /** Listeners hear of several changes in a row once. @protected */
  changed() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
