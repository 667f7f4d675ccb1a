// The states of C1 and S2 with any coefficient and bias, before and after a shift.

import { reach } from "../js/colours.js";
import { departure, largestOf, nearestDeparture } from "../js/departure.js";
import { shift } from "../js/images.js";
import { subsample } from "../js/lenet5.js";
import { range, stretch } from "../js/numbers.js";
import { AS_LEARNED } from "./agreement.js";
import { truthTable, withNumbers } from "./squashing_curve.js";

/** What the four units of the window of an S2 unit add up to. */
export function windowSum(states, size, map, row, column) {
  const corner = (map * size + 2 * row) * size + 2 * column;
  return [0, 1, size, size + 1].reduce((sum, way) => sum + states[corner + way], 0);
}

/** How C1 and S2 depart, each {difference, largest, down, right}, when the input is shifted. */
export function departuresOf({ C1, S2 }, now, before, map, { dx, dy }) {
  const difference = departure(now.C1, before.C1, map, C1.size, dy, dx);
  return [
    { difference, largest: largestOf(difference), down: dy, right: dx },
    nearestDeparture(now.S2, before.S2, map, S2.size, dy, dx),
  ];
}

/** The end of the colour scale of each layer and map: `[C1, S2]`, six numbers each. */
export function endsOf(choice, layers) {
  const own = layers.map((maps) => maps.map(reach));
  if (choice === "map") return own;
  const largest = own.map((ends) => Math.max(...ends));
  return own.map((ends, layer) =>
    ends.map(() => (choice === "layer" ? largest[layer] : Math.max(...largest))),
  );
}

/**
 * C1 and S2 for an image, and for the same image shifted, with the numbers that the
 * traits of the view choose; `learned` holds [coefficient, bias] of each map.
 */
export function createStates({ network, layers, image, value, values }, learned) {
  const { C1, S2 } = layers;
  const now = network.newStates();
  const before = network.newStates();
  let numbers; // [coefficient, bias] of each map
  const moved = (map) => departuresOf(layers, now, before, map, values(["dx", "dy"]));
  const sumOf = (row, column) => windowSum(now.C1, C1.size, value("map"), row, column);
  const chosen = () => numbers[value("map")];
  return {
    now,
    moved,
    sumOf,
    chosen,
    all: () => numbers,
    stateOf: (row, column) =>
      stretch(now.S2, value("map"), S2.size ** 2)[row * S2.size + column],
    table: () => truthTable(S2.activation, ...chosen()),
    /** The weighted sums of all units of the chosen map. */
    totals() {
      const [coefficient, bias] = chosen();
      return range(S2.size ** 2).map((unit) => {
        const sum = sumOf(Math.floor(unit / S2.size), unit % S2.size);
        return coefficient * sum + bias;
      });
    },
    compute() {
      const { unit, coefficient, bias, dx, dy } = values([
        "unit",
        "coefficient",
        "bias",
        "dx",
        "dy",
      ]);
      numbers = learned.map((own) => (unit === AS_LEARNED ? own : [coefficient, bias]));
      const [coefficients, biases] = [0, 1].map((n) => numbers.map((pair) => pair[n]));
      const layer = withNumbers(S2, coefficients, biases);
      for (const [states, shown] of [
        [before, image()],
        [now, shift(image(), dx, dy)],
      ]) {
        network.forward(shown, states);
        subsample(layer, states.C1, states.S2);
      }
    },
    /** What C1 and S2 show, map by map: states, or how they depart. */
    shown(differences) {
      return [C1, S2].map(({ name, size }, layer) =>
        range(C1.maps).map((map) =>
          differences
            ? moved(map)[layer].difference
            : stretch(now[name], map, size ** 2),
        ),
      );
    },
  };
}
