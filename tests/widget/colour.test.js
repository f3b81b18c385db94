import assert from "node:assert/strict";
import test from "node:test";
import { BLACK, contrast, css, isAccent, on, parse, readable, readableOn, WHITE } from "../../widget/core/colour.js";

const STEPS = [0, 51, 102, 153, 204, 255];
const ALL = STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue) => [red, green, blue])));

test("colours are read as browsers compute them", () => {
  assert.deepEqual(parse("rgb(255, 153, 34)"), [255, 153, 34]);
  assert.deepEqual(parse("rgba(255, 153, 34, 0.95)"), [255, 153, 34]);
  assert.deepEqual(parse("#ff9922"), [255, 153, 34]);
  assert.equal(css([255, 153, 34]), "#ff9922");
  for (const text of ["rgba(0, 0, 0, 0)", "rgba(255, 153, 34, 0.5)", "transparent", "color(srgb 1 0 0)", "#f92", "", "url(x)"]) assert.equal(parse(text), null, text);
});

test("contrast is WCAG's", () => {
  assert.equal(contrast(BLACK, WHITE), 21);
  assert.equal(contrast(WHITE, WHITE), 1);
  assert.equal(contrast([119, 119, 119], WHITE).toFixed(2), "4.48");
});

test("black or white can be read on every colour", () => {
  for (const colour of ALL) assert.ok(contrast(on(colour), colour) >= 4.5, css(colour));
});

test("every colour becomes text that can be read, and stays as it is where it can", () => {
  for (const ground of [WHITE, [21, 29, 33], [255, 240, 224]]) for (const colour of ALL) assert.ok(contrast(readable(colour, ground), ground) >= 4.5, `${css(colour)} on ${css(ground)}`);
  assert.deepEqual(readable([10, 79, 160], WHITE), [10, 79, 160]);
});

test("greys, and what is lost on white, are no accent", () => {
  for (const text of ["#ff9922", "#69bfcc", "#14db13", "#0a4fa0", "#b8384e"]) assert.ok(isAccent(parse(text)), text);
  for (const text of ["#333333", "#eeeeee", "#ffffff", "#000000", "#2b3b46", "#fffad0"]) assert.ok(!isAccent(parse(text)), text);
  assert.ok(!isAccent(null));
});

test("on a page's own colour stands black or white, whichever reads better", () => {
  assert.deepEqual(["#ffcc00", "#0d6469", "#000000", "#ffffff"].map(readableOn), ["#000000", "#ffffff", "#ffffff", "#000000"]);
});
