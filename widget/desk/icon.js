/**
 * The icon in OTRS's toolbar, with the number of waiting requests. Where a page has no toolbar it floats in a corner.
 * @module
 */
import { attribute, h, icon, setText, sheet } from "../ui/dom.js";
import { tokens } from "../ui/tokens.js";

const style = sheet(`
:host { display: inline-block !important; vertical-align: top !important; }
:host([data-place="corner"]) { position: fixed !important; inset: 12px 12px auto auto !important; z-index: 2147482000 !important; }
button {
  position: relative; display: grid; place-items: center; width: var(--side, 34px); height: var(--side, 34px); padding: 0; border: 0; border-radius: 9px; cursor: pointer;
  background: none; color: var(--tone, var(--ink-2)); transition: background-color var(--fast), color var(--fast);
}
button:hover, button[aria-expanded="true"] { background: color-mix(in srgb, currentColor 14%, transparent); }
button:focus { outline: none; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
:host([data-place="corner"]) button { --side: 44px; border-radius: 14px; background: var(--paper); color: var(--ink); box-shadow: var(--shadow-2); }
button.off { opacity: .5; }
svg { display: block; }
.badge {
  position: absolute; inset-block-start: -3px; inset-inline-end: -4px; min-width: 17px; height: 17px; padding: 0 4px; box-sizing: border-box; border-radius: 99px;
  background: var(--badge); color: var(--on-badge); font: 700 11px/17px var(--font); text-align: center; font-variant-numeric: tabular-nums;
}
.badge.quiet { background: var(--accent); color: var(--on-accent); }
.badge[hidden] { display: none; }
.dot { position: absolute; inset-block-end: 3px; inset-inline-end: 3px; width: 9px; height: 9px; box-sizing: border-box; border-radius: 50%; border: 1.5px solid var(--paper); background: none; }
.dot.green { background: #2e9e5b; } .dot.yellow { background: #d99b00; } .dot.red { background: #c9302c; }
.dot[hidden] { display: none; }
@media print { :host { display: none !important; } }
`);

class ChatBridgeIcon extends HTMLElement {
  #badge = h("span", { class: "badge", part: "count", "aria-hidden": "true", hidden: true });
  #dot = h("span", { "aria-hidden": "true", hidden: true });
  button = h("button", { part: "icon", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" }, icon("chat", 20), this.#dot, this.#badge);

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [tokens, style];
    root.append(this.button);
  }

  /**
   * @param {{label: string, waiting: number, unread: number, off: boolean, circle: string}} what
   */
  show({ label, waiting, unread, off, circle }) {
    attribute(this.#dot, "class", `dot ${circle}`);
    attribute(this.#dot, "hidden", !circle || off);
    attribute(this.button, "aria-label", label);
    attribute(this.button, "title", label);
    const n = waiting || unread;
    setText(this.#badge, n > 99 ? "99+" : String(n));
    attribute(this.#badge, "hidden", !n || off);
    this.#badge.classList.toggle("quiet", !waiting);
    this.button.classList.toggle("off", off);
  }

  /** @param {boolean} open */
  setExpanded(open) {
    attribute(this.button, "aria-expanded", String(open));
  }
}

/**
 * @param {Document} document
 * @returns {ChatBridgeIcon} where it belongs on this page
 */
export function placeIcon(document) {
  if (!customElements.get("chatbridge-icon")) customElements.define("chatbridge-icon", ChatBridgeIcon);
  const element = /** @type {ChatBridgeIcon} */ (document.createElement("chatbridge-icon"));
  // Znuny 7 renamed the list; its #ToolBar is something else.
  const bar = document.querySelector("ul#HeaderToolBar, ul#ToolBar");
  if (!bar) {
    attribute(element, "data-place", "corner");
    document.documentElement.append(element);
    return element;
  }
  const neighbour = bar.querySelector(":scope > li > a i, :scope > li > a");
  if (neighbour) element.style.setProperty("--tone", getComputedStyle(neighbour).color);
  const item = document.createElement("li");
  item.className = "ChatBridge";
  item.append(element);
  const avatar = bar.querySelector(":scope > li.UserAvatar, :scope > #UserAvatar");
  if (avatar) avatar.after(item);
  else bar.append(item);
  return element;
}
