/**
 * A WebSocket as a line to the bridge.
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
