/**
 * The dialog with which an agent asks somebody for a chat.
 * @module
 */
import { TEXT_LIMIT } from "../core/protocol.js";
import { clean, count } from "../core/text.js";
import { h, setText } from "../ui/dom.js";
import { Dialog } from "./dialog.js";

/**
 * @typedef {{kind: "agent" | "customer", login: string, name: string}} Whom
 */

/**
 * @param {import("./context.js").Context} context
 * @param {Whom} whom
 */
export function startDialog({ client, i18n, config, parent, open }, { kind, login, name }) {
  const { t } = i18n;
  const text = h("textarea", { class: "input", id: "start-text", part: "start-text", rows: "4", dir: "auto" });
  const error = h("p", { class: "error", role: "alert" });
  // Among agents the channel only says what it is about; with a customer one must be able to answer in it.
  const channels = (client.me?.channels_permitted ?? []).filter(({ level }) => kind === "agent" || level !== "observer");
  const channel = h("select", { class: "input", id: "start-channel", part: "start-channel" }, ...channels.map(({ id, name: word }) => h("option", { value: String(id) }, word)));
  const first = channels.find(({ id }) => client.me?.channels.includes(id)) ?? channels[0];
  if (first) channel.value = String(first.id);
  const number = config.ticket?.number ?? "";
  const about = h("input", { type: "checkbox", part: "start-about", checked: true });
  const button = h("button", { class: "button primary", part: "start-submit", type: "submit" }, t("start_create"));
  const cancel = h("button", { class: "button plain", type: "button", onclick: () => dialog.close() }, t("cancel"));
  const submit = async () => {
    const length = count(clean(text.value));
    const problem = !length ? "start_missing" : length > TEXT_LIMIT ? "error_message.too_long" : "";
    if (problem || button.disabled) {
      if (problem) setText(error, t(problem));
      text.focus();
      return;
    }
    button.disabled = true;
    setText(error, "");
    const extra = { to: { kind, login }, ...(number && about.checked ? { about: number } : {}) };
    try {
      const id = await client.ask(text.value, channels.length ? Number(channel.value) : null, extra);
      dialog.close();
      open(id);
    } catch (caught) {
      setText(error, i18n.error(caught));
    } finally {
      button.disabled = false;
    }
  };
  const dialog = new Dialog(i18n, {
    title: t("start_chat_with", { name }),
    part: "start-dialog",
    content: [
      h("p", { class: "lead" }, t("start_text", { name })),
      h("div", { class: "field" }, h("label", { for: "start-text" }, t("start_message")), text),
      ...(channels.length > 1 ? [h("div", { class: "field" }, h("label", { for: "start-channel" }, t("channel")), channel)] : []),
      ...(number ? [h("label", { class: "check" }, about, h("span", {}, t("start_about", { number })))] : []),
      error,
    ],
    buttons: [cancel, button],
    submit: () => void submit(),
  });
  dialog.stays = true;
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  });
  dialog.show(parent);
  text.focus();
}
