// The kernels of C1 and C3 after a pass, as pictures that can be pointed at.

import { about } from "../js/colours.js";
import { element, group } from "../js/element.js";
import { createMap } from "../js/map.js";
import { decimal, plusMinus, range } from "../js/numbers.js";
import {
  CELL,
  eachToItsOwn,
  KERNEL,
  layOut,
  places,
  reachOver,
  weightsAt,
} from "./kernels.js";

const [ALL_PASSES, EACH_KERNEL] = [0, 2]; // of `colours`: 1 is the pass that is shown

/** Where a kernel stands, in words: C1 has one input, which needs no name. */
export function kernelName(layer, { map, from }) {
  return layer === "C1" ? `C1 map ${map}` : `${layer} map ${map} from S2 map ${from}`;
}

/** The kernel that is pointed at, in words, `change` being undefined where there is none. */
export function kernelInWords(layer, { map, from }, change) {
  const input = layer === "C1" ? "the input" : `S2 map ${from}`;
  const moved = change === undefined ? null : decimal(change, 3);
  const text = moved ? `changed by ${moved} since the start` : "no connection";
  return `${layer} map ${map} from ${input}: ${text}`;
}

/** What is drawn of a layer, and the end of its scale; no end if each kernel has its own. */
export function drawnKernels(layer, at, sinceStart, colours) {
  const weights = weightsAt(layer, at, sinceStart);
  if (colours === EACH_KERNEL) return { weights: eachToItsOwn(weights), end: null };
  const passes = colours === ALL_PASSES ? range(layer.passes.length) : [at];
  return { weights, end: reachOver(layer, passes, sinceStart) };
}

/** The kernels of a layer as one picture; `onkernel(place)` is told, `null` for none. */
export function createKernels(layer, onkernel) {
  const { name, connections } = layer;
  const where = places(connections);
  const columns = connections.length;
  const rows = 1 + Math.max(...connections.flat());
  const ends = element("span", { class: "ll-caption" });
  const picture = createMap({
    rows: rows * CELL - 1,
    columns: columns * CELL - 1,
    cell: CELL,
    size: KERNEL,
    className: `ll-kernels-${name}`,
    "aria-roledescription": "kernels",
    "aria-label": `Kernels of ${name}, arrow keys choose one`,
    onunit: (from, map) => onkernel(from == null ? null : { map, from }),
  });
  const title =
    name === "C1" ? "C1 " : `${name}: a column for each map, a row for each input `;
  const heading = element("span", { class: "ll-layer-name" }, title);
  return {
    element: group(name, "ll-layer", heading, ends, picture.element),
    draw(at, sinceStart, colours) {
      const { weights, end } = drawnKernels(layer, at, sinceStart, colours);
      picture.draw(layOut(weights, where, rows, columns), about(end ?? 1));
      const scale = end === null ? "each kernel its own scale" : plusMinus(end);
      ends.textContent = weights.some(Boolean) ? scale : ""; // nothing has changed yet
    },
  };
}
