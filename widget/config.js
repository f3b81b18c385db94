/**
 * What the script tag says. Addresses are resolved against the page itself, not against a `<base>`.
 * @module
 */

/**
 * @typedef {object} Config
 * @property {"agent" | "customer" | "visitor"} role
 * @property {string} socket address of the socket
 * @property {string} tokenUrl same origin as the page; empty: none
 * @property {string} otrsUrl of OTRS's index.pl; empty: none
 * @property {string} lang language tag; empty: not said
 * @property {"light" | "dark" | ""} theme empty: as the reader's system has it
 * @property {{id: string, number: string} | null} ticket the page's ticket
 * @property {string} storage prefix of this bridge's keys in the browser's storage
 */

/**
 * @param {DOMStringMap} data the tag's data attributes
 * @param {string} module address of chatbridge.js
 * @param {string} page address of the page
 * @returns {Config | null} null: the tag asks for something that cannot be
 */
export function readConfig(data, module, page) {
  const role = data.role || "visitor";
  if (role !== "agent" && role !== "customer" && role !== "visitor") return null;
  const socket = new URL("../socket", module);
  socket.protocol = socket.protocol === "http:" ? "ws:" : "wss:";
  const tokenUrl = address(data.tokenUrl, page);
  if (role !== "visitor" && (!tokenUrl || new URL(tokenUrl).origin !== new URL(page).origin)) return null;
  return {
    role,
    socket: socket.href,
    tokenUrl,
    otrsUrl: address(data.otrsUrl, page),
    lang: data.lang ?? "",
    theme: data.theme === "light" || data.theme === "dark" ? data.theme : "",
    ticket: data.ticketId ? { id: data.ticketId, number: data.ticketNumber ?? "" } : null,
    storage: `chatbridge:${socket.host}${socket.pathname}:${role}:`,
  };
}

/**
 * @param {string | undefined} value
 * @param {string} page
 * @returns {string} absolute, http or https only; else empty
 */
function address(value, page) {
  if (!value) return "";
  try {
    const url = new URL(value, page);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
}

/**
 * The agent's page of a ticket.
 * @param {Config} config
 * @param {string} id TicketID
 * @returns {string} empty without an OTRS address
 */
export function ticketUrl(config, id) {
  return config.otrsUrl && id ? `${config.otrsUrl}?Action=AgentTicketZoom;TicketID=${encodeURIComponent(id)}` : "";
}
