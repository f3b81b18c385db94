/**
 * Elements made in code. Text only ever becomes a text node.
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
  return /** @type {(Node | string)[]} */ (children.filter((child) => child || child === ""));
}

/**
 * Sets, changes or removes an attribute, and touches nothing when it is right already.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function attribute(element, name, value) {
  if (value === false || value === null || value === undefined) {
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
  const root = /** @type {ShadowRoot} */ (inside.getRootNode());
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
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
