/**
 * Canned replies: `/` in an empty field opens a list of them; typing narrows it, Enter or Tab takes one, Escape closes.
 * @module
 */
import { attribute, fill, h } from "../ui/dom.js";

/**
 * @typedef {{id: string, shortcut: string, text: string, channel: number | null}} Reply
 */

const MOST = 8;

/**
 * @param {readonly Reply[]} replies
 * @param {string} query what stands behind the `/`
 * @returns {Reply[]} those whose shortcut begins with it, then those that hold it anywhere
 */
export function matching(replies, query) {
  const wanted = query.toLocaleLowerCase();
  const begins = replies.filter(({ shortcut }) => shortcut.toLocaleLowerCase().startsWith(wanted));
  const holds = replies.filter((reply) => !begins.includes(reply) && `${reply.shortcut} ${reply.text}`.toLocaleLowerCase().includes(wanted));
  return [...begins, ...holds].slice(0, MOST);
}

/**
 * @param {string} text
 * @param {Record<string, string>} values for `{customer}`, `{agent}`, `{channel}`, `{ticket}`; what is not known stays
 *   as it is, so that one sees it
 */
export function filledIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) && values[name]) || whole);
}

export class Canned {
  #input;
  #load;
  #values;
  #list;
  /** @type {Reply[] | null} */
  #replies = null;
  /** @type {Reply[]} */
  #hits = [];
  #active = 0;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {HTMLTextAreaElement} input
   * @param {string} id makes the ids of its elements
   * @param {{load: () => Promise<Reply[]>, values: () => Record<string, string>}} options
   */
  constructor({ t }, input, id, { load, values }) {
    this.#input = input;
    this.#load = load;
    this.#values = values;
    this.#list = h("ul", { class: "options canned", part: "canned", id: `canned-${id}`, role: "listbox", "aria-label": t("canned"), hidden: true });
    this.element = this.#list;
    input.addEventListener("input", () => void this.#typed());
    input.addEventListener("blur", () => this.close());
  }

  get shown() {
    return !this.#list.hidden;
  }

  close() {
    attribute(this.#list, "hidden", true);
    for (const name of ["aria-controls", "aria-activedescendant"]) attribute(this.#input, name, null);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was for the list
   */
  key(event) {
    if (!this.shown) return false;
    const { length } = this.#hits;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#mark((this.#active + (event.key === "ArrowDown" ? 1 : -1) + length) % length);
    } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") {
      this.#take(this.#hits[this.#active]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  async #typed() {
    const query = /^\/(\S*)$/.exec(this.#input.value)?.[1];
    if (query === undefined) {
      this.close();
      return;
    }
    try {
      this.#replies ??= await this.#load();
    } catch {
      this.#replies = null;
      return;
    }
    const now = /^\/(\S*)$/.exec(this.#input.value)?.[1];
    this.#hits = now === undefined ? [] : matching(this.#replies, now);
    if (!this.#hits.length) {
      this.close();
      return;
    }
    fill(this.#list, ...this.#hits.map((reply, i) => this.#row(reply, i)));
    attribute(this.#list, "hidden", false);
    attribute(this.#input, "aria-controls", this.#list.id);
    this.#mark(0);
  }

  /**
   * @param {Reply} reply
   * @param {number} i
   */
  #row(reply, i) {
    return h("li", {
      id: `${this.#list.id}-${i}`, role: "option", "aria-selected": "false",
      onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
      onclick: () => this.#take(reply),
    }, h("span", { class: "main" }, `/${reply.shortcut}`), h("span", { class: "detail", dir: "auto" }, reply.text));
  }

  /** @param {number} active */
  #mark(active) {
    this.#active = active;
    [...this.#list.children].forEach((row, i) => attribute(row, "aria-selected", String(i === active)));
    attribute(this.#input, "aria-activedescendant", `${this.#list.id}-${active}`);
    this.#list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Reply} reply */
  #take(reply) {
    this.close();
    this.#input.value = filledIn(reply.text, this.#values());
    this.#input.dispatchEvent(new Event("input"));
    this.#input.focus();
    this.#input.setSelectionRange(this.#input.value.length, this.#input.value.length);
  }
}
