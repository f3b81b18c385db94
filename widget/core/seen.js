/**
 * How far each chat was read, the same in all tabs.
 */

/** @typedef {import("./storage.js").Store} Store */

const CHATS = 40;

export class Seen {
  #store;

  /** @param {Pick<Store, "get" | "set">} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * @param {string} chat
   * @returns {number} `seq` of the last entry that was on the screen
   */
  of(chat) {
    return Number(this.#store.get("seen")?.[chat] ?? 0);
  }

  /**
   * @param {string} chat
   * @param {number} seq
   * @returns {boolean} whether that is further than before
   */
  mark(chat, seq) {
    if (seq <= this.of(chat)) return false;
    const others = Object.entries(this.#store.get("seen") ?? {}).filter(([id]) => id !== chat).slice(1 - CHATS);
    this.#store.set("seen", Object.fromEntries([...others, [chat, seq]]));
    return true;
  }
}
