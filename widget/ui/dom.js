/**
 * Elements and icons made in code; what the chat does to the page around it. Text only ever becomes a text node.
 * @module
 */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [props] `on…`: a listener; true: an empty attribute; false, null, undefined: none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else {
      attribute(element, name, value);
    }
  }
  element.append(...present(children));
  return element;
}

/** @param {Child[]} children */
function present(children) {
  return /** @type {(Node | string)[]} */ (children.filter(Boolean));
}

/**
 * Sets, changes or removes an attribute, and touches nothing when it is right already.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function attribute(element, name, value) {
  if ((value ?? false) === false) {
    element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/**
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {Element} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/**
 * Makes the children of `parent` those of `wanted`, in order; elements that stay are not moved or touched.
 * @param {Element} parent
 * @param {readonly Element[]} wanted
 */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}

/** @param {string} css */
export function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/**
 * A style sheet that came later, for everything in the same shadow root.
 * @param {Node} inside
 * @param {CSSStyleSheet} style
 */
export function wear(inside, style) {
  const root = inside.getRootNode();
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
}

/**
 * Keys typed into the chat are not the page's business (shortcuts, "press any key").
 * @param {HTMLElement} host
 */
export function keepKeys(host) {
  for (const type of ["keydown", "keypress", "keyup", "beforeinput", "input", "paste", "copy", "cut"]) {
    host.addEventListener(type, (event) => event.stopPropagation());
  }
}

/**
 * Puts an element beside the body, and back when the page has replaced everything: pages give their body transforms
 * that would move what is fixed, and single-page applications replace it.
 * @param {HTMLElement} element
 * @param {AbortSignal} gone
 */
export function stayOn(element, gone) {
  const place = () => {
    if (!element.isConnected && document.documentElement) document.documentElement.append(element);
    observer.observe(document, { childList: true });
    if (document.documentElement) observer.observe(document.documentElement, { childList: true });
  };
  const observer = new MutationObserver(place);
  gone.addEventListener("abort", () => {
    observer.disconnect();
    element.remove();
  });
  place();
}

/** Whether the reader wants things to stand still. */
export function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

const NS = "http://www.w3.org/2000/svg";

/**
 * The icons: lines on a 20 × 20 grid, drawn in the colour of the text around them.
 * @type {Record<string, string[]>}
 */
const PATHS = {
  chat: ["M4.2 3.2h11.6a1.9 1.9 0 0 1 1.9 1.9v7.2a1.9 1.9 0 0 1-1.9 1.9H9.7L5.6 17.3v-3.1H4.2a1.9 1.9 0 0 1-1.9-1.9V5.1a1.9 1.9 0 0 1 1.9-1.9Z", "M6.4 7.4h7.2", "M6.4 10.4h4.4"],
  send: ["M3.4 10 2.9 3.6 17.2 10 2.9 16.4Z", "M3.4 10h6.4"],
  minimize: ["M4.5 10.5h11"],
  down: ["M5 7.8l5 5 5-5"],
  arrow: ["M10 4v11.2", "M5.4 10.8 10 15.4l4.6-4.6"],
  check: ["M4.2 10.6l3.7 3.7 7.9-8.6"],
  clock: ["M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4Z", "M10 6.2V10l2.6 1.7"],
  leave: ["M8 3.3H5a1.4 1.4 0 0 0-1.4 1.4v10.6A1.4 1.4 0 0 0 5 16.7h3", "M12.6 6.3 16.4 10l-3.8 3.7", "M16.2 10H8"],
};

/** @param {Record<string, string[]>} more paths by name, for one side only */
export function addIcons(more) {
  Object.assign(PATHS, more);
}

/**
 * @param {string} name
 * @param {number} [size] px
 * @returns {SVGSVGElement} decoration only: the name stands on the control
 */
export function icon(name, size = 20) {
  const svg = document.createElementNS(NS, "svg");
  const set = { viewBox: "0 0 20 20", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": "1.6", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(set)) svg.setAttribute(key, String(value));
  for (const d of PATHS[name] ?? []) {
    const path = document.createElementNS(NS, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * A button that is only a sign.
 * @param {string} sign
 * @param {string} label
 * @param {() => void} act
 * @param {{size?: number, class?: string, part?: string, hidden?: boolean}} [options]
 */
export function tool(sign, label, act, { size, ...options } = {}) {
  return h("button", { class: "tool", type: "button", "aria-label": label, title: label, onclick: act, ...options }, icon(sign, size));
}

/**
 * A number before the page's title, for who looks at another tab. The page may change its title meanwhile.
 */
export class TitleCount {
  #shown = "";

  /** @param {number} n */
  set(n) {
    const { title } = document;
    const bare = title.startsWith(this.#shown) ? title.slice(this.#shown.length) : title;
    this.#shown = n ? `(${n}) ` : "";
    if (title !== this.#shown + bare) document.title = this.#shown + bare;
  }
}
