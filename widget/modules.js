/**
 * What is loaded together. Without these lists the browser would learn of each module only from the one before.
 * tests/widget/words.test.js holds them to the imports; the desk's is desk/modules.js.
 * @module
 */

/** By folder. @type {Record<string, string>} */
export const PANEL = {
  "core/": "client connection outbox state text visitorclient",
  "ui/": "composer log rows style",
  "visitor/": "conversation panel start style",
};

/**
 * @param {Record<string, string>} modules
 * @returns {string[]} paths below widget/
 */
export function paths(modules) {
  return Object.entries(modules).flatMap(([folder, names]) => names.split(" ").map((name) => `${folder}${name}.js`));
}

/** @param {Record<string, string>} modules */
export function preload(modules) {
  for (const path of paths(modules)) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = new URL(path, import.meta.url).href;
    link.onload = link.onerror = () => link.remove();
    document.head.append(link);
  }
}
