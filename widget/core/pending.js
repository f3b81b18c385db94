/**
 * Commands that have no reply yet.
 * @module
 */
import { ProtocolError } from "./protocol.js";

/**
 * @typedef {import("./protocol.js").Frame} Frame
 * @typedef {{frame: Frame, durable: boolean, resolve: (reply: Frame) => void, reject: (error: Error) => void, timer: number}} Item
 */

const REPLY_MS = 30000;

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
