/**
 * Dialogs that bring other agents into a chat: an invitation, a hand-over to one of them, a move to another channel.
 * @module
 */
import { attribute, fill, h, setText } from "../ui/dom.js";
import { Combobox } from "./combobox.js";
import { reasonText } from "./context.js";
import { Dialog } from "./dialog.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/protocol.js").Chat} Chat
 */

const LEVELS = ["observer", "participant", "owner"];

/**
 * One command behind a dialog's button: once at a time, its error beside it.
 * @param {Context} context
 * @param {string} label
 * @param {() => [string, Record<string, unknown>] | string} wanted the command, or what is missing
 * @param {() => void} done
 */
function submission({ client, i18n }, label, wanted, done) {
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { class: "button primary", part: "submit", type: "submit" }, label);
  const submit = async () => {
    const command = wanted();
    if (typeof command === "string") {
      setText(error, command);
      return;
    }
    if (button.disabled) return;
    button.disabled = true;
    setText(error, "");
    try {
      await client.command(...command);
      done();
    } catch (caught) {
      setText(error, i18n.error(caught));
    } finally {
      button.disabled = false;
    }
  };
  return { error, button, submit };
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {{handOver?: boolean, closed: () => void}} how handOver: whoever accepts owns the chat, and one leaves it
 */
export function inviteDialog(context, chat, { handOver = false, closed }) {
  const { client, i18n } = context;
  const { t } = i18n;
  const title = t(handOver ? "menu_hand_to" : "menu_invite");
  /** @type {Map<string, string>} */
  const levels = new Map();
  const radio = (/** @type {string} */ value) => h("input", { type: "radio", name: "invite-as", value, part: `as-${value}`, checked: value === "participant" });
  const [observer, participant] = ["observer", "participant"].map(radio);
  const field = new Combobox(i18n, {
    id: "agent", label: t("invite_agent"), placeholder: t("people_search"), fixed: true,
    find: async (query) => {
      const reply = await client.command("people.find", { query, channel: chat.channel.id }, { durable: false });
      const there = new Set(chat.participants.filter(({ present, role }) => present || role === "invited").map(({ login }) => login));
      const found = reply.agents.filter((/** @type {any} */ { login, level }) => !there.has(login) && (!handOver || level === "owner"));
      for (const { login, level } of found) levels.set(login, level);
      return found.map((/** @type {any} */ { login, name, circle, reason, level }) => ({ value: login, label: name, detail: [reason ? reasonText(i18n, reason) : t(`circle_word_${circle}`), t(`level_${level}`)].filter(Boolean).join(" · ") }));
    },
    changed: () => {
      // Who may only observe is invited as that.
      const most = LEVELS.indexOf(levels.get(field.value) ?? "owner");
      participant.disabled = most < 1;
      if (participant.disabled) observer.checked = true;
    },
  });
  const form = submission(context, title, () => {
    if (!field.chosen) return t("invite_missing");
    return ["chat.invite", { chat: chat.id, login: field.chosen.value, as: handOver ? "owner" : observer.checked ? "observer" : "participant" }];
  }, () => dialog.close());
  const as = h("fieldset", { class: "checks" }, h("legend", {}, t("invite_as")), ...[participant, observer].map((input) => h("label", { class: "check" }, input, h("span", {}, t(`level_${input.value}`), h("small", {}, t(`as_${input.value}`))))));
  const dialog = new Dialog(i18n, {
    title,
    part: "invite-dialog",
    content: [h("p", { class: "lead" }, t(handOver ? "hand_to_text" : "invite_text")), field.element, ...(handOver ? [] : [as]), form.error],
    buttons: [cancel(i18n, () => dialog.close()), form.button],
    closed,
    submit: () => void form.submit(),
  });
  dialog.show(context.parent);
  field.input.focus();
  void field.search("");
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {{channels: {id: number, name: string}[], closed: () => void}} how
 */
export function moveDialog(context, chat, { channels, closed }) {
  const { i18n } = context;
  const { t } = i18n;
  const others = channels.filter(({ id }) => id !== chat.channel.id);
  const select = h("select", { class: "input", id: "move-channel", part: "move-channel" }, ...others.map(({ id, name }) => h("option", { value: String(id) }, name)));
  const release = h("input", { type: "checkbox", part: "release", checked: true });
  const active = chat.state === "active";
  const form = submission(context, t("menu_move"), () => (select.value ? ["chat.move", { chat: chat.id, channel: Number(select.value), release: active && release.checked }] : t("move_none")), () => dialog.close());
  const dialog = new Dialog(i18n, {
    title: t("menu_move"),
    part: "move-dialog",
    content: [
      h("p", { class: "lead" }, t("move_text", { name: chat.channel.name })),
      h("div", { class: "field" }, h("label", { for: "move-channel" }, t("channel")), select),
      ...(active ? [h("label", { class: "check" }, release, h("span", {}, t("move_release"), h("small", {}, t("move_release_text"))))] : []),
      form.error,
    ],
    buttons: [cancel(i18n, () => dialog.close()), form.button],
    closed,
    submit: () => void form.submit(),
  });
  if (!others.length) {
    fill(form.error, t("move_none"));
    attribute(form.button, "hidden", true);
  }
  dialog.show(context.parent);
  select.focus();
}

/**
 * @param {import("../i18n.js").I18n} i18n
 * @param {() => void} act
 */
function cancel({ t }, act) {
  return h("button", { class: "button plain", type: "button", onclick: act }, t("cancel"));
}
