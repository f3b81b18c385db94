/**
 * Files on their way. Each has its UUID from the moment it was chosen: offered and sent again under it, it stands in the
 * chat once. Within a chat they go one after the other. They do not outlive the page: a browser gives a file only once.
 * @module
 */
import { AGAIN, ProtocolError, uuid } from "./protocol.js";

/**
 * @typedef {import("./protocol.js").Audience} Audience
 * @typedef {import("./outbox.js").Letter & {file: import("./protocol.js").FileData, part: number}} Upload
 * @typedef {object} Options
 * @property {string} bridge address that the bridge's addresses are below
 * @property {(type: string, fields: Record<string, unknown>) => Promise<import("./protocol.js").Frame>} command
 * @property {() => void} changed
 */

const TRIES = 4;
/** What an answer of the way up means where it does not say so itself. */
const CODES = /** @type {Record<number, string>} */ ({ 403: "file.missing", 404: "file.missing", 413: "file.too_large", 415: "file.type", 429: "rate.limited" });

export class Uploads {
  /** @type {Upload[]} */
  letters = [];
  #options;
  /** @type {Map<string, File>} */
  #files = new Map();
  /** @type {Map<string, XMLHttpRequest>} */
  #running = new Map();
  /** @type {Map<string, number>} */
  #tries = new Map();
  #gone = new AbortController();

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    addEventListener("beforeunload", (event) => {
      // What is half sent would be lost with the page.
      if (this.letters.some(({ state }) => state !== "failed")) event.preventDefault();
    }, { signal: this.#gone.signal });
  }

  /**
   * @param {string} chat
   * @param {readonly File[]} files
   * @param {Audience} audience
   */
  add(chat, files, audience) {
    for (const file of files) {
      const id = uuid();
      const data = { file: id, name: file.name || "file", size: file.size, content_type: file.type || "application/octet-stream" };
      this.#files.set(id, file);
      this.letters.push({ chat, client_id: id, text: "", audience, at: new Date().toISOString(), state: "waiting", code: "", file: data, part: 0 });
    }
    this.#update();
  }

  /** @param {string} id */
  retry(id) {
    const letter = this.#find(id);
    if (letter?.state !== "failed") return;
    this.#tries.delete(id);
    Object.assign(letter, { state: "waiting", code: "", part: 0 });
    this.#update();
  }

  /** There is a line again. */
  again() {
    this.#update();
  }

  /** @param {string} id */
  drop(id) {
    this.#running.get(id)?.abort();
    this.#remove((letter) => letter.client_id === id);
  }

  /**
   * The chat has these, whoever told so.
   * @param {readonly {client_id?: string | null}[]} entries
   */
  seen(entries) {
    const known = new Set(entries.map((entry) => entry.client_id));
    if (this.letters.some((letter) => known.has(letter.client_id))) this.#remove((letter) => known.has(letter.client_id));
  }

  /** @param {string} chat that is gone */
  forget(chat) {
    for (const { chat: of, client_id: id } of this.letters) if (of === chat) this.#running.get(id)?.abort();
    this.#remove((letter) => letter.chat === chat);
  }

  /** The page has no chat any more. */
  stop() {
    this.#gone.abort();
    for (const request of this.#running.values()) request.abort();
  }

  /** @param {string} id */
  #find(id) {
    return this.letters.find((letter) => letter.client_id === id);
  }

  /** @param {(letter: Upload) => boolean} what */
  #remove(what) {
    for (const { client_id: id } of this.letters.filter(what)) this.#files.delete(id);
    this.letters = this.letters.filter((letter) => !what(letter));
    this.#update();
  }

  #update() {
    this.#options.changed();
    /** @type {Set<string>} */
    const busy = new Set();
    for (const letter of this.letters) {
      if (letter.state === "failed" || busy.has(letter.chat)) continue;
      busy.add(letter.chat);
      if (letter.state === "waiting") void this.#deliver(letter);
    }
  }

  /** @param {Upload} letter */
  async #deliver(letter) {
    letter.state = "sending";
    const { chat, client_id: id, audience, file: { name, size, content_type } } = letter;
    try {
      if (!size) throw new ProtocolError("file.empty", "The file is empty.");
      const { url } = await this.#options.command("file.offer", { chat, file: id, name, size, content_type, audience });
      if (this.#find(id) === letter) await this.#put(new URL(url, this.#options.bridge).href, letter);
      // It leaves when it stands in the log.
    } catch (error) {
      if (this.#find(id) !== letter) return;
      this.#failed(letter, error);
    }
    this.#options.changed();
  }

  /**
   * @param {Upload} letter
   * @param {unknown} error
   */
  #failed(letter, error) {
    const code = error instanceof ProtocolError ? error.code : "server.error";
    const tries = (this.#tries.get(letter.client_id) ?? 0) + 1;
    this.#tries.set(letter.client_id, tries);
    letter.part = 0;
    if (code !== "offline" && code !== "file.missing" && !AGAIN.has(code) || tries >= TRIES) {
      letter.state = "failed";
      letter.code = code;
      this.#update();
      return;
    }
    setTimeout(() => {
      letter.state = "waiting";
      this.#update();
    }, 500 * 2 ** tries);
  }

  /**
   * @param {string} url
   * @param {Upload} letter
   * @returns {Promise<void>} once the bridge has it
   */
  #put(url, letter) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.#running.set(letter.client_id, request);
      request.open("PUT", url);
      request.setRequestHeader("Content-Type", letter.file.content_type);
      request.upload.onprogress = ({ loaded, total }) => {
        letter.part = total ? loaded / total : 0;
        this.#options.changed();
      };
      request.onload = () => request.status >= 200 && request.status < 300 ? resolve() : reject(problem(request));
      request.onerror = request.ontimeout = request.onabort = () => reject(new ProtocolError("offline", "The line broke."));
      request.onloadend = () => this.#running.delete(letter.client_id);
      request.send(this.#files.get(letter.client_id));
    });
  }
}

/** @param {XMLHttpRequest} request */
function problem({ status, responseText }) {
  try {
    const { code, message } = JSON.parse(responseText);
    if (typeof code === "string") return new ProtocolError(code, String(message));
  } catch {
    // It was not the bridge that answered.
  }
  return new ProtocolError(CODES[status] ?? "server.error", `The file was refused: ${status}.`);
}
