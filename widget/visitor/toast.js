/**
 * An agent asks for a chat: who, what, accept or decline; beside the bubble, in nobody's way, or under the open panel's
 * head. Loaded with the first request.
 * @module
 */
import { initials } from "../core/text.js";
import { attribute, fill, h, setText, sheet } from "../ui/dom.js";

/** @typedef {import("../core/protocol.js").Chat} Chat */

const toastStyle = sheet(`
.toast {
  position: fixed; bottom: calc(var(--below) + env(safe-area-inset-bottom) + 72px); right: calc(var(--aside) + env(safe-area-inset-right)); width: min(340px, calc(100vw - 32px));
  display: grid; gap: 10px; padding: 14px 16px; border-radius: var(--r3); background: var(--paper); box-shadow: var(--shadow-3);
  animation: rise var(--mid) var(--ease);
}
:host([data-side="left"]) .toast { right: auto; left: calc(var(--aside) + env(safe-area-inset-left)); }
.panel .toast { position: static; flex: none; width: auto; border-radius: 0; box-shadow: none; border-block-end: 1px solid var(--line); background: var(--paper-2); }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
.toast .who { display: flex; gap: 10px; align-items: center; font-weight: 650; }
.toast .said { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow-wrap: anywhere; color: var(--ink-2); text-align: -webkit-match-parent; text-align: match-parent; }
.toast .ways { display: flex; gap: 8px; flex-wrap: wrap; }
@media (max-width: 480px) { .toast, :host([data-side="left"]) .toast { right: 16px; left: 16px; width: auto; } }
`);

export class Toast {
  #host;
  #places;
  #client;
  #i18n;
  #tell;
  #open;
  /** @type {string} */
  #shown = "";
  #error = h("p", { class: "error", role: "alert" });

  /**
   * @param {import("./launcher.js").Launcher} host
   * @param {{panel: HTMLElement, body: HTMLElement}} places where it stands in the open panel: before its body
   * @param {import("../core/visitorclient.js").VisitorClient} client
   * @param {(events: readonly import("./attention.js").Event[]) => void} tell
   * @param {(id: string) => void} open brings a request on the screen
   */
  constructor(host, places, client, tell, open) {
    this.#host = host;
    this.#places = places;
    this.#client = client;
    this.#i18n = /** @type {import("../i18n.js").I18n} */ (host.i18n);
    this.#tell = tell;
    this.#open = open;
    host.shadowRoot?.adoptedStyleSheets.push(toastStyle);
    this.element = h("section", { class: "toast", part: "invitation", role: "region", "aria-label": this.#i18n.t("status_invited"), hidden: true });
  }

  /**
   * @param {boolean} open the panel is
   * @param {boolean} seen the request stands on the screen anyway
   */
  update(open, seen) {
    const { invitations } = this.#client;
    this.#tell(invitations.map(({ id, requester, first_message }) => ({
      name: `request:${id}`, title: this.#i18n.t("agent_asks", { name: requester.name }), body: first_message, open: () => this.#open(id),
    })));
    const parent = open ? this.#places.panel : this.#host.area;
    if (this.element.parentElement !== parent) parent?.insertBefore(this.element, open ? this.#places.body : null);
    this.#show(seen ? null : invitations[0] ?? null);
  }

  /** @param {Chat | null} chat null: none */
  #show(chat) {
    attribute(this.element, "hidden", !chat);
    if (!chat || chat.id === this.#shown) return;
    this.#shown = chat.id;
    const { t } = this.#i18n;
    const { name } = chat.requester;
    setText(this.#error, "");
    fill(this.element,
      h("div", { class: "who", role: "status" }, h("span", { class: "avatar", "aria-hidden": "true" }, initials(name)), h("span", {}, t("agent_asks", { name }))),
      h("p", { class: "said", dir: "auto" }, chat.first_message),
      this.#error,
      h("div", { class: "ways" }, this.#button("primary", "invitation-accept", () => this.#answer("chat.accept", chat)), this.#button("plain", "invitation-decline", () => this.#answer("chat.decline", chat))),
    );
  }

  /**
   * @param {"chat.accept" | "chat.decline"} how
   * @param {Chat} chat
   */
  async #answer(how, { id }) {
    await this.#client.command(how, { chat: id });
    if (how === "chat.accept") this.#open(id);
  }

  /**
   * @param {string} look
   * @param {"invitation-accept" | "invitation-decline"} part
   * @param {() => Promise<void>} act
   */
  #button(look, part, act) {
    const button = h("button", {
      class: `button ${look} small`, type: "button", part,
      onclick: async () => {
        button.disabled = true;
        setText(this.#error, "");
        await act().catch((error) => setText(this.#error, this.#i18n.error(error)));
        button.disabled = false;
      },
    }, this.#i18n.t(part === "invitation-accept" ? "invitation_accept" : "invitation_decline"));
    return button;
  }
}
