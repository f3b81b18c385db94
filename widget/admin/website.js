/**
 * Administration: the chat on a web page. What to paste, and how it will look, with the real chat.
 * @module
 */
import { fill, h, icon, setText } from "../ui/dom.js";
import { readAll, select, text } from "./fields.js";

/** @typedef {import("./admin.js").Context} Context */

const COLOUR = /^#[0-9a-f]{6}$/i;

/**
 * @param {string} base address of the widget's entry
 * @param {Record<string, string>} data attributes, empty ones are left out
 * @returns {string} HTML to paste
 */
export function snippet(base, data) {
  const escaped = (/** @type {string} */ value) => value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const attributes = Object.entries(data).filter(([, value]) => value).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  return `<script type="module" src="${escaped(base)}"${attributes.join("")}></script>`;
}

/**
 * @param {Context} context
 * @param {HTMLElement} place
 */
export function showWebsite({ i18n, data, config }, place) {
  const { t } = i18n;
  const base = new URL("widget/chatbridge.js", config.socket.replace(/^ws/, "http").replace(/socket$/, "")).href;
  const open = data.channels.filter(({ valid, for_visitors }) => valid && for_visitors);
  const colour = h("input", { type: "color", class: "colour", "aria-label": t("admin_colour") });
  colour.value = "#0d6469";
  const fields = [
    select("channel", t("admin_channel"), "", [{ value: "", label: t("admin_visitor_chooses") }, ...open.map(({ id, name }) => ({ value: String(id), label: name }))]),
    select("lang", t("admin_language"), "", [{ value: "", label: t("admin_pages_language") }, { value: "de", label: "Deutsch" }, { value: "en", label: "English" }, { value: "ar", label: "العربية" }]),
    select("theme", t("admin_theme"), "", [{ value: "", label: t("admin_theme_reader") }, { value: "light", label: t("admin_theme_light") }, { value: "dark", label: t("admin_theme_dark") }]),
    select("side", t("admin_side"), "", [{ value: "", label: t("admin_side_end") }, { value: "right", label: t("admin_side_right") }, { value: "left", label: t("admin_side_left") }]),
    text("title", t("admin_title"), "", { most: 60, hint: t("admin_title_hint") }),
  ];
  const code = h("textarea", { class: "input code", part: "snippet", readonly: true, rows: 4, dir: "ltr", "aria-label": t("admin_snippet") });
  const said = h("span", { class: "said", role: "status" });
  const frame = h("iframe", { class: "page", part: "website-preview", title: t("admin_preview") });
  const shown = new URL("../preview", base);
  const alone = h("a", { class: "textlink", target: "_blank", rel: "noopener", part: "website-alone" }, t("admin_preview_alone"));
  const change = () => {
    const chosen = { ...readAll(fields), accent: COLOUR.test(colour.value) && colour.value !== "#0d6469" ? colour.value : "" };
    code.value = snippet(base, chosen);
    shown.search = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)).toString();
    if (frame.getAttribute("src") !== shown.href) frame.src = alone.href = shown.href;
  };
  const copy = async () => {
    await navigator.clipboard?.writeText(code.value).then(() => setText(said, t("admin_copied")), () => code.select());
  };
  const button = h("button", { class: "button primary", type: "button", part: "snippet-copy", onclick: copy }, icon("copy", 16), t("admin_copy"));
  const swatch = h("div", { class: "field" }, h("span", { class: "label" }, t("admin_colour")), colour);
  const sheet = h("div", { class: "sheet", onchange: change }, h("div", { class: "grid" }, ...fields.map(({ element }) => element), swatch), h("h3", {}, t("admin_snippet")), h("p", { class: "lead" }, t("admin_snippet_text", { origins: "CHATBRIDGE_ALLOWED_ORIGINS" })), code, h("div", { class: "controls" }, button, said), h("h3", {}, t("admin_preview")), alone, frame);
  if (!open.length) fill(place, h("p", { class: "empty" }, t("admin_no_public_channel")));
  else fill(place, sheet);
  change();
}
