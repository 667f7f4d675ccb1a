// The weights of LeNet-5 as one row, in the order of `lenet5.c`, and as layers.
//
//   weightParts(row)                         {c1, c1_bias, s2, ...}, in the row itself
//   networkOf(row, connections, codes) as `lenet5.js` computes with it
//
// The row has a place for a kernel from every map of S2 to every map of C3; those of the
// connections come first. A gradient, or the rates of all weights, is such a row, too.

import { range } from "../js/numbers.js";

/** Lengths of the parts of a row. */
export const LENGTHS = {
  c1: 6 * 25,
  c1_bias: 6,
  s2: 6,
  s2_bias: 6,
  c3: 6 * 16 * 25,
  c3_bias: 16,
  s4: 16,
  s4_bias: 16,
  c5: 400 * 120,
  c5_bias: 120,
  f6: 120 * 84,
  f6_bias: 84,
};
export const WEIGHTS = Object.values(LENGTHS).reduce((sum, length) => sum + length);

const columns = (...maps) => maps.map((inputs) => Array.from(inputs, Number));
/** Which maps of S2 each map of C3 sees: Table I, or all. */
export const CONNECTIONS = {
  table_i: columns(
    ...["012", "123", "234", "345", "045", "015", "0123", "1234"],
    ...["2345", "0345", "0145", "0125", "0134", "1245", "0235", "012345"],
  ),
  full: range(16).map(() => range(6)),
};
export const C1_CONNECTIONS = range(6).map(() => [0]);

/** The parts of a row by name. */
export function weightParts(row) {
  return cut(row, LENGTHS);
}

/** Stretches of an array that follow one another, given their lengths by name. */
export function cut(array, lengths) {
  let place = 0;
  const found = {};
  for (const [name, length] of Object.entries(lengths)) {
    found[name] = array.subarray(place, place + length);
    place += length;
  }
  return found;
}

/** How many kernels C3 has. */
export const kernelCount = (connections) => connections.flat().length;

/** The network of a row, as `lenet5.js` takes it; `codes` are ten times 84 numbers. */
export function networkOf(row, connections, codes) {
  const w = weightParts(Float64Array.from(row));
  const activation = "scaled_tanh";
  const convolution = { kind: "convolution", activation };
  const subsampling = { kind: "subsampling", reduction: "sum", activation };
  const single = Array.from({ length: 120 }, () => range(16));
  const kernels = w.c3.subarray(0, 25 * kernelCount(connections));
  return layersOf({
    C1: [6, 28, convolution, { connections: C1_CONNECTIONS, kernels: w.c1 }, w.c1_bias],
    S2: [6, 14, subsampling, { coefficient: w.s2 }, w.s2_bias],
    C3: [16, 10, convolution, { connections, kernels }, w.c3_bias],
    S4: [16, 5, subsampling, { coefficient: w.s4 }, w.s4_bias],
    C5: [
      ...[120, 1, convolution],
      { connections: single, kernels: turned(w.c5, 400, 120) },
      w.c5_bias,
    ],
    F6: [
      ...[84, 1, { kind: "dense", activation }],
      { kernels: turned(w.f6, 120, 84) },
      w.f6_bias,
    ],
    output: [10, 1, { kind: "rbf" }, { kernels: Float64Array.from(codes) }],
  });
}

function layersOf(described) {
  const layers = Object.entries(described).map(
    ([name, [maps, size, kind, weights, bias]]) => {
      const layer = { name, maps, size, ...kind, ...weights };
      return [name, bias ? { ...layer, bias } : layer];
    },
  );
  return Object.fromEntries(layers);
}

/** A matrix, row by row, with rows as columns. */
export function turned(matrix, rows, columns) {
  return matrix.map((_, n) => matrix[(n % rows) * columns + Math.floor(n / rows)]);
}
