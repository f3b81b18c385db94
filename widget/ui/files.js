/**
 * Files in the log: name and size, a picture's preview, how much has gone; a click downloads. Loaded with the first file.
 * @module
 */
import { addIcons, attribute, fill, h, icon, setText, sheet } from "./dom.js";
import { download as open } from "./download.js";

/**
 * @typedef {import("../core/protocol.js").FileData} FileData
 * @typedef {import("./rows.js").MessageRow} MessageRow
 * @typedef {(file: string) => Promise<{url: string, inline: boolean}>} Link gives a file's address for the next minutes
 */

addIcons({
  file: ["M5.2 2.6h6l3.9 3.9v9.6a1.3 1.3 0 0 1-1.3 1.3H5.2a1.3 1.3 0 0 1-1.3-1.3V3.9a1.3 1.3 0 0 1 1.3-1.3Z", "M11 2.8v3.9h3.9"],
  download: ["M10 3.2v9", "M6.2 8.8 10 12.6l3.8-3.8", "M4 16.4h12"],
});

/** What browsers show as a picture; the bridge looks at the bytes and has the last word (`inline`). */
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export const fileStyle = sheet(`
.file { display: grid; max-width: 100%; border: 1px solid var(--line); border-radius: var(--r3); background: var(--paper); color: var(--ink); overflow: hidden; }
.message.own .file { border-color: var(--accent-line); background: var(--accent-soft); }
.message.internal .file { border: 1px dashed var(--warn-line); background: var(--warn-soft); }
.message.failed .file { border-color: var(--danger-line); background: var(--danger-soft); }
.file .shown { display: block; width: 232px; max-width: 100%; height: 152px; padding: 0; background: var(--paper-3); }
.file .shown img { display: block; width: 100%; height: 100%; object-fit: cover; }
.file .get { display: flex; align-items: center; gap: 10px; min-width: 0; min-height: 44px; padding: 7px 12px; text-align: start; }
.file .get:focus-visible, .file .shown:focus-visible { outline-offset: -2px; }
.file .get:hover:not(:disabled) strong { text-decoration: underline; }
.file .get > svg { color: var(--accent-text); }
.file .what { display: grid; min-width: 0; flex: 1; }
.file strong { font-weight: 600; font-size: 13.5px; line-height: 1.3; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.file .size { font-size: 12px; color: var(--ink-2); font-variant-numeric: tabular-nums; }
.file .size.error { color: var(--danger); }
.file progress { appearance: none; display: block; width: 100%; height: 4px; border: 0; background: var(--accent-line); }
.file progress::-webkit-progress-bar { background: var(--accent-line); }
.file progress::-webkit-progress-value { background: var(--accent); }
.file progress::-moz-progress-bar { background: var(--accent); }
`);

/**
 * @param {number} bytes
 * @param {import("../i18n.js").I18n} i18n
 * @returns {string} in the reader's spelling, `1.2 MB`
 */
export function sizeText(bytes, { tag }) {
  const [unit, value] = bytes < 1000 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1000] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/**
 * @param {MessageRow} row with a file
 * @param {import("../i18n.js").I18n} i18n
 * @param {Link} link
 * @returns {HTMLElement}
 */
export function fileBubble(row, i18n, link) {
  const file = /** @type {FileData} */ (row.file);
  const { t } = i18n;
  const there = row.state === "sent";
  const label = t(PICTURES.has(file.content_type) ? "open_file" : "download_file", { name: file.name });
  const size = h("span", { class: "size" }, there || row.state === "failed" ? sizeText(file.size, i18n) : t("file_sending", { n: Math.round(row.part * 100), size: sizeText(file.size, i18n) }));
  const download = h("button", {
    class: "get", type: "button", part: "file", disabled: !there, title: there ? label : null,
    onclick: () => void save(),
  }, icon("file", 20), h("span", { class: "what" }, h("strong", {}, h("bdi", {}, file.name)), size), there && icon("download", 16));
  const save = async () => {
    try {
      const { url, inline } = await link(file.file);
      open(url, { show: inline });
      setText(size, sizeText(file.size, i18n));
      size.classList.remove("error");
    } catch (error) {
      setText(size, i18n.error(error));
      size.classList.add("error");
    }
  };
  const frame = h("div", { class: "file" });
  const bar = !there && row.state !== "failed" && h("progress", { max: "1", value: row.part, "aria-label": t("file_progress", { name: file.name }) });
  fill(frame, download, bar);
  if (there && PICTURES.has(file.content_type)) preview(frame, file, label, link, save);
  return frame;
}

/**
 * The picture, once the row comes into sight; in a box of fixed size, so that nothing jumps.
 * @param {HTMLElement} frame
 * @param {FileData} file
 * @param {string} label
 * @param {Link} link
 * @param {() => void} save
 */
function preview(frame, file, label, link, save) {
  const picture = h("img", { alt: "" });
  const button = h("button", { class: "shown", type: "button", "aria-label": label, onclick: save }, picture);
  // The bridge, or the page's policy, does not let it be seen: then it is a file like others.
  const give = () => button.remove();
  picture.onerror = give;
  frame.prepend(button);
  const watch = new IntersectionObserver(async ([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    try {
      const { url, inline } = await link(file.file);
      if (!inline) throw new Error("not a picture");
      attribute(picture, "src", url);
    } catch {
      give();
    }
  });
  watch.observe(frame);
}
