/**
 * Downloads what an address of the bridge gives.
 * @module
 */
import { h } from "./dom.js";

/**
 * In a tab of its own, which closes by itself: an error page would otherwise take this page's place.
 * @param {string} url absolute
 */
export function download(url) {
  const { protocol } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return;
  h("a", { href: url, target: "_blank", rel: "noopener noreferrer", download: "" }).click();
}
