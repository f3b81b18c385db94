/**
 * What the reader is told beside the chat: the connection in words, a number before the page's title.
 * @module
 */

/**
 * The connection in words.
 * @param {import("../core/connection.js").Status} status
 * @param {import("../i18n.js").I18n} i18n
 * @returns {string} empty while all is well
 */
export function statusText(status, { t }) {
  if (status.state === "online" || status.state === "idle") return "";
  if (status.state === "connecting") return t("connecting");
  if (status.state === "waiting") return navigator.onLine ? t("reconnecting") : t("offline");
  const words = /** @type {Record<string, string>} */ ({ logged_out: "logged_out", version: "reload" });
  return t(words[status.reason] ?? "refused");
}

/**
 * A number before the page's title, for who looks at another tab. The page may change its title meanwhile.
 */
export class TitleCount {
  #shown = "";

  /** @param {number} n */
  set(n) {
    const { title } = document;
    const bare = this.#shown && title.startsWith(this.#shown) ? title.slice(this.#shown.length) : title;
    this.#shown = n ? `(${n}) ` : "";
    if (title !== this.#shown + bare) document.title = this.#shown + bare;
  }
}
