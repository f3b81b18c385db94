/**
 * The two dialogs that put a chat on a ticket: a new phone ticket, or one that exists; and the question before a chat
 * is closed without one.
 * @module
 */
import { codeOf, uuid } from "../core/protocol.js";
import { clean } from "../core/text.js";
import { Combobox } from "./combobox.js";
import { Dialog } from "./dialog.js";
import { attribute, fill, h, icon, setText } from "../ui/dom.js";

/**
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("./combobox.js").Option} Option
 * @typedef {import("./context.js").Context} Context
 * @typedef {{id: string, name: string}} Choice
 */

const TITLE_CHARS = 100;

/**
 * The first message as a title: its first line, cut between words.
 * @param {string} text
 */
export function titleOf(text) {
  const line = clean(text).split("\n")[0];
  const chars = [...line];
  if (chars.length <= TITLE_CHARS) return line;
  const head = chars.slice(0, TITLE_CHARS - 1).join("");
  const space = head.lastIndexOf(" ");
  return `${(space > 50 ? head.slice(0, space) : head).trimEnd()}…`;
}

/**
 * What both dialogs end with: the error, the buttons, sending once.
 * @param {Context} context
 * @param {Chat} chat
 * @param {string} label
 * @param {() => Record<string, unknown> | null} target null: something is missing, and is said
 */
function submission({ client, i18n }, chat, label, target) {
  const handover = uuid();
  let anyway = false;
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { class: "button primary", part: "submit", type: "submit" }, label);
  const cancel = h("button", { class: "button plain", type: "button" }, i18n.t("cancel"));
  /** @param {Dialog} dialog */
  const submit = async (dialog) => {
    setText(error, "");
    const wanted = target();
    if (!wanted || button.disabled) return;
    button.disabled = true;
    fill(button, h("span", { class: "spinner" }), label);
    try {
      await client.command("handover.request", { chat: chat.id, handover, target: wanted, ...(anyway ? { anyway } : {}) });
      dialog.close();
    } catch (caught) {
      setText(error, i18n.error(caught));
      // OTRS may have what was given up before: the second click says that one has looked.
      anyway = codeOf(caught) === "handover.unknown";
    } finally {
      button.disabled = false;
      fill(button, anyway ? i18n.t("handover_anyway") : label);
    }
  };
  return { error, button, cancel, submit };
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {() => void} closed
 */
export function phoneTicketDialog(context, chat, closed) {
  const { client, i18n, local } = context;
  const { t } = i18n;
  const queue = choice("queue", t("queue"));
  const priority = choice("priority", t("priority"));
  const state = choice("state", t("state"));
  const owner = choice("owner", t("owner"));
  const title = h("input", { class: "input", id: "ticket-title", part: "ticket-title", maxlength: "200", autocomplete: "off", dir: "auto" });
  title.value = titleOf(chat.first_message);
  const customer = new Combobox(i18n, {
    id: "customer", label: t("customer"), hint: t("customer_hint"),
    find: async (query) => {
      const { customers } = await client.command("otrs.customers", { query }, { durable: false });
      return customers.map((/** @type {any} */ { login, name, email, customer_id }) => ({ value: login, label: name || login, detail: [login, email, customer_id].filter(Boolean).join(" · ") }));
    },
  });
  const form = submission(context, chat, t("create_phone_ticket"), () => {
    if (!queue.select.value) return refuse(queue.select, t("queue_missing"));
    if (!clean(title.value)) return refuse(title, t("title_missing"));
    local.set("queue", queue.select.value);
    return {
      kind: "phone_ticket", queue_id: queue.select.value, title: clean(title.value), customer: customer.value,
      priority_id: priority.select.value, state_id: state.select.value, ...(owner.select.value ? { owner: owner.select.value } : {}),
    };
  });
  /** @param {HTMLElement} field @param {string} why */
  function refuse(field, why) {
    setText(form.error, why);
    attribute(field, "aria-invalid", "true");
    field.addEventListener("input", () => attribute(field, "aria-invalid", null), { once: true });
    field.focus();
    return null;
  }
  const trouble = h("div", { hidden: true });
  const dialog = new Dialog(i18n, {
    title: t("create_phone_ticket"),
    part: "phone-dialog",
    content: [
      h("p", { class: "lead" }, t("saved_by_ticket")),
      trouble,
      queue.element,
      customer.element,
      h("div", { class: "field" }, h("label", { for: "ticket-title" }, t("title")), title),
      h("div", { class: "pair" }, priority.element, state.element),
      owner.element,
      form.error,
    ],
    buttons: [form.cancel, form.button],
    closed,
    submit: () => void form.submit(dialog),
  });
  dialog.stays = true;
  form.cancel.addEventListener("click", () => dialog.close());

  const owners = async () => {
    const id = queue.select.value;
    owner.set([], id ? t("loading") : t("owner_queue_first"));
    if (!id) return;
    try {
      const reply = await client.command("otrs.options", { queue_id: id }, { durable: false });
      if (queue.select.value !== id) return;
      owner.set(reply.owners.map((/** @type {any} */ { login, name }) => ({ id: login, name })), t("owner_none"));
    } catch {
      owner.set([], t("owner_none"));
    }
  };
  const load = async () => {
    attribute(trouble, "hidden", true);
    for (const field of [queue, priority, state]) field.set([], t("loading"));
    owner.set([], t("owner_queue_first"));
    try {
      const reply = await client.command("otrs.options", { channel: chat.channel.id }, { durable: false });
      queue.set(reply.queues, t("choose"));
      // The channel's queue, else the one used last.
      const proposed = [reply.channel_queue_id, local.get("queue")].find((id) => reply.queues.some((/** @type {Choice} */ one) => one.id === id));
      queue.select.value = proposed ?? (reply.queues.length === 1 ? reply.queues[0].id : "");
      priority.set(reply.priorities, "", reply.defaults?.priority_id);
      state.set(reply.states, "", reply.defaults?.state_id);
      void owners();
    } catch (caught) {
      const again = h("button", { class: "button plain small", type: "button", onclick: () => void load() }, icon("retry", 15), t("retry"));
      fill(trouble, h("div", { class: "notice warn", role: "status" }, icon("alert", 18), h("div", {}, i18n.error(caught), again)));
      attribute(trouble, "hidden", false);
    }
  };
  queue.select.addEventListener("change", () => void owners());
  dialog.show(context.parent);
  queue.select.focus();
  void load();
  void propose(customer, chat);
}

