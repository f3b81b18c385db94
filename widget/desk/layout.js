/**
 * Which chat windows stand where, in this tab, over page loads. Holds ids only, no text of anybody.
 */

/** @typedef {{id: string, open: boolean, used: number}} Place */

export class Layout {
  /** @type {Place[]} the first stands at the edge of the page */
  places;
  #store;

  /** @param {Pick<import("../core/storage.js").Store, "get" | "set">} store */
  constructor(store) {
    this.#store = store;
    this.places = store.get("windows") ?? [];
  }

  /**
   * Chats that have a window from now on, minimized where they are new.
   * @param {readonly string[]} ids
   */
  include(ids) {
    const known = new Set(this.places.map(({ id }) => id));
    const fresh = ids.filter((id) => !known.has(id)).map((id) => ({ id, open: false, used: 0 }));
    if (fresh.length) this.#save([...this.places, ...fresh]);
  }

  /**
   * @param {string} id
   * @param {boolean} open
   */
  set(id, open) {
    this.include([id]);
    this.#save(this.places.map((place) => place.id === id ? { ...place, open, used: open ? Date.now() : place.used } : place));
  }

  /** @param {string} id that was just written in */
  touch(id) {
    this.#save(this.places.map((place) => place.id === id ? { ...place, used: Date.now() } : place));
  }

  /** @param {string} id */
  remove(id) {
    this.#save(this.places.filter((place) => place.id !== id));
  }

  /**
   * The windows that are really open when only so many fit: those used last.
   * @param {number} room
   * @returns {Set<string>}
   */
  open(room) {
    const open = this.places.filter((place) => place.open).sort((a, b) => b.used - a.used);
    return new Set(open.slice(0, room).map(({ id }) => id));
  }

  /** @param {Place[]} places */
  #save(places) {
    this.places = places;
    this.#store.set("windows", places.length ? places : null);
  }
}
