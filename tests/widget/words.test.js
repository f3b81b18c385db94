import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { readConfig } from "../../widget/config.js";
import { I18n } from "../../widget/i18n.js";
import arAdmin from "../../widget/lang/admin/ar.js";
import deAdmin from "../../widget/lang/admin/de.js";
import enAdmin from "../../widget/lang/admin/en.js";
import arBase from "../../widget/lang/ar.js";
import deBase from "../../widget/lang/de.js";
import arDesk from "../../widget/lang/desk/ar.js";
import deDesk from "../../widget/lang/desk/de.js";
import enDesk from "../../widget/lang/desk/en.js";
import enBase from "../../widget/lang/en.js";
import arLater from "../../widget/lang/later/ar.js";
import arSignIn from "../../widget/lang/signin/ar.js";
import deLater from "../../widget/lang/later/de.js";
import deSignIn from "../../widget/lang/signin/de.js";
import enLater from "../../widget/lang/later/en.js";
import enSignIn from "../../widget/lang/signin/en.js";
import { ticketUrl } from "../../widget/desk/facts.js";
import { spanOf } from "../../widget/desk/listrows.js";
import { DESK, DESK_LATER } from "../../widget/desk/modules.js";
import { PANEL, paths } from "../../widget/modules.js";
import { initials } from "../../widget/core/text.js";

const WIDGET = new URL("../../widget/", import.meta.url);
const files = readdirSync(WIDGET, { recursive: true }).filter((name) => name.endsWith(".js"));
const source = files.map((name) => readFileSync(new URL(name, WIDGET), "utf8")).join("\n");
const [en, de] = [{ ...enBase, ...enLater, ...enSignIn, ...enDesk, ...enAdmin }, { ...deBase, ...deLater, ...deSignIn, ...deDesk, ...deAdmin }];
const holes = (word) => [...new Set(JSON.stringify(word).match(/\{\w+\}/g) ?? [])].sort();

for (const [name, base, later, signIn, desk, admin] of [["German", deBase, deLater, deSignIn, deDesk, deAdmin], ["Arabic", arBase, arLater, arSignIn, arDesk, arAdmin]]) {
  test(`${name} has every word of English, with the same values in it`, () => {
    for (const [words, english] of [[base, enBase], [later, enLater], [signIn, enSignIn], [desk, enDesk], [admin, enAdmin]]) {
      assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
      for (const key of Object.keys(english)) assert.deepEqual(holes(words[key]).filter((hole) => hole !== "{n}"), holes(english[key]).filter((hole) => hole !== "{n}"), key);
    }
  });
}

test("no word stands in two files, and none is there for nothing", () => {
  const keys = [enBase, enLater, enSignIn, enDesk, enAdmin].flatMap((words) => Object.keys(words));
  assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), []);
  // Some keys are put together: `event_${kind}`.
  const byCode = new RegExp(`^(${["event_", "state_", "admin_", ...[...source.matchAll(/`(\w+_)\$\{/g)].map((match) => match[1])].join("|")})`);
  for (const key of Object.keys(en)) assert.ok(byCode.test(key) || new RegExp(`["'\`]${key}["'\`]`).test(source), key);
});

