/**
 * What a visitor or customer is told of while looking elsewhere: an answer, an agent who asks for a chat. Sound and
 * notifications as agents have them; loaded when there is something to tell.
 * @module
 */

/** @typedef {import("../desk/bell.js").Event} Event */

export class Attention {
  #store;
  #on;
  /** @type {Set<string>} */
  #told = new Set();

  /**
   * @param {import("../core/storage.js").Store} store shared by all tabs
   * @param {boolean} on
   */
  constructor(store, on) {
    this.#store = store;
    this.#on = on;
  }

  /** Asks for the browser's permission; null where there is nothing to ask, or nothing would come of it. */
  get ask() {
    const can = this.#on && isSecureContext && typeof Notification === "function" && Notification.permission === "default";
    // Phones know notifications of service workers only.
    return can && matchMedia("(hover: hover)").matches ? () => Notification.requestPermission() : null;
  }

  /** @param {readonly Event[]} events telling again is harmless */
  tell(events) {
    const fresh = events.filter(({ name }) => !this.#told.has(name));
    for (const { name } of fresh) this.#told.add(name);
    if (!fresh.length || !this.#on) return;
    import("../desk/bell.js").then(({ Bell }) => new Bell(this.#store).ring(fresh)).catch(() => {});
  }
}
