/**
 * The desk's shortcuts. They all have Alt: no letter of anybody's text is taken, and no access key of OTRS's.
 * @module
 */

/** @typedef {"accept" | "next" | "previous" | "shut"} Shortcut */

/** By what the browser calls the key. @type {Map<string, Shortcut>} */
const KEYS = new Map([["Enter", "accept"], ["PageDown", "next"], ["PageUp", "previous"], ["End", "shut"]]);

/**
 * @param {Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing">} event
 * @returns {Shortcut | null}
 */
export function shortcutOf({ key, altKey, ctrlKey, metaKey, shiftKey, isComposing }) {
  if (!altKey || ctrlKey || metaKey || shiftKey || isComposing) return null;
  return KEYS.get(key) ?? null;
}

/**
 * @param {Record<Shortcut, () => boolean | void>} act false: there was nothing to do, the page may have the key
 * @param {AbortSignal} signal
 */
export function listen(act, signal) {
  addEventListener("keydown", (event) => {
    const shortcut = shortcutOf(event);
    if (!shortcut || act[shortcut]() === false) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal, capture: true });
}
