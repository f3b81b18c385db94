/**
 * What the script tag says. Addresses are resolved against the page itself, not against a `<base>`.
 * @module
 */

/**
 * @typedef {object} Config
 * @property {"agent" | "customer" | "visitor"} role
 * @property {string} socket address of the socket
 * @property {string} tokenUrl same origin as the page; empty: none
 * @property {boolean} signIn there is no add-on: people sign in to the bridge, which then gives the tokens
 * @property {string} otrsUrl of OTRS's index.pl; empty: none
 * @property {string} lang language tag; empty: not said
 * @property {"light" | "dark" | ""} theme empty: as the reader's system has it
 * @property {{id: string, number: string} | null} ticket the page's ticket
 * @property {string} availability address that tells whether somebody is there
 * @property {"left" | "right" | ""} side of the page where the bubble stands; empty: where a line ends
 * @property {[number, number]} offset of the bubble from that side and from below, px
 * @property {string} accent colour of the chat, `#rrggbb`; empty: the usual one
 * @property {string} title what the chat is called; empty: the usual word
 * @property {number | null} channel visitors are asked for no other
 * @property {boolean} sound visitors and customers hear when they are answered
 * @property {boolean} reachable customers can be asked for a chat before they have opened it
 * @property {import("./ui/skin.js").Skin} [skin] colours of the page, once they were read
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
  const signIn = data.signIn !== undefined && role !== "visitor";
  const tokenUrl = signIn ? new URL(`../sign_in?kind=${role}`, module).href : address(data.tokenUrl, page);
  if (role !== "visitor" && (!tokenUrl || new URL(tokenUrl).origin !== new URL(page).origin)) return null;
  return {
    role,
    socket: socket.href,
    tokenUrl,
    signIn,
    otrsUrl: address(data.otrsUrl, page),
    lang: data.lang ?? "",
    theme: data.theme === "light" || data.theme === "dark" ? data.theme : "",
    ticket: data.ticketId ? { id: data.ticketId, number: data.ticketNumber ?? "" } : null,
    availability: new URL("../availability", module).href,
    side: data.side === "left" || data.side === "right" ? data.side : "",
    offset: offset(data.offset),
    accent: /^#[\da-f]{6}$/i.test(data.accent ?? "") ? data.accent ?? "" : "",
    title: (data.title ?? "").trim().slice(0, 60),
    channel: Number(data.channel) || null,
    sound: data.sound !== "off",
    // Nobody is asked to sign in who has not opened the chat.
    reachable: data.reachable !== "off" && !signIn,
    storage: `chatbridge:${socket.host}${socket.pathname}:${role}:`,
  };
}

/**
 * @param {string | undefined} value `20` or `20 96`: from the side, from below
 * @returns {[number, number]} px
 */
function offset(value = "") {
  const [side = 20, below = side] = value.split(/[\s,]+/).filter(Boolean).map((number) => Math.min(Math.max(parseInt(number, 10) || 0, 0), 400));
  return [side, below];
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
