/**
 * Who agents and customers are, as the bridge wants to hear it: a token of OTRS's.
 * @module
 */
import { LoggedOut } from "./protocol.js";

/** @typedef {import("./protocol.js").Identity} Identity */

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
