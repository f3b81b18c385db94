/**
 * What happens when something is chosen in a chat's window. Dialogs are loaded when they are wanted.
 * @module
 */
import { MONITOR } from "./actions.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 */

/**
 * @param {Context} context
 * @param {string} key
 * @param {Chat} chat
 * @param {{back: () => void, say: (text: string) => void, popOut?: () => void}} on back: the dialog is gone; say: why it
 *   did not work
 */
export async function act(context, key, chat, { back, say, popOut = () => {} }) {
  const { client, i18n } = context;
  /** @param {string} type @param {Record<string, unknown>} [fields] */
  const command = (type, fields = {}) => client.command(type, { chat: chat.id, ...fields });
  const tickets = () => import("./tickets.js");
  const partners = () => import("./partners.js");
  const phoneTicket = async () => (await tickets()).phoneTicketDialog(context, chat, back);
  const level = MONITOR.find((one) => key === `monitor_${one}`);
  try {
    if (key === "phone_ticket") await phoneTicket();
    else if (key === "attach") (await tickets()).attachDialog(context, chat, back);
    else if (key === "close") (await tickets()).closeDialog(context, chat, { ticket: () => void phoneTicket(), closed: back });
    else if (key === "invite" || key === "hand_to") (await partners()).inviteDialog(context, chat, { handOver: key === "hand_to", closed: back });
    else if (key === "move") (await partners()).moveDialog(context, chat, { channels: client.me?.channels_permitted ?? [], closed: back });
    else if (key === "mail") (await import("./copies.js")).mailDialog(context, chat, back);
    else if (key === "pdf") await (await import("./copies.js")).downloadPdf(context, chat);
    else if (key === "observe" || key === "participate") await command("chat.role", { role: key === "observe" ? "observer" : "participant" });
    else if (key === "leave") await command("chat.leave");
    else if (key === "popout") popOut();
    else if (level) await command("chat.monitor", { level });
  } catch (error) {
    say(i18n.error(error));
  }
}
