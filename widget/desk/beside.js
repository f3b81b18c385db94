/**
 * Chat icons beside people on OTRS's pages, live: there while the person can chat, gone when not.
 * @module
 */
import { byName, find } from "../core/people.js";
import { attribute, h, icon, sheet } from "../ui/dom.js";
import { tokens } from "../ui/tokens.js";
import { dot, reasonText } from "./context.js";
import { customerOfTicket, dashboardColumn, living, placesOf } from "./places.js";

/**
 * @typedef {import("./context.js").Context} Context
 * @typedef {import("../core/people.js").Someone} Someone
 * @typedef {import("./places.js").Place} Place
 */

/** OTRS fills its boxes in steps; one look at the end of them is enough. */
const SETTLE_MS = 250;

export const besideStyle = sheet(`
:host { display: inline-flex !important; vertical-align: middle !important; margin: -4px 0 -4px 0 !important; margin-inline-start: 6px !important; }
button {
  display: inline-flex; align-items: center; gap: 4px; min-width: 24px; height: 24px; padding: 0 5px; border: 0; border-radius: 7px; background: none; cursor: pointer;
  color: var(--accent-text);
}
button:hover { background: var(--accent-soft); }
button:focus { outline: none; }
button:focus-visible { outline: 2px solid var(--focus); }
.dot { width: 8px; height: 8px; border-radius: 50%; background: var(--line-strong); }
.dot.green { background: #2e9e5b; } .dot.yellow { background: #d99b00; } .dot.red { background: #c9302c; }
:host([data-bare]) .dot { display: none; }
@media print { :host { display: none !important; } }
`);

class ChatBridgePerson extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #drawn = "";

  /**
   * @param {Context} context
   * @param {"agent" | "customer"} kind
   * @param {Someone} person
   * @param {{circle?: boolean}} [look] circle: also how the person stands
   */
  show(context, kind, person, { circle = true } = {}) {
    const { t } = context.i18n;
    const label = t("start_chat_with", { name: person.name });
    const reason = reasonText(context.i18n, person.reason);
    const mark = [label, person.circle, reason].join("|");
    if (mark === this.#drawn) return;
    this.#drawn = mark;
    this.#root.adoptedStyleSheets = [tokens, besideStyle];
    attribute(this, "data-theme", context.config.theme || "light");
    this.#root.replaceChildren(h("button", {
      part: "start-chat", type: "button", "aria-label": [label, reason].filter(Boolean).join(", "), title: [label, reason].filter(Boolean).join(" – "),
      onclick: async (/** @type {Event} */ event) => {
        event.preventDefault();
        event.stopPropagation();
        const { startDialog } = await import("./start.js");
        startDialog(context, { kind, login: person.login, name: person.name });
      },
    }, circle ? dot(person.circle) : "", icon("chat", 15)));
  }
}

/**
 * Begins to put icons on the page.
 * @param {Context} context
 * @param {AbortSignal} gone
 */
export async function besidePeople(context, gone) {
  const { client, config } = context;
  const column = dashboardColumn(document);
  if (!column && !config.ticket && !placesOf(document).length && !document.querySelector("#CustomerInfo, #Dashboard0400-UserOnline")) return;
  if (!customElements.get("chatbridge-person")) customElements.define("chatbridge-person", ChatBridgePerson);
  const stop = client.watchPeople();
  /** The ticket's people, as the bridge knows them. @type {{people: Someone[], customer: Someone | null}} */
  let ticket = { people: [], customer: null };
  /** @type {Map<Element, ChatBridgePerson>} */
  const shown = new Map();

  /** @param {Element} at @param {"agent" | "customer"} kind @param {Someone | null} person */
  const put = (at, kind, person) => {
    if (!person?.may_chat || person.you) return;
    let element = shown.get(at);
    if (!element?.isConnected) {
      element = /** @type {ChatBridgePerson} */ (document.createElement("chatbridge-person"));
      at.append(element);
      shown.set(at, element);
    }
    element.show(context, kind, person);
    return element;
  };
  const look = () => {
    observer.disconnect();
    const kept = new Set();
    for (const { at, kind, login, name } of placesOf(document)) {
      const person = login ? find(client.people, kind, login) ?? ticket.people.find((one) => one.login === login) ?? null : byName(client.people, kind, name);
      const element = put(at, kind, person);
      if (element) kept.add(element);
    }
    const { customer } = ticket;
    const at = customer && customerOfTicket(document, customer);
    if (customer && at) {
      const element = put(at, "customer", find(client.people, "customer", customer.login) ?? customer);
      if (element) kept.add(element);
    }
    for (const [where, element] of shown) {
      if (kept.has(element)) continue;
      element.remove();
      shown.delete(where);
    }
    if (!gone.aborted) observer.observe(living(document), { childList: true, subtree: true, attributeFilter: ["value"] });
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLE_MS);
  };
  const observer = new MutationObserver(soon);
  let seen = client.people;
  const unsubscribe = client.subscribe(() => {
    if (client.people === seen) return;
    seen = client.people;
    soon();
  });
  gone.addEventListener("abort", () => {
    observer.disconnect();
    unsubscribe();
    stop();
    clearTimeout(timer);
    for (const element of shown.values()) element.remove();
  });
  if (column) (await import("./dashboard.js")).peopleBox(context, column, gone);
  look();
  if (!config.ticket) return;
  try {
    ticket = /** @type {any} */ (await client.command("people.of_ticket", { ticket_id: config.ticket.id }, { durable: false }));
    look();
  } catch {
    // Without it only those whose login stands on the page have icons.
  }
}
