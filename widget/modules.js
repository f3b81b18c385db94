/**
 * What is loaded together. Without these lists the browser would learn of each module only from the one before.
 * tests/widget/words.test.js holds them to the imports.
 * @module
 */

/** By folder. @type {Record<string, string>} */
export const DESK = {
  "": "i18n",
  "core/": "client connection deskclient identity outbox pending protocol signs socket state storage text",
  "desk/": "bell combobox desk dialog dialogstyle dock handover icon icons layout list preview style tickets window",
  "ui/": "composer dom icons log marks rows status style tokens",
};

/** By folder. @type {Record<string, string>} */
export const PANEL = {
  "core/": "client connection identity outbox pending signs socket state text",
  "ui/": "composer log marks rows status style typing",
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
