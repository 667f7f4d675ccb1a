// The network over a wide field: what a window of 32 pixels gives, every 4 pixels.
//
//   const wide = widen(network.layers, 136);     wide.places outputs, wide.layers
//   const states = newWideStates(wide);          states.image is the field, row by row
//   const sweep = createSweep(wide, states);
//   sweep();                                     fills all other states
//
// The maps of C1 to S4 are as wide as the field asks for. Of C5, F6 and the output the
// units of one place follow one another, then those of the next.

import { SIDE } from "../js/images.js";
import { convolve, dense, rbf, subsample } from "../js/lenet5.js";
import { stretch } from "../js/numbers.js";

export const STRIDE = 4; // pixels from one output to the next
const LOST = 4; // columns, in a convolution

/** The network of 32x32 pixels over a field of so many columns, a multiple of four. */
export function widen(layers, width) {
  if (width < SIDE || width % STRIDE) {
    throw new RangeError(
      `widen: expected a multiple of ${STRIDE} of at least ${SIDE} columns. Received: ${width}`,
    );
  }
  const wide = {};
  let columns = width;
  for (const name of ["C1", "S2", "C3", "S4"]) {
    columns = name.startsWith("C") ? columns - LOST : columns / 2;
    wide[name] = { ...layers[name], columns };
  }
  const places = (width - SIDE) / STRIDE + 1;
  return { layers: { ...layers, ...wide }, width, places };
}

/** Empty arrays for all states, the field among them. */
export function newWideStates({ layers, width, places }) {
  const states = { image: new Float64Array(SIDE * width) };
  for (const [name, { maps, size, columns = places }] of Object.entries(layers)) {
    states[name] = new Float64Array(maps * size * columns);
  }
  return states;
}

/**
 * A function that fills all states from the field. Where the units of S4 that a place
 * sees are as last time, its outputs are, too: they stay.
 */
export function createSweep({ layers, places }, states) {
  const { C1, S2, C3, S4, C5, F6, output } = layers;
  const units = C5.kernels.length / C5.maps; // that a place sees
  const windows = new Float64Array(places * units).fill(Number.NaN); // nothing seen yet
  const answerAt = (place) => {
    const seen = stretch(windows, place, units);
    if (!look(S4, states.S4, place, seen)) return;
    const [c5, f6, penalties] = [C5, F6, output].map(({ name, maps }) =>
      stretch(states[name], place, maps),
    );
    dense(C5, seen, c5);
    dense(F6, c5, f6);
    rbf(output, f6, penalties);
  };
  return () => {
    convolve(C1, states.image, states.C1);
    subsample(S2, states.C1, states.S2);
    convolve(C3, states.S2, states.C3);
    subsample(S4, states.C3, states.S4);
    for (let place = 0; place < places; place++) answerAt(place);
  };
}

/** Copies the units that a place sees of each map; says whether one is another. */
function look({ maps, size, columns }, input, place, seen) {
  let isNew = false;
  let unit = 0;
  for (let row = 0; row < maps * size; row++) {
    for (let column = 0; column < size; column++, unit++) {
      const state = input[row * columns + place + column];
      if (seen[unit] === state) continue;
      seen[unit] = state;
      isNew = true;
    }
  }
  return isNew;
}
