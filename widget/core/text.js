/**
 * Text as people write it: made clean, counted and split before it is sent, and cut into words and links for display.
 * Lengths are in characters as the server counts them: Unicode code points.
 * @module
 */

// C0 and C1 control characters and DEL, except tab and line end.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * @param {string} text
 * @returns {string} one kind of line end, no control characters, no half characters, no white space around it
 */
export function clean(text) {
  return text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(CONTROL, "").replace(/\p{Surrogate}/gu, "\ufffd").trim();
}

/**
 * @param {string} text
 * @returns {number}
 */
export function count(text) {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

/**
 * Cuts a text into pieces of at most `limit` characters: at a line end if there is one in the second half of the
 * piece, else at white space, else between two visible characters. Nothing but white space at the cuts is dropped.
 * @param {string} text
 * @param {number} limit
 * @returns {string[]} without empty pieces
 */
export function split(text, limit) {
  const whole = `[^]{1,${limit}}`;
  const long = `[^]{${limit >> 1},${limit}}`;
  // What stands above or joins the character before it (accents, skin tones, families, flags) stays with it.
  const seen = String.raw`${whole}(?<!\u200d)(?![\p{M}\p{Cf}\p{RI}\p{Emoji_Modifier}])`;
  const pieces = clean(text).match(new RegExp(String.raw`${whole}$|${long}(?=\n)|${long}(?=\s)|${seen}|${whole}`, "gu")) ?? [];
  return pieces.map((piece) => piece.replace(/^\s*\n|^[^\S\n]+/u, "").trimEnd()).filter(Boolean);
}

const URL_PATTERN = /\bhttps?:\/\/[^\s<>"'`{}|\\^\u0000-\u0020]+|\b(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;
const PAIRS = /** @type {Record<string, string>} */ ({ ")": "(", "]": "[" });

/**
 * Cuts a text into plain runs and addresses of the web (http and https) and of mail, and no others. Punctuation that closes the sentence, and
 * brackets that the address did not open, stay outside.
 * @param {string} text
 * @returns {{text: string, href?: string}[]}
 */
export function runs(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(URL_PATTERN)) {
    const address = trimAddress(match[0]);
    const href = parseAddress(address);
    if (!href) continue;
    const start = match.index;
    if (start > from) parts.push({ text: text.slice(from, start) });
    parts.push({ text: address, href });
    from = start + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** @param {string} address */
function trimAddress(address) {
  let kept = address;
  for (;;) {
    const last = kept.slice(-1);
    const opener = PAIRS[last];
    const stray = opener && kept.split(last).length > kept.split(opener).length;
    if (!stray && !/[.,;:!?*_~…]$/u.test(kept)) return kept;
    kept = kept.slice(0, -1);
  }
}

/** @param {string} address */
function parseAddress(address) {
  if (!/^https?:/i.test(address)) return `mailto:${address.replace(/^mailto:/i, "")}`;
  try {
    const url = new URL(address);
    return (url.protocol === "http:" || url.protocol === "https:") && url.hostname ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Whether a text is nothing but one to three emoji, which are then shown large.
 * @param {string} text
 */
export function isEmojiOnly(text) {
  return text.length <= 40 && /^(?:\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}])*\s*){1,3}$/u.test(text);
}

/**
 * @param {string} name
 * @returns {string} at most two characters for an avatar
 */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...word].find((char) => /[\p{L}\p{N}]/u.test(char)) ?? "").join("").toLocaleUpperCase();
}
