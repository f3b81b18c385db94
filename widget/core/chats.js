/**
 * The chats that a client knows: single ones by version, the agent's desk by snapshot and deltas. Pure.
 * @module
 */
/**
 * @typedef {import("./protocol.js").Chat} Chat
 * @typedef {ReadonlyMap<string, Chat>} Chats
 * @typedef {{version: number, chats: Chats}} Desk version -1: no snapshot yet
 */

/** @type {Desk} */
export const EMPTY_DESK = Object.freeze({ version: -1, chats: new Map() });

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
 * @param {Desk} desk
 * @param {{version: number, chats: Chat[]}} snapshot
 * @param {(chat: Chat) => boolean} keep a chat that is not in the snapshot but stays on the screen
 * @returns {Desk}
 */
export function snapshot(desk, snapshot, keep) {
  const named = new Set(snapshot.chats.map((chat) => chat.id));
  const kept = [...desk.chats.values()].filter((chat) => named.has(chat.id) || keep(chat));
  return { version: snapshot.version, chats: upsert(new Map(kept.map((chat) => [chat.id, chat])), snapshot.chats) };
}

/**
 * @param {Desk} desk
 * @param {{version: number, upsert: Chat[], remove: string[]}} delta
 * @returns {{desk: Desk, gap: boolean}} gap: something was missed, ask for a snapshot
 */
export function delta(desk, delta) {
  if (delta.version <= desk.version) return { desk, gap: false };
  if (desk.version < 0 || delta.version !== desk.version + 1) return { desk, gap: desk.version >= 0 };
  const chats = new Map(upsert(desk.chats, delta.upsert));
  for (const id of delta.remove) chats.delete(id);
  return { desk: { version: delta.version, chats }, gap: false };
}

/**
 * Requests that wait, oldest first.
 * @param {Chats} chats
 */
export function requests(chats) {
  return [...chats.values()]
    .filter((chat) => chat.state === "requested" && chat.may.includes("accept"))
    .sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

/**
 * Chats in which the person takes part, the oldest first.
 * @param {Chats} chats
 */
export function own(chats) {
  return [...chats.values()]
    .filter((chat) => chat.you !== null && chat.state !== "requested")
    .sort((a, b) => (a.accepted_at ?? "").localeCompare(b.accepted_at ?? "") || a.id.localeCompare(b.id));
}
