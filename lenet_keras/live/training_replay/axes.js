// A plot with a logarithmic axis: its box, its scale, its lines and words, as SVG.

import { svg } from "../js/element.js";

export const BOX = { left: 44, right: 18, top: 8, bottom: 36, width: 330, height: 210 };
export const INNER = {
  width: BOX.width - BOX.left - BOX.right,
  height: BOX.height - BOX.top - BOX.bottom,
};
const FLOOR = BOX.top + INNER.height; // of the plot, below which numbers stand

/** The numbers 1, 2 and 5 times powers of ten that frame `low` to `high`, ends included. */
export function logTicks(low, high, steps = [1, 2, 5]) {
  const ticks = [];
  const first = Math.floor(Math.log10(low));
  for (let power = first; power <= Math.ceil(Math.log10(high)); power++) {
    for (const one of steps) ticks.push(Number(`${one}e${power}`));
  }
  const from = ticks.findLastIndex((tick) => tick <= low);
  const to = ticks.findIndex((tick) => tick >= high);
  return ticks.slice(from, to + 1);
}

/** Where a number lies on a logarithmic axis from `low` (0) to `high` (1). */
export function logPlace(value, low, high) {
  return Math.log(value / low) / Math.log(high / low);
}

/** The frame of a plot around what it shows. */
export function createPlot(className, ...children) {
  const viewBox = `0 0 ${BOX.width} ${BOX.height}`;
  return svg("svg", { viewBox, class: className, role: "img" }, ...children);
}

/** Words in a plot, `anchor` being the part of them that lies at `x`. */
export function createLabel(text, x, y, anchor = "middle") {
  return svg("text", { x, y, "text-anchor": anchor }, text);
}

/** What the axis below a plot is. */
export function createAxisName(text) {
  return createLabel(text, BOX.left + INNER.width / 2, BOX.height - 4);
}

/** The number that belongs to a place along the axis below a plot. */
export function createAxisNumber(text, x) {
  return createLabel(text, x, BOX.height - 20);
}

/** A line across the plot at the height `y`. */
export function createLevel(className, y) {
  const ends = { x1: BOX.left, x2: BOX.width - BOX.right };
  return svg("line", { class: className, ...ends, y1: y, y2: y });
}

/** A line from the top of the plot to its floor, at `x` once it has one. */
export function createUpright(className, x) {
  return svg("line", { class: className, x1: x, x2: x, y1: BOX.top, y2: FLOOR });
}

/** Writes attributes of a part that moves. */
export function move(part, attributes) {
  for (const [name, to] of Object.entries(attributes)) part.setAttribute(name, to);
}
