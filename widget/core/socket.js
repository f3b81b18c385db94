/**
 * A WebSocket as a line to the bridge, and when to come back after a lost one.
 * @module
 */

/**
 * @typedef {{open: () => void, message: (text: string) => void, close: (code: number) => void}} Ears
 * @typedef {{send: (text: string) => void, close: (code?: number) => void}} Line `send` only once it is open; after
 *   `close` the ears hear nothing more
 */

/**
 * @param {string} address ws: or wss:
 * @param {Ears} on
 * @returns {Line}
 */
export function openSocket(address, on) {
  const socket = new WebSocket(address);
  socket.onopen = on.open;
  socket.onmessage = ({ data }) => on.message(String(data));
  socket.onclose = ({ code }) => on.close(code);
  return {
    send: (text) => socket.send(text),
    close: (code) => {
      socket.onopen = socket.onclose = socket.onmessage = null;
      try {
        socket.close(code);
      } catch {
        // It is closing already.
      }
    },
  };
}

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
