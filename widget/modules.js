/**
 * What is loaded together. Without these lists the browser would learn of each module only from the one before.
 * tests/widget/words.test.js holds them to the imports.
 * @module
 */

/** By folder. @type {Record<string, string>} */
export const DESK = {
  "": "i18n",
  "core/": "backoff chats client connection identity log outbox pending protocol seen socket storage text uuid",
  "desk/": "desk dock handover icon layout list preview style tickets window",
  "ui/": "base chatstyle combobox composer dialog dialogstyle dom icons log names rows status title tokens",
};

/** By folder. @type {Record<string, string>} */
export const PANEL = {
  "core/": "backoff chats client connection identity log outbox pending seen socket text uuid",
  "ui/": "base chatstyle composer log names rows status title",
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
    document.head.append(link);
  }
}
