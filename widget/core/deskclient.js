/**
 * What an agent sees of the bridge: besides the own chats, the requests of all channels, the own availability, and who
 * else is there.
 * @module
 */
import { Client } from "./client.js";
import { delta, own, requests, snapshot } from "./deskstate.js";
import { change, NOBODY, peopleOf } from "./people.js";

/**
 * @typedef {import("./protocol.js").Frame} Frame
 * @typedef {"none" | "internal" | "external"} Availability
 * @typedef {object} Me
 * @property {Availability} availability
 * @property {number[]} channels those chosen
 * @property {Record<string, any>} preferences
 * @property {import("./people.js").Circle} circle
 * @property {string} reason why the circle is what it is, as in people.js
 * @property {string[]} warnings `no_channel_chosen`, `no_channel_permitted`
 * @property {boolean} admin
 * @property {{id: number, name: string, level: "observer" | "participant" | "owner", comment?: string}[]} channels_permitted
 * @property {{idle_minutes?: number, most_windows?: number, directions?: string[], most_file_mb?: number}} policy
 * @property {boolean} [ask_external] at log-in "external" has become "internal"
 */

/** So often, at most, the bridge hears that there is somebody. */
const ACTIVE_MS = 30000;

export class DeskClient extends Client {
  /** Null: the bridge has not told yet. @type {Me | null} */
  me = null;
  /** While somebody looks at them. */
  people = NOBODY;
  /** What became of mails that this page has asked for, by UUID. @type {Map<string, string>} */
  mails = new Map();
  /** Of the last snapshot or delta. */
  #version = -1;
  #watchers = 0;
  #told = 0;

  /** Requests that wait for somebody, oldest first. */
  get requests() {
    return requests(this.chats);
  }

  /** Chats in which one takes part. */
  get own() {
    return own(this.chats);
  }

  /**
   * @param {Availability} availability
   * @param {readonly number[]} channels
   */
  async setAvailability(availability, channels) {
    await this.command("availability.set", { availability, channels });
  }

  /** @param {Record<string, unknown>} changes */
  prefer(changes) {
    if (!this.me) return;
    const preferences = { ...this.me.preferences, ...changes };
    this.me = { ...this.me, preferences };
    this.command("preferences.set", { preferences }).catch(() => {});
    this.changed();
  }

  /** Somebody has used the mouse or a key: not idle. */
  active() {
    if (Date.now() - this.#told < ACTIVE_MS || this.connection.status.state !== "online") return;
    this.#told = Date.now();
    this.connection.request("activity").catch(() => {});
  }

  /**
   * From now on `people` is live.
   * @returns {() => void} call it to stop
   */
  watchPeople() {
    this.#watchers += 1;
    if (this.#watchers === 1) void this.#askPeople();
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#watchers -= 1;
      if (!this.#watchers) this.connection.request("people.unfollow").catch(() => {});
    };
  }

  async #askPeople() {
    try {
      this.people = peopleOf(/** @type {any} */ (await this.command("people.follow", {}, { durable: false })));
      this.changed();
    } catch {
      // Asked again with the next connection.
    }
  }

  /** @override @protected @param {Frame} event */
  event(event) {
    if (event.type === "desk") {
      this.ready = true;
      this.#take(snapshot({ version: this.#version, chats: this.chats }, /** @type {any} */ (event), (chat) => this.follows(chat.id)));
      if (this.#watchers) void this.#askPeople();
    } else if (event.type === "desk.delta") {
      const { desk, gap } = delta({ version: this.#version, chats: this.chats }, /** @type {any} */ (event));
      // Left, in this tab or another, or handed over: its window goes.
      for (const id of event.remove) if (this.follows(id)) this.missing.add(id);
      this.#take(desk);
      if (gap) this.connection.request("desk.sync").catch(() => {});
    } else if (event.type === "me") {
      this.me = /** @type {any} */ (event);
      this.changed();
    } else if (event.type === "mail") {
      this.mails.set(event.mail, event.state);
      this.changed();
    } else if (event.type === "people.delta") {
      this.people = change(this.people, /** @type {any} */ (event));
      this.changed();
    } else {
      super.event(event);
    }
  }

  /** @param {import("./deskstate.js").Desk} desk */
  #take({ version, chats }) {
    this.#version = version;
    this.chats = chats;
    this.changed();
  }
}
