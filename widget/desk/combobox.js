/**
 * A field with a list of hits under it: type, go through the list with the arrow keys, choose with Enter.
 * @module
 */
import { attribute, fill, h, setText } from "../ui/dom.js";

/**
 * @typedef {{value: string, label: string, detail: string, mark?: string}} Option
 */

const TYPING_MS = 220;

export class Combobox {
  /** @type {Option | null} */
  chosen = null;
  #i18n;
  #on;
  #find;
  #fixed;
  #list;
  #status = h("p", { class: "hint", role: "status" });
  /** @type {Option[]} */
  #options = [];
  #active = -1;
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{id: string, label: string, hint?: string, find: (query: string) => Promise<Option[]>, fixed?: boolean, placeholder?: string, changed?: () => void}} options
   *   fixed: the list always stands open; otherwise it opens while one types
   */
  constructor(i18n, { id, label, hint = "", find, fixed = false, placeholder = "", changed = () => {} }) {
    this.#i18n = i18n;
    this.#find = find;
    this.#fixed = fixed;
    this.#on = changed;
    this.input = h("input", {
      class: "input", id, part: id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder, "aria-autocomplete": "list",
      "aria-expanded": String(fixed), "aria-controls": `${id}-list`, "aria-describedby": hint ? `${id}-hint` : null,
      oninput: () => this.#typed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      onblur: () => this.#close(),
    });
    this.#list = h("ul", { class: "options", part: `${id}-list`, id: `${id}-list`, role: "listbox", "aria-label": label, hidden: !fixed });
    this.element = h(
      "div",
      { class: fixed ? "field combo fixed" : "field combo" },
      h("label", { for: id }, label),
      this.input,
      this.#list,
      hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
      this.#status,
    );
  }

  /** What stands in the field: the chosen option's value, else the text as it is. */
  get value() {
    return this.chosen ? this.chosen.value : this.input.value.trim();
  }

  /** @param {Option} option */
  choose(option) {
    this.chosen = option;
    if (!this.#fixed) this.input.value = option.label;
    this.#mark(this.#options.findIndex(({ value }) => value === option.value));
    this.#close();
    this.#on();
  }

  /**
   * Searches at once.
   * @param {string} query
   * @returns {Promise<Option[]>}
   */
  async search(query) {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    setText(this.#status, this.#i18n.t("searching"));
    try {
      const options = await this.#find(query);
      if (turn !== this.#turn) return [];
      this.#show(options);
      return options;
    } catch (error) {
      if (turn === this.#turn) {
        this.#show([]);
        setText(this.#status, this.#i18n.error(error));
      }
      return [];
    }
  }

  #typed() {
    if (!this.#fixed) this.chosen = null;
    this.#on();
    clearTimeout(this.#timer);
    const query = this.input.value.trim();
    if (!query && !this.#fixed) {
      this.#turn += 1;
      setText(this.#status, "");
      this.#close();
      return;
    }
    this.#timer = setTimeout(async () => {
      await this.search(query);
      this.#open();
    }, TYPING_MS);
  }

  /** @param {Option[]} options */
  #show(options) {
    this.#options = options;
    fill(this.#list, ...options.map((option, index) => this.#row(option, index)));
    setText(this.#status, options.length ? this.#i18n.t("hits", { n: options.length }) : this.#i18n.t("no_hits"));
    this.#status.classList.toggle("sr", options.length > 0);
    this.#mark(this.#fixed ? options.findIndex(({ value }) => value === this.chosen?.value) : -1);
  }

  /**
   * @param {Option} option
   * @param {number} index
   */
  #row(option, index) {
    return h(
      "li",
      {
        id: `${this.input.id}-${index}`, role: "option", "aria-selected": "false", "data-value": option.value,
        onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
        onclick: () => this.choose(option),
      },
      option.mark && h("span", { class: "tag" }, option.mark),
      h("span", { class: "main", dir: "auto" }, option.label),
      h("span", { class: "detail", dir: "auto" }, option.detail),
    );
  }

  /** @param {number} index */
  #mark(index) {
    this.#active = index;
    [...this.#list.children].forEach((row, i) => attribute(row, "aria-selected", String(i === index)));
    const row = this.#list.children[index];
    attribute(this.input, "aria-activedescendant", row ? row.id : null);
    if (row && !this.#list.hidden) this.#list.scrollTop = Math.min(Math.max(this.#list.scrollTop, /** @type {HTMLElement} */ (row).offsetTop + /** @type {HTMLElement} */ (row).offsetHeight - this.#list.clientHeight), /** @type {HTMLElement} */ (row).offsetTop);
  }

  #open() {
    if (this.#fixed || !this.#options.length || !this.input.matches(":focus")) return;
    attribute(this.#list, "hidden", false);
    attribute(this.input, "aria-expanded", "true");
  }

  #close() {
    if (this.#fixed) return;
    attribute(this.#list, "hidden", true);
    attribute(this.input, "aria-expanded", "false");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#open();
      const { length } = this.#options;
      if (!length) return;
      const next = (this.#active + step + length) % length;
      this.#mark(this.#active < 0 && step < 0 ? length - 1 : next);
      if (this.#fixed) this.choose(this.#options[this.#active]);
    } else if (event.key === "Enter" && !this.#fixed && !this.#list.hidden && this.#active >= 0) {
      event.preventDefault();
      this.choose(this.#options[this.#active]);
    } else if (event.key === "Escape" && !this.#fixed && !this.#list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }
}
