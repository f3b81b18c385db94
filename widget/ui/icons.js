/**
 * The icons: lines on a 20 × 20 grid, drawn in the colour of the text around them.
 * @module
 */
const NS = "http://www.w3.org/2000/svg";

/** @type {Record<string, string[]>} */
const PATHS = {
  chat: ["M4.2 3.2h11.6a1.9 1.9 0 0 1 1.9 1.9v7.2a1.9 1.9 0 0 1-1.9 1.9H9.7L5.6 17.3v-3.1H4.2a1.9 1.9 0 0 1-1.9-1.9V5.1a1.9 1.9 0 0 1 1.9-1.9Z", "M6.4 7.4h7.2", "M6.4 10.4h4.4"],
  send: ["M3.4 10 2.9 3.6 17.2 10 2.9 16.4Z", "M3.4 10h6.4"],
  close: ["M5 5l10 10", "M15 5 5 15"],
  minimize: ["M4.5 10.5h11"],
  down: ["M5 7.8l5 5 5-5"],
  up: ["M5 12.2l5-5 5 5"],
  back: ["M12.2 5l-5 5 5 5"],
  arrow: ["M10 4v11.2", "M5.4 10.8 10 15.4l4.6-4.6"],
  phone: ["M6.5 2.9 4.2 4.3c-.9.6-1.2 1.6-.9 2.6 1.3 4.7 5.1 8.5 9.8 9.8 1 .3 2 0 2.6-.9l1.4-2.3-3.8-2.6-1.9 1.5c-1.7-.9-2.9-2.1-3.8-3.8l1.5-1.9Z"],
  clip: ["M15.6 9.4l-5.7 5.7a3.5 3.5 0 0 1-5-5l6.2-6.2a2.3 2.3 0 0 1 3.3 3.3l-6.1 6.1a1.1 1.1 0 0 1-1.6-1.6l5.2-5.2"],
  ticket: ["M2.6 6.2a1.4 1.4 0 0 1 1.4-1.4h12a1.4 1.4 0 0 1 1.4 1.4v1.9a1.9 1.9 0 0 0 0 3.8v1.9a1.4 1.4 0 0 1-1.4 1.4H4a1.4 1.4 0 0 1-1.4-1.4v-1.9a1.9 1.9 0 0 0 0-3.8Z", "M12.3 5v2", "M12.3 9v2", "M12.3 13v2"],
  search: ["M8.8 3.3a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z", "M12.8 12.8l4 4"],
  check: ["M4.2 10.6l3.7 3.7 7.9-8.6"],
  clock: ["M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4Z", "M10 6.2V10l2.6 1.7"],
  alert: ["M10 3.2 17.6 16.4H2.4Z", "M10 8.2v3.6", "M10 13.9v.2"],
  retry: ["M16.3 9.2a6.4 6.4 0 1 0-1.7 5.2", "M16.8 4.7v4.6h-4.6"],
  link: ["M11.5 3.5h5v5", "M16.3 3.7l-7 7", "M14.3 11.5v3.6a1.4 1.4 0 0 1-1.4 1.4H4.9a1.4 1.4 0 0 1-1.4-1.4V7.1a1.4 1.4 0 0 1 1.4-1.4h3.6"],
  user: ["M10 3a3.3 3.3 0 1 1 0 6.6A3.3 3.3 0 0 1 10 3Z", "M3.6 17c.4-3.2 3-5.2 6.4-5.2s6 2 6.4 5.2"],
  inbox: ["M3 11.2 5 4.6a1.3 1.3 0 0 1 1.2-.9h7.6a1.3 1.3 0 0 1 1.2.9l2 6.6v3.7a1.4 1.4 0 0 1-1.4 1.4H4.4A1.4 1.4 0 0 1 3 14.9Z", "M3.1 11.2h3.6l1.2 2h4.2l1.2-2h3.6"],
  leave: ["M8 3.3H5a1.4 1.4 0 0 0-1.4 1.4v10.6A1.4 1.4 0 0 0 5 16.7h3", "M12.6 6.3 16.4 10l-3.8 3.7", "M16.2 10H8"],
  eye: ["M2.3 10S5 4.8 10 4.8 17.7 10 17.7 10 15 15.2 10 15.2 2.3 10 2.3 10Z", "M10 7.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z"],
};

/**
 * @param {keyof typeof PATHS | string} name
 * @param {number} [size] px
 * @returns {SVGSVGElement} decoration only: the name stands on the control
 */
export function icon(name, size = 20) {
  const svg = document.createElementNS(NS, "svg");
  const set = { viewBox: "0 0 20 20", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": "1.6", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(set)) svg.setAttribute(key, String(value));
  for (const d of PATHS[name] ?? []) {
    const path = document.createElementNS(NS, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
