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
