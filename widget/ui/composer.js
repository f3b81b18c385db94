/**
 * Where one writes: grows with the text, Enter sends, Shift + Enter starts a line.
 * @module
 */
import { TEXT_LIMIT } from "../core/protocol.js";
import { clean, count, split } from "../core/text.js";
import { attribute, h, setText } from "./dom.js";
import { icon } from "./icons.js";

export class Composer {
  #i18n;
  #on;
  #note;
  #send;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{send: (text: string) => void, draft: (text: string) => void}} on
   * @param {{draft?: string, limit?: () => number, label?: string}} [options]
   */
  constructor(i18n, on, { draft = "", limit = () => 4000, label = i18n.t("write") } = {}) {
    this.#i18n = i18n;
    this.#on = on;
    this.limit = limit;
    this.input = h("textarea", {
      part: "composer", rows: "1", "aria-label": label, placeholder: i18n.t("write"), autocomplete: "off", dir: "auto", enterkeyhint: "send",
      title: i18n.t("composer_hint"),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      oninput: () => this.#typed(),
    });
    this.#note = h("div", { class: "note", role: "status" });
    this.#send = h("button", { class: "send", part: "send", type: "button", "aria-label": i18n.t("send"), title: i18n.t("send"), onclick: () => this.#submit() }, icon("send", 18));
    this.element = h("div", { class: "composer" }, h("div", { class: "box" }, this.input, this.#send), this.#note);
    this.input.value = draft;
    this.#check();
  }

  /** @param {boolean} open */
  setOpen(open) {
    attribute(this.element, "hidden", !open);
  }

  /** The draft, now: the page is being left. */
  flush() {
    clearTimeout(this.#timer);
    this.#on.draft(this.input.value);
  }

  #typed() {
    this.#check();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#on.draft(this.input.value), 200);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = clean(this.input.value);
    if (!text || count(text) > TEXT_LIMIT) {
      this.input.focus();
      return;
    }
    this.input.value = "";
    this.#check();
    this.flush();
    this.#on.send(text);
    this.input.focus();
  }

  #check() {
    if (!CSS.supports("field-sizing: content")) {
      this.input.style.height = "0";
      this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    }
    const { value } = this.input;
    const short = value.length <= this.limit();
    const cleaned = short ? value.trim() : clean(value);
    const n = short ? value.length : count(cleaned);
    const long = n > TEXT_LIMIT;
    const parts = short || long ? 1 : split(cleaned, this.limit()).length;
    let note = "";
    if (long) note = this.#i18n.t("too_long", { n, limit: TEXT_LIMIT });
    else if (parts > 1) note = this.#i18n.t("parts", { n: parts });
    setText(this.#note, note);
    this.#note.classList.toggle("error", long);
    this.element.classList.toggle("invalid", long);
    attribute(this.input, "aria-invalid", long ? "true" : null);
    this.#send.disabled = !cleaned || long;
  }
}
