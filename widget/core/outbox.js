/**
 * What is on its way to the bridge: messages without an acknowledgement, commands without a reply.
 * @module
 */
import { AGAIN, codeOf, ProtocolError, uuid } from "./protocol.js";

/**
 * @typedef {import("./protocol.js").Audience} Audience
 * @typedef {import("./storage.js").Store} Store
 * @typedef {{chat: string, client_id: string, text: string, audience: Audience, at: string, state: "waiting" | "sending" | "failed", code: string}} Message
 * @typedef {Message & {file?: import("./protocol.js").FileData, part?: number}} Letter `file` and how much of it has gone
 *   (0 to 1): core/uploads.js
 * @typedef {(letter: Letter) => Promise<Frame>} Send its reply has `seq` and `at`
 * @typedef {import("./protocol.js").Frame} Frame
 * @typedef {{frame: Frame, durable: boolean, resolve: (reply: Frame) => void, reject: (error: Error) => void, timer: number}} Item
 */

/** So often a busy server is asked. */
const TRIES = 5;

/**
 * Messages on their way. Each keeps its UUID until the server has acknowledged it, over broken connections and page
 * loads; within a chat they go one after the other, so their order cannot change.
 */
export class Outbox {
  /** @type {Letter[]} */
  letters = [];
  #send;
  #store;
  #changed;
  #acked;
  #online = false;

  /**
   * @param {{send: Send, store: Pick<Store, "get" | "set">, changed: () => void, acked: (letter: Letter, seq: number, at: string) => void}} options
   */
  constructor({ send, store, changed, acked }) {
    this.#send = send;
    this.#store = store;
    this.#changed = changed;
    this.#acked = acked;
    for (const letter of store.get("outbox") ?? []) {
      this.letters.push(letter.state === "failed" ? letter : { ...letter, state: "waiting" });
    }
  }

  /**
   * @param {string} chat
   * @param {string[]} texts
   * @param {Audience} [audience]
   */
  add(chat, texts, audience = "everyone") {
    const at = new Date().toISOString();
    for (const text of texts) {
      this.letters.push({ chat, client_id: uuid(), text, audience, at, state: "waiting", code: "" });
    }
    this.#update();
  }

  /** @param {boolean} online */
  setOnline(online) {
    this.#online = online;
    // Copies: who is still about to send the one of before sees that it is not its turn any more.
    if (!online) this.letters = this.letters.map((letter) => (letter.state === "sending" ? { ...letter, state: "waiting" } : letter));
    this.#update();
  }

  /** @param {string} id the message's UUID */
  retry(id) {
    const letter = this.#find(id);
    if (!letter || letter.state !== "failed") return;
    letter.state = "waiting";
    letter.code = "";
    this.#update();
  }

  /** @param {string} id the message's UUID */
  drop(id) {
    this.letters = this.letters.filter((letter) => letter.client_id !== id || letter.state === "sending");
    this.#update();
  }

  /**
   * The server has these messages, whoever told so.
   * @param {readonly {client_id?: string | null}[]} entries
   */
  seen(entries) {
    const known = new Set(entries.map((entry) => entry.client_id));
    const before = this.letters.length;
    this.letters = this.letters.filter((letter) => !known.has(letter.client_id));
    if (this.letters.length !== before) this.#update();
  }

  /** @param {string} chat that is gone */
  forget(chat) {
    this.letters = this.letters.filter((letter) => letter.chat !== chat);
    this.#update();
  }

  /** @param {string} id */
  #find(id) {
    return this.letters.find((letter) => letter.client_id === id);
  }

  #update() {
    this.#store.set("outbox", this.letters.length ? this.letters : null);
    this.#changed();
    if (!this.#online) return;
    /** @type {Set<string>} */
    const busy = new Set();
    for (const letter of this.letters) {
      if (letter.state === "failed" || busy.has(letter.chat)) continue;
      busy.add(letter.chat);
      if (letter.state === "waiting") void this.#deliver(letter);
    }
  }

  /** @param {Letter} letter */
  async #deliver(letter) {
    letter.state = "sending";
    try {
      const { seq, at } = await patiently(async () => {
        if (this.#find(letter.client_id) !== letter) throw new ProtocolError("offline", "");
        return this.#send(letter);
      });
      this.letters = this.letters.filter((other) => other !== letter);
      this.#acked(letter, seq, at);
    } catch (error) {
      if (this.#find(letter.client_id) !== letter) return;
      const code = codeOf(error);
      const later = code === "offline" || code === "timeout";
      Object.assign(letter, later ? { state: "waiting" } : { state: "failed", code });
    }
    this.#update();
  }
}

/**
 * What a busy server, or one that finds it too fast, did not take is asked for again: when it says, or soon.
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 * @throws {ProtocolError}
 */
export async function patiently(ask) {
  for (let turn = 1; ; turn += 1) {
    try {
      return await ask();
    } catch (error) {
      const code = codeOf(error);
      if (!(error instanceof ProtocolError) || !AGAIN.has(code) || code === "otrs.unavailable" || turn >= TRIES) throw error;
      await new Promise((done) => setTimeout(done, Number(error.data?.retry_after_ms) || 300 * 2 ** turn));
    }
  }
}

const REPLY_MS = 30000;

/** Commands that have no reply yet. */
export class Pending {
  /** @type {Map<number, Item>} */
  #items = new Map();

  /**
   * @param {Frame & {id: number}} frame
   * @param {boolean} durable it waits as long as it takes; others give up after a while
   * @returns {Promise<Frame>} the reply
   * @throws {ProtocolError}
   */
  wait(frame, durable) {
    return new Promise((resolve, reject) => {
      const timer = durable ? 0 : window.setTimeout(() => {
        this.#items.delete(frame.id);
        reject(new ProtocolError("timeout", `No reply to ${frame.type}.`));
      }, REPLY_MS);
      this.#items.set(frame.id, { frame, durable, resolve, reject, timer });
    });
  }

  /** @param {Frame} frame a reply */
  settle(frame) {
    const item = this.#take(/** @type {number} */ (frame.id));
    if (!item) return;
    if (frame.type === "error") item.reject(new ProtocolError(frame.code, frame.message, frame.data));
    else item.resolve(frame);
  }

  /**
   * The connection is gone.
   * @param {{durable: boolean}} options durable: those that could go with the next connection fail too
   */
  fail({ durable }) {
    for (const [id, item] of [...this.#items]) {
      if (item.durable && !durable) continue;
      this.#take(id);
      item.reject(new ProtocolError("offline", "There is no connection."));
    }
  }

  /** What goes out again with a new connection, in the order it was asked for. */
  get again() {
    return [...this.#items.values()].filter(({ durable }) => durable).map(({ frame }) => frame);
  }

  /** @param {number} id */
  #take(id) {
    const item = this.#items.get(id);
    this.#items.delete(id);
    clearTimeout(item?.timer);
    return item;
  }
}
