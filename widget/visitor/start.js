/**
 * The form with which a chat begins: name (visitors), topic where there are several, first message. It says so when
 * nobody is there.
 * @module
 */
import { ProtocolError, TEXT_LIMIT } from "../core/protocol.js";
import { clean, count } from "../core/text.js";
import { attribute, fill, h, setText } from "../ui/dom.js";

/**
 * @typedef {import("../core/protocol.js").Channel} Channel
 * @typedef {import("../core/protocol.js").Limits} Limits
 * @typedef {{name: string, text: string, channel: number | null, ticket: string}} Wish `ticket`: number of the one it is
 *   about; empty: none
 * @typedef {object} Options
 * @property {string | null} name null for people whose name is known
 * @property {() => Pick<Limits, "name_chars">} limits
 * @property {(wish: Wish) => Promise<boolean>} start false: the topic must be asked for first
 * @property {import("../core/storage.js").Store} draft
 * @property {string} ticket number of the ticket that it may be about; empty: none
 * @property {((drop: () => void) => HTMLElement) | null} about says so, with a way to drop it
 */

export class StartForm {
  #i18n;
  #options;
  #name;
  #text;
  #channelField = h("fieldset", { class: "field choices", part: "channel", role: "radiogroup", "aria-labelledby": "topic", hidden: true });
  #title = h("h3");
  #lead = h("p", { dir: "auto" });
  #ticket;
  #away = false;
  #error = h("p", { class: "error", role: "alert" });
  #button;
  #fields;
  /** @type {readonly Channel[]} */
  #channels = [];
  #busy = false;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {Options} options
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
    this.#ticket = options.ticket;
    const about = options.about?.(() => {
      this.#ticket = "";
      about?.remove();
      this.focus();
    });
    this.#button = h("button", { class: "button primary wide", part: "start", type: "submit" }, t("start_chat"));
    this.#fields = h(
      "form",
      { class: "form", novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      h("div", { class: "lead" }, this.#title, this.#lead),
      about,
      this.#name && h("div", { class: "field" }, h("label", { for: "name" }, t("your_name")), this.#name),
      this.#channelField,
      h("div", { class: "field grow" }, h("label", { for: "text" }, t("your_message")), this.#text),
      this.#error,
      this.#button,
    );
    this.element = h("div", { class: "body", part: "start-form" }, this.#fields);
    this.setChannels([], null);
  }

  focus() {
    (this.#name && !this.#name.value ? this.#name : this.#text).focus();
  }

  /**
   * @param {readonly Channel[]} channels
   * @param {boolean | null} available somebody is there; null: not known
   */
  setChannels(channels, available) {
    const { t } = this.#i18n;
    this.#away = available === false;
    const [only] = channels;
    setText(this.#title, t(this.#away ? "away_title" : "hello_title"));
    setText(this.#lead, this.#away ? t("away_text") : (channels.length === 1 && only.greeting) || t("hello_text"));
    if (!this.#busy) fill(this.#button, t(this.#away ? "leave_message" : "start_chat"));
    if (JSON.stringify(channels) === JSON.stringify(this.#channels)) return;
    this.#channels = channels;
    const chosen = this.#chosen;
    attribute(this.#channelField, "hidden", channels.length < 2);
    fill(this.#channelField, channels.length > 1 && h("legend", { class: "label", id: "topic" }, t("choose_topic")), ...channels.map((channel) => this.#topic(channel, channel.id === chosen)));
  }

  /** Nobody is there: what is written is for a ticket. */
  get away() {
    const topic = this.#channels.find(({ id }) => id === this.#chosen);
    return this.#away || topic?.available === false || topic?.open === false;
  }

  /** @returns {number | null} */
  get #chosen() {
    const { value } = /** @type {HTMLInputElement | null} */ (this.#channelField.querySelector("input:checked")) ?? {};
    return value ? Number(value) : null;
  }

  /**
   * @param {Channel} channel
   * @param {boolean} checked
   */
  #topic({ id, name, greeting, open, available }, checked) {
    const { t } = this.#i18n;
    const radio = h("input", { type: "radio", name: "channel", value: id });
    radio.checked = checked;
    const hint = open === false ? t("closed_now") : available === false ? t("nobody_there") : greeting;
    return h("label", { class: "topic" }, radio, h("span", {}, h("strong", { dir: "auto" }, name), hint && h("span", { dir: "auto" }, hint)));
  }

  /**
   * The topics became known only now: one more question.
   * @param {readonly Channel[]} channels
   */
  async askChannel(channels) {
    const { showTopics } = await import("./topics.js");
    attribute(this.#channelField, "hidden", true);
    showTopics(this.element, channels, this.#i18n.t("choose_topic"), this.#error, (id) => void this.#begin(id));
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
    else if (!this.#channelField.hidden && this.#chosen === null) this.#refuse(t("choose_topic"), this.#channelField, this.#channelField.querySelector("input"));
    else void this.#begin(this.#chosen);
  }

  /** @param {number | null} channel */
  async #begin(channel) {
    if (this.#busy) return;
    this.#setBusy(true);
    let why = "";
    try {
      const begun = await this.#options.start({ name: clean(this.#name?.value ?? ""), text: clean(this.#text.value), channel, ticket: this.#ticket });
      if (begun) this.#options.draft.set("first", null);
    } catch (error) {
      await this.#i18n.more("later").catch(() => {});
      fill(this.element, this.#fields);
      this.#fields.insertBefore(this.#error, this.#button);
      // A plain error says itself what is the matter with the line.
      why = /** @type {Error} */ (error).constructor === Error ? /** @type {Error} */ (error).message : this.#i18n.error(error);
    }
    this.#setBusy(false);
    if (!why) return;
    setText(this.#error, why);
    this.focus();
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    setText(this.#error, "");
    fill(this.#button, this.#i18n.t(busy ? "starting" : this.#away ? "leave_message" : "start_chat"));
    for (const button of this.element.querySelectorAll("button")) button.disabled = busy;
  }

  /**
   * @param {string} why
   * @param {HTMLElement} field
   * @param {HTMLElement | null} [focus] within it
   */
  #refuse(why, field, focus = field) {
    field.after(this.#error);
    setText(this.#error, why);
    attribute(field, "aria-invalid", "true");
    field.addEventListener("input", () => attribute(field, "aria-invalid", null), { once: true });
    focus?.focus();
  }
}
