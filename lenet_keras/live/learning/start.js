// The weights that a training starts from, as `lenet_keras.lenet5(start=...)` draws them.

import { DRAWN, seeded } from "./random.js";
import { CONNECTIONS, WEIGHTS, weightParts } from "./weights.js";

/** Initial kernels are uniform in plus or minus the first / fan-in ** the second. */
const STARTS = {
  square_root: [2.4, 0.5],
  literal: [2.4, 1],
  unit_variance: [Math.sqrt(3), 0.5],
};

/** The row of weights with which a training begins, of its settings. */
export function startingWeights({ start, seed, equal }, connections) {
  return startWeights(start, seeded(seed, DRAWN.start), { connections, equal });
}

/**
 * A row of initial weights.
 *
 * @param {"square_root" | "literal" | "unit_variance"} start
 * @param {() => number} draw As `seeded` makes it.
 * @param {object} options `connections` of C3. With `equal`, all kernels of C1 are equal,
 *   those of C3, and for each unit of C5 its own: Table I treats all maps of S2 alike, so
 *   that C1 learns six times the same.
 */
export function startWeights(
  start,
  draw,
  { connections = CONNECTIONS.table_i, equal = false } = {},
) {
  const [scale, exponent] = STARTS[start];
  const uniform = (fanIn) => (2 * draw() - 1) * (scale / fanIn ** exponent);
  const row = new Float32Array(WEIGHTS);
  const w = weightParts(row);
  fill(w.c1, () => uniform(25));
  const inputs = connections.flatMap((maps) => maps.map(() => maps.length));
  inputs.forEach((maps, kernel) => {
    fill(w.c3.subarray(25 * kernel, 25 * (kernel + 1)), () => uniform(25 * maps));
  });
  fill(w.c5, () => uniform(400));
  fill(w.f6, () => uniform(120));
  const coefficient = start === "literal" ? () => uniform(4) : () => 1 / 4;
  fill(w.s2, coefficient);
  fill(w.s4, coefficient);
  if (equal) makeEqual(w, inputs.length);
  return row;
}

// Sums over equal maps are larger than over others: a root makes up for that.
function makeEqual(w, kernels) {
  const first = w.c3.slice(0, 25);
  fill(w.c1, (n) => w.c1[n % 25]);
  fill(w.c3.subarray(0, 25 * kernels), (n) => first[n % 25] / Math.sqrt(3));
  const unit = w.c5.slice(0, 25 * 120); // all kernels that see the first map
  fill(w.c5, (n) => unit[n % unit.length] / Math.sqrt(16));
  fill(w.s2, () => w.s2[0]);
  fill(w.s4, () => w.s4[0]);
}

/** Fills an array in order; what is behind stays for those before it to be seen. */
function fill(array, value) {
  for (let n = 0; n < array.length; n++) array[n] = value(n);
}
