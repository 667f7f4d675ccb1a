// The kernels of a training run: read, measured, and laid out as one picture.

import { reach } from "../js/colours.js";
import { range, stretch } from "../js/numbers.js";

export const KERNEL = 5;
const AREA = KERNEL ** 2;
export const CELL = KERNEL + 1; // with the gap to the next kernel

/**
 * The weights of a layer at each pass, out of one byte each: `layers` follow one another
 * in `bytes`, and `scales` says what a step is worth at each pass.
 */
export function readKernels(layers, bytes) {
  let place = 0;
  const read = layers.map(({ name, connections, scales }) => {
    const size = connections.flat().length * AREA;
    const passes = scales.map((scale) => {
      const weights = new Float32Array(size);
      for (let w = 0; w < size; w++) weights[w] = scale * bytes.getInt8(place++);
      return weights;
    });
    return { name, connections, passes };
  });
  if (place !== bytes.byteLength) {
    throw new Error(`Expected ${place} weights. Received: ${bytes.byteLength}`);
  }
  return read;
}

/** Each kernel with its place in a table: a row for each input, a column for each map. */
export function places(connections) {
  return connections.flatMap((inputs, map) => inputs.map((from) => ({ map, from })));
}

/** How far each kernel is from where it was: root mean square over its weights. */
export function changes(weights, before) {
  return range(weights.length / AREA).map((kernel) => {
    const first = kernel * AREA;
    const squares = range(AREA).map(
      (w) => (weights[first + w] - before[first + w]) ** 2,
    );
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / AREA);
  });
}

/** What is shown of a layer after a pass: its weights, or what they changed by. */
export function weightsAt({ passes }, at, sinceStart) {
  const [start] = passes;
  return sinceStart ? passes[at].map((weight, w) => weight - start[w]) : passes[at];
}

/** The end of a scale for what is shown of a layer after some passes. */
export function reachOver(layer, passes, sinceStart) {
  return Math.max(...passes.map((at) => reach(weightsAt(layer, at, sinceStart))));
}

/** Each kernel divided by its largest absolute weight. */
export function eachToItsOwn(weights) {
  const scaled = weights.slice();
  for (const kernel of range(weights.length / AREA)) {
    const end = reach(stretch(weights, kernel, AREA));
    stretch(scaled, kernel, AREA).forEach((weight, w, own) => {
      own[w] = weight / end;
    });
  }
  return scaled;
}

/** Kernels laid out as a picture, one unit between them; NaN where there is none. */
export function layOut(weights, where, rows, columns) {
  const width = columns * CELL - 1;
  const picture = new Float32Array((rows * CELL - 1) * width).fill(Number.NaN);
  where.forEach(({ map, from }, kernel) => {
    for (let w = 0; w < AREA; w++) {
      const row = from * CELL + Math.floor(w / KERNEL);
      picture[row * width + map * CELL + (w % KERNEL)] = weights[kernel * AREA + w];
    }
  });
  return picture;
}
