/**
 * Who the person is, as the bridge wants to hear it: a token of OTRS's for agents and customers, a name and later the
 * bridge's own token for visitors.
 * @module
 */
/** @typedef {import("./storage.js").Store} Store */

/** The OTRS session has ended, or this person may not chat: asking again on this page is of no use. */
export class LoggedOut extends Error {}

/** There is nobody yet to connect as: a visitor who has not said a name. */
export class Nobody extends Error {}

/**
 * @typedef {object} Identity
 * @property {() => Promise<{token: string} | {visitor: {name: string}}>} hello what to say hello with; may throw LoggedOut or Nobody
 * @property {(() => Promise<string>) | null} renew a fresh token for the open connection; null: not needed
 * @property {(token: string) => void} granted the bridge gave a token
 * @property {(code: number) => boolean} rejected the bridge ended the identity; true: worth another hello
 */

/** A token that is on its way already. @type {Promise<string> | null} */
let early = null;
let asked = false;

/** Asks the person to sign in. @type {((address: string) => Promise<string>) | null} */
let ask = null;

/**
 * Where OTRS has no add-on: who is not signed in is asked to, and gets on.
 * @param {(address: string) => Promise<string>} how a token, once the person has signed in
 */
export function signInWith(how) {
  ask = how;
}

/**
 * Asks for the first token while the modules are still being loaded.
 * @param {string} address
 */
export function fetchEarly(address) {
  if (asked) return;
  early = fetchToken(address);
  early.catch(() => {});
}

/**
 * @param {string} address token address, same origin
 * @returns {Identity}
 */
export function otrsIdentity(address) {
  return {
    hello: async () => {
      const first = early;
      early = null;
      asked = true;
      return { token: await orSignIn(address, first ?? fetchToken(address)) };
    },
    renew: () => orSignIn(address, fetchToken(address)),
    granted: () => {},
    rejected: (code) => code === 4401,
  };
}

/**
 * @param {string} address
 * @param {Promise<string>} token
 */
async function orSignIn(address, token) {
  try {
    return await token;
  } catch (error) {
    if (ask && error instanceof LoggedOut) return ask(address);
    throw error;
  }
}

/**
 * @param {string} address
 * @returns {Promise<string>}
 */
export async function fetchToken(address) {
  const reply = await fetch(address, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(15000),
  });
  if (reply.status >= 500) throw new Error(`token: HTTP ${reply.status}`);
  // Logged out, OTRS answers 200 with its login page.
  const json = (reply.headers.get("Content-Type") ?? "").includes("json");
  if (!reply.ok || !json) throw new LoggedOut();
  const { Token } = await reply.json();
  if (typeof Token !== "string" || !Token) throw new LoggedOut();
  return Token;
}

/**
 * @param {Store} store where name and token are kept, once there is something to keep
 * @returns {Identity}
 */
export function visitorIdentity(store) {
  return {
    hello: async () => {
      const { token, name } = store.get("visitor") ?? {};
      if (token) return { token };
      if (name) return { visitor: { name } };
      throw new Nobody();
    },
    renew: null,
    granted: (token) => store.set("visitor", { ...store.get("visitor"), token }),
    rejected: () => {
      // The token is of no use any more, and with it the chat; the same name may begin anew.
      const known = store.get("visitor");
      if (!known?.token) return false;
      store.set("visitor", { name: known.name });
      return Boolean(known.name);
    },
  };
}
