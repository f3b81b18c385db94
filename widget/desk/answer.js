/**
 * The answer to a request or an invitation.
 * @module
 */
import { codeOf, ProtocolError } from "../core/protocol.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 */

/**
 * @param {Context} context
 * @param {Chat} chat
 * @returns {Promise<string>} why it did not work; empty when it did
 */
export async function accept({ client, i18n, open }, chat) {
  try {
    await client.command("chat.accept", { chat: chat.id });
  } catch (error) {
    const code = codeOf(error);
    if (code === "chat.taken") return i18n.t("taken", { name: String(/** @type {ProtocolError} */ (error).data.by ?? "") });
    return code === "chat.closed" || code === "chat.not_found" ? i18n.t("taken_nobody") : i18n.error(error);
  }
  open(chat.id);
  return "";
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @returns {Promise<string>} why it did not work; empty when it did
 */
export async function decline({ client, i18n }, chat) {
  try {
    await client.command("chat.decline", { chat: chat.id });
    return "";
  } catch (error) {
    return i18n.error(error);
  }
}
