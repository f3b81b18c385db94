/**
 * What kind of request each one is, and which of them an agent wants to see. Pure.
 * @module
 */

/**
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {"invitation" | "agent" | "customer" | "visitor"} Kind
 */

/**
 * @param {Chat} chat that may be accepted
 * @returns {Kind}
 */
export function kindOf({ state, requester }) {
  // Into a chat that goes on already, one is invited.
  if (state !== "requested") return "invitation";
  return requester.kind === "agent" ? "agent" : requester.kind === "customer" ? "customer" : "visitor";
}

/**
 * Whether an agent who looks at "my channels" sees it: what is meant for one personally is seen always.
 * @param {Chat} chat
 * @param {ReadonlySet<number>} channels those that the agent has chosen
 */
export function isMine(chat, channels) {
  const kind = kindOf(chat);
  return kind === "agent" || kind === "invitation" || channels.has(chat.channel.id);
}

/**
 * @param {readonly Chat[]} requests
 * @param {{channels: number[]} | null} me
 * @param {string} filter "my", "all" or not chosen yet
 * @returns {Chat[]} those that the list shows and that are told of
 */
export function wanted(requests, me, filter) {
  if (filter === "all" || !me || (filter !== "my" && !me.channels.length)) return [...requests];
  const channels = new Set(me.channels);
  return requests.filter((chat) => isMine(chat, channels));
}

/**
 * Whom a chat is with, in one's own eyes: the client, else the other agents.
 * @param {Chat} chat
 * @returns {{kind: import("../core/protocol.js").PersonKind, name: string}}
 */
export function otherSide({ requester, participants, you }) {
  const all = participants.filter(({ no }) => no !== you);
  const client = all.find(({ kind }) => kind !== "agent");
  if (client) return client;
  // A chat that one only looks at is the requester's; one among agents is with whoever is there.
  if (you === null) return requester;
  const others = all.filter(({ role }) => role !== "declined");
  return others.find(({ present }) => present) ?? others[0] ?? all.at(-1) ?? requester;
}

/**
 * The entries without those that say the same as the one beside: who takes part from now on has joined, too, as far as
 * the customer is told.
 * @param {readonly import("../core/protocol.js").Entry[]} entries
 */
export function told(entries) {
  return entries.filter(({ kind, author }, at) => {
    const beside = kind === "joined" ? entries[at - 1] : kind === "left" ? entries[at + 1] : undefined;
    return !beside?.kind.startsWith("became_") || beside.author?.no !== author?.no;
  });
}

/**
 * One's own request that nobody has accepted yet.
 * @param {Chat} chat
 */
export function isPending({ state, you, may }) {
  return state === "requested" && you !== null && !may.includes("accept");
}
