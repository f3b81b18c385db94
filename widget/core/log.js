/**
 * The entries of one chat as far as this client has them. Pure.
 * @module
 */
/** @typedef {import("./protocol.js").Entry} Entry */

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
 * How many messages of others came after `seen`.
 * @param {Log} log
 * @param {number} seen
 * @param {number | null} you
 */
export function unread(log, seen, you) {
  let number = 0;
  for (let i = log.entries.length - 1; i >= 0 && log.entries[i].seq > seen; i -= 1) {
    const { kind, author } = log.entries[i];
    if (kind === "message" && author?.no !== you) number += 1;
  }
  return number;
}
