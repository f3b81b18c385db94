/**
 * What became of one's own message: it has arrived, or it was read.
 * @module
 */
import { h } from "./dom.js";
import { addIcons, icon } from "./icons.js";

addIcons({ read: ["M1.8 10.8l3.4 3.5 7-8.4", "M9.4 14l.4.3 8.4-8.4"] });

/**
 * @param {boolean} read somebody on the other side has read it
 * @param {import("../i18n.js").I18n} i18n
 */
export function mark(read, { t }) {
  const word = t(read ? "state_read" : "state_sent");
  return h("span", { class: read ? "mark read" : "mark", part: "mark", title: word }, h("span", { class: "sr" }, word), icon(read ? "read" : "check", read ? 15 : 13));
}
