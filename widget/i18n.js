/**
 * Words in the reader's language, times and numbers by `Intl`. A language is one file in lang/ with the keys of en.js,
 * one in lang/later/ for what comes later, one in lang/desk/ for agents, and more where few need them.
 * @module
 */
import { codeOf } from "./core/protocol.js";

/** @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Word */
/** @typedef {Record<string, Word>} Words */

const LANGUAGES = ["ar", "de", "en"];

/**
 * @param {string} wanted language tag, also in OTRS's spelling (`de`, `pt_BR`); empty: the page's, then the browser's
 * @param {{desk?: boolean}} [options] desk: also the words that only agents see
 * @returns {Promise<I18n>}
 */
export async function loadLanguage(wanted, { desk = false } = {}) {
  const candidates = wanted ? [wanted] : [document.documentElement.lang, ...navigator.languages];
  const tags = candidates.filter(Boolean).map((tag) => tag.replaceAll("_", "-"));
  const found = tags.find((tag) => LANGUAGES.includes(base(tag)));
  const language = found ? base(found) : "en";
  /** @type {{default: Words}[]} */
  const files = await Promise.all([import(`./lang/${language}.js`), ...(desk ? [import(`./lang/later/${language}.js`), import(`./lang/desk/${language}.js`)] : [])]);
  return new I18n(Object.assign({}, ...files.map((file) => file.default)), locale(found ?? "en"));
}

/** @param {string} tag */
const base = (tag) => tag.split("-")[0].toLowerCase();

/** @param {string} tag */
function locale(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return base(tag);
  }
}

export class I18n {
  #words;
  #plural;
  #time;
  #full;
  #day;
  #number;

  /**
   * @param {Words} words
   * @param {string} tag language tag for `Intl`
   */
  constructor(words, tag) {
    this.tag = tag;
    /** The language alone, as the bridge wants to hear it. */
    this.language = base(tag);
    this.dir = ["ar", "fa", "he", "ur"].includes(base(tag)) ? "rtl" : "ltr";
    this.#words = words;
    this.#plural = new Intl.PluralRules(tag);
    this.#time = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit" });
    this.#full = new Intl.DateTimeFormat(tag, { dateStyle: "full", timeStyle: "short" });
    this.#day = new Intl.DateTimeFormat(tag, { weekday: "long", day: "numeric", month: "long" });
    this.#number = new Intl.NumberFormat(tag);
  }

  /**
   * @param {string} key
   * @param {Record<string, string | number>} [values] for the `{name}`s; `n` chooses the plural
   * @returns {string} empty: the word has not come yet
   */
  t = (key, values = {}) => {
    let word = this.#words[key] ?? "";
    if (typeof word !== "string") word = word[this.#plural.select(Number(values.n))] ?? word.other ?? "";
    return word.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return typeof value === "number" ? this.#number.format(value) : value ?? whole;
    });
  };

  /**
   * Adds words that few need.
   * @param {string} folder below lang/
   */
  async more(folder) {
    /** @type {{default: Words}} */
    const file = await import(`./lang/${folder}/${base(this.tag)}.js`);
    Object.assign(this.#words, file.default);
  }

  /**
   * @param {unknown} error
   * @returns {string} what a person can do something with
   */
  error(error) {
    const code = codeOf(error);
    const message = error instanceof Error ? error.message : "";
    return this.has(`error_${code}`) ? this.t(`error_${code}`, { message }) : this.t("error_other", { code });
  }

  /** @param {string} key */
  has(key) {
    return key in this.#words;
  }

  /** @param {string} at ISO time */
  time(at) {
    return this.#time.format(new Date(at));
  }

  /** @param {string} at ISO time */
  fullTime(at) {
    return this.#full.format(new Date(at));
  }

  /**
   * @param {string} at ISO time
   * @param {Date} now
   */
  day(at, now) {
    const date = new Date(at);
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    if (date.toDateString() === now.toDateString()) return this.t("today");
    if (date.toDateString() === yesterday.toDateString()) return this.t("yesterday");
    return this.#day.format(date);
  }
}

/**
 * The connection in words.
 * @param {import("./core/connection.js").Status} status
 * @param {I18n} i18n
 * @returns {string} empty while all is well
 */
export function statusText(status, { t }) {
  if (status.state === "online" || status.state === "idle") return "";
  if (status.state === "connecting") return t("connecting");
  if (status.state === "waiting") return navigator.onLine ? t("reconnecting") : t("offline");
  const words = /** @type {Record<string, string>} */ ({ logged_out: "logged_out", version: "reload" });
  return t(words[status.reason] ?? "refused");
}