/**
 * Proposes the customer who asked, when OTRS knows exactly one by that login or name.
 * @param {Combobox} field
 * @param {Chat} chat
 */
async function propose(field, { requester }) {
  if (requester.kind !== "customer") return;
  const hits = await field.search(requester.login ?? requester.name);
  const same = hits.filter(({ value, label }) => (requester.login ? value === requester.login : label === requester.name));
  if (same.length === 1 && !field.value) field.choose(same[0]);
}

/**
 * @param {string} id
 * @param {string} label
 */
function choice(id, label) {
  const select = h("select", { class: "input", id, part: id, disabled: true });
  return {
    select,
    element: h("div", { class: "field" }, h("label", { for: id }, label), h("div", { class: "select" }, select, icon("down", 16))),
    /**
     * @param {Choice[]} choices
     * @param {string} none what stands for no choice; empty: one must be chosen
     * @param {string} [chosen]
     */
    set(choices, none, chosen = "") {
      fill(select, none && h("option", { value: "" }, none), ...choices.map((one) => h("option", { value: one.id }, one.name)));
      if (choices.some((one) => one.id === chosen)) select.value = chosen;
      select.disabled = choices.length === 0;
    },
  };
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {() => void} closed
 */
export function attachDialog(context, chat, closed) {
  const { client, i18n, config } = context;
  const { t } = i18n;
  /** @param {string} query @returns {Promise<any[]>} */
  const tickets = async (query) => (await client.command("otrs.tickets", { query }, { durable: false })).tickets;
  const field = new Combobox(i18n, {
    id: "ticket", label: t("search_ticket"), placeholder: t("search_ticket_hint"), fixed: true,
    find: async (query) => {
      const page = config.ticket;
      const [hits, here] = await Promise.all([tickets(query), page?.number && !query ? tickets(page.number) : []]);
      // Only what OTRS lets this agent add to is proposed, also for the page's ticket.
      const proposed = here.filter(({ id }) => id === page?.id).map((hit) => option(hit, t("open_ticket")));
      return [...proposed, ...hits.filter(({ id }) => !proposed.some(({ value }) => value === id)).map((hit) => option(hit, ""))];
    },
  });
  const form = submission(context, chat, t("attach_to_ticket"), () => {
    if (field.chosen) return { kind: "attach", ticket_id: field.chosen.value };
    setText(form.error, t("ticket_missing"));
    field.input.focus();
    return null;
  });
  const dialog = new Dialog(i18n, {
    title: t("attach_to_ticket"),
    part: "attach-dialog",
    content: [h("p", { class: "lead" }, t("saved_by_ticket")), field.element, form.error],
    buttons: [form.cancel, form.button],
    closed,
    submit: () => void form.submit(dialog),
  });
  form.cancel.addEventListener("click", () => dialog.close());
  dialog.show(context.parent);
  field.input.focus();
  void field.search("").then(([first]) => {
    if (first?.mark) field.choose(first);
  });
}

/**
 * @param {any} ticket
 * @param {string} mark
 * @returns {Option}
 */
function option({ id, number, title, state, queue, customer }, mark) {
  return { value: id, label: title, detail: [number, state, queue, customer].filter(Boolean).join(" · "), ...(mark ? { mark } : {}) };
}

/**
 * @param {Context} context
 * @param {Chat} chat
 * @param {{ticket: () => void, closed: () => void}} on
 */
export function closeDialog({ client, i18n, parent }, chat, on) {
  const { t } = i18n;
  let ticket = false;
  const leave = h("button", { class: "button danger", part: "close-confirm", type: "button", onclick: () => {
    client.command("chat.close", { chat: chat.id }).catch(() => {});
    dialog.close();
  } }, t("close_without"));
  const make = h("button", { class: "button primary", type: "button", onclick: () => {
    ticket = true;
    dialog.close();
  } }, icon("phone", 16), t("create_phone_ticket"));
  const dialog = new Dialog(i18n, {
    title: t("close_question"),
    part: "close-dialog",
    content: [h("p", { class: "lead" }, t("close_question_text", { name: chat.requester.name }))],
    buttons: chat.may.includes("hand_over") ? [leave, make] : [leave],
    closed: () => (ticket ? on.ticket() : on.closed()),
  });
  dialog.show(parent);
  (chat.may.includes("hand_over") ? make : leave).focus();
}
