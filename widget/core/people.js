/**
 * Who is there: agents, customers, agents out of office. Pure.
 * @module
 */

/**
 * @typedef {"green" | "yellow" | "red"} Circle
 * @typedef {object} Someone
 * @property {string} login
 * @property {string} name
 * @property {Circle} circle
 * @property {string} reason external, internal (agents), available (customers), idle, unavailable or not_connected
 * @property {boolean} may_chat
 * @property {boolean} [you]
 * @property {string | null} [out_of_office_until] a day, `2026-12-24`
 * @property {string} [part] in a ticket: owner, responsible, author or watcher
 */

/**
 * @typedef {"agents" | "customers" | "out_of_office"} Kind
 * @typedef {Record<Kind, ReadonlyMap<string, Someone>>} People
 */

/** @type {Kind[]} */
export const KINDS = ["agents", "customers", "out_of_office"];
const CIRCLES = ["green", "yellow", "red"];

/** @type {People} */
export const NOBODY = Object.freeze({ agents: new Map(), customers: new Map(), out_of_office: new Map() });

/**
 * @param {Partial<Record<Kind, Someone[]>>} told the reply to `people.follow`
 * @returns {People}
 */
export function peopleOf(told) {
  return /** @type {any} */ (Object.fromEntries(KINDS.map((kind) => [kind, new Map((told[kind] ?? []).map((one) => [one.login, one]))])));
}

/**
 * @param {People} people
 * @param {{upsert?: Partial<Record<Kind, Someone[]>>, remove?: string[]}} delta remove: `agent:login`, `customer:login`
 * @returns {People}
 */
export function change(people, { upsert = {}, remove = [] }) {
  const next = { agents: new Map(people.agents), customers: new Map(people.customers), out_of_office: new Map(people.out_of_office) };
  for (const who of remove) {
    const login = who.slice(who.indexOf(":") + 1);
    if (who.startsWith("customer:")) next.customers.delete(login);
    else for (const kind of /** @type {const} */ (["agents", "out_of_office"])) next[kind].delete(login);
  }
  for (const kind of KINDS) {
    for (const one of upsert[kind] ?? []) {
      // An agent stands in one of the two lists.
      if (kind === "agents") next.out_of_office.delete(one.login);
      if (kind === "out_of_office") next.agents.delete(one.login);
      next[kind].set(one.login, one);
    }
  }
  return next;
}

/**
 * @param {Iterable<Someone>} people
 * @returns {Someone[]} who can be reached first, then by name
 */
export function sorted(people) {
  return [...people].sort((a, b) => CIRCLES.indexOf(a.circle) - CIRCLES.indexOf(b.circle) || a.name.localeCompare(b.name));
}

/**
 * @param {People} people
 * @param {"agent" | "customer"} kind
 * @param {string} login
 * @returns {Someone | null}
 */
export function find(people, kind, login) {
  if (kind === "customer") return people.customers.get(login) ?? null;
  return people.agents.get(login) ?? people.out_of_office.get(login) ?? null;
}

/**
 * Where only the name is known: the one who has it, if it is only one.
 * @param {People} people
 * @param {"agent" | "customer"} kind
 * @param {string} name
 * @returns {Someone | null}
 */
export function byName(people, kind, name) {
  const pool = kind === "customer" ? [...people.customers.values()] : [...people.agents.values(), ...people.out_of_office.values()];
  const same = pool.filter((one) => one.name === name);
  return same.length === 1 ? same[0] : null;
}
