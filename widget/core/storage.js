/**
 * JSON also where a page has put `toJSON` on arrays and objects, as old libraries do.
 * @param {unknown} value
 * @returns {string}
 */
export function toText(value) {
  return JSON.stringify(bare(value));
}

/**
 * @param {any} value
 * @returns {any} the same without prototypes
 */
function bare(value) {
  if (value === null || typeof value !== "object") return value;
  /** @type {any} */
  const copy = Array.isArray(value) ? [] : {};
  for (const key of Object.keys(value)) copy[key] = bare(value[key]);
  return Object.setPrototypeOf(copy, null);
}

/**
 * Browser storage that never throws: where it is blocked or full, values live as long as the page.
 * Values are JSON; what cannot be read counts as absent.
 */
export class Store {
  /** @type {Map<string, string>} */
  #memory = new Map();
  #kind;
  #prefix;

  /**
   * @param {"localStorage" | "sessionStorage"} kind
   * @param {string} prefix
   */
  constructor(kind, prefix) {
    this.#kind = kind;
    this.#prefix = prefix;
  }

  /**
   * @param {string} name
   * @returns {any} null when absent
   */
  get(name) {
    const key = this.#prefix + name;
    try {
      return JSON.parse(this.#memory.get(key) ?? globalThis[this.#kind].getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value null or undefined removes
   */
  set(name, value) {
    const key = this.#prefix + name;
    const gone = value === null || value === undefined;
    const text = toText(value);
    this.#memory.delete(key);
    try {
      if (gone) globalThis[this.#kind].removeItem(key);
      else globalThis[this.#kind].setItem(key, text);
    } catch {
      if (!gone) this.#memory.set(key, text);
    }
  }

  /**
   * Calls back when another tab has changed a value.
   * @param {string} name
   * @param {(value: any) => void} changed
   * @param {AbortSignal} signal
   */
  watch(name, changed, signal) {
    const key = this.#prefix + name;
    addEventListener("storage", (event) => {
      if (event.key === key) changed(this.get(name));
    }, { signal });
  }
}
