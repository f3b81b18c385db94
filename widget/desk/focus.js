/**
 * The focus of who works by keyboard is never lost to the page: a button that rests while it asks the bridge gets it
 * back, and when a dialog goes whose opener is gone, something near has it.
 * @module
 */

/**
 * @param {ShadowRoot} root
 * @param {() => HTMLElement | {focus: () => void}} near what has the focus when a dialog has left it nowhere
 * @param {AbortSignal} gone
 */
export function keepFocus(root, near, gone) {
  /** @type {Element | null} */
  let resting = null;
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const button = /** @type {HTMLButtonElement} */ (target);
      // The browser takes the focus from what cannot be used with the next picture, not at once.
      if (button.disabled && root.activeElement === button) {
        resting = button;
      } else if (!button.disabled && resting === button) {
        resting = null;
        if (nowhere()) button.focus();
      }
    }
  });
  observer.observe(root, { subtree: true, attributeFilter: ["disabled"] });
  root.addEventListener("close", () => setTimeout(() => nowhere() && near().focus()), { signal: gone, capture: true });
  gone.addEventListener("abort", () => observer.disconnect());
  const nowhere = () => !root.activeElement && (document.activeElement === document.body || document.activeElement === null);
}
