/**
 * A modal dialog: the browser's own, with its focus trap, inert page and Escape.
 */
import { h, icon, wear } from "../ui/dom.js";
import { dialogStyle } from "./dialogstyle.js";

export class Dialog {
  #closed;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{title: string, part: string, content: Node[], buttons: Node[], closed?: () => void, submit?: () => void}} options
   *   submit: what Enter in a field and the submit button do
   */
  constructor(i18n, { title, part, content, buttons, closed = () => {}, submit = () => {} }) {
    this.#closed = closed;
    const id = `${part}-title`;
    const label = i18n.t("close");
    const x = h("button", { class: "tool", type: "button", "aria-label": label, title: label, onclick: () => this.close() }, icon("close", 18));
    const form = h(
      "form",
      {
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          submit();
        },
      },
      h("header", { role: "presentation" }, h("h2", { id }, title), x),
      h("div", { class: "content" }, ...content),
      h("footer", { role: "presentation" }, ...buttons),
    );
    this.element = h("dialog", { class: "dialog", part, "aria-labelledby": id, onclose: () => this.#gone() }, form);
    this.element.addEventListener("pointerdown", (event) => {
      if (event.target === this.element && !this.stays) this.close();
    });
  }

  /** A click beside the dialog does not close it: there is something to lose. */
  stays = false;

  /** @param {Element} parent */
  show(parent) {
    wear(parent, dialogStyle);
    parent.append(this.element);
    this.element.showModal();
  }

  close() {
    if (this.element.open) this.element.close();
  }

  #gone() {
    this.element.remove();
    this.#closed();
  }
}
