/**
 * The chat's place in OTRS's administration: opens the chat's own there.
 * @module
 */
import { fill, h, setText } from "../ui/dom.js";

/**
 * @param {import("./context.js").Context} context
 * @param {Element} place has a text for as long as the chat has not answered
 */
export async function fillAdminPage({ client, i18n, config, parent }, place) {
  await i18n.more("admin");
  if (!client.me?.admin) {
    setText(place, i18n.t("admin_not_you"));
    return;
  }
  const { openAdmin } = await import("../admin/admin.js");
  const open = () => openAdmin({ client, i18n, config }, parent, () => button.focus());
  const button = h("button", { class: "CallForAction Primary", type: "button", onclick: () => void open() }, h("span", {}, i18n.t("admin")));
  fill(place, button);
  await open();
}
