/**
 * Colours as a browser computes them, and whether text can be read on them (WCAG's contrast). Pure.
 * @module
 */

/** Red, green and blue, 0 to 255. @typedef {[number, number, number]} Colour */

/** @type {Colour} */
export const BLACK = [0, 0, 0];
/** @type {Colour} */
export const WHITE = [255, 255, 255];
/** The least for text. */
const READABLE = 4.5;
/** So far apart are a colour's parts that nobody calls it grey. */
const COLOURED = 40;

/**
 * @param {string} text `#rrggbb`, or as `getComputedStyle` gives it
 * @returns {Colour | null} null: (nearly) transparent, or not of those
 */
export function parse(text) {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  if (hex) return /** @type {Colour} */ (hex.slice(1).map((part) => parseInt(part, 16)));
  const [red, green, blue, alpha = 1] = /^rgba?\([\d\s.,/]+\)$/.test(text) ? text.match(/[\d.]+/g)?.map(Number) ?? [] : [];
  return blue === undefined || alpha < 0.9 ? null : [red, green, blue];
}

/** @param {Colour} colour */
export function css(colour) {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** @param {Colour} colour @returns {number} relative luminance, 0 to 1 */
export function luminance(colour) {
  const [red, green, blue] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Colour} one @param {Colour} other @returns {number} 1 to 21 */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {Colour} colour @param {Colour} with_ @param {number} part of it, 0 to 1 @returns {Colour} */
export function mix(colour, with_, part) {
  return /** @type {Colour} */ (colour.map((value, at) => value + (with_[at] - value) * part));
}

/**
 * The colour, as much darker or lighter as text on this ground must be.
 * @param {Colour} colour
 * @param {Colour} ground
 * @param {number} [least] contrast
 * @returns {Colour}
 */
export function readable(colour, ground, least = READABLE) {
  const end = luminance(ground) > 0.18 ? BLACK : WHITE;
  for (let part = 0; part < 1; part += 0.02) {
    const found = mix(colour, end, part);
    if (contrast(found, ground) >= least) return found;
  }
  return end;
}

/** Black or white, whichever reads better on it. @param {Colour} colour */
export function on(colour) {
  return contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK;
}

/**
 * The same for a colour as it is written.
 * @param {string} text `#rrggbb`
 */
export function readableOn(text) {
  return css(on(parse(text) ?? WHITE));
}

/**
 * Whether it can be what a chat is known by: a colour, no grey, and not so pale that it is lost on white.
 * @param {Colour | null} colour
 * @returns {colour is Colour}
 */
export function isAccent(colour) {
  return colour !== null && Math.max(...colour) - Math.min(...colour) >= COLOURED && contrast(colour, WHITE) >= 1.3;
}
