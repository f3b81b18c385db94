import assert from "node:assert/strict";
import test from "node:test";
import { byName, change, find, NOBODY, peopleOf, sorted } from "../../widget/core/people.js";
import { own, requests } from "../../widget/core/deskstate.js";
import { entriesOf } from "../../widget/desk/actions.js";
import { dayStart } from "../../widget/desk/archive.js";
import { wantsToHear } from "../../widget/desk/attention.js";
import { filledIn, matching } from "../../widget/desk/canned.js";
import { shortcutOf } from "../../widget/desk/keys.js";
import { isPending, kindOf, otherSide, told, wanted } from "../../widget/desk/kinds.js";

const anton = { no: 1, kind: "agent", name: "Anton", role: "owner", present: true };
const chat = (more) => ({ id: "a", state: "active", you: 1, may: [], channel: { id: 1, name: "Support" }, requester: { kind: "visitor", name: "Max" }, participants: [], created_at: "2026-11-22T10:00:00.000Z", accepted_at: null, ...more });
const person = (login, more) => ({ login, name: login[0].toUpperCase() + login.slice(1), circle: "green", reason: "internal", may_chat: true, ...more });

test("an invitation is what goes on already; a request is of whom it comes from", () => {
  assert.equal(kindOf(chat({ state: "active" })), "invitation");
  assert.equal(kindOf(chat({ state: "requested" })), "visitor");
  assert.equal(kindOf(chat({ state: "requested", requester: { kind: "agent", name: "Cem" } })), "agent");
});

test("with 'my channels' one sees those, and what is meant for oneself", () => {
  const all = [chat({ id: "mine", state: "requested" }), chat({ id: "other", state: "requested", channel: { id: 2, name: "Sales" } }), chat({ id: "invited", channel: { id: 2, name: "Sales" } })];
  const ids = (filter, me = { channels: [1] }) => wanted(all, me, filter).map(({ id }) => id);
  assert.deepEqual(ids("my"), ["mine", "invited"]);
  assert.deepEqual(ids("all"), ["mine", "other", "invited"]);
  assert.deepEqual(ids(""), ["mine", "invited"]);
  assert.deepEqual(ids("", { channels: [] }), ["mine", "other", "invited"]);
  assert.deepEqual(ids("my", null), ["mine", "other", "invited"]);
});

test("what one may accept is a request, also an invitation; what one has asked for is one's own", () => {
  const chats = new Map([
    ["late", chat({ id: "late", state: "requested", you: null, may: ["accept"], waiting_since: "2026-11-22T12:00:00.000Z" })],
    ["invited", chat({ id: "invited", may: ["accept", "decline"], created_at: "2026-11-22T11:00:00.000Z" })],
    ["asked", chat({ id: "asked", state: "requested", may: ["close"] })],
  ]);
  assert.deepEqual(requests(chats).map(({ id }) => id), ["invited", "late"]);
  assert.deepEqual(own(chats).map(({ id }) => id), ["asked"]);
  assert.ok(isPending(chats.get("asked")) && !isPending(chats.get("late")));
});

test("a chat is with the client, among agents with the others", () => {
  const carla = { no: 2, kind: "customer", name: "Carla", role: "invited", present: false };
  const berta = { no: 3, kind: "agent", name: "Berta", role: "participant", present: true };
  assert.equal(otherSide(chat({ participants: [anton, berta, carla] })).name, "Carla");
  assert.equal(otherSide(chat({ participants: [anton, berta] })).name, "Berta");
  assert.equal(otherSide(chat({ participants: [anton, { ...carla, role: "declined" }] })).name, "Carla");
  assert.equal(otherSide(chat({ requester: anton, participants: [anton, { ...berta, role: "declined" }] })).name, "Berta");
  assert.equal(otherSide(chat({ you: null, participants: [berta] })).name, "Max");
});

