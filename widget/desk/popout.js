/**
 * A chat in a window of the browser's own. Its page is a file beside the widget: it has no inline code, so it works
 * under every policy, and it is of OTRS's own origin where the bridge stands below OTRS. What it must know goes over in
 * the tab's storage, which a window gets a copy of; so nothing stands in its address.
 * @module
 */

/**
 * @typedef {import("../config.js").Config} Config
 * @typedef {import("../core/storage.js").Store} Store
 */

const PAGE = new URL("../window.html", import.meta.url);
const SIZE = "popup,width=420,height=640";

/**
 * Whether a window could get the agent's token: that is asked for at the page's own origin only.
 * @param {Config} config
 */
export function canPopOut({ tokenUrl }) {
  return PAGE.origin === location.origin && new URL(tokenUrl).origin === PAGE.origin;
}

/**
 * @param {Config} config
 * @param {string} chat
 * @param {Store} session this tab's
 * @returns {boolean} false: the browser does not let it open
 */
export function popOut(config, chat, session) {
  session.set("window", { config, chat });
  const opened = window.open(PAGE.href, `chatbridge-${chat}`, SIZE);
  session.set("window", null);
  opened?.focus();
  return opened !== null;
}
