/**
 * Small signs between people that nobody stores: who is writing, and how far somebody has read.
 * @module
 */

/** Who said so this long ago has stopped writing, even where the word of it was lost. */
const TYPING_MS = 6000;
/** Read marks wait so long for the next one. */
const READ_MS = 1000;

export class Signs {
  #on;
  /** By chat, then by number among its people. @type {Map<string, Map<number, ReturnType<typeof setTimeout>>>} */
  #typing = new Map();
  /** The highest mark that was told or waits to be. @type {Map<string, number>} */
  #read = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();

  /** @param {{changed: () => void, read: (chat: string, seq: number) => unknown}} on */
  constructor(on) {
    this.#on = on;
  }

  /**
   * @param {string} chat
   * @returns {number[]} those who are writing
   */
  typing(chat) {
    return [...(this.#typing.get(chat)?.keys() ?? [])];
  }

  /**
   * @param {string} chat
   * @param {number | undefined} no
   * @param {boolean} on whether that one is writing
   */
  heard(chat, no, on) {
    const people = this.#typing.get(chat) ?? new Map();
    if (no === undefined || (!on && !people.has(no))) return;
    clearTimeout(people.get(no));
    if (on) people.set(no, setTimeout(() => this.heard(chat, no, false), TYPING_MS));
    else people.delete(no);
    this.#typing.set(chat, people);
    this.#on.changed();
  }

  /**
   * Tells the bridge how far one has read.
   * @param {string} chat
   * @param {number} seq
   */
  read(chat, seq) {
    if (seq <= (this.#read.get(chat) ?? 0)) return;
    this.#read.set(chat, seq);
    if (this.#timers.has(chat)) return;
    this.#timers.set(chat, setTimeout(() => {
      this.#timers.delete(chat);
      this.#on.read(chat, /** @type {number} */ (this.#read.get(chat)));
    }, READ_MS));
  }

  /** The line was lost, and with it perhaps what was told. */
  lost() {
    this.#read.clear();
  }

  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const people of this.#typing.values()) for (const timer of people.values()) clearTimeout(timer);
  }
}
