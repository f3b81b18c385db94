/**
 * The panel's head: the way back, who one chats with, the end of it, the way out.
 * @module
 */
import { initials } from "../core/text.js";
import { addIcons, attribute, fill, h, icon, setText, tool } from "../ui/dom.js";

addIcons({ back: ["M12.2 4.4 6.6 10l5.6 5.6"] });

/** @typedef {import("../core/protocol.js").Chat} Chat */

export class Head {
  #i18n;
  #back;
  #avatar = h("div", { class: "avatar", "aria-hidden": "true" });
  #shown = "";
  #title = h("h2", { id: "title", dir: "auto" });
  #subtitle = h("p", { part: "status", dir: "auto" });
  #end;

  /**
   * @param {import("../i18n.js").I18n} i18n
   * @param {{back: () => void, end: () => void, hide: () => void}} on
   */
  constructor(i18n, on) {
    this.#i18n = i18n;
    this.#back = tool("back", i18n.t("conversations"), on.back, { class: "tool back", part: "back" });
    this.#end = tool("leave", i18n.t("end_chat"), on.end, { class: "tool end", part: "end" });
    const shut = tool("minimize", i18n.t("close_chat_panel"), on.hide, { class: "tool shut", part: "shut" });
    this.element = h("header", { class: "top", role: "presentation" }, this.#back, this.#avatar, h("div", { class: "who" }, this.#title, this.#subtitle), this.#end, shut);
  }

  /** @param {{chat: Chat | null, title: string, back: boolean}} what chat: the one on the screen; title: without one */
  update({ chat, title, back }) {
    const agents = chat?.participants.filter(({ kind, role, present }) => kind === "agent" && role !== "declined" && (present || chat.state === "closed")) ?? [];
    const asked = chat?.direction === "agent_customer" && chat.state === "requested" ? chat.requester : null;
    const name = asked?.name ?? agents.map((agent) => agent.name).join(", ");
    setText(this.#title, name || title);
    const sign = name ? initials(asked?.name ?? agents[0].name) : "";
    if (this.#shown !== `sign ${sign}`) fill(this.#avatar, sign || icon("chat", 19));
    this.#shown = `sign ${sign}`;
    const subtitle = chat ? this.#subtitleOf(chat) : "";
    setText(this.#subtitle, subtitle);
    attribute(this.#subtitle, "hidden", !subtitle);
    attribute(this.#back, "hidden", !back);
    attribute(this.#end, "hidden", !chat || chat.state !== "active" || !chat.may.includes("close"));
  }

  /** @param {Chat} chat */
  #subtitleOf(chat) {
    const { t } = this.#i18n;
    if (chat.state === "closed") return t("status_ended");
    if (chat.state === "requested") return t(chat.direction === "agent_customer" ? "status_invited" : "status_waiting");
    return chat.about ? t("chat_about", { number: chat.about.number }) : chat.channel.name;
  }
}
