/**
 * Saves, or shows, what an address of the bridge gives.
 * @module
 */
import { h } from "./dom.js";

/**
 * In a tab of its own, which closes by itself after a download: an error page would otherwise take this page's place.
 * @param {string} url absolute
 * @param {{show?: boolean}} [options] show: a picture that the tab is to show
 */
export function download(url, { show = false } = {}) {
  const { protocol } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return;
  h("a", { href: url, target: "_blank", rel: "noopener noreferrer", download: !show }).click();
}
