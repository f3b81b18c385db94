/**
 * What stands in the log, line by line: days, events, where the unread begins, and messages grouped by sender and minute. Pure.
 * @module
 */
/**
 * @typedef {import("../core/protocol.js").Entry} Entry
 * @typedef {import("../core/outbox.js").Letter} Letter
 */

/**
 * @typedef {{type: "day", key: string, at: string}} DayRow
 * @typedef {{type: "event", key: string, entry: Entry}} EventRow
 * @typedef {{type: "unread", key: "unread"}} UnreadRow
 * @typedef {object} MessageRow
 * @property {"message"} type
 * @property {string} key
 * @property {boolean} own
 * @property {string} name
 * @property {string} text
 * @property {string} at
 * @property {boolean} internal for agents only
 * @property {boolean} first of its group
 * @property {boolean} last of its group
 * @property {"sent" | "waiting" | "sending" | "failed"} state
 * @property {string} code why it failed
 * @property {string} id the message's UUID; empty when unknown
 * @property {number} seq 0 while it is on its way
 * @property {import("../core/protocol.js").FileData | null} file a file instead of a text
 * @property {number} part of the file that has gone, 0 to 1
 */
/** @typedef {DayRow | EventRow | UnreadRow | MessageRow} Row */

/**
 * @param {readonly Entry[]} entries
 * @param {readonly Letter[]} letters own messages on their way
 * @param {number | null} you
 * @param {number | null} [read] a line stands before the first message of somebody else after this one; null: no line
 * @returns {Row[]}
 */
export function rows(entries, letters, you, read = null) {
  /** @type {Row[]} */
  const out = [];
  let day = "";
  let group = "";
  /** @param {string} at */
  const onDay = (at) => {
    const key = new Date(at).toDateString();
    if (key !== day) {
      out.push({ type: "day", key: `day:${key}`, at });
      group = "";
    }
    day = key;
  };
  /** @param {Omit<MessageRow, "type" | "first" | "last">} message @param {string} who */
  const add = (message, who) => {
    onDay(message.at);
    const here = `${who}|${message.internal}|${Math.floor(Date.parse(message.at) / 60000)}`;
    const before = out.at(-1);
    const first = here !== group;
    if (!first && before?.type === "message") before.last = false;
    out.push({ type: "message", ...message, first, last: true });
    group = here;
  };
  for (const entry of entries) {
    if (entry.kind !== "message" && entry.kind !== "file") {
      onDay(entry.at);
      out.push({ type: "event", key: `seq:${entry.seq}`, entry });
      group = "";
      continue;
    }
    const { author, text, at, audience, client_id: id, seq } = entry;
    const file = entry.kind === "file" ? /** @type {any} */ (entry.data) : null;
    const own = author !== null && author.no === you;
    if (read !== null && !own && entry.seq > read) {
      read = null;
      if (out.some((row) => row.type === "message")) {
        out.push({ type: "unread", key: "unread" });
        group = "";
      }
    }
    add({ key: id ? `id:${id}` : `seq:${entry.seq}`, own, name: author?.name ?? "", text, at, internal: audience === "agents", state: "sent", code: "", id: id ?? "", seq, file, part: 1 }, own ? "own" : String(author?.no));
  }
  for (const { client_id: id, text, at, audience, state, code, file = null, part = 0 } of letters) {
    add({ key: `id:${id}`, own: true, name: "", text, at, internal: audience === "agents", state, code, id, seq: 0, file, part }, "own");
  }
  return out;
}
