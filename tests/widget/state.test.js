import assert from "node:assert/strict";
import test from "node:test";
import { delay } from "../../widget/core/connection.js";
import { delta, own, requests, snapshot } from "../../widget/core/deskstate.js";
import { EMPTY, marked, merge, readByOthers, unread, unsynced, upsert } from "../../widget/core/state.js";
import { Layout } from "../../widget/desk/layout.js";
import { rows } from "../../widget/ui/rows.js";

const NO_DESK = { version: -1, chats: new Map() };

const author = { no: 1, kind: "visitor", name: "Max" };
const entry = (seq, extra = {}) => ({ seq, kind: "message", audience: "everyone", author, text: `text ${seq}`, at: "2026-11-22T10:00:00.000Z", client_id: `c${seq}`, data: {}, ...extra });
const chat = (id, extra = {}) => ({ id, version: 1, last_seq: 1, state: "requested", may: ["accept"], you: null, created_at: "2026-11-22T10:00:00.000Z", accepted_at: null, participants: [], ...extra });
const seqs = (log) => log.entries.map(({ seq }) => seq);

test("entries are merged by number, in whatever order they come", () => {
  let log = merge(EMPTY, [entry(1), entry(2)], { from: "open", more: true });
  log = merge(log, [entry(9)], { from: "event" });
  assert.deepEqual([seqs(log), log.cursor, log.synced], [[1, 2, 9], 2, false], "an event during loading does not hide what is missing");
  log = merge(log, [entry(3), entry(5), entry(9)], { from: "open", more: false });
  assert.deepEqual([seqs(log), log.cursor, log.synced], [[1, 2, 3, 5, 9], 9, true]);
  log = merge(log, [entry(10)], { from: "event" });
  assert.equal(log.cursor, 10);
  assert.deepEqual(seqs(merge(log, [entry(10), entry(10)], { from: "event" })), [1, 2, 3, 5, 9, 10]);
});

test("an acknowledged message does not move the cursor over what others wrote before it", () => {
  let log = merge(EMPTY, [entry(1)], { from: "open" });
  log = merge(log, [entry(3)], { from: "ack" });
  assert.deepEqual([seqs(log), log.cursor], [[1, 3], 1]);
  log = merge(log, [entry(2)], { from: "event" });
  assert.deepEqual(seqs(log), [1, 2, 3]);
});

test("after a lost connection events do not move the cursor until the log was opened again", () => {
  let log = unsynced(merge(EMPTY, [entry(1)], { from: "open" }));
  log = merge(log, [entry(7)], { from: "event" });
  assert.equal(log.cursor, 1);
});

test("unread are messages of others after the last seen and after one's own", () => {
  const log = merge(EMPTY, [entry(1), entry(2, { author: { no: 2, kind: "agent", name: "A" } }), entry(3), entry(4, { kind: "left", text: "" })], { from: "open" });
  assert.equal(unread(log, 0, 9), 3);
  assert.equal(unread(log, 0, 2), 1);
  assert.equal(unread(log, 2, 2), 1);
  assert.equal(unread(log, 4, 2), 0);
});

test("a read mark is no new version, and never goes back", () => {
  const people = [{ no: 1, kind: "visitor", read_seq: 2 }, { no: 2, kind: "agent", read_seq: 0 }];
  const chats = upsert(new Map(), [chat("a", { you: 1, participants: people })]);
  assert.equal(marked(chats, { chat: "a", no: 1, seq: 2 }), chats);
  assert.equal(marked(chats, { chat: "b", no: 1, seq: 9 }), chats);
  const later = marked(chats, { chat: "a", no: 1, seq: 5 }).get("a");
  assert.deepEqual([later.version, later.read_seq, later.participants[0].read_seq], [1, 5, 5]);
});

test("what one wrote is read when the other side has read it, not when a colleague or an observer has", () => {
  const people = [
    { no: 1, kind: "visitor", role: "requester", read_seq: 3 }, { no: 2, kind: "agent", role: "owner", read_seq: 9 },
    { no: 3, kind: "agent", role: "participant", read_seq: 7 }, { no: 4, kind: "agent", role: "observer", read_seq: 8 },
  ];
  assert.equal(readByOthers(chat("a", { you: 1, participants: people }), "everyone"), 9);
  assert.equal(readByOthers(chat("a", { you: 2, participants: people }), "everyone"), 3);
  assert.equal(readByOthers(chat("a", { you: 2, participants: people }), "agents"), 7);
  assert.equal(readByOthers(chat("a", { you: 2, participants: people.slice(1) }), "everyone"), 7);
  assert.equal(readByOthers(null, "everyone"), 0);
});

test("an older version of a chat is dropped", () => {
  const first = upsert(new Map(), [chat("a", { version: 4, state: "active" })]);
  assert.equal(upsert(first, [chat("a", { version: 3 })]), first);
  assert.equal(upsert(first, [chat("a", { version: 5, state: "closed" })]).get("a").state, "closed");
});

