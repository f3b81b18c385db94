/**
 * A form of the administration: fields, one button, and what became of it.
 * @module
 */
import { codeOf, ProtocolError } from "../core/protocol.js";
import { attribute, fill, h, setText } from "../ui/dom.js";

/**
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("../i18n.js").I18n} I18n
 */

/**
 * @param {I18n} i18n
 * @param {object} options
 * @param {string} options.part
 * @param {Node[]} options.content what is shown; the fields stand somewhere in it
 * @param {Field[]} options.fields
 * @param {() => Promise<string>} options.save what to say when it is done
 * @param {Node[]} [options.more] other buttons
 * @returns {HTMLFormElement}
 */
export function form(i18n, { part, content, fields, save, more = [] }) {
  const said = h("p", { class: "said", role: "status" });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { class: "button primary", part: `${part}-save`, type: "submit" }, i18n.t("save"));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (button.disabled) return;
    for (const { control } of fields) attribute(control, "aria-invalid", null);
    setText(said, "");
    setText(error, "");
    button.disabled = true;
    try {
      setText(said, await save());
    } catch (caught) {
      setText(error, wordsOf(i18n, caught));
      const wrong = fields.find(({ name }) => caught instanceof ProtocolError && caught.data.field === name);
      attribute(wrong?.control ?? error, "aria-invalid", wrong ? "true" : null);
      wrong?.control.focus();
    } finally {
      button.disabled = false;
    }
  };
  const element = h("form", { class: "sheet", part, novalidate: true, onsubmit: submit });
  // The buttons stay in sight while the rest scrolls; so must the reason why nothing was saved.
  fill(element, ...content, h("div", { class: "controls" }, error, button, ...more, said));
  return element;
}

/**
 * @param {I18n} i18n
 * @param {unknown} error
 */
function wordsOf(i18n, error) {
  const code = codeOf(error);
  if (code === "input.conflict") return i18n.t("admin_conflict");
  if (code === "input.invalid" && error instanceof Error) return i18n.t("admin_invalid", { message: error.message });
  return i18n.error(error);
}
