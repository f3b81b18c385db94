/**
 * One connection to the bridge that looks after itself: hello, dead lines, coming back, commands that survive
 * a broken line, and another kind of line where WebSockets are blocked.
 * @module
 */
import { Pending } from "./outbox.js";
import { LoggedOut, Nobody, ProtocolError, VERSION } from "./protocol.js";
import { toText } from "./storage.js";

/**
 * @typedef {import("./protocol.js").Frame} Frame
 * @typedef {import("./protocol.js").Welcome} Welcome
 * @typedef {import("./protocol.js").Identity} Identity
 * @typedef {"idle" | "connecting" | "online" | "waiting" | "stopped"} State
 * @typedef {{state: State, reason: string}} Status `reason`: `logged_out`, `refused` or `version` when stopped
 * @typedef {{open: () => void, message: (text: string) => void, close: (code: number) => void}} Ears
 * @typedef {{send: (text: string) => void, close: (code?: number) => void}} Line `send` only once it is open; after
 *   `close` the ears hear nothing more
 */

const HELLO_MS = 12000;
const QUIET_MS = 20000;
/** So many WebSockets in a row that did not even open mean: they are blocked. */
const BLOCKED = 2;
/** So long this tab believes that. */
const BLOCKED_MS = 600000;
const PONG_MS = 8000;
const HEALTHY_MS = 10000;

export class Connection {
  /** @type {Status} */
  status = { state: "idle", reason: "" };
  #address;
  #identity;
  #on;
  #store;
  /** @type {Line | null} */
  #line = null;
  #opened = false;
  #blocked = 0;
  #nextId = 1;
  #pending = new Pending();
  #attempt = 0;
  #welcomedAt = 0;
  #heardAt = 0;
  #sentAt = 0;
  #probing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Stops the renewal of the identity. @type {(() => void) | undefined} */
  #keeping;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #heart;
  #run = 0;
  #lastTry = 0;
  #watch = new AbortController();

