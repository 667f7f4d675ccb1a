// The weights of a row, as `weights.js` has it, in the order of the Keras model.
//
//   inKerasOrder(row, connections)     as the trainable variables of the model
//   ofKerasOrder(values, connections)  and back

import { joined } from "../js/numbers.js";
import { cut, kernelCount, LENGTHS, turned, WEIGHTS, weightParts } from "./weights.js";

/** All weights in the order of the model's trainable variables. */
export function inKerasOrder(row, connections) {
  const w = weightParts(row);
  const kernels = kernelCount(connections);
  return joined([
    ...[turned(w.c1, 6, 25), w.c1_bias, w.s2, w.s2_bias],
    ...[turned(w.c3.subarray(0, 25 * kernels), kernels, 25), w.c3_bias],
    ...[w.s4, w.s4_bias, mapsLast(w.c5), w.c5_bias, w.f6, w.f6_bias],
  ]);
}

/** The row of weights in the order of the model's trainable variables. */
export function ofKerasOrder(values, connections) {
  const row = new Float32Array(WEIGHTS);
  const kernels = kernelCount(connections);
  const given = cut(values, { ...LENGTHS, c3: 25 * kernels });
  given.c1 = turned(given.c1, 25, 6);
  given.c3 = turned(given.c3, 25, kernels);
  given.c5 = mapsFirst(given.c5);
  for (const [name, part] of Object.entries(weightParts(row))) part.set(given[name]);
  return row;
}

// The kernels of C5: 16 maps of 25 places, or 25 places of 16 maps, 120 units each.
function mapsLast(kernels) {
  return blocksTurned(kernels, 16, 25);
}

function mapsFirst(kernels) {
  return blocksTurned(kernels, 25, 16);
}

function blocksTurned(values, rows, columns, length = 120) {
  const result = values.slice();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (row * columns + column) * length;
      result.set(values.subarray(from, from + length), (column * rows + row) * length);
    }
  }
  return result;
}
