/**
 * The panel that searches chats that have ended.
 * @module
 */
import { initials } from "../core/text.js";
import { attribute, fill, h, icon, setText } from "../ui/dom.js";

/** @typedef {import("../core/protocol.js").Chat} Chat */

const FIELDS = /** @type {const} */ (["text", "person", "ticket"]);

/**
 * @param {import("./context.js").Context} context
 * @returns {import("./popover.js").View}
 */
export function archiveView(context) {
  const { client, i18n } = context;
  const { t } = i18n;
  const inputs = FIELDS.map((name) => h("input", { class: "input", id: `archive-${name}`, part: `archive-${name}`, type: "search", autocomplete: "off" }));
  const [text, person, ticket] = inputs;
  const channel = h("select", { class: "input", id: "archive-channel", part: "archive-channel" });
  const from = h("input", { class: "input", id: "archive-from", type: "date" });
  const to = h("input", { class: "input", id: "archive-to", type: "date" });
  const status = h("p", { class: "hint", role: "status" });
  const hits = h("ul", { part: "archive-hits" });
  const more = h("button", { class: "button plain small", part: "archive-more", type: "button", hidden: true, onclick: () => void search(next) }, t("archive_more"));
  /** @type {string | null} */
  let next = null;
  let turn = 0;

  /** @param {string | null} before the place to go on from; null: from the newest */
  const search = async (before) => {
    const mine = ++turn;
    setText(status, t("searching"));
    const fields = {
      text: text.value.trim() || null, person: person.value.trim() || null, ticket: ticket.value.trim() || null,
      channel: channel.value ? Number(channel.value) : null, from: dayStart(from.value, 0), to: dayStart(to.value, 1), before,
    };
    try {
      const reply = await client.command("archive.search", fields);
      if (mine !== turn) return;
      next = reply.next ?? null;
      const rows = reply.chats.map((/** @type {Chat} */ chat) => row(chat));
      if (before) hits.append(...rows);
      else fill(hits, ...rows);
      attribute(more, "hidden", !reply.more);
      setText(status, hits.childElementCount ? t("hits", { n: hits.childElementCount }) : t("no_hits"));
    } catch (error) {
      if (mine === turn) setText(status, i18n.error(error));
    }
  };

  /** @param {Chat} chat */
  const row = (chat) => {
    const { name, kind } = chat.requester;
    const at = chat.closed_at ?? chat.created_at;
    const facts = [t(`from_${kind}`), chat.channel.name, chat.ticket?.number ?? ""].filter(Boolean).join(" · ");
    return h("li", {}, h(
      "button",
      { class: "chatrow stop", part: "archive-hit", type: "button", "data-chat": chat.id, title: t("archive_show", { name }), onclick: () => void show(chat) },
      h("div", { class: "avatar", "aria-hidden": "true" }, initials(name)),
      h("span", { class: "what" }, h("strong", { dir: "auto" }, name), h("span", { class: "words", dir: "auto" }, chat.first_message), h("span", { class: "words" }, facts)),
      h("time", { datetime: at, title: i18n.fullTime(at) }, new Intl.DateTimeFormat(i18n.tag, { dateStyle: "short", timeStyle: "short" }).format(new Date(at))),
    ));
  };
  /** @param {Chat} chat */
  const show = async (chat) => (await import("./preview.js")).showArchived(context, chat);

  const field = (/** @type {string} */ name, /** @type {HTMLElement} */ input) => h("div", { class: "field" }, h("label", { for: input.id }, t(`archive_${name}`)), input);
  const form = h(
    "form",
    { class: "searchform", role: "search", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      void search(null);
    } },
    ...FIELDS.map((name, i) => field(name, inputs[i])),
    h("div", { class: "field" }, h("label", { for: channel.id }, t("channel")), h("div", { class: "select" }, channel, icon("down", 16))),
    field("from", from),
    field("to", to),
    h("button", { class: "button primary small", part: "archive-search", type: "submit" }, t("archive_search")),
  );
  const element = h("div", { class: "scroll" }, h("div", { class: "bar" }, h("h2", {}, t("view_archive"))), form, status, hits, h("div", { class: "morebox" }, more));
  let drawn = "";
  return {
    element,
    update: () => {
      const permitted = client.me?.channels_permitted ?? [];
      const key = JSON.stringify(permitted);
      if (key === drawn) return;
      drawn = key;
      const { value } = channel;
      fill(channel, h("option", { value: "" }, t("archive_any")), ...permitted.map(({ id, name }) => h("option", { value: String(id) }, name)));
      channel.value = value;
    },
    shown: () => {
      if (!hits.childElementCount) void search(null);
    },
  };
}

/**
 * @param {string} day as a date field has it, in the reader's zone
 * @param {number} later days
 * @returns {string | null} ISO time
 */
export function dayStart(day, later) {
  const [year, month, date] = day.split("-").map(Number);
  return date ? new Date(year, month - 1, date + later).toISOString() : null;
}