test("deltas follow on the snapshot; a gap asks for a new one", () => {
  const one = snapshot(NO_DESK, { version: 4, chats: [chat("a"), chat("b")] }, () => false);
  const two = delta(one, { version: 5, upsert: [chat("c")], remove: ["a"] });
  assert.equal(two.gap, false);
  assert.deepEqual([...two.desk.chats.keys()], ["b", "c"]);
  assert.deepEqual(delta(two.desk, { version: 5, upsert: [], remove: ["b"] }), { desk: two.desk, gap: false });
  assert.equal(delta(two.desk, { version: 7, upsert: [], remove: [] }).gap, true);
  const kept = snapshot(two.desk, { version: 9, chats: [] }, ({ id }) => id === "b");
  assert.deepEqual([...kept.chats.keys()], ["b"]);
});

test("requests stand oldest first; own chats are those with a number that one has not left", () => {
  const chats = upsert(new Map(), [
    chat("late", { created_at: "2026-11-22T11:00:00.000Z" }), chat("early"),
    chat("mine", { state: "active", you: 2, may: ["send"] }), chat("other", { state: "active", may: ["read"] }),
    chat("left", { state: "active", you: 2, may: ["read"], participants: [{ no: 2, present: false }] }),
  ]);
  assert.deepEqual(requests(chats).map(({ id }) => id), ["early", "late"]);
  assert.deepEqual(own(chats).map(({ id }) => id), ["mine"]);
});

test("coming back: at once after a broken line, then at random moments that grow; never after a refusal", () => {
  assert.equal(delay(1006, 0), 0);
  assert.equal(delay(4401, 0), 0);
  assert.equal(delay(1006, 3, () => 0.5), 2000);
  assert.equal(delay(1006, 60, () => 1), 30000);
  assert.equal(delay(1012, 0, () => 0.5), 2500);
  assert.ok(delay(1013, 0, () => 0.9) > 0);
  for (const code of [1009, 4400, 4403, 4426]) assert.equal(delay(code, 0), null);
});

test("messages are grouped by sender and minute, days stand between", () => {
  const agent = { no: 2, kind: "agent", name: "Anton" };
  const list = rows([
    entry(1, { at: "2026-11-21T10:00:00.000Z" }), entry(2, { at: "2026-11-22T10:00:01.000Z" }), entry(3, { at: "2026-11-22T10:00:50.000Z" }),
    entry(4, { author: agent, at: "2026-11-22T10:00:55.000Z" }), entry(5, { kind: "closed", text: "" }),
    entry(6, { author: agent, at: "2026-11-22T10:00:56.000Z" }),
  ], [{ client_id: "new", text: "on its way", audience: "everyone", at: "2026-11-22T10:00:58.000Z", state: "sending", code: "", chat: "x" }], 2);
  assert.deepEqual(list.map((row) => row.type), ["day", "message", "day", "message", "message", "message", "event", "message", "message"]);
  assert.deepEqual(list.filter((row) => row.type === "message").map(({ own, first, last }) => [own, first, last]), [
    [false, true, true], [false, true, false], [false, false, true], [true, true, true], [true, true, false], [true, false, true],
  ]);
  assert.equal(new Set(list.map((row) => row.key)).size, list.length);
});

test("a message keeps its key when it is acknowledged", () => {
  const letter = { client_id: "c4", text: "text 4", audience: "everyone", at: "2026-11-22T10:00:00.000Z", state: "sending", code: "", chat: "x" };
  const before = rows([entry(1)], [letter], 1).at(-1);
  const after = rows([entry(1), entry(4)], [], 1).at(-1);
  assert.equal(before.key, after.key);
});

test("windows keep their order; those used last stay open when room is short", () => {
  const kept = new Map();
  const store = { get: (name) => kept.get(name) ?? null, set: (name, value) => kept.set(name, value) };
  const layout = new Layout(store);
  layout.include(["a", "b", "c"]);
  layout.set("b", true);
  layout.set("a", true);
  layout.places.find(({ id }) => id === "a").used += 5;
  assert.deepEqual([...layout.open(1)], ["a"]);
  assert.deepEqual(new Layout(store).places.map(({ id, open }) => [id, open]), [["a", true], ["b", true], ["c", false]]);
  layout.remove("a");
  assert.deepEqual(layout.places.map(({ id }) => id), ["b", "c"]);
});

test("a line stands before the first unread message, unless nothing is above it", () => {
  const other = { author: { no: 2, kind: "agent", name: "A" } };
  const types = (...list) => rows(...list).map(({ type }) => type);
  assert.deepEqual(types([entry(1), entry(2, other), entry(3, other)], [], 1, 1), ["day", "message", "unread", "message", "message"]);
  assert.deepEqual(types([entry(1), entry(2, other)], [], 1, 2), ["day", "message", "message"]);
  assert.deepEqual(types([entry(1, other), entry(2, other)], [], 1, 0), ["day", "message", "message"]);
  assert.deepEqual(types([entry(1), entry(2, other)], [], 1), ["day", "message", "message"]);
});
