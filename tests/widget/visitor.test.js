import assert from "node:assert/strict";
import test from "node:test";
import { I18n } from "../../widget/i18n.js";
import ar from "../../widget/lang/ar.js";
import en from "../../widget/lang/en.js";
import { Signs } from "../../widget/core/state.js";
import { TypingTeller } from "../../widget/ui/composer.js";
import { placeText } from "../../widget/visitor/conversation.js";

test("the place in line, and the time only where there is an honest one", () => {
  const english = new I18n(en, "en");
  assert.equal(placeText({ position: 1, estimate_seconds: null }, english), "You are next.");
  assert.equal(placeText({ position: 3, estimate_seconds: null }, english), "You are number 3 in line.");
  assert.equal(placeText({ position: 3, estimate_seconds: 61 }, english), "You are number 3 in line. About 2 minutes.");
  assert.equal(placeText({ position: 1, estimate_seconds: 0 }, english), "You are next. About 1 minute.");
  assert.equal(placeText({ position: 2, estimate_seconds: 120 }, new I18n(ar, "ar")).split(".").length, 3);
});

test("who writes is told at the first key and when it stops, not at every key", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 100000 });
  const told = [];
  const teller = new TypingTeller((on) => told.push(on));
  teller.typed("H");
  teller.typed("He");
  context.mock.timers.tick(3500);
  teller.typed("Hel");
  assert.deepEqual(told, [true, true]);
  context.mock.timers.tick(5000);
  assert.deepEqual(told, [true, true, false]);
  teller.typed(" ");
  teller.stop();
  assert.deepEqual(told, [true, true, false]);
});

test("who said so long ago has stopped writing; read marks are told once, the highest", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const marks = [];
  const signs = new Signs({ changed: () => {}, read: (chat, seq) => marks.push([chat, seq]) });
  signs.heard("a", 2, true);
  signs.heard("a", 3, true);
  signs.heard("a", undefined, true);
  signs.heard("a", 3, false);
  assert.deepEqual(signs.typing("a"), [2]);
  context.mock.timers.tick(6000);
  assert.deepEqual(signs.typing("a"), []);
  for (const seq of [3, 5, 4]) signs.read("a", seq);
  context.mock.timers.tick(1000);
  signs.read("a", 5);
  context.mock.timers.tick(1000);
  assert.deepEqual(marks, [["a", 5]]);
  signs.lost();
  signs.read("a", 5);
  context.mock.timers.tick(1000);
  assert.deepEqual(marks.length, 2);
});
