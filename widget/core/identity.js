/**
 * Who agents and customers are, as the bridge wants to hear it: a token of OTRS's.
 * @module
 */
import { LoggedOut } from "./protocol.js";

/** @typedef {import("./protocol.js").Identity} Identity */

/** So soon a token that could not be had is asked for again. */
const AGAIN_MS = 20000;

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
    keep: (seconds, line) => keepRenewing(seconds, () => orSignIn(address, fetchToken(address)), line),
    granted: () => {},
    rejected: (code) => code === 4401,
  };
}

/**
 * @param {number} seconds
 * @param {() => Promise<string>} fetchFresh
 * @param {{renew: (token: string) => Promise<unknown>, ended: () => void}} line
 * @returns {() => void} stops it
 */
function keepRenewing(seconds, fetchFresh, { renew, ended }) {
  const usual = seconds * 1000 * (0.6 + Math.random() * 0.2);
  let stopped = false;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const plan = (/** @type {number} */ ms) => {
    timer = setTimeout(async () => {
      try {
        const token = await fetchFresh();
        if (stopped) return;
        await renew(token);
        plan(usual);
      } catch (error) {
        if (stopped) return;
        if (error instanceof LoggedOut) ended();
        else plan(AGAIN_MS);
      }
    }, ms);
  };
  plan(usual);
  return () => {
    stopped = true;
    clearTimeout(timer);
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
