/**
 * What one may do with a chat besides writing, closing it and putting it on a ticket, as the menu shows it. Pure.
 * @module
 */

/**
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {{key: string, icon: string, checked?: boolean, separated?: boolean}} Entry
 */

/** The monitoring levels, as radio items of the menu. */
export const MONITOR = /** @type {const} */ (["none", "customer", "all"]);

/**
 * @param {Chat} chat
 * @param {{popout?: boolean}} [page] popout: the chat may have a window of the browser's
 * @returns {Entry[]} key: a word `menu_…`
 */
export function entriesOf({ may, monitor = "none" }, { popout = false } = {}) {
  const allowed = new Set(may);
  /** @type {(Entry | false)[]} */
  const first = [
    allowed.has("invite") && { key: "invite", icon: "invite" },
    allowed.has("invite") && { key: "hand_to", icon: "handto" },
    allowed.has("move") && { key: "move", icon: "move" },
    allowed.has("observe") && { key: "observe", icon: "eye" },
    allowed.has("participate") && { key: "participate", icon: "chat" },
  ];
  /** @type {(Entry | false)[]} */
  const second = allowed.has("monitor") ? MONITOR.map((level) => ({ key: `monitor_${level}`, icon: "bell", checked: monitor === level })) : [];
  /** @type {(Entry | false)[]} */
  const third = [
    allowed.has("transcript") && { key: "pdf", icon: "save" },
    allowed.has("mail") && { key: "mail", icon: "mail" },
    popout && { key: "popout", icon: "popout" },
  ];
  /** @type {(Entry | false)[]} */
  const last = [allowed.has("leave") && { key: "leave", icon: "leave" }];
  return [first, second, third, last].flatMap((group) => {
    const shown = /** @type {Entry[]} */ (group.filter(Boolean));
    return shown.map((entry, i) => (i ? entry : { ...entry, separated: true }));
  }).map((entry, i) => (i ? entry : { ...entry, separated: false }));
}
