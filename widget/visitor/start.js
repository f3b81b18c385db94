/**
 * The form with which a chat begins: name (visitors), topic where there are several, first message.
 * @module
 */
import { ProtocolError, TEXT_LIMIT } from "../core/protocol.js";
import { clean, count } from "../core/text.js";
import { attribute, fill, h, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/**
 * @typedef {import("../core/protocol.js").Channel} Channel
 * @typedef {import("../core/protocol.js").Limits} Limits
 * @typedef {{name: string, text: string, channel: number | null}} Wish
 */

export class StartForm {
  #i18n;
  #options;
  #name;
  #text;
  #channel;
  #channelField;
  #error = h("p", { class: "error", role: "alert" });
  #button;
  #fields;
  #topics = h("div", { class: "topics", role: "group" });
  /** @type {readonly Channel[]} */
  #channels = [];
  #busy = false;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{name: string | null, limits: () => Limits, start: (wish: Wish) => Promise<void>, draft: import("../core/storage.js").Store}} options
   *   name: null for people whose name is known
   */
  constructor(i18n, options) {
    this.#i18n = i18n;
    this.#options = options;
    const { t } = i18n;
    this.#name = options.name === null ? null : h("input", { class: "input", id: "name", part: "name", name: "name", autocomplete: "name", maxlength: options.limits().name_chars, required: true, "aria-required": "true" });
    if (this.#name) this.#name.value = options.name ?? "";
    this.#text = h("textarea", {
      class: "input", id: "text", part: "first-message", name: "message", dir: "auto", "aria-required": "true", autocomplete: "off",
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      oninput: () => {
        setText(this.#error, "");
        options.draft.set("first", this.#text.value || null);
      },
    });
    this.#text.value = options.draft.get("first") ?? "";
    this.#channel = h("select", { class: "input", id: "channel", part: "channel" });
    this.#channelField = h("div", { class: "field", hidden: true }, h("label", { for: "channel" }, t("topic")), h("div", { class: "select" }, this.#channel, icon("down", 16)));
    this.#button = h("button", { class: "button primary wide", part: "start", type: "submit" }, t("start_chat"));
    this.#fields = h(
      "form",
      { class: "form", novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      h("div", { class: "lead" }, h("h3", {}, t("hello_title")), h("p", {}, t("hello_text"))),
      this.#name && h("div", { class: "field" }, h("label", { for: "name" }, t("your_name")), this.#name),
      this.#channelField,
      h("div", { class: "field grow" }, h("label", { for: "text" }, t("your_message")), this.#text),
      this.#error,
      this.#button,
    );
    this.element = h("div", { class: "body", part: "start-form" }, this.#fields);
  }

  focus() {
    (this.#name && !this.#name.value ? this.#name : this.#text).focus();
  }

  /** @param {readonly Channel[]} channels */
  setChannels(channels) {
    if (channels === this.#channels) return;
    this.#channels = channels;
    const several = channels.length > 1;
    attribute(this.#channelField, "hidden", !several || this.#busy);
    fill(this.#channel, several && h("option", { value: "" }, this.#i18n.t("choose")), ...channels.map(({ id, name }) => h("option", { value: id }, name)));
  }

  /**
   * The topics became known only now: one more question.
   * @param {readonly Channel[]} channels
   */
  askChannel(channels) {
    attribute(this.#channelField, "hidden", true);
    const heading = h("h3", { tabindex: "-1" }, this.#i18n.t("choose_topic"));
    fill(this.#topics, ...channels.map(({ id, name }) => h("button", { type: "button", onclick: () => void this.#begin(id) }, name, icon("down", 16))));
    attribute(this.#topics, "aria-label", this.#i18n.t("choose_topic"));
    fill(this.element, h("div", { class: "form", part: "topics" }, h("div", { class: "lead" }, heading), this.#topics, this.#error));
    heading.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#fields.requestSubmit();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const { t } = this.#i18n;
    const n = count(clean(this.#text.value));
    if (this.#name && !clean(this.#name.value)) this.#refuse(t("name_missing"), this.#name);
    else if (!n) this.#refuse(t("message_missing"), this.#text);
    else if (n > TEXT_LIMIT) this.#refuse(t("too_long", { n, limit: TEXT_LIMIT }), this.#text);
    else if (!this.#channelField.hidden && !this.#channel.value) this.#refuse(t("choose_topic"), this.#channel);
    else void this.#begin(this.#channelField.hidden || !this.#channel.value ? null : Number(this.#channel.value));
  }

  /** @param {number | null} channel */
  async #begin(channel) {
    if (this.#busy) return;
    this.#setBusy(true);
    try {
      await this.#options.start({ name: clean(this.#name?.value ?? ""), text: clean(this.#text.value), channel });
      if (!this.#topics.isConnected || channel !== null) this.#options.draft.set("first", null);
    } catch (error) {
      fill(this.element, this.#fields);
      this.#fields.insertBefore(this.#error, this.#button);
      setText(this.#error, error instanceof ProtocolError ? this.#i18n.error(error) : /** @type {Error} */ (error).message);
    } finally {
      this.#setBusy(false);
    }
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    this.#button.disabled = busy;
    setText(this.#error, "");
    fill(this.#button, this.#i18n.t(busy ? "starting" : "start_chat"));
    for (const button of this.#topics.querySelectorAll("button")) button.disabled = busy;
  }

  /**
   * @param {string} why
   * @param {HTMLElement} field
   */
  #refuse(why, field) {
    setText(this.#error, why);
    attribute(field, "aria-invalid", "true");
    field.addEventListener("input", () => attribute(field, "aria-invalid", null), { once: true });
    field.focus();
  }
}
