/**
 * What a client knows: the chats by version, their entries, how far each was read, and who is writing. The agent's desk
 * has more: core/deskstate.js.
 * @module
 */
/**
 * @typedef {import("./protocol.js").Chat} Chat
 * @typedef {import("./protocol.js").Entry} Entry
 * @typedef {ReadonlyMap<string, Chat>} Chats
 */

/**
 * @param {Chats} chats
 * @param {readonly Chat[]} fresh
 * @returns {Chats} the same object when nothing is newer
 */
export function upsert(chats, fresh) {
  const newer = fresh.filter((chat) => {
    const known = chats.get(chat.id);
    return !known || chat.version > known.version || (chat.version === known.version && chat.last_seq >= known.last_seq);
  });
  if (!newer.length) return chats;
  const next = new Map(chats);
  for (const chat of newer) next.set(chat.id, chat);
  return next;
}

/**
 * Somebody has read further; that is no new version of the chat.
 * @param {Chats} chats
 * @param {{chat: string, no: number, seq: number}} mark
 * @returns {Chats} the same object when that was known
 */
export function marked(chats, { chat: id, no, seq }) {
  const chat = chats.get(id);
  const reader = chat?.participants.find((person) => person.no === no);
  if (!chat || !reader || (reader.read_seq ?? 0) >= seq) return chats;
  const participants = chat.participants.map((person) => person === reader ? { ...person, read_seq: seq } : person);
  return new Map(chats).set(id, { ...chat, participants, ...(no === chat.you ? { read_seq: seq } : {}) });
}

/**
 * How far others have read what one wrote: what the client's side has read; between agents, and of what only agents
 * see, what any of them has.
 * @param {Chat | null} chat
 * @param {import("./protocol.js").Audience} audience of the message
 * @returns {number} `seq`
 */
export function readByOthers(chat, audience) {
  const silent = ["observer", "invited", "declined"];
  const others = (chat?.participants ?? []).filter(({ no, role }) => no !== chat?.you && !silent.includes(role));
  const agents = others.filter(({ kind }) => kind === "agent");
  const clients = others.filter(({ kind }) => kind !== "agent");
  const readers = audience === "agents" || !clients.length ? agents : clients;
  return Math.max(0, ...readers.map(({ read_seq }) => read_seq ?? 0));
}

/**
 * @typedef {object} Log
 * @property {readonly Entry[]} entries in order of `seq`, each once
 * @property {number} cursor everything up to here is there: what `chat.open` is asked with
 * @property {boolean} synced `chat.open` has told everything; from then on events come without a gap
 */

/** @type {Log} */
export const EMPTY = Object.freeze({ entries: Object.freeze([]), cursor: 0, synced: false });

/**
 * @param {Log} log
 * @param {readonly Entry[]} fresh in any order, also ones that are there already (the later word holds)
 * @param {{from: "open" | "event" | "ack", more?: boolean}} source an ack, and an event during `chat.open`, tell nothing
 *   about what came before
 * @returns {Log}
 */
export function merge(log, fresh, { from, more = false }) {
  const bySeq = new Map([...log.entries, ...fresh].map((entry) => [entry.seq, entry]));
  const entries = fresh.length ? [...bySeq.values()].sort((a, b) => a.seq - b.seq) : log.entries;
  const synced = from === "open" ? !more : log.synced;
  let cursor = log.cursor;
  if (from === "open" || (from === "event" && log.synced)) for (const { seq } of fresh) cursor = Math.max(cursor, seq);
  return { entries, cursor, synced };
}

/**
 * The connection is gone: events may have been missed.
 * @param {Log} log
 * @returns {Log}
 */
export function unsynced(log) {
  return { ...log, synced: false };
}

/**
 * How many messages of others came after `seen`. Who has answered has read what came before.
 * @param {Log} log
 * @param {number} seen
 * @param {number | null} you
 */
export function unread({ entries }, seen, you) {
  const fresh = entries.filter(({ kind, seq }) => kind === "message" && seq > seen);
  return fresh.length - 1 - fresh.findLastIndex(({ author }) => author?.no === you);
}

/** How many chats are remembered as read. */
const CHATS = 40;

/** How far each chat was read, the same in all tabs. */
export class Seen {
  #store;

  /** @param {Pick<import("./storage.js").Store, "get" | "set">} store shared by all tabs */
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

/** Who said so this long ago has stopped writing, even where the word of it was lost. */
const TYPING_MS = 6000;
/** Read marks wait so long for the next one. */
const READ_MS = 1000;

/** Small signs between people that nobody stores: who is writing, and how far somebody has read. */
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
