/**
 * What a client knows: the chats by version, their entries, and how far each was read. Pure. The agent's desk has more:
 * core/deskstate.js.
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
 * Whether one has left it, or has declined.
 * @param {Chat} chat
 */
export function hasLeft({ you, participants }) {
  return participants.find(({ no }) => no === you)?.present === false;
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
  const entries = fresh.length ? combine(log.entries, fresh) : log.entries;
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
 * @param {readonly Entry[]} old
 * @param {readonly Entry[]} fresh
 */
function combine(old, fresh) {
  const last = old.at(-1)?.seq ?? 0;
  if (fresh.every((entry, i) => entry.seq > (i ? fresh[i - 1].seq : last))) return [...old, ...fresh];
  const bySeq = new Map(old.map((entry) => [entry.seq, entry]));
  for (const entry of fresh) bySeq.set(entry.seq, entry);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/**
 * How many messages of others came after `seen`. Who has answered has read what came before.
 * @param {Log} log
 * @param {number} seen
 * @param {number | null} you
 */
export function unread(log, seen, you) {
  let number = 0;
  for (let i = log.entries.length - 1; i >= 0 && log.entries[i].seq > seen; i -= 1) {
    const { kind, author } = log.entries[i];
    if (kind !== "message") continue;
    if (author?.no === you) break;
    number += 1;
  }
  return number;
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
