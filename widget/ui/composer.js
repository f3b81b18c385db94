/**
 * Where one writes: grows with the text, Enter sends, Shift + Enter starts a line. And who else is writing: the line
 * that tells it, and what tells the others.
 * @module
 */
import { TEXT_LIMIT } from "../core/protocol.js";
import { clean, count, split } from "../core/text.js";
import { addIcons, attribute, h, setText, tool } from "./dom.js";

addIcons({ clip: ["M15.6 9.4l-5.7 5.7a3.5 3.5 0 0 1-5-5l6.2-6.2a2.3 2.3 0 0 1 3.3 3.3l-6.1 6.1a1.1 1.1 0 0 1-1.6-1.6l5.2-5.2"] });

/** So often one who goes on writing says so. The others believe it for a little longer (core/state.js). */
const AGAIN_MS = 3000;
/** Who has not touched a key for so long has stopped. */
const PAUSE_MS = 5000;

export class Composer {
  #i18n;
  #on;
  #note;
  #send;
  #pick;
  #clip;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{send: (text: string) => void, draft: (text: string) => void, typed?: (text: string) => void, files?: (files: File[]) => void, key?: (event: KeyboardEvent) => boolean}} on
   *   typed: with each change; files: some were chosen, pasted or dropped; key: true where the key was for something else
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
      onpaste: (/** @type {ClipboardEvent} */ event) => this.#take(event, event.clipboardData),
    });
    this.#pick = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", onchange: () => this.#picked() });
    this.#clip = tool("clip", i18n.t("attach_file"), () => this.#pick.click(), { class: "tool clip", part: "attach-file", hidden: true, size: 18 });
    this.#note = h("div", { class: "note", role: "status" });
    this.#send = tool("send", i18n.t("send"), () => this.#submit(), { class: "tool send", part: "send", size: 18 });
    this.element = h("div", { class: "composer" }, h("div", { class: "box" }, this.#clip, this.input, this.#send), this.#note, this.#pick);
    this.input.value = draft;
    this.#check();
  }

  /** @param {boolean} open */
  setOpen(open) {
    attribute(this.element, "hidden", !open);
  }

  /** @param {HTMLElement} button that stands before the field */
  addTool(button) {
    this.input.before(button);
  }

  /** @param {boolean} may whether files are taken */
  setFiles(may) {
    attribute(this.#clip, "hidden", !may);
  }

  /**
   * Files may be dropped anywhere on an element.
   * @param {HTMLElement} area
   */
  takeDrops(area) {
    const over = (/** @type {DragEvent} */ event) => {
      const takes = !this.#clip.hidden && !this.element.hidden && Boolean(event.dataTransfer?.types.includes("Files"));
      if (takes) event.preventDefault();
      this.element.classList.toggle("dropping", takes && event.type === "dragover");
    };
    area.addEventListener("dragover", over);
    area.addEventListener("dragleave", over);
    area.addEventListener("drop", (event) => {
      over(event);
      this.#take(event, event.dataTransfer);
    });
  }

  /** The draft, now: the page is being left. */
  flush() {
    clearTimeout(this.#timer);
    this.#on.draft(this.input.value);
  }

  #picked() {
    const files = [...this.#pick.files ?? []];
    this.#pick.value = "";
    if (files.length) this.#on.files?.(files);
    this.input.focus();
  }

  /**
   * @param {Event} event
   * @param {DataTransfer | null} data
   */
  #take(event, data) {
    const files = [...data?.files ?? []];
    // A copied cell of a spreadsheet is a picture, too: its text is what was meant.
    if (!files.length || this.#clip.hidden || data?.types.includes("text/plain")) return;
    event.preventDefault();
    this.#on.files?.(files);
  }

  #typed() {
    this.#check();
    this.#on.typed?.(this.input.value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#on.draft(this.input.value), 200);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.#on.key?.(event)) return;
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
    this.#on.typed?.("");
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

/** The line under the log. */
export class TypingLine {
  #i18n;
  #text = h("span");

  /** @param {import("../i18n.js").I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
    this.element = h("div", { class: "typing", part: "typing", hidden: true }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), this.#text);
  }

  /** @param {readonly string[]} names of those who are writing */
  show(names) {
    // A Latin name must not turn an Arabic sentence around.
    const [name = "", other = ""] = this.#i18n.dir === "rtl" ? names.map((one) => `\u2068${one}\u2069`) : names;
    const key = names.length > 2 ? "typing_many" : names.length === 2 ? "typing_two" : "typing_one";
    if (names.length) setText(this.#text, this.#i18n.t(key, { name, other }));
    attribute(this.element, "hidden", !names.length);
  }
}

/** Says that one is writing: at the first key, now and then while it goes on, and when it stops. */
export class TypingTeller {
  #tell;
  #told = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(on: boolean) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {string} text what stands in the field now */
  typed(text) {
    if (!text.trim()) {
      this.stop();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), PAUSE_MS);
    if (Date.now() - this.#told < AGAIN_MS) return;
    this.#told = Date.now();
    this.#tell(true);
  }

  /** Nothing is being written any more. */
  stop() {
    clearTimeout(this.#timer);
    if (!this.#told) return;
    this.#told = 0;
    this.#tell(false);
  }
}
