// Who sees whom, by the arithmetic of windows; and what a unit makes of what it sees.
//
// A unit is {layer, map, row, column}; a pixel is a unit of the layer "image", map 0.
// A range is [first, count], along rows or columns.

import { SIDE } from "./images.js";
import { dense } from "./lenet5.js";
import { VECTORS } from "./map.js";
import { clamp } from "./numbers.js";

export const CHAIN = ["image", "C1", "S2", "C3", "S4", "C5"];
const WINDOWS = { convolution: [5, 1], subsampling: [2, 2] }; // side, and step to the next

/** A unit by its number in its map, or in its layer where that is one picture. */
export function unitAt(layers, { layer, map }, unit) {
  if (layer in VECTORS) return { layer, map: unit, row: 0, column: 0 };
  const { size } = layers[layer];
  return { layer, map, row: Math.floor(unit / size), column: unit % size };
}

/** Which unit it is, in words. */
export function unitTitle({ layer, map, row, column }) {
  if (layer in VECTORS) return `${layer}, unit ${map}`;
  return `${layer} map ${map}, row ${row}, column ${column}`;
}

/** The units of the layer before that a range of units sees. */
export function rangeSeen(kind, [first, count]) {
  const [side, stride] = WINDOWS[kind];
  return [first * stride, (count - 1) * stride + side];
}

/** The units of a layer that see something of a range of the layer before. */
export function rangeSeeing({ kind, size }, [first, count]) {
  const [side, stride] = WINDOWS[kind];
  const from = Math.max(Math.ceil((first - side + 1) / stride), 0);
  const to = Math.min(Math.floor((first + count - 1) / stride), size - 1);
  return [from, to - from + 1];
}

/** The maps of the layer before that some maps see: for C3, what Table I connects. */
export function mapsSeen({ kind, connections }, maps) {
  if (kind === "subsampling") return maps;
  return [...new Set(maps.flatMap((map) => connections[map]))].sort((a, b) => a - b);
}

/** The maps of a layer that see one of some maps of the layer before. */
export function mapsSeeing({ kind, connections }, maps) {
  if (kind === "subsampling") return maps;
  const sees = (inputs) => inputs.some((map) => maps.includes(map));
  return [...connections.keys()].filter((map) => sees(connections[map]));
}

/**
 * What lights up with a unit, by layer: its sources in every layer before, itself, and
 * the units behind that see it. Each is {role, maps, rows, columns}.
 */
export function lightUp(layers, { layer, map, row, column }) {
  const chosen = { role: "chosen", maps: [map], rows: [row, 1], columns: [column, 1] };
  const place = CHAIN.indexOf(layer);
  const lit = { [layer]: chosen };
  for (let n = place, from = chosen; n > 0; n--) {
    const at = layers[CHAIN[n]];
    from = {
      role: "source",
      maps: n > 1 ? mapsSeen(at, from.maps) : [0],
      rows: rangeSeen(at.kind, from.rows),
      columns: rangeSeen(at.kind, from.columns),
    };
    lit[CHAIN[n - 1]] = from;
  }
  for (let n = place + 1, from = chosen; n < CHAIN.length; n++) {
    const at = layers[CHAIN[n]];
    from = {
      role: "target",
      maps: mapsSeeing(at, from.maps),
      rows: rangeSeeing(at, from.rows),
      columns: rangeSeeing(at, from.columns),
    };
    lit[CHAIN[n]] = from;
  }
  return lit;
}

/** The side in pixels of the field of one unit of a layer. */
export function fieldSide(layers, layer) {
  return lightUp(layers, { layer, map: 0, row: 0, column: 0 }).image.rows[1];
}

/** The unit itself, or, where its layer is smaller than it says, the nearest to it. */
export function nearestUnit(layers, { layer, map, row, column }) {
  const { maps, size } = layers[layer] ?? { maps: 1, size: SIDE };
  const within = (value, count) => clamp(value, 0, count - 1);
  return {
    layer,
    map: within(map, maps),
    row: within(row, size),
    column: within(column, size),
  };
}

/** Where a unit stands in the states of its layer. */
export function indexOf({ size }, { map, row, column }) {
  return (map * size + row) * size + column;
}

/** The state of a unit, or what a pixel holds. */
export function stateOf(layers, states, unit) {
  return states[unit.layer][indexOf(layers[unit.layer] ?? { size: SIDE }, unit)];
}

/**
 * What a unit adds up, one input map after the other, each window row by row: the
 * states, the weights (none in sub-sampling) and their products.
 */
export function addends(layers, states, { layer, map, row, column }) {
  const { kind, connections, kernels } = layers[layer];
  const before = CHAIN[CHAIN.indexOf(layer) - 1];
  const size = layers[before]?.size ?? SIDE;
  const [[top, side], [left]] = [
    rangeSeen(kind, [row, 1]),
    rangeSeen(kind, [column, 1]),
  ];
  const kernelsBefore = connections
    ?.slice(0, map)
    .reduce((sum, { length }) => sum + length, 0);
  return (connections?.[map] ?? [map]).map((from, n) => {
    const values = Array.from({ length: side * side }, (_, place) => {
      const [down, right] = [Math.floor(place / side), place % side];
      return states[before][(from * size + top + down) * size + left + right];
    });
    const area = side * side;
    const kernel = (kernelsBefore + n) * area;
    const weights = kernels && [...kernels.subarray(kernel, kernel + area)];
    const products = weights
      ? values.map((value, place) => value * weights[place])
      : values;
    return { before, map: from, top, left, side, values, weights, products };
  });
}

/** An input map. */
export function sourceInWords({ before, map }) {
  return before === "image" ? "input" : `${before} map ${map}`;
}

/** Their sum; with maximum pooling, which adds nothing, the largest. */
export function sumUp({ reduction }, numbers) {
  if (reduction === "max" && numbers.length) return Math.max(...numbers);
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** From the sum of the addends to the state, as [what it is, its value], in order. */
export function formula(layer, map, sum) {
  const steps = [];
  let total = sum;
  if (layer.reduction === "mean" || layer.reduction === "average") {
    total /= 4;
    steps.push(["divided by 4: their mean", total]);
  }
  const [coefficient, bias] = [layer.coefficient?.[map], layer.bias?.[map]];
  if (coefficient !== undefined) {
    total *= coefficient;
    steps.push(["times the coefficient of the map", coefficient]);
  }
  if (bias !== undefined) {
    total += bias;
    steps.push(["plus the bias of the map", bias], ["weighted sum a", total]);
  }
  if (!layer.activation) return [...steps, ["state", total]];
  return [
    ...steps,
    [`state = ${SQUASHINGS[layer.activation]}`, squashed(layer, total)],
  ];
}

const SQUASHINGS = {
  scaled_tanh: "1.7159 tanh(2a/3)",
  tanh: "tanh(a)",
  sigmoid: "1 / (1 + exp(\u2212a))",
  relu: "max(a, 0)",
  linear: "a",
};

// What a unit of F6 would make of it that has a bias and no inputs.
function squashed({ activation }, total) {
  const state = new Float64Array(1);
  dense({ activation, kernels: [], bias: [total] }, [], state);
  return state[0];
}
