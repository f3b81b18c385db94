/**
 * On a phone the panel ends where the keyboard on the screen begins.
 * @module
 */

/**
 * @param {HTMLElement} panel
 * @param {AbortSignal} signal ends it
 */
export function stayAbove(panel, signal) {
  const view = window.visualViewport;
  const fit = () => {
    if (!view || view.scale !== 1) return;
    panel.style.setProperty("--height", `${view.height}px`);
    panel.style.setProperty("--top", `${view.offsetTop}px`);
  };
  view?.addEventListener("resize", fit, { signal });
  view?.addEventListener("scroll", fit, { signal });
  fit();
}
