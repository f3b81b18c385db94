/**
 * What an agent sees of the bridge: besides the own chats, the requests of all channels.
 * @module
 */
import { Client } from "./client.js";
import { delta, own, requests, snapshot } from "./state.js";

/** @typedef {import("./protocol.js").Frame} Frame */

export class DeskClient extends Client {
  /** Of the last snapshot or delta. */
  #version = -1;

  /** Requests that wait for somebody, oldest first. */
  get requests() {
    return requests(this.chats);
  }

  /** Chats in which one takes part. */
  get own() {
    return own(this.chats);
  }

  /** @override @protected @param {Frame} event */
  event(event) {
    if (event.type === "desk") {
      this.ready = true;
      this.#take(snapshot({ version: this.#version, chats: this.chats }, /** @type {any} */ (event), (chat) => this.follows(chat.id)));
    } else if (event.type === "desk.delta") {
      const { desk, gap } = delta({ version: this.#version, chats: this.chats }, /** @type {any} */ (event));
      this.#take(desk);
      if (gap) this.connection.request("desk.sync").catch(() => {});
    } else {
      super.event(event);
    }
  }

  /** @param {import("./state.js").Desk} desk */
  #take({ version, chats }) {
    this.#version = version;
    this.chats = chats;
    this.changed();
  }
}
