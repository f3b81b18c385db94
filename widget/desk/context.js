/**
 * What the parts of the desk share.
 * @module
 */
import { h } from "../ui/dom.js";

/**
 * @typedef {object} Context
 * @property {import("../core/deskclient.js").DeskClient} client
 * @property {import("../i18n.js").I18n} i18n
 * @property {import("../config.js").Config} config
 * @property {import("../core/storage.js").Store} local shared by all tabs
 * @property {import("../core/storage.js").Store} session this tab's
 * @property {import("../ui/bell.js").Bell} bell
 * @property {Element} parent where dialogs stand
 * @property {(id: string) => void} open shows a chat's window
 */

/**
 * The circle of a person: a colour, and always the reason in words beside it.
 * @param {import("../core/people.js").Circle} circle
 */
export function dot(circle) {
  return h("span", { class: `dot ${circle}`, "aria-hidden": "true" });
}

/**
 * What stands beside a person's name.
 * @param {import("../i18n.js").I18n} i18n
 * @param {import("../core/people.js").Someone} person
 * @returns {string}
 */
export function stateText(i18n, { reason, out_of_office_until: until }) {
  if (!until) return reasonText(i18n, reason);
  // The day is the same in every time zone.
  const date = new Intl.DateTimeFormat(i18n.tag, { dateStyle: "medium" }).format(new Date(`${until.slice(0, 10)}T00:00`));
  return i18n.t("out_until", { date });
}

/**
 * @param {import("../i18n.js").I18n} i18n
 * @param {string} reason
 * @returns {string}
 */
export function reasonText(i18n, reason) {
  return i18n.has(`reason_${reason}`) ? i18n.t(`reason_${reason}`) : "";
}
