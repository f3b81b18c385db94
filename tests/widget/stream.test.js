import assert from "node:assert/strict";
import test from "node:test";
import { events } from "../../widget/core/stream.js";

/** @param {...string} pieces */
function heard(...pieces) {
  const told = [];
  const hear = events((event, data) => told.push([event, data]));
  pieces.forEach((piece) => hear(piece));
  return told;
}

test("events are read however the pieces fall", () => {
  const whole = 'event: open\ndata: {"stream": "x"}\n\n: still here\n\ndata: {"a": 1}\n\nevent: close\ndata: {"code": 4401}\n\n';
  const wanted = [["open", '{"stream": "x"}'], ["message", '{"a": 1}'], ["close", '{"code": 4401}']];
  assert.deepEqual(heard(whole), wanted);
  assert.deepEqual(heard(...whole), wanted);
  assert.deepEqual(heard(whole.replaceAll("\n", "\r\n")), wanted);
});

test("several lines of data are one, a comment alone is nothing, an event without its end is not told", () => {
  assert.deepEqual(heard("data: 1\ndata:2\n\n"), [["message", "1\n2"]]);
  assert.deepEqual(heard(":\n\n:\n\n"), []);
  assert.deepEqual(heard("data: half"), []);
});
