// A network as a file of NumPy's, which `lenet5(weights=...)` reads.

import { inKerasOrder, ofKerasOrder } from "../learning/keras_order.js";
import { readNpz, writeNpz } from "../learning/npz.js";
import { CONNECTIONS } from "../learning/weights.js";

/** Names and shapes of the trainable weights, in the order of the Keras model. */
export function weightShapes(connections) {
  const shapes = {
    C1: [5, 5, 1, 6],
    S2: [6],
    C3: [5, 5, connections.flat().length],
    S4: [16],
    C5: [5, 5, 16, 120],
    F6: [120, 84],
  };
  const biases = { C1: 6, S2: 6, C3: 16, S4: 16, C5: 120, F6: 84 };
  return Object.entries(biases).flatMap(([layer, units]) => [
    [`${layer}/${layer[0] === "S" ? "coefficient" : "kernel"}`, shapes[layer]],
    [`${layer}/bias`, [units]],
  ]);
}

const sizeOf = (shape) => shape.reduce((size, side) => size * side, 1);

/** The file of a network, which `lenet5(weights=...)` reads. */
export function fileOf({ weights, connections }) {
  const values = inKerasOrder(weights, connections);
  let place = 0;
  const arrays = weightShapes(connections).map(([name, shape]) => {
    const from = place;
    place += sizeOf(shape);
    return [name, { shape, values: values.subarray(from, place) }];
  });
  return writeNpz(Object.fromEntries(arrays));
}

/** {weights, table} of such a file, `table` being a name of `CONNECTIONS`. */
export async function networkInFile(bytes) {
  const arrays = await readNpz(bytes);
  for (const [table, connections] of Object.entries(CONNECTIONS)) {
    const wanted = weightShapes(connections);
    if (!wanted.every(([name, shape]) => String(arrays[name]?.shape) === String(shape)))
      continue;
    const values = wanted.flatMap(([name]) => [...arrays[name].values]);
    return { table, weights: ofKerasOrder(Float32Array.from(values), connections) };
  }
  throw new Error("Expected the file of a LeNet-5. Received: other arrays");
}

/** How the file of a network is read in Python. */
export function inPython({ connections }) {
  const isFull = connections.flat().length === CONNECTIONS.full.flat().length;
  return `In Python: lenet5(weights="lenet5.npz"${isFull ? ', connections="full"' : ""}).`;
}
