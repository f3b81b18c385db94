/**
 * When to come back after a lost connection.
 * @module
 */

/** Close codes after which coming back is of no use. */
const FINAL = new Set([1009, 4400, 4403, 4426]);

/**
 * @param {number} code close code of the socket; 1006 when the line broke
 * @param {number} attempt failures since the connection was last healthy, from 0
 * @param {() => number} [random] from 0 up to 1
 * @returns {number | null} milliseconds to wait, null: do not come back
 */
export function delay(code, attempt, random = Math.random) {
  if (FINAL.has(code)) return null;
  if (code === 1012) return random() * 5000;
  const patient = code === 1011 || code === 1013;
  if (attempt === 0 && !patient) return 0;
  return random() * Math.min(30000, 500 * 2 ** Math.min(attempt + (patient ? 1 : 0), 16));
}
