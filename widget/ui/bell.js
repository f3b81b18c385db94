/**
 * Tells an agent of a new request or message: a sound, and a notification of the browser where nobody looks at the
 * page. An agent with several tabs is told once: each event has a name, and the first tab that claims it tells.
 * @module
 */

/**
 * @typedef {import("../core/storage.js").Store} Store
 * @typedef {{name: string, title: string, body: string, open: () => void}} Event
 */

const REMEMBERED = 80;
/** Tabs that nobody looks at leave the first word to the one somebody may look at. */
const MANNERS_MS = 250;
/** Tabs read the shared storage from copies of their own, which lag behind on a busy machine: so long a claim lasts. */
const CLAIM_MS = 5000;

export class Bell {
  #store;
  #muted;

  /**
   * @param {Store} store shared by all tabs
   * @param {(muted: boolean) => void} [muted] the sound was turned off or on here
   */
  constructor(store, muted = () => {}) {
    this.#store = store;
    this.#muted = muted;
  }

  get muted() {
    return Boolean(this.#store.get("muted"));
  }

  set muted(muted) {
    this.#store.set("muted", muted || null);
    this.#muted(muted);
  }

  /**
   * What was chosen on another machine.
   * @param {Record<string, unknown>} preferences
   */
  adopt({ sound }) {
    if (typeof sound === "boolean" && sound === this.muted) this.#store.set("muted", sound ? null : true);
  }

  /** @returns {NotificationPermission | ""} empty: the browser has none on this page */
  get permission() {
    return typeof Notification === "function" && isSecureContext ? Notification.permission : "";
  }

  /**
   * @param {readonly Event[]} events what is new to this tab
   * @returns {Promise<Event[]>} what no other tab has told
   */
  async ring(events) {
    if (!events.length) return [];
    const looking = document.hasFocus() && !document.hidden;
    if (!looking) await new Promise((done) => setTimeout(done, MANNERS_MS));
    const mine = await Promise.all(events.map(({ name }) => this.#claim(name)));
    const fresh = events.filter((_, i) => mine[i]);
    if (!fresh.length) return [];
    if (!this.muted) this.play();
    if (!looking) for (const event of fresh) this.notify(event);
    return fresh;
  }

  /** @param {Event} event */
  notify({ name, title, body, open }) {
    if (this.permission !== "granted") return;
    try {
      const shown = new Notification(title, { body, tag: `chatbridge:${name}`, silent: true });
      shown.onclick = () => {
        window.focus();
        shown.close();
        open();
      };
    } catch {
      // Phones know notifications of service workers only.
    }
  }

  /**
   * @param {string} name of an event
   * @returns {Promise<boolean>} no tab has told it yet, and this one does now
   */
  #claim(name) {
    // Without HTTPS there are no locks; then two tabs may, rarely, both tell.
    if (!navigator.locks) return Promise.resolve(this.#note(name));
    return new Promise((done) => {
      navigator.locks.request(`chatbridge:bell:${name}`, { ifAvailable: true }, async (lock) => {
        const mine = lock !== null && this.#note(name);
        done(mine);
        if (!mine) return;
        await new Promise((later) => setTimeout(later, CLAIM_MS));
        this.#note(name); // once more: another tab may have written its older list over this one
      }).catch(() => done(this.#note(name))); // a page may be forbidden to have locks
    });
  }

  /**
   * @param {string} name of an event
   * @returns {boolean} it was not among those that were told
   */
  #note(name) {
    const told = this.#store.get("told") ?? [];
    if (told.includes(name)) return false;
    this.#store.set("told", [...told, name].slice(-REMEMBERED));
    return true;
  }

  /** The sound. */
  play() {
    const sound = new Audio(new URL("../sounds/new.wav", import.meta.url).href);
    // Before the first click on a page, browsers may refuse.
    sound.play().catch(() => {});
  }
}