  /**
   * @param {string} address of the socket
   * @param {Identity} identity
   * @param {{welcome: (welcome: Welcome) => void, event: (event: Frame) => void, status: (status: Status) => void}} on
   * @param {Pick<import("./storage.js").Store, "get" | "set">} store this tab's
   */
  constructor(address, identity, on, store) {
    this.#address = address;
    this.#identity = identity;
    this.#on = on;
    this.#store = store;
    if (Date.now() - (store.get("blocked") ?? 0) < BLOCKED_MS) this.#blocked = BLOCKED;
    const { signal } = this.#watch;
    addEventListener("online", () => this.#nudge(), { signal });
    addEventListener("pageshow", () => this.#nudge(), { signal });
    addEventListener("pagehide", () => this.#pause(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#nudge();
    }, { signal });
  }

  /** Connects, unless that is under way or done. */
  start() {
    if (this.status.state === "connecting" || this.status.state === "online") return;
    this.#attempt = 0;
    void this.#connect();
  }

  /** Ends the connection for good; commands without a reply fail. */
  destroy() {
    this.#watch.abort();
    this.stop();
  }

  /** Ends the connection; `start` begins anew. */
  stop() {
    this.#end("idle");
  }

  /**
   * Sends a command. A durable one, harmless when repeated, outlives the connection and is sent again with the next.
   * @param {string} type
   * @param {Record<string, unknown>} [fields]
   * @param {{durable?: boolean}} [options]
   * @returns {Promise<Frame>} the reply
   * @throws {ProtocolError} what the server said, or `offline`, `timeout`
   */
  request(type, fields = {}, { durable = false } = {}) {
    if (this.status.state !== "online" && (!durable || this.status.state === "stopped")) {
      return Promise.reject(new ProtocolError("offline", "There is no connection."));
    }
    const frame = { ...fields, type, id: this.#nextId++ };
    const reply = this.#pending.wait(frame, durable);
    if (this.status.state === "online") this.#write(frame);
    return reply;
  }

  async #connect() {
    const run = ++this.#run;
    clearTimeout(this.#timer);
    this.#lastTry = Date.now();
    this.#setStatus("connecting");
    let who;
    try {
      who = await this.#identity.hello();
    } catch (error) {
      if (run !== this.#run) return;
      if (error instanceof LoggedOut) this.#halt("logged_out");
      else if (error instanceof Nobody) this.stop();
      else this.#later(1011);
      return;
    }
    if (run !== this.#run) return;
    this.#timer = setTimeout(() => this.#lost(run, 1006), HELLO_MS);
    void this.#open(run, who);
  }

  /**
   * @param {number} run
   * @param {Record<string, unknown>} who
   */
  async #open(run, who) {
    const hello = this.#nextId++;
    const stream = this.#blocked >= BLOCKED;
    const on = {
      open: () => {
        this.#opened = true;
        if (!stream) this.#blocked = 0;
        this.#store.set("blocked", stream ? this.#store.get("blocked") ?? Date.now() : null);
        this.#write({ type: "hello", id: hello, version: VERSION, ...who });
      },
      close: (/** @type {number} */ code) => this.#lost(run, code),
      message: (/** @type {string} */ text) => {
        if (run !== this.#run) return;
        this.#heardAt = Date.now();
        const frame = parse(text);
        if (!frame) return;
        if (frame.id === hello && frame.type === "welcome") this.#welcomed(/** @type {any} */ (frame));
        else if (frame.id === undefined) this.#on.event(frame);
        else this.#pending.settle(frame);
      },
    };
    try {
      const open = stream ? (await import("./stream.js")).openStream : openSocket;
      if (run === this.#run) this.#line = open(this.#address, on);
    } catch {
      // The page's policy allows none, the browser has none, or the module did not come.
      this.#lost(run, 1006);
    }
  }

  /** @param {Welcome} welcome */
  #welcomed(welcome) {
    clearTimeout(this.#timer);
    this.#welcomedAt = Date.now();
    if (welcome.token) this.#identity.granted(welcome.token);
    this.#keeping = this.#identity.keep?.(welcome.limits.identity_seconds, {
      renew: (token) => this.request("renew", { token }),
      ended: () => this.#halt("logged_out"),
    });
    this.#heart = setInterval(() => this.#beat(), 5000);
    this.#setStatus("online");
    this.#on.welcome(welcome);
    for (const frame of this.#pending.again) this.#write(frame);
  }

  #beat() {
    // Both ways: the bridge gives up a stream on which nothing is sent.
    if (!this.#probing && Date.now() - Math.min(this.#heardAt, this.#sentAt) > QUIET_MS) this.#probe(PONG_MS);
  }

  /** @param {number} ms how long the answer may take */
  #probe(ms) {
    const run = this.#run;
    const asked = Date.now();
    this.#probing = true;
    this.request("ping").catch(() => {});
    setTimeout(() => {
      this.#probing = false;
      if (run === this.#run && this.#heardAt < asked) this.#lost(run, 1006);
    }, ms);
  }

  /** Something changed that makes an attempt, or a look whether the line still works, worth it at once. */
  #nudge() {
    const { state, reason } = this.status;
    if (state === "waiting") {
      void this.#connect();
    } else if (state === "online") {
      if (!this.#probing && Date.now() - this.#heardAt > 3000) this.#probe(4000);
    } else if (state === "stopped" && reason === "logged_out" && Date.now() - this.#lastTry > 30000) {
      void this.#connect();
    }
  }

  /** The page goes, perhaps into the browser's back/forward cache. */
  #pause() {
    if (this.status.state === "idle" || this.status.state === "stopped") return;
    this.#drop(1000);
    this.#pending.fail({ durable: false });
    this.#setStatus("waiting");
  }

  /**
   * @param {number} run
   * @param {number} code
   */
  #lost(run, code) {
    if (run !== this.#run) return;
    const healthy = this.#welcomedAt > 0 && Date.now() - this.#welcomedAt > HEALTHY_MS;
    if (healthy || (this.#welcomedAt > 0 && this.#attempt === 0)) this.#attempt = 0;
    else this.#attempt += 1;
    // Where a stream does not open either, the bridge is away: then WebSockets get their next chance.
    if (!this.#opened) this.#blocked = this.#blocked >= BLOCKED ? 0 : this.#blocked + 1;
    const otherWay = !this.#opened && this.#blocked >= BLOCKED;
    this.#drop();
    this.#pending.fail({ durable: false });
    if (otherWay) void this.#connect();
    else if (code !== 4401 && code !== 4403) this.#later(code);
    else if (this.#identity.rejected(code)) this.#later(4401);
    else this.#halt("refused");
  }

  /** @param {number} code */
  #later(code) {
    const ms = delay(code, this.#attempt);
    if (ms === null) {
      this.#halt(code === 4426 ? "version" : "refused");
      return;
    }
    if (code === 1011 || ms === 0) this.#attempt += 1;
    this.#setStatus("waiting");
    this.#timer = setTimeout(() => void this.#connect(), ms);
  }

  /** @param {string} reason why it is of no use to come back */
  #halt(reason) {
    this.#end("stopped", reason);
  }

  /**
   * @param {State} state
   * @param {string} [reason]
   */
  #end(state, reason) {
    this.#drop(1000);
    this.#pending.fail({ durable: true });
    this.#setStatus(state, reason);
  }

  /**
   * Lets go of the line, whatever it does from now on.
   * @param {number} [code]
   */
  #drop(code) {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#keeping?.();
    clearInterval(this.#heart);
    this.#welcomedAt = 0;
    this.#probing = false;
    this.#opened = false;
    this.#line?.close(code);
    this.#line = null;
  }

  /** @param {Frame} frame */
  #write(frame) {
    this.#sentAt = Date.now();
    this.#line?.send(toText(frame));
  }

  /**
   * @param {State} state
   * @param {string} [reason]
   */
  #setStatus(state, reason = "") {
    if (this.status.state === state && this.status.reason === reason) return;
    this.status = { state, reason };
    this.#on.status(this.status);
  }
}

/**
 * @param {string} text
 * @returns {Frame | null}
 */
function parse(text) {
  try {
    const frame = JSON.parse(text);
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/**
 * A WebSocket as a line to the bridge.
 * @param {string} address ws: or wss:
 * @param {Ears} on
 * @returns {Line}
 */
function openSocket(address, on) {
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
 * When to come back after a lost line.
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
