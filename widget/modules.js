/**
 * What is loaded together. Without these lists the browser would learn of each module only from the one before.
 * tests/widget/words.test.js holds them to the imports.
 * @module
 */

/** By folder. @type {Record<string, string>} */
export const DESK = {
  "": "i18n",
  "core/": "client connection deskclient deskstate identity outbox pending people protocol signs socket state storage text",
  "desk/": "act actions attention bell canned cards context desk dock facts hover icon icons keys kinds layout list listrows menu popout popover style window windowstyle",
  "ui/": "composer dom icons log marks rows status style tokens typing",
};

/** What the desk loads when it is wanted: panels, dialogs, what stands beside people. By folder. @type {Record<string, string>} */
export const DESK_LATER = {
  "desk/": "adminpage archive beside combobox copies dashboard dialog dialogstyle help panelstyle partners people places preview settings start tickets",
  "ui/": "download",
};

/** By folder. @type {Record<string, string>} */
export const PANEL = {
  "core/": "client connection identity outbox pending signs socket state text visitorclient",
  "ui/": "composer log marks rows status style typing",
  "visitor/": "attention conversation foot head panel start style waiting",
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
