/**
 * Opening hours: a line for each day of the week, as many spans as one likes: `09:00-12:00, 13:00-17:00`.
 * @module
 */
import { h } from "../ui/dom.js";

/** @typedef {Record<string, string[][]>} Hours weekday `0` (Monday) to `6` → pairs of `HH:MM` */

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/**
 * @param {string} line
 * @returns {string[][] | null} null: it cannot be understood
 */
export function readSpans(line) {
  const parts = line.split(",").map((part) => part.trim()).filter(Boolean);
  const spans = parts.map((part) => SPAN.exec(part));
  if (spans.some((span) => !span)) return null;
  return spans.map((span) => [`${span?.[1]}:${span?.[2]}`, span?.[3] ?? ""]);
}

/** @param {string[][]} spans */
export function writeSpans(spans) {
  return spans.map(([from, to]) => `${from}-${to}`).join(", ");
}

/**
 * @param {import("../i18n.js").I18n} i18n
 * @param {Hours} hours
 * @returns {import("./fields.js").Field}
 */
export function hoursField(i18n, hours) {
  const day = new Intl.DateTimeFormat(i18n.tag, { weekday: "long", timeZone: "UTC" });
  const inputs = [0, 1, 2, 3, 4, 5, 6].map((number) => {
    const label = day.format(new Date(Date.UTC(2024, 0, 1 + number))); // a Monday
    const input = h("input", { class: "input", type: "text", "aria-label": label, placeholder: "09:00-17:00", autocomplete: "off", dir: "ltr", maxlength: 100 });
    input.value = writeSpans(hours[number] ?? []);
    input.addEventListener("change", () => input.setAttribute("aria-invalid", String(readSpans(input.value) === null)));
    return { input, row: h("div", { class: "day" }, h("span", {}, label), input) };
  });
  const element = h("fieldset", { class: "several" }, h("legend", {}, i18n.t("admin_hours")), h("p", { class: "hint" }, i18n.t("admin_hours_hint")), ...inputs.map(({ row }) => row));
  /** What cannot be understood goes to the server as it is: it says so, and the form shows it. */
  const read = () => {
    const lines = inputs.map(({ input }, number) => [String(number), readSpans(input.value) ?? [[input.value]]]);
    return Object.fromEntries(lines.filter(([, spans]) => spans.length));
  };
  return { element, name: "opening_hours", control: element, read };
}
