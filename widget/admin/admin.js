/**
 * The administration of the chat: over the whole page, for members of the administrators' group. It comes only when
 * somebody opens it.
 * @module
 */
import { addIcons, attribute, fill, h, icon } from "../ui/dom.js";
import { showChannels } from "./channels.js";
import { showReplies } from "./replies.js";
import { showRules } from "./rules.js";
import { adminStyle } from "./style.js";
import { showWebsite } from "./website.js";

/**
 * @typedef {object} Channel
 * @property {number | null} id null: not stored yet
 * @property {string} name
 * @property {string} group name of the OTRS group
 * @property {boolean} for_customers
 * @property {boolean} for_visitors
 * @property {boolean} valid
 * @property {string} comment
 * @property {string} greeting
 * @property {Record<string, string[][]>} opening_hours
 * @property {string} agent_name
 * @property {boolean} agents_numbered
 * @property {string} ticket_queue
 * @property {number | null} keep_closed_hours
 * @property {number | null} keep_all_days
 * @property {number} [version]
 * @property {string} [changed_at]
 * @property {string} [changed_by]
 */

/** @typedef {{id: string, name: string, channel: number | null}} Queue */
/**
 * @typedef {{channels: Channel[], queues: Queue[], groups: string[], policy: {version: number, directions: string[],
 *   levels: Record<string, string>, receive_groups: string[], start_groups: string[], idle_minutes: number,
 *   check_available: boolean, external_needs_question: boolean, ticket_after_minutes: number, ticket_queue: string,
 *   most_windows: number, most_file_mb: number}}} Data
 */
/**
 * @typedef {object} Context what the parts need
 * @property {import("../core/client.js").Client} client
 * @property {import("../i18n.js").I18n} i18n
 * @property {import("../config.js").Config} config
 * @property {Data} data
 * @property {() => Promise<void>} reload reads `data` anew
 */

/** @type {Record<string, string[]>} */
const ICONS = {
  plus: ["M10 4v12", "M4 10h12"],
  next: ["M7.8 5l5 5-5 5"],
  copy: ["M7 7h8.6v9.6H7Z", "M4.4 13V3.4H13"],
};

/** @type {[string, (context: Context, place: HTMLElement) => void | Promise<void>][]} */
const PARTS = [["channels", showChannels], ["rules", showRules], ["replies", showReplies], ["website", showWebsite]];

/**
 * @param {Omit<Context, "data" | "reload">} given
 * @param {Element} parent within a shadow root that has the desk's style sheets
 * @param {() => void} [closed]
 */
export async function openAdmin(given, parent, closed = () => {}) {
  addIcons(ICONS);
  await given.i18n.more("admin");
  const root = /** @type {ShadowRoot} */ (parent.getRootNode());
  if (!root.adoptedStyleSheets.includes(adminStyle)) root.adoptedStyleSheets.push(adminStyle);
  new Admin(given, parent, closed);
}

class Admin {
  #context;
  #place = h("div", { class: "place", part: "admin-place", tabindex: "-1" });
  /** @type {HTMLButtonElement[]} */
  #tabs;

  /**
   * @param {Omit<Context, "data" | "reload">} given
   * @param {Element} parent
   * @param {() => void} closed
   */
  constructor(given, parent, closed) {
    this.#context = /** @type {Context} */ ({ ...given, reload: () => this.#read() });
    const { t } = given.i18n;
    this.#tabs = PARTS.map(([name]) => h("button", { class: "tab", type: "button", part: `admin-${name}`, onclick: () => this.#show(name).catch((error) => this.#sorry(error)) }, t(`admin_${name}`)));
    const label = t("close");
    const x = h("button", { class: "tool", type: "button", "aria-label": label, title: label, onclick: () => this.element.close() }, icon("close", 18));
    this.element = h(
      "dialog",
      { class: "admin", part: "admin", "aria-labelledby": "admin-title" },
      h("header", { role: "presentation" }, icon("chat", 22), h("h2", { id: "admin-title" }, t("admin")), x),
      h("nav", { "aria-label": t("admin") }, ...this.#tabs),
      this.#place,
    );
    this.element.addEventListener("close", () => {
      this.element.remove();
      closed();
    });
    parent.append(this.element);
    this.element.showModal();
    void this.#start();
  }

  async #start() {
    fill(this.#place, h("span", { class: "spinner" }));
    try {
      await this.#read();
      await this.#show(PARTS[0][0]);
    } catch (error) {
      this.#sorry(error);
    }
  }

  /** @param {unknown} error */
  #sorry(error) {
    fill(this.#place, h("p", { class: "error", role: "alert" }, this.#context.i18n.error(error)));
  }

  async #read() {
    const data = await this.#context.client.command("admin.read", {}, { durable: false });
    this.#context.data = /** @type {any} */ (data);
  }

  /** @param {string} wanted */
  async #show(wanted) {
    PARTS.forEach(([name], number) => attribute(this.#tabs[number], "aria-current", name === wanted ? "page" : null));
    this.#place.scrollTop = 0;
    const show = PARTS.find(([name]) => name === wanted)?.[1];
    await show?.(this.#context, this.#place);
  }
}
