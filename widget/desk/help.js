/**
 * The panel with what the keyboard does.
 * @module
 */
import { h } from "../ui/dom.js";

/** @type {[string, string][]} keys as they stand on them, and the word for what they do */
const KEYS = [
  ["Alt + Enter", "key_accept"],
  ["Alt + PageDown, Alt + PageUp", "key_switch"],
  ["Alt + End", "key_shut"],
  ["Escape", "key_minimize"],
  ["Enter", "key_send"],
  ["Shift + Enter", "key_line"],
  ["/", "key_canned"],
];

/**
 * @param {import("./context.js").Context} context
 * @returns {import("./popover.js").View}
 */
export function helpView({ i18n }) {
  const { t } = i18n;
  const rows = KEYS.map(([keys, word]) => h("div", {}, h("dt", { dir: "ltr" }, ...keys.split(", ").flatMap((one, i) => [i ? ", " : "", h("kbd", {}, one)])), h("dd", {}, t(word))));
  const element = h("div", { class: "scroll padded" }, h("h2", {}, t("view_help")), h("dl", { class: "keys" }, ...rows), h("p", { class: "hint" }, t("help_text")));
  return { element, update: () => {} };
}
