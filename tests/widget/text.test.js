import assert from "node:assert/strict";
import test from "node:test";
import { clean, count, isEmojiOnly, runs, split } from "../../widget/core/text.js";

test("control characters go, line ends become one kind, half characters are replaced", () => {
  assert.equal(clean("a\u0000b\u0007c\r\nd\re\u2028f\tg\u0085"), "abc\nd\ne\nf\tg");
  assert.equal(clean("x\ud83dy\ude00z"), "x\ufffdy\ufffdz");
  assert.equal(clean("  \n hello \n "), "hello");
  assert.equal(clean("👋🏽"), "👋🏽");
});

test("length is counted in code points, as the server does", () => {
  for (const text of ["", "abc", "äöü", "👋🏽", "👩‍👩‍👧", "a\ud83d"]) assert.equal(count(text), [...text].length);
});

test("a short text stays whole", () => {
  assert.deepEqual(split("hello", 10), ["hello"]);
  assert.deepEqual(split("x".repeat(10), 10), ["x".repeat(10)]);
  assert.deepEqual(split(" \n\u0000 ", 10), []);
});

test("cuts at a line end, else at white space, else anywhere", () => {
  assert.deepEqual(split("one two\nthree four", 12), ["one two", "three four"]);
  assert.deepEqual(split("one two three", 8), ["one two", "three"]);
  assert.deepEqual(split("abcdefghij", 4), ["abcd", "efgh", "ij"]);
});

test("no character is lost or cut, whatever the text", () => {
  const pieces = ["word ", "👩‍👩‍👧‍👦", "مرحبا ", "\n", "\n\n\n", "<br>", "漢字", "e\u0301", "🇩🇪", "x".repeat(30), "\t"];
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round += 1) {
    const text = Array.from({ length: 60 }, () => pieces[Math.floor(random() * pieces.length)]).join("");
    const limit = 12 + Math.floor(random() * 40);
    const parts = split(text, limit);
    assert.equal(parts.join("").replace(/\s/gu, ""), text.replace(/\s/gu, ""));
    for (const part of parts) {
      assert.ok(part.trim(), "no empty part");
      assert.ok(count(part) <= limit);
      assert.ok(!/^[\ude00-\udfff\u0301\u200d]/u.test(part), "no cut inside a visible character");
    }
  }
});

test("20,000 characters become five messages of at most 4,000", () => {
  const parts = split("a".repeat(20000), 4000);
  assert.equal(parts.length, 5);
  assert.ok(split(`${"👍".repeat(4000)}!`, 4000).every((part) => count(part) <= 4000));
});

test("a visible character longer than the limit is still sent", () => {
  const flood = `a${"\u0301".repeat(500)}`;
  assert.equal(split(flood, 100).join(""), flood);
});

test("only http and https become links, without the punctuation around them", () => {
  /** @param {string} text */
  const links = (text) => runs(text).filter((run) => run.href).map((run) => run.text);
  assert.deepEqual(links("see https://example.com/a_(b)?x=1#y."), ["https://example.com/a_(b)?x=1#y"]);
  assert.deepEqual(links("(http://example.com/x)"), ["http://example.com/x"]);
  assert.deepEqual(links("javascript:alert(1) data:text/html,x ftp://x.example file:///etc xhttps://no.example"), []);
  assert.deepEqual(links('<a href="https://example.com/">'), ["https://example.com/"]);
  assert.deepEqual(links("https:// http://"), []);
  for (const text of ["a https://example.com b", "https://example.com", "", "no link", "https://a.example,https://b.example!"]) {
    assert.equal(runs(text).map((run) => run.text).join(""), text);
  }
});

test("addresses of mail become links that carry nothing else", () => {
  const hrefs = (text) => runs(text).filter((run) => run.href).map((run) => run.href);
  assert.deepEqual(hrefs("Write to help@example.com, or mailto:max+1@mail.example.org?body=x."), ["mailto:help@example.com", "mailto:max+1@mail.example.org"]);
  assert.deepEqual(hrefs("@anton max@localhost a@b@c javascript:alert(1)"), []);
  const long = `${"a.".repeat(20000)}@`;
  assert.deepEqual(runs(long), [{ text: long }]);
});

test("up to three emoji alone are shown large", () => {
  for (const text of ["👍", "👍👍 🎉", "👩‍👩‍👧", "👋🏽", "❤️"]) assert.ok(isEmojiOnly(text), text);
  for (const text of ["", "1", "ok 👍", "👍👍👍👍", "#"]) assert.ok(!isEmojiOnly(text), text);
});
