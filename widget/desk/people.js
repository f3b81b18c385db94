/**
 * The panel of people: those of the page's ticket, agents, customers, agents out of office; with an icon beside those
 * whom one may ask for a chat.
 * @module
 */
import { sorted } from "../core/people.js";
import { initials } from "../core/text.js";
import { arrange, attribute, fill, h, icon, setText } from "../ui/dom.js";
import { dot, stateText } from "./context.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/people.js").Someone} Someone
 */

/**
 * @param {Context} context
 * @returns {import("./popover.js").View}
 */
export function peopleView(context) {
  const { client, i18n, config } = context;
  const { t } = i18n;
  const search = h("input", { class: "input", type: "search", part: "people-search", "aria-label": t("people_search"), placeholder: t("people_search"), autocomplete: "off", oninput: () => update() });
  const ticket = new Section(context, "ticket", "agent");
  const agents = new Section(context, "agents", "agent");
  const customers = new Section(context, "customers", "customer");
  const away = new Section(context, "out_of_office", "agent");
  const element = h("div", { class: "scroll" }, h("div", { class: "bar" }, h("h2", {}, t("view_people"))), h("div", { class: "searchbox" }, search), ticket.element, agents.element, customers.element, away.element);
  /** @type {() => void} */
  let stop = () => {};
  /** @type {Someone[]} */
  let ofTicket = [];

  const update = () => {
    const query = search.value.trim().toLocaleLowerCase();
    const fits = (/** @type {Someone} */ { name, login }) => !query || `${name} ${login}`.toLocaleLowerCase().includes(query);
    const { people } = client;
    ticket.update(ofTicket.filter(fits));
    agents.update(sorted(people.agents.values()).filter(fits), true);
    customers.update(sorted(people.customers.values()).filter(fits), true);
    away.update(sorted(people.out_of_office.values()).filter(fits));
  };
  const askTicket = async () => {
    if (!config.ticket) return;
    try {
      const { people } = await client.command("people.of_ticket", { ticket_id: config.ticket.id }, { durable: false });
      ofTicket = people;
      update();
    } catch {
      // OTRS is away, or the ticket is not for this agent: the other lists are there.
    }
  };
  return {
    element,
    update,
    shown: () => {
      stop = client.watchPeople();
      void askTicket();
    },
    hidden: () => stop(),
  };
}

class Section {
  #context;
  #kind;
  #list = h("ul");
  #count = h("span", { class: "count" });
  #none;
  /** @type {Map<string, {element: HTMLElement, mark: string}>} */
  #rows = new Map();

  /**
   * @param {Context} context
   * @param {string} name
   * @param {"agent" | "customer"} kind
   */
  constructor(context, name, kind) {
    this.#context = context;
    this.#kind = kind;
    const { t } = context.i18n;
    this.#none = h("p", { class: "none" }, t("people_none"));
    attribute(this.#list, "part", `people-${name}`);
    this.element = h("section", {}, h("h3", {}, t(`people_${name}`), " ", this.#count), this.#list, this.#none);
  }

  /**
   * @param {Someone[]} people
   * @param {boolean} [always] also when nobody is in it
   */
  update(people, always = false) {
    attribute(this.element, "hidden", !people.length && !always);
    attribute(this.#none, "hidden", people.length > 0);
    setText(this.#count, people.length ? String(people.length) : "");
    arrange(this.#list, people.map((one) => this.#row(one)));
  }

  /** @param {Someone} one */
  #row(one) {
    const mark = JSON.stringify(one);
    const known = this.#rows.get(one.login);
    if (known?.mark === mark) return known.element;
    const element = known?.element ?? h("li", { class: "person", part: "person", "data-login": one.login });
    fill(element, ...this.#cells(one));
    this.#rows.set(one.login, { element, mark });
    return element;
  }

  /** @param {Someone} one */
  #cells(one) {
    const { i18n } = this.#context;
    const { t } = i18n;
    const words = [one.part ? t(`part_${one.part}`) : "", stateText(i18n, one)];
    return [
      h("div", { class: "avatar", "aria-hidden": "true" }, initials(one.name), dot(one.circle)),
      h("div", { class: "what" }, h("strong", { dir: "auto" }, one.name + (one.you ? ` (${t("you")})` : "")), h("span", { class: "words" }, words.filter(Boolean).join(" · "))),
      one.may_chat && !one.you && h("button", {
        class: "tool stop", part: "start-chat", type: "button", "aria-label": t("start_chat_with", { name: one.name }), title: t("start_chat_with", { name: one.name }),
        onclick: () => void this.#start(one),
      }, icon("chat", 18)),
    ];
  }

  /** @param {Someone} one */
  async #start({ login, name }) {
    const { startDialog } = await import("./start.js");
    startDialog(this.#context, { kind: this.#kind, login, name });
  }
}
