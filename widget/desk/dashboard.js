/**
 * The box of people on OTRS's dashboard. It is made of OTRS's own classes, so it looks like the boxes beside it.
 * @module
 */
import { KINDS, sorted } from "../core/people.js";
import { attribute, fill, h } from "../ui/dom.js";
import { stateText } from "./context.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/people.js").Kind} Kind
 * @typedef {import("../core/people.js").Someone} Someone
 */

/** OTRS's names of the circles. */
const CIRCLES = { green: "Active", yellow: "Away", red: "Unavailable" };

/**
 * @param {Context} context
 * @param {Element} column
 * @param {AbortSignal} gone
 */
export function peopleBox(context, column, gone) {
  const { client, i18n, local } = context;
  const { t } = i18n;
  let shown = /** @type {Kind} */ (KINDS.find((kind) => kind === local.get("people")) ?? "agents");
  const tabs = h("ul", { class: "Tab Actions" });
  const rows = h("tbody");
  const content = h("div", { class: "Content" }, h("div", { class: "DashboardActions" }, tabs), h("table", { class: "DataTable DashboardUserOnline" }, rows));
  const box = h("div", { class: "WidgetSimple", id: "ChatBridgePeople", lang: i18n.tag, dir: i18n.dir }, h("div", { class: "Header" }, h("h2", {}, t("people_box"))), content);
  let drawn = "";

  const update = () => {
    const people = KINDS.map((kind) => sorted(client.people[kind].values()));
    const mark = JSON.stringify([shown, people]);
    if (mark === drawn) return;
    drawn = mark;
    fill(tabs, ...KINDS.map((kind, i) => tab(kind, people[i].length)));
    const list = people[KINDS.indexOf(shown)];
    fill(rows, ...(list.length ? list.map(row) : [h("tr", {}, h("td", {}, t("people_none")))]));
  };
  /** @param {Kind} kind @param {number} n */
  const tab = (kind, n) => {
    const selected = kind === shown ? "Selected" : "";
    const link = h("a", { href: "#", class: selected, "aria-current": selected ? "true" : null, onclick: (/** @type {Event} */ event) => {
      event.preventDefault();
      shown = kind;
      local.set("people", kind);
      update();
      tabs.querySelector("a.Selected")?.parentElement?.querySelector("a")?.focus();
    } }, `${t(`people_${kind}`)} (${n})`);
    return h("li", { class: selected }, link);
  };
  /** @param {Someone} one */
  const row = (one) => {
    const reason = stateText(i18n, one);
    const name = one.name + (one.you ? ` (${t("you")})` : "");
    const cell = h("td", {}, h("span", { class: `UserStatusIcon Inline ${CIRCLES[one.circle]}` }, h("i", { class: "fa fa-circle", "aria-hidden": "true" })), " ", h("span", { dir: "auto" }, name));
    if (one.may_chat && !one.you) {
      const element = /** @type {any} */ (document.createElement("chatbridge-person"));
      attribute(element, "data-bare", true); // the line has a circle
      element.show(context, shown === "customers" ? "customer" : "agent", one, { circle: false });
      cell.append(element);
    }
    const below = h("div", { class: "Small", dir: "auto" }, reason);
    below.style.paddingInlineStart = "16px"; // under the name, beside the circle
    if (reason) cell.append(below);
    return h("tr", { class: "UserRow", "data-login": one.login }, cell);
  };

  // Below OTRS's own box with the settings of the page, above what can be moved.
  column.insertBefore(box, column.querySelector(":scope > .CanDrag"));
  attribute(box, "data-live", "true");
  const unsubscribe = client.subscribe(update);
  gone.addEventListener("abort", () => {
    unsubscribe();
    box.remove();
  });
  update();
}
