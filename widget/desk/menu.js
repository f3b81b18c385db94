/**
 * A button with a menu: opens with a click, Enter, Space or arrow down; arrows, Home, End and first letters move,
 * Escape and Tab close.
 * @module
 */
import { attribute, fill, h, icon } from "../ui/dom.js";

/** @typedef {{key: string, label: string, icon: string, checked?: boolean, separated?: boolean}} Item */

export class Menu {
  #items;
  #chosen;
  #list;
  #gone = new AbortController();

  /**
   * @param {{label: string, part: string, sign?: string, items: () => Item[], chosen: (key: string) => void}} options
   */
  constructor({ label, part, sign = "more", items, chosen }) {
    this.#items = items;
    this.#chosen = chosen;
    this.button = h("button", {
      class: "tool", part, type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, title: label,
      onclick: () => (this.#list.hidden ? this.open() : this.close(true)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        this.open(event.key === "ArrowUp" ? -1 : 0);
      },
    }, icon(sign, 17));
    this.#list = h("div", { class: "menu", part: `${part}-list`, role: "menu", "aria-label": label, hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
    this.element = h("span", { class: "menubox" }, this.button, this.#list);
  }

  /** @param {number} [at] which one has the focus; -1: the last */
  open(at = 0) {
    fill(this.#list, ...this.#items().map((item) => this.#item(item)));
    attribute(this.#list, "hidden", false);
    attribute(this.button, "aria-expanded", "true");
    this.#gone.abort();
    this.#gone = new AbortController();
    addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(this.element)) this.close(false);
    }, { capture: true, signal: this.#gone.signal });
    this.#stops().at(at)?.focus();
  }

  /** @param {boolean} focus back on the button */
  close(focus) {
    this.#gone.abort();
    if (this.#list.hidden) return;
    attribute(this.#list, "hidden", true);
    attribute(this.button, "aria-expanded", "false");
    if (focus) this.button.focus();
  }

  /** @param {Item} item */
  #item({ key, label, icon: sign, checked, separated }) {
    const radio = checked !== undefined;
    return h("button", {
      type: "button", role: radio ? "menuitemradio" : "menuitem", tabindex: "-1", class: separated ? "separated" : null, "data-action": key, "aria-checked": radio ? String(checked) : null,
      onclick: () => {
        this.close(true);
        this.#chosen(key);
      },
    }, icon(radio ? (checked ? "check" : "none") : sign, 16), h("span", {}, label));
  }

  #stops() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const stops = this.#stops();
    const at = stops.indexOf(/** @type {HTMLElement} */ (event.target));
    const { length } = stops;
    const next = { ArrowDown: (at + 1) % length, ArrowUp: (at - 1 + length) % length, Home: 0, End: length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      stops[next].focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close(true);
    } else if (event.key === "Tab") {
      this.close(false);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const letter = event.key.toLocaleLowerCase();
      const order = [...stops.slice(at + 1), ...stops.slice(0, at + 1)];
      order.find((stop) => (stop.textContent ?? "").trim().toLocaleLowerCase().startsWith(letter))?.focus();
    }
  }
}
