/**
 * The chat in the colours of the OTRS page that it stands in: the accent, the bar above, and whether the page is light
 * or dark. The only file that knows OTRS's markup for that.
 *
 * Checked on OTRS 6.0.32, Znuny 6.5.1 and 6.5.26 with the agents' skins default, slim, ivory, ivory-slim and
 * highcontrast, and the customers' default. On a page that looks otherwise the chat has its own colours.
 * @module
 */
import { contrast, css, isAccent, luminance, mix, on, parse, readable, WHITE } from "../core/colour.js";
import { tokens } from "./tokens.js";

/**
 * @typedef {import("../config.js").Config} Config
 * @typedef {import("../core/colour.js").Colour} Colour
 */

/**
 * @typedef {object} Skin
 * @property {string} accent `#rrggbb`; empty: the chat's own
 * @property {string} head of the bar above, on which white can be read; empty: none
 * @property {"light" | "dark" | ""} theme empty: not known
 */

/** The tokens' paper. */
const PAPER = { light: WHITE, dark: /** @type {Colour} */ ([21, 29, 33]) };
/** What white must have on the bar's colour, which gets lighter in a corner. */
const ON_HEAD = 6;

/**
 * Reads the page's colours, once: it costs no layout.
 * @param {Document} page
 * @param {Config["role"]} role
 * @returns {Skin}
 */
export function readSkin(page, role) {
  const header = page.querySelector("#Header");
  const navigation = page.querySelector("#Navigation");
  if (!header || !navigation) return { accent: "", head: "", theme: "" };
  const behind = (/** @type {Element | null | undefined} */ element, part = "") => (element ? parse(getComputedStyle(element, part || null).backgroundColor) : null);
  const bar = behind(header);
  // Agents: the line under the chosen entry. Customers: the bar with the entries, and the chosen one.
  const own = role === "agent"
    ? [behind(navigation.querySelector(":scope > li > a"), "::after"), bar]
    : [bar, behind(navigation), behind(navigation.querySelector("li.Selected"))];
  const accent = own.find(isAccent);
  const paper = behind(page.body) ?? behind(page.documentElement) ?? WHITE;
  return {
    accent: accent ? css(accent) : "",
    head: bar && contrast(bar, WHITE) >= 3 ? css(readable(bar, WHITE, ON_HEAD)) : "",
    theme: luminance(paper) > 0.18 ? "light" : "dark",
  };
}

/**
 * The tokens that a skin changes. What a page says with `--chatbridge-accent` goes before.
 * @param {Skin} skin
 * @param {"light" | "dark"} theme
 */
function declarations({ accent, head }, theme) {
  const lines = [];
  const colour = parse(accent);
  if (colour) {
    const paper = PAPER[theme];
    const text = css(readable(colour, mix(paper, colour, theme === "light" ? 0.13 : 0.24), 4.8));
    const reads = on(colour);
    lines.push(
      `--accent:var(--chatbridge-accent,${accent})`, `--on-accent:var(--chatbridge-on-accent,${css(reads)})`,
      `--accent-text:var(--chatbridge-accent,${text})`, `--focus:${text}`,
      `--accent-deep:color-mix(in oklab,var(--accent),${reads === WHITE ? "#04181b" : "#fff"} 22%)`,
    );
  }
  if (head) {
    const shade = theme === "light" ? head : css(mix(/** @type {Colour} */ (parse(head)), PAPER.dark, 0.3));
    lines.push(`--head:var(--chatbridge-accent,${shade})`, "--on-head:var(--chatbridge-on-accent,#fff)", "--sheen:color-mix(in oklab,var(--head),#fff 9%)", "--edge:var(--accent)");
  }
  return lines.join(";");
}

/** @param {Skin} skin */
export function wear(skin) {
  const [light, dark] = [declarations(skin, "light"), declarations(skin, "dark")];
  const rules = [`:host{${light}}`, `@media (prefers-color-scheme:dark){:host(:not([data-theme="light"])){${dark}}}`, `:host([data-theme="dark"]){${dark}}`];
  for (const rule of rules) tokens.insertRule(rule, tokens.cssRules.length);
}

/**
 * Gives the chat the page's colours, before anything of it is shown. What the tag says goes before.
 * @param {Config} config
 * @returns {Config} with what is to be known of it later
 */
export function wearSkin(config) {
  const read = readSkin(document, config.role);
  const skin = config.accent ? { ...read, accent: config.accent, head: "" } : read;
  wear(skin);
  return { ...config, theme: config.theme || read.theme, skin };
}
