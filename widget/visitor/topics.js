/**
 * The topics became known only with the line: one more question before the chat begins. Loaded then.
 * @module
 */
import { fill, h, icon, sheet, wear } from "../ui/dom.js";

const topicsStyle = sheet(`
.topics { display: grid; gap: 8px; }
.topics button {
  display: flex; align-items: center; justify-content: space-between; min-height: 48px; padding: 10px 14px; border: 1px solid var(--line); border-radius: var(--r2);
  font-weight: 600; background: var(--paper); transition: background-color var(--fast), border-color var(--fast);
}
.topics button:hover { background: var(--accent-soft); border-color: var(--accent-line); }
.topics svg { color: var(--ink-3); rotate: -90deg; }
`);

/**
 * @param {HTMLElement} place
 * @param {readonly import("../core/protocol.js").Channel[]} channels
 * @param {string} question
 * @param {HTMLElement} error
 * @param {(channel: number) => void} choose
 */
export function showTopics(place, channels, question, error, choose) {
  wear(place, topicsStyle);
  const heading = h("h3", { tabindex: "-1" }, question);
  const topics = channels.map(({ id, name }) => h("button", { type: "button", onclick: () => choose(id) }, name, icon("down", 16)));
  fill(place, h("div", { class: "form", part: "topics" }, h("div", { class: "lead" }, heading), h("div", { class: "topics", role: "group", "aria-label": question }, ...topics), error));
  heading.focus();
}
