/**
 * The line under a window's head: the ticket that the chat is about, the company, and who else is there.
 * @module
 */
import { attribute, fill, h, icon } from "../ui/dom.js";

/** @typedef {import("../core/protocol.js").Chat} Chat */

/** Whose part in a chat is worth a word. */
const PARTS = ["observer", "invited"];

export class Facts {
  element = h("div", { class: "facts", part: "facts", hidden: true });
  #context;
  #leave;
  #drawn = "";
  /** What OTRS says about the ticket. @type {{title: string, company: string, customer_id: string} | null} */
  #ticket = null;
  #asked = false;
  #chat = "";

  /**
   * @param {import("./context.js").Context} context
   * @param {() => void} leave the agent goes to the ticket
   */
  constructor(context, leave) {
    this.#context = context;
    this.#leave = leave;
  }

  /**
   * @param {Chat | null} chat
   * @param {boolean} open the window is
   */
  update(chat, open) {
    if (open && chat?.about?.id && !this.#asked) void this.#ask(chat.about.id);
    this.#draw(chat);
  }

  /** @param {string} id of the ticket */
  async #ask(id) {
    this.#asked = true;
    try {
      const { ticket } = await this.#context.client.command("people.of_ticket", { ticket_id: id }, { durable: false });
      this.#ticket = ticket;
    } catch {
      // The number alone is a link as well.
    }
    this.#draw(this.#context.client.chat(this.#chat));
  }

  /** @param {Chat | null} chat */
  #draw(chat) {
    this.#chat = chat?.id ?? "";
    const { config } = this.#context;
    const { t } = this.#context.i18n;
    const agents = (chat?.participants ?? []).filter(({ kind, no, present, role }) => kind === "agent" && no !== chat?.you && (present || role === "invited") && role !== "declined");
    const mine = chat?.participants.find(({ no }) => no === chat.you);
    // A chat between two agents has the other one in its head.
    const others = chat?.direction === "agent_agent" && agents.length < 2 ? [] : agents;
    const { title = "", customer_id: companyId = "", company = companyId } = this.#ticket ?? {};
    const mark = JSON.stringify([chat?.about, title, company, others, mine?.role]);
    if (mark === this.#drawn) return;
    this.#drawn = mark;
    const about = chat?.about;
    const way = about ? ticketUrl(config, about.id ?? "") : "";
    const place = companyId && config.otrsUrl ? `${config.otrsUrl}?Action=AgentCustomerInformationCenter;CustomerID=${encodeURIComponent(companyId)}` : "";
    fill(
      this.element,
      about && h("span", { title: title || null }, icon("ticket", 15), link(way, t("about_ticket", { number: about.number }), "about-ticket", this.#leave)),
      company && h("span", {}, icon("company", 15), link(place, company, "company", this.#leave)),
      mine?.role === "observer" && h("span", { class: "tag" }, icon("eye", 14), t("you_observe")),
      ...others.map(({ name, role }) => h("span", {}, icon(role === "observer" ? "eye" : "user", 15), h("span", { dir: "auto" }, name), PARTS.includes(role) && h("small", {}, ` (${t(`level_${role}`)})`))),
    );
    attribute(this.element, "hidden", !this.element.childElementCount);
  }
}

/**
 * @param {string} href empty: only the text
 * @param {string} text
 * @param {string} part
 * @param {() => void} leave
 */
function link(href, text, part, leave) {
  return href ? h("a", { href, part, onclick: leave, dir: "auto" }, text) : h("span", { part, dir: "auto" }, text);
}

/**
 * The agent's page of a ticket.
 * @param {import("../config.js").Config} config
 * @param {string} id TicketID
 * @returns {string} empty without an OTRS address
 */
export function ticketUrl(config, id) {
  return config.otrsUrl && id ? `${config.otrsUrl}?Action=AgentTicketZoom;TicketID=${encodeURIComponent(id)}` : "";
}
