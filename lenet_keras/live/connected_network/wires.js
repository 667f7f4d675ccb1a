// Which maps are joined, and what lights up with one of them.
//
// A node is {layer, map}; C5, F6 and the answer are a node each, of map 0.

import { clamp, range } from "../js/numbers.js";

export const COLUMNS = ["image", "C1", "S2", "C3", "S4", "C5", "F6", "output"];
const WHOLE = ["image", "C5", "F6", "output"]; // one node for all their units

/** The nodes of a column. */
export function nodesOf(layers, layer) {
  const maps = WHOLE.includes(layer) ? 1 : layers[layer].maps;
  return range(maps).map((map) => ({ layer, map }));
}

/** The name of a node in a table. */
export function keyOf({ layer, map }) {
  return `${layer} ${map}`;
}

/** All wires, from column to column: {from, to}. */
export function wiresOf(layers) {
  return COLUMNS.slice(1).flatMap((layer, n) => {
    const before = COLUMNS[n];
    return nodesOf(layers, layer).flatMap((to) =>
      sourcesOf(layers, before, to).map((from) => ({ from, to })),
    );
  });
}

function sourcesOf(layers, before, { layer, map }) {
  const { kind, connections } = layers[layer];
  if (kind === "subsampling") return [{ layer: before, map }];
  if (WHOLE.includes(layer)) return nodesOf(layers, before);
  return connections[map].map((from) => ({ layer: before, map: from }));
}

/** The numbers of the wires that lead to a node from the input, and on to the answer. */
export function litBy(wires, node) {
  const lit = new Set();
  const walk = (from, to, start) => {
    const reached = new Set([keyOf(start)]);
    const order = from === "to" ? [...wires.keys()].reverse() : wires.keys();
    for (const n of order) {
      if (!reached.has(keyOf(wires[n][from]))) continue;
      reached.add(keyOf(wires[n][to]));
      lit.add(n);
    }
  };
  walk("to", "from", node);
  walk("from", "to", node);
  return lit;
}

/** A node, and of a map of C3 which maps it sees, in words. */
export function nodeInWords(layers, { layer, map }) {
  if (layer === "image") return "The input: every unit of C1 sees 5 by 5 of its pixels";
  if (layer === "C5") return "C5: 120 units, each sees all of S4";
  if (layer === "F6") return "F6: 84 units, trained to draw the digit";
  if (layer === "output") return "The answer: the digit whose drawing is nearest";
  const { kind, connections } = layers[layer];
  if (kind === "subsampling") {
    const before = COLUMNS[COLUMNS.indexOf(layer) - 1];
    return `${layer} map ${map}: ${before} map ${map} at half the size`;
  }
  if (layer === "C1") return `C1 map ${map}: one kernel of 5 by 5, laid everywhere`;
  const all = layers.S2.maps;
  return `C3 map ${map} sees ${connections[map].length} of the ${all} maps of S2: ${listed(connections[map])}`;
}

function listed(numbers) {
  if (numbers.length < 2) return numbers.join("");
  return `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

/** The node to which a key leads: sideways another layer, up and down another map. */
export function nodeByKey(layers, key, { layer, map }) {
  const column = COLUMNS.indexOf(layer);
  const count = nodesOf(layers, layer).length;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const to = map + (key === "ArrowDown" ? 1 : -1);
    return { layer, map: clamp(to, 0, count - 1) };
  }
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const next = clamp(column + (key === "ArrowRight" ? 1 : -1), 1, COLUMNS.length - 2);
  const there = nodesOf(layers, COLUMNS[next]).length;
  const at = Math.floor(((map + 0.5) * there) / count);
  return { layer: COLUMNS[next], map: at };
}

/** The way of a wire between two boxes: to the right, or down where layers are rows. */
export function curve(from, to, upright) {
  const number = (value) => value.toFixed(1);
  if (upright && to.top >= from.bottom) {
    const [x, y] = [(from.left + from.right) / 2, from.bottom];
    const [u, v] = [(to.left + to.right) / 2, to.top];
    const middle = (y + v) / 2;
    return `M${number(x)} ${number(y)}C${number(x)} ${number(middle)} ${number(u)} ${number(middle)} ${number(u)} ${number(v)}`;
  }
  const [x, y] = [from.right, (from.top + from.bottom) / 2];
  const [u, v] = [to.left, (to.top + to.bottom) / 2];
  const middle = (x + u) / 2;
  return `M${number(x)} ${number(y)}C${number(middle)} ${number(y)} ${number(middle)} ${number(v)} ${number(u)} ${number(v)}`;
}
