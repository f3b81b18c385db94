/**
 * What the desk loads together; the visitors' list stands in ../modules.js. tests/widget/words.test.js holds both to the
 * imports.
 * @module
 */

/** By folder. @type {Record<string, string>} */
export const DESK = {
  "": "i18n",
  "core/": "client colour connection deskclient deskstate identity outbox people protocol state storage text",
  "desk/": "act actions answer attention canned cards context desk dock facts focus hover icon icons keys kinds layout list listrows menu popout popover style window windowstyle",
  "ui/": "bell composer dom log rows skin spinner style tokens",
};

/** What the desk loads when it is wanted: panels, dialogs, what stands beside people. By folder. @type {Record<string, string>} */
export const DESK_LATER = {
  "desk/": "adminpage archive beside combobox copies dashboard dialog dialogstyle help panelstyle partners people places preview settings start tickets",
  "ui/": "download",
};