test("visitors need no word of the desk's", () => {
  const theirs = files.filter((name) => !/^(desk|admin|lang)\//.test(name)).map((name) => readFileSync(new URL(name, WIDGET), "utf8")).join("\n");
  for (const [, key] of theirs.matchAll(/\bt\(\s*"([\w.]+)"/g)) assert.ok(key in enBase || key in enLater || key in enSignIn, key);
});

test("every word that the widget asks for exists", () => {
  const asked = [...source.matchAll(/\bt\(\s*"([\w.]+)"/g)].map((match) => match[1]);
  assert.ok(asked.length > 60);
  for (const key of asked) assert.ok(key in en, key);
});

test("nothing but text nodes: no way to write HTML is used", () => {
  assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\(/);
});

test("the OTRS session and cookies are nobody's business", () => {
  assert.doesNotMatch(source, /SessionID|document\.cookie|Core\.Config|ChallengeToken/);
});

test("plural, values and times are the language's", () => {
  const german = new I18n(de, "de");
  assert.equal(german.t("new_messages", { n: 1 }), "1 neue Nachricht");
  assert.equal(german.t("new_messages", { n: 1200 }), "1.200 neue Nachrichten");
  assert.equal(german.t("chat_with", { name: "{name}$&" }), "Chat mit {name}$&");
  assert.equal(spanOf(30000, german), "<1 Min.");
  assert.equal(spanOf(3 * 3600000 + 120000, new I18n(en, "en")), "3 h 2 min");
  assert.equal(german.day("2026-11-22T12:00:00.000Z", new Date("2026-11-22T12:30:00.000Z")), "Heute");
});

test("the tag is read; what cannot be is refused", () => {
  const module = "https://help.example.com/chatbridge/widget/chatbridge.js?v=1";
  const page = "https://help.example.com/otrs/index.pl?Action=AgentDashboard";
  const config = readConfig({ role: "agent", tokenUrl: "/otrs/index.pl?Action=AgentChatBridgeToken", otrsUrl: "/otrs/index.pl", ticketId: "7", ticketNumber: "42" }, module, page);
  assert.equal(config.socket, "wss://help.example.com/chatbridge/socket");
  assert.equal(config.tokenUrl, "https://help.example.com/otrs/index.pl?Action=AgentChatBridgeToken");
  assert.equal(ticketUrl(config, "7"), "https://help.example.com/otrs/index.pl?Action=AgentTicketZoom;TicketID=7");
  assert.deepEqual(config.ticket, { id: "7", number: "42" });
  const site = readConfig({ accent: "#AA3311", title: " Help ", channel: "3" }, module, page);
  assert.deepEqual([site.accent, site.title, site.channel], ["#AA3311", "Help", 3]);
  const wrong = readConfig({ accent: "red;}", title: "x".repeat(99), channel: "all" }, module, page);
  assert.deepEqual([wrong.accent, wrong.title.length, wrong.channel], ["", 60, null]);
  assert.equal(readConfig({ role: "agent", tokenUrl: "https://evil.example/token" }, module, page), null);
  assert.equal(readConfig({ role: "agent" }, module, page), null);
  assert.equal(config.availability, "https://help.example.com/chatbridge/availability");
  assert.deepEqual([config.side, config.offset, config.sound, config.reachable], ["", [20, 20], true, true]);
  const placed = readConfig({ side: "left", offset: "16, 9999", sound: "off", reachable: "off" }, module, page);
  assert.deepEqual([placed.side, placed.offset, placed.sound, placed.reachable], ["left", [16, 400], false, false]);
  assert.deepEqual([readConfig({ side: "top", offset: "x" }, module, page)].map(({ side, offset }) => [side, offset]), [["", [0, 0]]]);
  assert.equal(readConfig({ role: "admin" }, module, page), null);
  assert.equal(readConfig({ otrsUrl: "javascript:alert(1)" }, module, page).otrsUrl, "");
  assert.equal(readConfig({}, "http://127.0.0.1:8000/chatbridge/widget/chatbridge.js", page).socket, "ws://127.0.0.1:8000/chatbridge/socket");
});

/** All modules that come with these, through static imports. */
function closure(...names) {
  const found = new Set();
  const walk = (name) => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(new URL(name, WIDGET), "utf8");
    for (const [, path] of text.matchAll(/^import [^;]*?"(\.[^"]+)";/gm)) walk(new URL(path, new URL(name, WIDGET)).href.slice(WIDGET.href.length));
  };
  names.forEach(walk);
  return found;
}

test("what is loaded together is what is imported", () => {
  const first = closure("chatbridge.js");
  const desk = [...closure("desk/desk.js")].filter((name) => !first.has(name));
  assert.deepEqual(paths(DESK).sort(), desk.sort());
  const wanted = new Set(["desk/desk.js"]);
  for (const name of wanted) {
    for (const module of closure(name)) {
      const text = readFileSync(new URL(module, WIDGET), "utf8");
      for (const [, path] of text.matchAll(/import\("(\.[^"]+)"\)/g)) {
        const found = new URL(path, new URL(module, WIDGET)).href.slice(WIDGET.href.length);
        if (found.startsWith("desk/")) wanted.add(found);
      }
    }
  }
  const later = [...closure(...wanted)].filter((name) => !first.has(name) && !desk.includes(name));
  assert.deepEqual(paths(DESK_LATER).sort(), later.sort());
  const launcher = closure("chatbridge.js", "visitor/launcher.js");
  const panel = [...closure("visitor/panel.js")].filter((name) => !launcher.has(name));
  assert.deepEqual(paths(PANEL).sort(), panel.sort());
});

test("initials for an avatar", () => {
  assert.equal(initials("Jens Ö. Sørensen"), "JS");
  assert.equal(initials(" max "), "M");
  assert.equal(initials("🙂 <b>"), "B");
  assert.equal(initials(""), "");
});
