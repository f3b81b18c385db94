import assert from "node:assert/strict";
import test from "node:test";
import { Outbox } from "../../widget/core/outbox.js";
import { ProtocolError } from "../../widget/core/protocol.js";

const tick = () => new Promise((done) => setTimeout(done, 0));

/** An outbox whose replies are given by hand. */
function setUp(kept = new Map()) {
  const sent = [];
  const acked = [];
  const store = { get: (name) => structuredClone(kept.get(name) ?? null), set: (name, value) => kept.set(name, structuredClone(value)) };
  const outbox = new Outbox({
    store,
    changed: () => {},
    acked: (letter) => acked.push(letter.text),
    send: (letter) => new Promise((resolve, reject) => sent.push({ text: letter.text, id: letter.client_id, resolve, reject })),
  });
  return { outbox, sent, acked, kept };
}

test("within a chat one message goes after the other, chats do not wait for each other", async () => {
  const { outbox, sent, acked } = setUp();
  outbox.setOnline(true);
  outbox.add("a", ["1", "2"]);
  outbox.add("b", ["3"]);
  assert.deepEqual(sent.map(({ text }) => text), ["1", "3"]);
  sent[0].resolve({ seq: 5, at: "" });
  await tick();
  assert.deepEqual(sent.map(({ text }) => text), ["1", "3", "2"]);
  assert.deepEqual(acked, ["1"]);
});

test("what has no reply is sent again under the same name", async () => {
  const { outbox, sent } = setUp();
  outbox.setOnline(true);
  outbox.add("a", ["1"]);
  sent[0].reject(new ProtocolError("offline", ""));
  outbox.setOnline(false);
  await tick();
  assert.equal(outbox.letters[0].state, "waiting");
  outbox.setOnline(true);
  assert.equal(sent.length, 2);
  assert.equal(sent[0].id, sent[1].id);
});

test("a line that breaks while a busy server is waited for changes no order and sends nothing twice at once", async () => {
  const { outbox, sent } = setUp();
  outbox.setOnline(true);
  outbox.add("a", ["1", "2"]);
  sent[0].reject(new ProtocolError("server.busy", "", { retry_after_ms: 20 }));
  await tick();
  outbox.setOnline(false);
  outbox.setOnline(true);
  await new Promise((done) => setTimeout(done, 60));
  assert.deepEqual(sent.map(({ text }) => text), ["1", "1"]);
  sent[1].resolve({ seq: 5, at: "" });
  await tick();
  assert.deepEqual(sent.map(({ text }) => text), ["1", "1", "2"]);
});

test("what was discarded while a busy server is waited for is not sent any more", async () => {
  const { outbox, sent } = setUp();
  outbox.setOnline(true);
  outbox.add("a", ["1"]);
  sent[0].reject(new ProtocolError("server.busy", "", { retry_after_ms: 20 }));
  await tick();
  outbox.setOnline(false);
  outbox.drop(sent[0].id);
  outbox.setOnline(true);
  await new Promise((done) => setTimeout(done, 60));
  assert.equal(sent.length, 1);
});

test("a page load keeps what is on its way; an entry that came meanwhile ends it", () => {
  const first = setUp();
  first.outbox.setOnline(true);
  first.outbox.add("a", ["1", "2"]);
  const next = setUp(first.kept);
  assert.deepEqual(next.outbox.letters.map(({ text, state }) => [text, state]), [["1", "waiting"], ["2", "waiting"]]);
  next.outbox.seen([{ client_id: first.sent[0].id }]);
  next.outbox.setOnline(true);
  assert.deepEqual(next.sent.map(({ text }) => text), ["2"]);
});

test("a refusal is final until the writer tries again; others go on", async () => {
  const { outbox, sent } = setUp();
  outbox.setOnline(true);
  outbox.add("a", ["1", "2"]);
  sent[0].reject(new ProtocolError("chat.closing", ""));
  await tick();
  assert.deepEqual(outbox.letters.map(({ state, code }) => [state, code]), [["failed", "chat.closing"], ["sending", ""]]);
  sent[1].resolve({ seq: 2, at: "" });
  await tick();
  outbox.retry(sent[0].id);
  assert.equal(sent.at(-1).id, sent[0].id);
  sent.at(-1).reject(new ProtocolError("chat.closed", ""));
  await tick();
  outbox.drop(sent[0].id);
  assert.deepEqual(outbox.letters, []);
});

test("too fast: the chat rests as long as the server says", async () => {
  const { outbox, sent } = setUp();
  outbox.setOnline(true);
  outbox.add("a", ["1", "2"]);
  sent[0].reject(new ProtocolError("rate.limited", "", { retry_after_ms: 30 }));
  await tick();
  assert.equal(sent.length, 1);
  await new Promise((done) => setTimeout(done, 60));
  assert.deepEqual(sent.map(({ text }) => text), ["1", "1"]);
});
