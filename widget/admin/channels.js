/**
 * Administration: the channels, and which queue belongs to which.
 * @module
 */
import { fill, h, icon } from "../ui/dom.js";
import { check, number, readAll, select, several, text } from "./fields.js";
import { form } from "./form.js";
import { hoursField } from "./hours.js";

/**
 * @typedef {import("./admin.js").Context} Context
 * @typedef {import("./admin.js").Channel} Channel
 */

/** @type {Omit<Channel, "id" | "name" | "group">} */
const NEW = {
  valid: true, for_customers: true, for_visitors: true, comment: "", greeting: "", opening_hours: {}, agent_name: "",
  agents_numbered: false, ticket_queue: "", keep_closed_hours: null, keep_all_days: null,
};

/**
 * @param {Context} context
 * @param {HTMLElement} place
 */
export function showChannels(context, place) {
  const { i18n, data } = context;
  const { t } = i18n;
  const rows = data.channels.map((channel) => row(context, channel, () => edit(context, place, channel)));
  const add = h("button", { class: "button primary", type: "button", part: "channel-new", onclick: () => edit(context, place, null) }, icon("plus", 16), t("admin_channel_new"));
  fill(place, h("p", { class: "lead" }, t("admin_channels_text")), h("div", { class: "controls" }, add), h("ul", { class: "rows" }, ...rows), queues(context));
}

/**
 * @param {Context} context
 * @param {Channel} channel
 * @param {() => void} open
 */
function row({ i18n }, channel, open) {
  const { t } = i18n;
  const offered = [channel.for_customers && t("admin_customers"), channel.for_visitors && t("admin_visitors")].filter(Boolean).join(", ");
  const facts = [t("admin_group_of", { group: channel.group }), offered || t("admin_agents_only")];
  if (channel.changed_at) facts.push(t("admin_changed", { time: i18n.fullTime(channel.changed_at), who: channel.changed_by || "ChatBridge" }));
  const words = h("span", { class: "words" }, h("strong", {}, channel.name), h("span", { class: "detail" }, facts.join(" · ")), channel.comment && h("span", { class: "detail" }, channel.comment));
  const tag = channel.valid ? null : h("span", { class: "tag" }, t("admin_invalid_channel"));
  return h("li", {}, h("button", { class: "row", type: "button", part: "channel", "data-channel": channel.id, onclick: open }, words, tag, icon("next", 16)));
}

/**
 * @param {Context} context
 * @param {HTMLElement} place
 * @param {Channel | null} channel null: a new one
 */
function edit(context, place, channel) {
  const { i18n, client, data } = context;
  const { t } = i18n;
  const now = /** @type {Channel} */ (channel ?? { ...NEW, id: null, name: "", group: data.groups[0] ?? "users" });
  const queue = [{ value: "", label: t("admin_queue_default") }, ...data.queues.map(({ name }) => ({ value: name, label: name }))];
  const who = several("offered", t("admin_offered"), [now.for_customers && "customers", now.for_visitors && "visitors"].filter((one) => typeof one === "string"), [
    { value: "customers", label: t("admin_customers") },
    { value: "visitors", label: t("admin_visitors") },
  ]);
  const fields = [
    text("name", t("admin_name"), now.name, { most: 100 }),
    select("group", t("admin_group"), now.group, data.groups.map((name) => ({ value: name, label: name })), t("admin_group_hint")),
    text("greeting", t("admin_greeting"), now.greeting, { most: 500, lines: 2, hint: t("admin_greeting_hint") }),
    text("agent_name", t("admin_agent_name"), now.agent_name, { most: 100, hint: t("admin_agent_name_hint") }),
    check("agents_numbered", t("admin_numbered"), now.agents_numbered),
    hoursField(i18n, now.opening_hours),
    select("ticket_queue", t("admin_ticket_queue"), now.ticket_queue, queue, t("admin_ticket_queue_hint")),
    number("keep_closed_hours", t("admin_keep_closed"), now.keep_closed_hours, { high: 87_840, hint: t("admin_keep_hint") }),
    number("keep_all_days", t("admin_keep_all"), now.keep_all_days, { high: 3_660 }),
    text("comment", t("admin_comment"), now.comment, { most: 250 }),
    check("valid", t("admin_valid"), now.valid, t("admin_valid_hint")),
  ];
  const save = async () => {
    const offered = who.read();
    const wanted = { ...readAll(fields), id: now.id, for_customers: offered.includes("customers"), for_visitors: offered.includes("visitors"), version: now.version ?? 0 };
    await client.command("admin.channel", { channel: wanted }, { durable: false });
    await context.reload();
    back();
    return "";
  };
  const back = () => showChannels(context, place);
  const cancel = h("button", { class: "button plain", type: "button", onclick: back }, t("cancel"));
  const [name, group, greeting, agentName, numbered, hours, ticketQueue, keepClosed, keepAll, comment, valid] = fields.map(({ element }) => element);
  const content = [
    h("h3", {}, channel ? t("admin_channel_edit", { name: channel.name }) : t("admin_channel_new")),
    h("div", { class: "pair" }, name, group), who.element, greeting, h("div", { class: "pair" }, agentName, numbered), hours, ticketQueue,
    h("div", { class: "pair" }, keepClosed, keepAll), comment, valid,
  ];
  fill(place, form(i18n, { part: "channel-form", content, fields, save, more: [cancel] }));
  fields[0].control.focus();
}

/** @param {Context} context */
function queues(context) {
  const { i18n, client, data } = context;
  const { t } = i18n;
  if (!data.queues.length) return h("p", { class: "hint" }, t("admin_no_queues"));
  const channels = [{ value: "", label: t("admin_channel_default") }, ...data.channels.filter(({ valid }) => valid).map(({ id, name }) => ({ value: String(id), label: name }))];
  const fields = data.queues.map(({ id, name, channel }) => select(id, name, channel === null ? "" : String(channel), channels));
  const save = async () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.read() === "" ? null : Number(field.read())]));
    await client.command("admin.queues", { queues: wanted }, { durable: false });
    await context.reload();
    return t("admin_saved");
  };
  const content = [h("h3", {}, t("admin_queues")), h("p", { class: "lead" }, t("admin_queues_text")), h("div", { class: "grid" }, ...fields.map(({ element }) => element))];
  return form(i18n, { part: "queues-form", content, fields, save });
}
