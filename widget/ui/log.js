/**
 * The conversation on the screen. Elements are kept by key: nothing is drawn twice, nothing jumps; who reads further
 * up stays there and is told of what is new.
 * @module
 */
import { readByOthers } from "../core/state.js";
import { isEmojiOnly, runs } from "../core/text.js";
import { addIcons, arrange, attribute, fill, h, icon, setText, still, wear } from "./dom.js";
import { rows } from "./rows.js";

addIcons({ read: ["M1.8 10.8l3.4 3.5 7-8.4", "M9.4 14l.4.3 8.4-8.4"] });

/**
 * @typedef {import("./rows.js").Row} Row
 * @typedef {import("./rows.js").MessageRow} MessageRow
 * @typedef {import("../core/protocol.js").Chat} Chat
 * @typedef {import("../core/protocol.js").Entry} Entry
 * @typedef {import("../i18n.js").I18n} I18n
 */

const NEAR = 48;
/** Longer messages are folded: characters, lines. */
const LONG = 900;
const TALL = 14;

export class LogView {
  #i18n;
  #on;
  #list;
  #jump;
  #jumpText = h("span");
  /** @type {Map<string, {element: HTMLElement, mark: string}>} */
  #drawn = new Map();
  #stuck = true;
  #missed = 0;
  #filled = false;
  /** @type {number | null} */
  #you = null;
  #names = false;
  #height = 0;
  /** @type {number | null} */
  #read = null;
  /** Keys of long messages that stand open. @type {Set<string>} */
  #unfolded = new Set();
  /** What is shown. @type {Parameters<LogView["update"]>[0] | null} */
  #what = null;
  /** How far the others have read, by audience. */
  #marks = { everyone: 0, agents: 0 };
  /** What draws files, once there is one. @type {typeof import("./files.js") | null} */
  #files = null;
  /** Files that are there stay as they were drawn: their pictures are loaded once. @type {Map<string, HTMLElement>} */
  #bubbles = new Map();

