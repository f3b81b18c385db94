/**
 * The words of the socket protocol (docs/protocol.md), as types, and the few numbers that both sides must share.
 * @module
 */

export const VERSION = 1;

/** The longest text, in characters, that a person may hand over at once; it is split into several messages. */
export const TEXT_LIMIT = 40000;

/**
 * @typedef {"visitor" | "customer" | "agent" | "system"} PersonKind
 * @typedef {{no: number, kind: PersonKind, name: string}} Author
 * @typedef {"requester" | "guest" | "owner" | "participant" | "observer" | "invited" | "declined"} Role
 * @typedef {Author & {role: Role, present: boolean, read_seq?: number, login?: string, invited_as?: Role | null}} Participant
 * @typedef {{id: number, name: string, greeting?: string, open?: boolean, available?: boolean}} Channel `open`: by its
 *   hours; `available`: somebody is there
 * @typedef {"everyone" | "agents"} Audience
 * @typedef {"requested" | "active" | "closing" | "closed"} ChatState
 * @typedef {"agent_agent" | "agent_customer" | "customer_agent" | "public_agent"} Direction
 * @typedef {"read" | "accept" | "decline" | "send" | "send_internal" | "type" | "attach_file" | "close" | "hand_over" | "cancel_handover"
 *   | "invite" | "move" | "leave" | "observe" | "participate" | "monitor" | "request_ticket" | "mail" | "transcript"
 *   | "review" | "dismiss"} Action
 */

/**
 * @typedef {object} Handover
 * @property {"waiting" | "done" | "failed" | "cancelled"} state all that visitors and customers are told
 * @property {"phone_ticket" | "attach" | "customer_ticket"} kind
 * @property {number} attempts
 * @property {string} since
 * @property {{code: string, message: string} | null} [error]
 */

/**
 * @typedef {object} Chat
 * @property {string} id
 * @property {number} version
 * @property {ChatState} state
 * @property {Channel} channel
 * @property {{kind: PersonKind, name: string, login?: string}} requester
 * @property {string} first_message
 * @property {string} created_at
 * @property {string | null} accepted_at
 * @property {string | null} closed_at
 * @property {number} last_seq
 * @property {number | null} you
 * @property {Participant[]} participants
 * @property {Action[]} may
 * @property {{number: string, id?: string} | null} ticket
 * @property {Handover | null} handover
 * @property {Direction} [direction]
 * @property {string} [waiting_since] anew after a move to another team
 * @property {{number: string, id?: string} | null} [about] the ticket that the chat was started from
 * @property {"none" | "customer" | "all"} [monitor] of which messages one is told
 * @property {number} [read_seq] how far one has read, on whatever device
 */

/**
 * @typedef {object} Entry
 * @property {number} seq
 * @property {string} kind
 * @property {Audience} audience
 * @property {Author | null} author
 * @property {string} text
 * @property {string} at
 * @property {string | null} [client_id]
 * @property {Record<string, unknown>} [data] of kind `file`: a FileData
 */

/** @typedef {{file: string, name: string, size: number, content_type: string}} FileData `file`: its UUID; size in bytes */

/**
 * @typedef {{message_chars: number, name_chars: number, frame_bytes: number, identity_seconds: number}} Limits
 * @typedef {{kind: PersonKind, id: string, name: string, email?: string}} Person `email`: customers' own, where it is known
 */

/**
 * @typedef {object} Welcome
 * @property {string} now
 * @property {Person} you
 * @property {string} [token]
 * @property {Limits} limits
 * @property {Channel[]} channels
 * @property {Chat[]} chats
 */

/**
 * Where one stands while nobody has answered.
 * @typedef {{chat: string, position: number, estimate_seconds: number | null, offer_ticket: boolean}} Waiting
 */

/** @typedef {Record<string, any> & {type: string, id?: number}} Frame */

/** What a command may be refused with: a code of the protocol, or `offline`/`timeout` made here. */
export class ProtocolError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {Record<string, any>} [data]
   */
  constructor(code, message, data = {}) {
    super(message);
    this.name = "ProtocolError";
    this.code = code;
    this.data = data;
  }
}

/** The OTRS session has ended, or this person may not chat: asking again on this page is of no use. */
export class LoggedOut extends Error {}

/** There is nobody yet to connect as: a visitor who has not said a name. */
export class Nobody extends Error {}

/**
 * @typedef {object} Identity
 * @property {() => Promise<{token: string} | {visitor: {name: string}}>} hello what to say hello with; may throw LoggedOut or Nobody
 * @property {(seconds: number, line: {renew: (token: string) => Promise<unknown>, ended: () => void}) => () => void} [keep] sends
 *   fresh tokens in good time, each is good for so many seconds, for as long as the line is open; returns how to stop
 * @property {(token: string) => void} granted the bridge gave a token
 * @property {(code: number) => boolean} rejected the bridge ended the identity; true: worth another hello
 */

/** Codes after which the same command may be sent again. */
export const AGAIN = new Set(["rate.limited", "server.busy", "server.error", "otrs.unavailable"]);

/**
 * The code of anything that was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function codeOf(error) {
  return error instanceof ProtocolError ? error.code : "server.error";
}

/**
 * A random UUID (version 4). `crypto.randomUUID` exists only on pages served over HTTPS, so there is a second way.
 * @returns {string}
 */
export function uuid() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}
