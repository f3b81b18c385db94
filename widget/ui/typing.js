/**
 * Who is writing: the line under the log that tells it, and what tells the others.
 * @module
 */
import { attribute, h, setText } from "./dom.js";

/** So often one who goes on writing says so. The others believe it for a little longer (core/client.js). */
const AGAIN_MS = 3000;
/** Who has not touched a key for so long has stopped. */
const PAUSE_MS = 5000;

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
