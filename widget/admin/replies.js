/**
 * Administration: the canned replies of all channels.
 * @module
 */
import { fill, h, icon } from "../ui/dom.js";
import { readAll, select, text } from "./fields.js";
import { form } from "./form.js";

/**
 * @typedef {import("./admin.js").Context} Context
 * @typedef {{id: number | null, shortcut: string, text: string, channel: number | null}} Reply
 */

/**
 * @param {Context} context
 * @param {HTMLElement} place
 */
export async function showReplies(context, place) {
  const { i18n: { t }, client, data } = context;
  fill(place, h("span", { class: "spinner" }));
  const { replies } = await client.command("canned.list", { channel: null }, { durable: false });
  const names = new Map(data.channels.map(({ id, name }) => [id, name]));
  const rows = replies.map((/** @type {Reply} */ reply) => {
    const words = h("span", { class: "words" }, h("strong", {}, `/${reply.shortcut}`), h("span", { class: "detail" }, reply.text));
    const tag = reply.channel === null ? null : h("span", { class: "tag" }, names.get(reply.channel) ?? "");
    return h("li", {}, h("button", { class: "row", type: "button", part: "reply", onclick: () => edit(context, place, reply) }, words, tag, icon("next", 16)));
  });
  const fresh = { id: null, shortcut: "", text: "", channel: null };
  const add = h("button", { class: "button primary", type: "button", part: "reply-new", onclick: () => edit(context, place, fresh) }, icon("plus", 16), t("admin_reply_new"));
  const list = rows.length ? h("ul", { class: "rows" }, ...rows) : h("p", { class: "empty" }, t("admin_no_replies"));
  fill(place, h("p", { class: "lead" }, t("admin_replies_text")), h("div", { class: "controls" }, add), list);
}

/**
 * @param {Context} context
 * @param {HTMLElement} place
 * @param {Reply} reply
 */
function edit(context, place, reply) {
  const { i18n, client, data } = context;
  const { t } = i18n;
  const channels = [{ value: "", label: t("admin_all_channels") }, ...data.channels.map(({ id, name }) => ({ value: String(id), label: name }))];
  const fields = [
    text("shortcut", t("admin_shortcut"), reply.shortcut, { most: 50, hint: t("admin_shortcut_hint") }),
    select("channel", t("admin_channel"), reply.channel === null ? "" : String(reply.channel), channels),
    text("text", t("admin_text"), reply.text, { most: 4000, lines: 5, hint: t("admin_text_hint") }),
  ];
  const back = () => showReplies(context, place);
  const save = async () => {
    const { channel, ...rest } = readAll(fields);
    await client.command("canned.save", { reply: reply.id, ...rest, channel: channel === "" ? null : Number(channel) }, { durable: false });
    await back();
    return "";
  };
  const remove = async () => {
    await client.command("canned.delete", { reply: reply.id }, { durable: false }).catch(() => {});
    await back();
  };
  const more = [h("button", { class: "button plain", type: "button", onclick: back }, t("cancel"))];
  if (reply.id !== null) more.push(h("button", { class: "button danger", type: "button", part: "reply-delete", onclick: remove }, t("admin_delete")));
  const [shortcut, channel, words] = fields.map(({ element }) => element);
  const content = [h("h3", {}, reply.id === null ? t("admin_reply_new") : `/${reply.shortcut}`), h("div", { class: "pair" }, shortcut, channel), words];
  fill(place, form(i18n, { part: "reply-form", content, fields, save, more }));
  fields[0].control.focus();
}
