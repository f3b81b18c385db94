/**
 * What an agent is told of: requests and invitations, and what others write in the agent's chats, as far as the agent
 * wants to hear of each chat.
 * @module
 */
import { kindOf, otherSide } from "./kinds.js";

/**
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../ui/bell.js").Event} Event
 */

/**
 * @param {import("../core/deskclient.js").DeskClient} client
 * @param {readonly Chat[]} requests those that are shown
 * @param {import("../i18n.js").I18n} i18n
 * @param {{list: () => void, chat: (id: string) => void}} open
 * @returns {Event[]} all there is; the bell knows what was told
 */
export function eventsOf(client, requests, { t }, open) {
  /** @type {Event[]} */
  const events = requests.map((chat) => {
    const invited = kindOf(chat) === "invitation";
    // A move to another team asks anew.
    const name = `request:${chat.id}${chat.waiting_since && chat.waiting_since !== chat.created_at ? `:${chat.waiting_since}` : ""}`;
    return { name, title: t(invited ? "notify_invitation" : "notify_request", { name: chat.requester.name }), body: chat.first_message, open: open.list };
  });
  for (const chat of client.own) {
    if (!client.unread(chat.id)) continue;
    const last = client.log(chat.id).entries.findLast(({ kind, author }) => (kind === "message" || kind === "file") && author !== null && author.no !== chat.you);
    if (!last || !wantsToHear(chat, last.author?.kind)) continue;
    const name = last.author?.name ?? otherSide(chat).name;
    const body = last.kind === "file" ? String(last.data?.name ?? "") : last.text;
    events.push({ name: `message:${chat.id}:${last.seq}`, title: t("notify_message", { name }), body, open: () => open.chat(chat.id) });
  }
  return events;
}

/**
 * Without a wish of their own, people hear of what is written in their chats, and observers of nothing.
 * @param {Chat} chat
 * @param {string | undefined} kind of who has written
 */
export function wantsToHear({ monitor = "none", direction, participants, you }, kind) {
  if (monitor === "all") return true;
  // Among agents nobody is a customer: then all are heard.
  if (monitor === "customer") return kind !== "agent" || direction === "agent_agent";
  return participants.find(({ no }) => no === you)?.role !== "observer";
}
