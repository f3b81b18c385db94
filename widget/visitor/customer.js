/**
 * What only customers have: the token that says who they are, and the ticket of theirs that a new chat may be about.
 * @module
 */
import { addIcons, h, sheet, tool } from "../ui/dom.js";

export { otrsIdentity } from "../core/identity.js";

addIcons({ cross: ["M5 5l10 10", "M15 5 5 15"] });

export const aboutStyle = sheet(`
.about { display: inline-flex; align-self: flex-start; align-items: center; gap: 4px; padding: 2px 4px 2px 12px; border-radius: var(--round); background: var(--accent-soft); color: var(--accent-text); font-size: 13px; font-weight: 600; overflow-wrap: anywhere; }
.about .tool { width: 26px; height: 26px; }
`);

/**
 * @param {import("../i18n.js").I18n} i18n
 * @param {string} number of the ticket
 * @param {() => void} drop the chat is to be about something else
 */
export function aboutTicket({ t }, number, drop) {
  return h("p", { class: "about", part: "about" }, h("span", {}, t("chat_about", { number })), tool("cross", t("about_drop"), drop, { size: 14 }));
}