  /**
   * @param {I18n} i18n
   * @param {{retry: (id: string) => void, discard: (id: string) => void, seen: () => void, link?: import("./files.js").Link}} on
   *   link: gives a file's address
   * @param {{label?: string}} [options]
   */
  constructor(i18n, on, { label = i18n.t("messages") } = {}) {
    this.#i18n = i18n;
    this.#on = on;
    this.#list = h("div", { class: "log", part: "log", role: "log", "aria-label": label, "aria-live": "off", tabindex: "0", onscroll: () => this.#scrolled() });
    this.#jump = h("button", { class: "jump", type: "button", hidden: true, onclick: () => this.toEnd(true) }, icon("arrow", 16), this.#jumpText);
    this.element = h("div", { class: "logbox" }, this.#list, this.#jump);
    new ResizeObserver(() => {
      if (this.#stuck) this.toEnd(false);
      else this.#height = this.#list.clientHeight;
    }).observe(this.#list);
  }

  /** Whether the newest is on the screen. */
  get atEnd() {
    return this.#stuck && this.#filled;
  }

  /**
   * @param {{entries: readonly Entry[], letters?: readonly import("../core/outbox.js").Letter[], chat: Chat | null, read?: number, shown?: boolean}} what
   *   read: `seq` up to which the person has read; shown: the log is on the screen
   */
  update(what) {
    this.#what = what;
    const { entries, letters = [], chat, read = 0, shown = true } = what;
    const you = chat?.you ?? null;
    this.#you = you;
    this.#marks = { everyone: readByOthers(chat, "everyone"), agents: readByOthers(chat, "agents") };
    // Between two people it is clear who writes.
    this.#names = (chat?.participants.length ?? 0) > 2;
    // The line stays where it was when the person came back; who answers needs it no more.
    const known = Math.max(read, entries.findLast(({ author }) => author !== null && author.no === you)?.seq ?? 0);
    if (!shown || document.hidden) this.#read = known;
    else if (!this.atEnd) this.#read ??= known;
    if (shown && letters.some(({ client_id: id }) => !this.#drawn.has(`id:${id}`))) this.#read = null;
    const wanted = rows(entries, letters, you, this.#read);
    if (!this.#files && wanted.some((row) => row.type === "message" && row.file)) void this.#loadFiles();
    if (!wanted.some(({ type }) => type === "unread")) this.#read = null;
    const fresh = wanted.filter((row) => row.type === "message" && !row.own && !this.#drawn.has(row.key)).length;
    const mine = wanted.some((row) => row.type === "message" && row.own && row.state !== "sent" && !this.#drawn.has(row.key));
    this.#drawn = new Map(wanted.map((row) => [row.key, this.#draw(row)]));
    arrange(this.#list, [...this.#drawn.values()].map(({ element }) => element));
    if (!this.#filled && wanted.length) {
      this.#filled = true;
      this.toEnd(false);
      // From now on new entries are read out; the ones that were there are not.
      setTimeout(() => attribute(this.#list, "aria-live", "polite"), 300);
    } else if (this.#stuck || mine) {
      this.toEnd(false);
    } else if (fresh) {
      this.#missed += fresh;
      this.#showJump();
    }
  }

  /** @param {boolean} smooth */
  toEnd(smooth) {
    this.#list.scrollTo({ top: this.#list.scrollHeight, behavior: smooth && !still() ? "smooth" : "instant" });
    this.#height = this.#list.clientHeight;
    this.#stuck = true;
    this.#missed = 0;
    this.#showJump();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    if (!clientHeight) return;
    // The log has become smaller or larger: that is not the reader who scrolls.
    if (clientHeight !== this.#height && this.#stuck) return;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#stuck) {
      this.#missed = 0;
      this.#on.seen();
    }
    this.#showJump();
  }

  #showJump() {
    attribute(this.#jump, "hidden", this.#stuck);
    setText(this.#jumpText, this.#missed ? this.#i18n.t("new_messages", { n: this.#missed }) : this.#i18n.t("newest"));
  }

  async #loadFiles() {
    const [files] = await Promise.all([import("./files.js"), this.#i18n.more("later")]).catch(() => []);
    if (!files || this.#files) return;
    this.#files = files;
    wear(this.element, files.fileStyle);
    for (const drawn of this.#drawn.values()) drawn.mark = "";
    if (this.#what) this.update(this.#what);
  }

  /** @param {MessageRow} row */
  #isRead({ own, seq, internal }) {
    return own && seq > 0 && seq <= (internal ? this.#marks.agents : this.#marks.everyone);
  }

  /**
   * @param {Row} row
   * @returns {{element: HTMLElement, mark: string}} mark: another one when it is to be drawn anew
   */
  #draw(row) {
    const mark = row.type === "message" ? [this.#names, this.#isRead(row), ...Object.values(row)].join("|") : row.type === "event" ? this.#eventText(row.entry) : row.type;
    const known = this.#drawn.get(row.key);
    if (known?.mark === mark) return known;
    const element = known?.element ?? h("div");
    if (row.type === "day") drawLine(element, "day", this.#i18n.day(row.at, new Date()));
    else if (row.type === "unread") drawLine(element, "day unread", this.#i18n.t("unread_line"));
    else if (row.type === "event") this.#drawEvent(element, row.entry);
    else this.#drawMessage(element, row);
    return { element, mark };
  }

  /**
   * @param {HTMLElement} element
   * @param {Entry} entry
   */
  #drawEvent(element, entry) {
    element.className = "event";
    element.dataset.kind = entry.kind;
    fill(element, h("bdi", {}, this.#eventText(entry)), this.#time(entry.at));
  }

  /**
   * What happened, in the reader's words.
   * @param {Entry} entry
   * @returns {string} empty while the words for it are still to come
   */
  #eventText({ kind, author, data }) {
    const { name: whom, to, ticket_number: number } = /** @type {Record<string, any>} */ (data ?? {});
    const what = kind === "archived" && !number ? "archived_plain" : kind === "closed" && !author ? "closed_nobody" : kind;
    const you = author !== null && author.no === this.#you ? `event_${what}_you` : "";
    const key = this.#i18n.has(you) ? you : `event_${what}`;
    return this.#i18n.t(key, { name: author?.name ?? "", whom, to, number });
  }

  /**
   * @param {HTMLElement} element
   * @param {MessageRow} row
   */
  #drawMessage(element, row) {
    const { t } = this.#i18n;
    const { own, first, last, internal } = row;
    element.className = ["message", row.state, own && "own", first && "first", last && "last", internal && "internal", isEmojiOnly(row.text) && "emoji"].filter(Boolean).join(" ");
    element.dataset.state = row.state;
    const named = first && !own && this.#names;
    const speaker = own ? t("you") : row.name;
    const text = row.file ? this.#file(row) : h("div", { class: "text", dir: "auto", part: "message" }, ...linked(row.text));
    fill(
      element,
      named ? h("div", { class: "who", dir: "auto" }, row.name) : first && h("span", { class: "sr" }, `${speaker}: `),
      text,
      (row.text.length > LONG || row.text.split("\n").length > TALL) && this.#fold(row.key, text),
      this.#foot(row),
    );
  }

  /** @param {MessageRow} row */
  #file(row) {
    const there = row.state === "sent" ? this.#bubbles.get(row.key) : null;
    if (there) return there;
    const { link } = this.#on;
    if (!this.#files || !link) return h("div", { class: "text", dir: "auto" }, row.file?.name ?? "");
    const bubble = this.#files.fileBubble(row, this.#i18n, link);
    if (row.state === "sent") this.#bubbles.set(row.key, bubble);
    return bubble;
  }

  /**
   * @param {string} key
   * @param {HTMLElement} text
   */
  #fold(key, text) {
    const button = h("button", { class: "fold", type: "button", part: "fold", onclick: () => show(!this.#unfolded.has(key)) });
    const show = (/** @type {boolean} */ all) => {
      this.#unfolded[all ? "add" : "delete"](key);
      text.classList.toggle("folded", !all);
      attribute(button, "aria-expanded", String(all));
      setText(button, this.#i18n.t(all ? "show_less" : "show_more"));
    };
    show(this.#unfolded.has(key));
    return button;
  }

  /** @param {MessageRow} row */
  #foot(row) {
    const { t } = this.#i18n;
    const foot = h("div", { class: "foot" });
    if (row.internal) foot.append(h("span", { class: "tag" }, t("internal")));
    if (row.state === "failed") {
      const key = `error_${row.code}`;
      foot.append(
        h("span", {}, [t("state_failed"), t(key)].join(" ").trim()),
        // What a file was refused for does not change.
        /^file\.(?!missing)/.test(row.code) ? "" : h("button", { type: "button", onclick: () => this.#on.retry(row.id) }, t("retry")),
        h("button", { type: "button", onclick: () => this.#on.discard(row.id) }, t("discard")),
      );
    } else if (row.state === "sent") {
      foot.append(this.#time(row.at));
      if (row.own) foot.append(readMark(this.#isRead(row), this.#i18n));
    } else {
      foot.append(icon("clock", 13), t(row.state === "waiting" ? "state_waiting" : "state_sending"));
    }
    return foot;
  }

  /** @param {string} at */
  #time(at) {
    return h("time", { datetime: at, title: this.#i18n.fullTime(at) }, this.#i18n.time(at));
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} look
 * @param {string} words
 */
function drawLine(element, look, words) {
  element.className = look;
  fill(element, h("span", {}, words));
}

/** @param {string} text */
function linked(text) {
  return runs(text).map((run) => run.href
    ? h("a", { href: run.href, target: "_blank", rel: "noopener noreferrer nofollow" }, run.text)
    : run.text);
}

/**
 * What became of one's own message: it has arrived, or it was read.
 * @param {boolean} read somebody on the other side has read it
 * @param {import("../i18n.js").I18n} i18n
 */
function readMark(read, { t }) {
  const word = t(read ? "state_read" : "state_sent");
  return h("span", { class: read ? "mark read" : "mark", part: "mark", title: word }, h("span", { class: "sr" }, word), icon(read ? "read" : "check", read ? 15 : 13));
}
