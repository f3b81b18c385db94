/**
 * While nobody has answered: where one stands in line, how long it may take, and what else one can do.
 * @module
 */
import { attribute, h, setText } from "../ui/dom.js";

/** @typedef {import("../core/protocol.js").Waiting} Waiting */

export class WaitingCard {
  #i18n;
  #title = h("strong");
  #text = h("p");
  #place = h("p", { class: "place", part: "place" });
  #ticket;
  #notify;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{withdraw: () => void, ticket: () => void, notify: (() => Promise<unknown>) | null}} on notify: asks for the
   *   browser's permission; null: there is nothing to ask
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    const { t } = i18n;
    this.#ticket = h("button", { class: "button plain small", type: "button", part: "ticket-offer", hidden: true, onclick: on.ticket }, t("leave_message"));
    this.#notify = on.notify && h("button", {
      class: "button plain small", type: "button", part: "notify",
      onclick: async () => {
        await on.notify?.();
        attribute(/** @type {HTMLElement} */ (this.#notify), "hidden", true);
      },
    }, t("notify_me"));
    const withdraw = h("button", { class: "textlink", type: "button", part: "withdraw", onclick: on.withdraw }, t("withdraw"));
    this.element = h("div", { class: "card waiting" }, h("div", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      h("div", {}, h("div", { role: "status" }, this.#title, this.#text, this.#place), h("div", { class: "ways" }, this.#ticket, this.#notify, withdraw)));
    this.update(null, false);
  }

  /**
   * @param {Waiting | null} waiting null: nothing is known
   * @param {boolean} mayTicket
   */
  update(waiting, mayTicket) {
    const { t } = this.#i18n;
    const offer = Boolean(waiting?.offer_ticket);
    setText(this.#title, t(offer ? "waiting_long_title" : "waiting_title"));
    setText(this.#text, t(offer ? "waiting_long_text" : "waiting_text"));
    setText(this.#place, waiting ? placeText(waiting, this.#i18n) : "");
    attribute(this.#place, "hidden", !waiting);
    attribute(this.#ticket, "hidden", !offer || !mayTicket);
  }
}

/**
 * @param {Waiting} waiting
 * @param {import("../i18n.js").I18n} i18n
 */
export function placeText({ position, estimate_seconds: seconds }, { t }) {
  const place = position > 1 ? t("waiting_place", { n: position }) : t("waiting_next");
  if (seconds === null) return place;
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `${place} ${t("waiting_time", { n: minutes })}`;
}