test("the menu offers what is allowed and nothing else", () => {
  const keys = (may, page) => entriesOf(chat({ may }), page).map(({ key }) => key);
  assert.deepEqual(keys(["read", "send", "close", "hand_over"]), []);
  assert.deepEqual(keys(["invite", "leave"]), ["invite", "hand_to", "leave"]);
  assert.deepEqual(keys([], { popout: true }), ["popout"]);
  const monitor = entriesOf(chat({ may: ["monitor"], monitor: "customer" }));
  assert.deepEqual(monitor.map(({ checked }) => checked), [false, true, false]);
  assert.equal(entriesOf(chat({ may: ["monitor"] }))[0].separated, false);
});

test("observers hear of nothing unless they want to; others of what is written", () => {
  const as = (role, more) => chat({ participants: [{ ...anton, role }], ...more });
  assert.ok(wantsToHear(as("owner"), "visitor") && wantsToHear(as("owner"), "agent"));
  assert.ok(!wantsToHear(as("observer"), "visitor") && wantsToHear(as("observer", { monitor: "all" }), "agent"));
  assert.ok(wantsToHear(as("owner", { monitor: "customer" }), "visitor") && !wantsToHear(as("owner", { monitor: "customer" }), "agent"));
  assert.ok(wantsToHear(as("owner", { monitor: "customer", direction: "agent_agent" }), "agent"));
});

test("canned replies: what begins so comes first; what is not known stays to be seen", () => {
  const replies = [{ id: "1", shortcut: "hold", text: "A moment" }, { id: "2", shortcut: "mo", text: "Good morning" }];
  assert.deepEqual(matching(replies, "MO").map(({ id }) => id), ["2", "1"]);
  assert.deepEqual(matching(replies, "xyz"), []);
  assert.equal(filledIn("Hello {customer}, ticket {ticket}, {constructor}", { customer: "{agent}$&", ticket: "" }), "Hello {agent}$&, ticket {ticket}, {constructor}");
});

test("people come, change and go; an agent stands in one list only", () => {
  let people = peopleOf({ agents: [person("berta", { circle: "red" }), person("cem")], customers: [person("carla")] });
  assert.deepEqual(sorted(people.agents.values()).map(({ login }) => login), ["cem", "berta"]);
  people = change(people, { upsert: { out_of_office: [person("cem")] }, remove: ["customer:carla"] });
  assert.deepEqual([people.agents.size, people.customers.size, people.out_of_office.size], [1, 0, 1]);
  people = change(people, { remove: ["agent:cem"] });
  assert.equal(find(people, "agent", "cem"), null);
  assert.equal(find(people, "agent", "berta").name, "Berta");
  assert.equal(change(NOBODY, {}).agents.size, 0);
});

test("where only a name is known, two of that name are nobody", () => {
  const people = peopleOf({ agents: [person("berta"), person("berta2", { name: "Berta" }), person("cem")] });
  assert.equal(byName(people, "agent", "Berta"), null);
  assert.equal(byName(people, "agent", "Cem").login, "cem");
  assert.equal(byName(people, "customer", "Cem"), null);
});

test("shortcuts need Alt and nothing else", () => {
  const key = (name, more) => shortcutOf({ key: name, altKey: true, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, ...more });
  assert.equal(key("Enter"), "accept");
  assert.equal(key("PageDown"), "next");
  assert.equal(key("Enter", { altKey: false }), null);
  assert.equal(key("Enter", { ctrlKey: true }), null);
  assert.equal(key("constructor"), null);
});

test("a day of the archive is the reader's", () => {
  assert.equal(dayStart("", 0), null);
  assert.equal(new Date(dayStart("2026-11-22", 1)).getDate(), 23);
});

test("one joining is told once", () => {
  const entry = (kind, no) => ({ kind, author: { no } });
  const kinds = (entries) => told(entries).map(({ kind }) => kind);
  assert.deepEqual(kinds([entry("joined", 1), entry("message", 2)]), ["joined", "message"]);
  assert.deepEqual(kinds([entry("left", 1), entry("became_observer", 1), entry("became_participant", 1), entry("joined", 1)]), ["became_observer", "became_participant"]);
  assert.deepEqual(kinds([entry("became_participant", 1), entry("joined", 2), entry("left", 2)]), ["became_participant", "joined", "left"]);
});
