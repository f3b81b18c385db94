/**
 * The fields of the administration's forms: each has an element, and its value under a name.
 * @module
 */
import { h, icon } from "../ui/dom.js";

/**
 * @typedef {{element: HTMLElement, name: string, read: () => any, control: HTMLElement}} Field
 * @typedef {{value: string, label: string}} Option
 */

let made = 0;

/**
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
function labelled(label, control, hint = "") {
  made += 1;
  control.id = `admin-${made}`;
  const note = hint ? h("span", { class: "hint", id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), shell(control), note);
}

/** @param {HTMLElement} control */
function shell(control) {
  return control instanceof HTMLSelectElement ? h("div", { class: "select" }, control, icon("down", 16)) : control;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {{hint?: string, most?: number, lines?: number}} [options]
 * @returns {Field}
 */
export function text(name, label, value, { hint = "", most = 200, lines = 1 } = {}) {
  const props = { class: "input", name, maxlength: most, autocomplete: "off", dir: "auto" };
  const control = lines > 1 ? h("textarea", { ...props, rows: lines }) : h("input", { ...props, type: "text" });
  control.value = value;
  return { element: labelled(label, control, hint), name, control, read: () => control.value.trim() };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {number | null} value
 * @param {{hint?: string, low?: number, high: number}} options an empty field is null
 * @returns {Field}
 */
export function number(name, label, value, { hint = "", low = 1, high }) {
  const control = h("input", { class: "input", name, type: "number", min: low, max: high, step: 1, inputmode: "numeric" });
  control.value = value === null ? "" : String(value);
  return { element: labelled(label, control, hint), name, control, read: () => (control.value === "" ? null : control.valueAsNumber) };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {boolean} value
 * @param {string} [hint]
 * @returns {Field}
 */
export function check(name, label, value, hint = "") {
  const control = h("input", { type: "checkbox", name });
  control.checked = value;
  const words = h("span", {}, label, hint && h("span", { class: "hint" }, hint));
  return { element: h("label", { class: "check" }, control, words), name, control, read: () => control.checked };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {Option[]} options
 * @param {string} [hint]
 * @returns {Field}
 */
export function select(name, label, value, options, hint = "") {
  const known = options.some((option) => option.value === value) ? options : [{ value, label: value }, ...options];
  const control = h("select", { class: "input", name }, ...known.map((option) => h("option", { value: option.value }, option.label)));
  control.value = value;
  return { element: labelled(label, control, hint), name, control, read: () => control.value };
}

/**
 * Several of a list.
 * @param {string} name
 * @param {string} label
 * @param {readonly string[]} chosen
 * @param {Option[]} options
 * @param {string} [hint]
 * @returns {Field}
 */
export function several(name, label, chosen, options, hint = "") {
  const boxes = options.map((option) => {
    const box = h("input", { type: "checkbox", name, value: option.value });
    box.checked = chosen.includes(option.value);
    return { box, element: h("label", { class: "check" }, box, h("span", {}, option.label)) };
  });
  const element = h("fieldset", { class: "several" }, h("legend", {}, label), hint && h("p", { class: "hint" }, hint), ...boxes.map((one) => one.element));
  return { element, name, control: element, read: () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value) };
}

/**
 * @param {Field[]} fields
 * @returns {Record<string, any>} by their names
 */
export function readAll(fields) {
  return Object.fromEntries(fields.map((field) => [field.name, field.read()]));
}
