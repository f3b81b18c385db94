/**
 * What an agent's client knows of the desk: its chats by snapshot and deltas, which of them wait, which are one's own.
 * Pure.
 * @module
 */
import { upsert } from "./state.js";

/**
 * @typedef {import("./protocol.js").Chat} Chat
 * @typedef {import("./state.js").Chats} Chats
 * @typedef {{version: number, chats: Chats}} Desk version -1: no snapshot yet
 */

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
 * What may be accepted: requests, and invitations into chats; who waits longest first.
 * @param {Chats} chats
 */
export function requests(chats) {
  return [...chats.values()]
    .filter((chat) => chat.may.includes("accept"))
    .sort((a, b) => since(a).localeCompare(since(b)) || a.id.localeCompare(b.id));
}

/**
 * Since when somebody waits: a move to another team begins anew.
 * @param {Chat} chat
 */
export function since({ waiting_since, created_at }) {
  return waiting_since ?? created_at;
}

/**
 * Chats in which the person takes part, also those that one has asked for oneself; the oldest first.
 * @param {Chats} chats
 */
export function own(chats) {
  return [...chats.values()]
    .filter((chat) => chat.you !== null && !chat.may.includes("accept") && !hasLeft(chat))
    .sort((a, b) => (a.accepted_at ?? a.created_at).localeCompare(b.accepted_at ?? b.created_at) || a.id.localeCompare(b.id));
}

/**
 * Whether one has left it, or has declined.
 * @param {Chat} chat
 */
export function hasLeft({ you, participants }) {
  return participants.find(({ no }) => no === you)?.present === false;
}
