/**
 * What a visitor or customer is told of while looking elsewhere: an answer, an agent who asks for a chat. Sound and
 * notifications as agents have them; loaded when there is something to tell.
 * @module
 */
import { Bell } from "../ui/bell.js";

/** @typedef {import("../ui/bell.js").Event} Event */

export class Attention {
  #bell;
  /** @type {Set<string>} */
  #told = new Set();

  /** @param {import("../core/storage.js").Store} store shared by all tabs */
  constructor(store) {
    this.#bell = new Bell(store);
  }

  /** @param {readonly Event[]} events telling again is harmless */
  tell(events) {
    const fresh = events.filter(({ name }) => !this.#told.has(name));
    for (const { name } of fresh) this.#told.add(name);
    void this.#bell.ring(fresh);
  }
}
