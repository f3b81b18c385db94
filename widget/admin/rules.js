/**
 * Administration: the rules for all channels together.
 * @module
 */
import { fill, h } from "../ui/dom.js";
import { check, number, readAll, select, several, text } from "./fields.js";
import { form } from "./form.js";

/** @typedef {import("./admin.js").Context} Context */

const DIRECTIONS = ["agent_agent", "agent_customer", "customer_agent", "public_agent"];
const PERMISSIONS = ["ro", "move_into", "create", "note", "owner", "priority", "rw"];
const LEVELS = ["observer", "participant", "owner"];

/**
 * @param {Context} context
 * @param {HTMLElement} place
 */
export function showRules(context, place) {
  const { i18n, client, data } = context;
  const { t } = i18n;
  const { policy } = data;
  const groups = [...new Set([...data.groups, ...policy.receive_groups, ...policy.start_groups])].map((name) => ({ value: name, label: name }));
  const levels = LEVELS.map((value) => ({ value, label: t(`admin_level_${value}`) }));
  const permissions = [...new Set([...PERMISSIONS, ...Object.keys(policy.levels)])];
  const levelFields = permissions.map((name) => select(name, name, policy.levels[name] ?? "", [{ value: "", label: t("admin_level_none") }, ...levels]));
  const fields = [
    several("directions", t("admin_directions"), policy.directions, DIRECTIONS.map((value) => ({ value, label: t(`admin_${value}`) }))),
    several("receive_groups", t("admin_receive"), policy.receive_groups, groups, t("admin_groups_hint")),
    several("start_groups", t("admin_start"), policy.start_groups, groups, t("admin_groups_hint")),
    check("check_available", t("admin_check_available"), policy.check_available, t("admin_check_available_hint")),
    check("external_needs_question", t("admin_question"), policy.external_needs_question),
    number("idle_minutes", t("admin_idle"), policy.idle_minutes, { high: 1440 }),
    number("ticket_after_minutes", t("admin_ticket_after"), policy.ticket_after_minutes, { high: 1440, hint: t("admin_ticket_after_hint") }),
    text("ticket_queue", t("admin_ticket_queue"), policy.ticket_queue),
    number("most_windows", t("admin_windows"), policy.most_windows, { high: 20 }),
    number("most_file_mb", t("admin_file_mb"), policy.most_file_mb, { high: 100 }),
  ];
  const save = async () => {
    const chosen = Object.fromEntries(levelFields.map((field) => [field.name, field.read()]).filter(([, level]) => level));
    await client.command("admin.policy", { policy: { ...readAll(fields), levels: chosen }, version: context.data.policy.version }, { durable: false });
    await context.reload();
    return t("admin_saved");
  };
  const [directions, receive, start, available, question, ...numbers] = fields.map(({ element }) => element);
  const content = [
    h("h3", {}, t("admin_who")), directions, h("div", { class: "pair" }, receive, start),
    h("h3", {}, t("admin_levels")), h("p", { class: "lead" }, t("admin_levels_text")), h("div", { class: "grid" }, ...levelFields.map(({ element }) => element)),
    h("h3", {}, t("admin_behaviour")), available, question, h("div", { class: "grid" }, ...numbers),
  ];
  fill(place, form(i18n, { part: "rules-form", content, fields, save }));
}
