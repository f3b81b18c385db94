/**
 * When the popover under the icon opens and closes: with a click it stays, with the mouse over the icon it comes and goes.
 * @module
 */

const HOVER_MS = 140;
const LEAVE_MS = 350;

export class Hover {
  #icon;
  #popover;
  #active;
  #pinned = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {ReturnType<typeof import("./icon.js").placeIcon>} icon
   * @param {import("./popover.js").Popover} popover
   * @param {() => Element | null} active what has the focus within the desk
   */
  constructor(icon, popover, active) {
    this.#icon = icon;
    this.#popover = popover;
    this.#active = active;
    const { button } = icon;
    button.addEventListener("click", () => {
      if (popover.shown && this.#pinned) this.hide();
      else this.show({ pinned: true, focus: true });
    });
    for (const element of [button, popover.element]) {
      element.addEventListener("pointerenter", (event) => this.#entered(event, element === button));
      element.addEventListener("pointerleave", (event) => this.#left(event));
    }
    // Who begins to do something in it wants it to stay.
    popover.element.addEventListener("pointerdown", () => { this.#pinned = true; });
    new ResizeObserver(() => this.place()).observe(popover.element);
  }

  destroy() {
    clearTimeout(this.#timer);
  }

  /** @param {{pinned: boolean, focus: boolean}} how */
  show({ pinned, focus }) {
    clearTimeout(this.#timer);
    this.#pinned = pinned;
    void this.#popover.show({ focus });
    this.place();
    this.#icon.setExpanded(true);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#pinned = false;
    this.#popover.hide();
    this.#icon.setExpanded(false);
  }

  /** It stands under the icon, inside the window. */
  place() {
    this.#popover.place(this.#icon.getBoundingClientRect());
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} onIcon
   */
  #entered(event, onIcon) {
    clearTimeout(this.#timer);
    if (event.pointerType !== "mouse" || !onIcon || this.#popover.shown) return;
    this.#timer = setTimeout(() => this.show({ pinned: false, focus: false }), HOVER_MS);
  }

  /** @param {PointerEvent} event */
  #left(event) {
    clearTimeout(this.#timer);
    if (event.pointerType !== "mouse" || this.#pinned) return;
    this.#timer = setTimeout(() => {
      const held = this.#popover.element.contains(this.#active());
      if (!this.#pinned && !held) this.hide();
    }, LEAVE_MS);
  }
}
