/**
 * The first panel under the icon: requests that wait, oldest first, and the agent's own chats; live.
 * @module
 */
import { arrange, attribute, fill, h, icon, setText } from "../ui/dom.js";
import { wanted } from "./kinds.js";
import { ChatRow, RequestRow } from "./listrows.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {object} On
 * @property {(chat: Chat) => Promise<void>} accept
 * @property {(chat: Chat) => void} decline
 * @property {(chat: Chat) => void} preview
 * @property {(id: string) => void} open
 * @property {() => void} settings
 */

export class List {
  #context;
  #on;
  #requests = h("ul", { part: "requests" });
  #chats = h("ul", { part: "chats" });
  #count = h("span", { class: "badge" });
  #head;
  #nobody;
  #elsewhere;
  #none;
  #filter;
  #warnings = h("div", { class: "notices", role: "status" });
  #warned = "";
  /** @type {Map<string, import("./listrows.js").Row>} */
  #rows = new Map();
  /** @type {Map<string, import("./listrows.js").Row>} */
  #ownRows = new Map();

  /**
   * @param {Context} context
   * @param {On} on
   */
  constructor(context, on) {
    this.#context = context;
    this.#on = on;
    const { t } = context.i18n;
    this.#nobody = h("div", { class: "nobody" }, icon("inbox", 26), h("strong", {}, t("no_requests")), h("p", {}, t("no_requests_text")));
    this.#elsewhere = h("button", { class: "textlink", type: "button", onclick: () => this.#choose("all") });
    this.#nobody.append(this.#elsewhere);
    this.#none = h("p", { class: "none" }, t("no_chats"));
    const choice = (/** @type {string} */ value) => h("button", { type: "button", part: `filter-${value}`, onclick: () => this.#choose(value) }, t(`filter_${value}`));
    this.#filter = h("div", { class: "choices", role: "group", "aria-label": t("filter") }, choice("my"), choice("all"));
    const names = ["created", "type", "channel", "requester_message"].map((name) => h("span", {}, t(`column_${name}`)));
    this.#head = h("div", { class: "columns", "aria-hidden": "true" }, ...names);
    this.element = h(
      "div",
      { class: "scroll" },
      h("div", { class: "bar" }, h("h2", {}, t("requests")), this.#count, h("span", { class: "gap" }), this.#filter),
      this.#warnings,
      this.#head,
      this.#requests,
      this.#nobody,
      h("h3", {}, t("my_chats")),
      this.#chats,
      this.#none,
    );
  }

  /** Those that are shown, and told of. */
  get requests() {
    const { client, local } = this.#context;
    return wanted(client.requests, client.me, local.get("filter") ?? "");
  }

  update() {
    const { client, i18n } = this.#context;
    const { own, ready } = client;
    const { requests } = this;
    const hidden = client.requests.length - requests.length;
    this.#warn();
    setText(this.#count, String(requests.length));
    attribute(this.#count, "hidden", !requests.length);
    const filter = this.#context.local.get("filter") ?? (client.me?.channels.length ? "my" : "all");
    attribute(this.#filter, "hidden", !client.me);
    for (const button of this.#filter.children) attribute(button, "aria-pressed", String(button.getAttribute("part") === `filter-${filter}`));
    attribute(this.#head, "hidden", !requests.length);
    attribute(this.#nobody, "hidden", requests.length > 0 || !ready);
    setText(this.#elsewhere, hidden ? i18n.t("requests_elsewhere", { n: hidden }) : "");
    attribute(this.#elsewhere, "hidden", !hidden);
    attribute(this.#none, "hidden", own.length > 0 || !ready);
    arrange(this.#requests, requests.map((chat) => this.#row(this.#rows, chat, () => new RequestRow(i18n, this.#on))));
    arrange(this.#chats, own.map((chat) => this.#row(this.#ownRows, chat, () => new ChatRow(i18n, this.#on))));
  }

  /** @param {string} value */
  #choose(value) {
    this.#context.local.set("filter", value);
    this.update();
  }

  /** What stands in the way of getting requests; and the question after a log-in. */
  #warn() {
    const { client, i18n } = this.#context;
    const { me } = client;
    const { t } = i18n;
    const key = JSON.stringify([me?.warnings, me?.ask_external]);
    if (key === this.#warned) return;
    this.#warned = key;
    const button = (/** @type {string} */ text, /** @type {string} */ part, /** @type {() => void} */ act) => h("button", { class: "button plain small", part, type: "button", onclick: act }, text);
    const answer = (/** @type {import("../core/deskclient.js").Availability} */ wish) => () => void client.setAvailability(wish, me?.channels ?? []).catch(() => {});
    const question = me?.ask_external && h("div", { class: "notice", part: "ask-external" }, icon("help", 18), h("div", {}, t("ask_external"), h("div", { class: "tags" }, button(t("ask_external_yes"), "external-yes", answer("external")), button(t("ask_external_no"), "external-no", answer("internal")))));
    const warnings = (me?.warnings ?? []).filter((warning) => i18n.has(`warning_${warning}`)).map((warning) => {
      const way = warning === "no_channel_chosen" && button(t("choose_channels"), "choose-channels", this.#on.settings);
      return h("div", { class: "notice warn", part: "warning" }, icon("alert", 18), h("div", {}, t(`warning_${warning}`), way));
    });
    fill(this.#warnings, question, ...warnings);
  }

  /**
   * @param {Map<string, import("./listrows.js").Row>} rows
   * @param {Chat} chat
   * @param {() => import("./listrows.js").Row} make
   */
  #row(rows, chat, make) {
    let row = rows.get(chat.id);
    if (!row) rows.set(chat.id, row = make());
    row.update(chat, this.#context.client);
    return row.element;
  }
}
