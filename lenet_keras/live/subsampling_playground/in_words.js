// What the figure says: the unit, the shift and what became of the maps.

import { wayInWords } from "../js/departure.js";
import { decimal } from "../js/numbers.js";
import { turnInWords } from "./squashing_curve.js";

const NOTHING = 1e-5; // a departure below it is none

/** What a shift does to the maps, in words. */
export function followingInWords(dx, dy, c1, s2) {
  if (!dx && !dy) return "Not shifted.";
  const follows = (largest) =>
    largest < NOTHING ? "follows exactly" : `departs by up to ${decimal(largest)}`;
  return `Shifted ${wayInWords(dx, dy, " px")}: C1 ${follows(c1)}, S2 ${follows(s2)}.`;
}

/** How the unit of S2 comes by its state, in words. */
export function unitInWords(row, column, sum, [coefficient, bias], state) {
  return (
    `S2 row ${row}, column ${column}: sum ${decimal(sum)} \u00d7 ${decimal(coefficient)} ` +
    `+ bias ${decimal(bias)} = ${decimal(coefficient * sum + bias)}, state ${decimal(state)}`
  );
}

/** The largest departure, in words. */
export function largestInWords({ largest, down, right }, { dx, dy }) {
  if (!dx && !dy) return "not shifted";
  const way = wayInWords(right, down);
  return `up to ${decimal(largest, 3)} off the old map, moved ${way}`;
}

/** What the figure shows, in words. */
export function inWords(map, [coefficient, bias], table, { dx, dy }, moved) {
  return (
    `Map ${map}, coefficient ${decimal(coefficient)}, bias ${decimal(bias)}: a unit is ` +
    `${turnInWords(table)}. ` +
    followingInWords(dx, dy, ...moved.map(({ largest }) => largest))
  );
}
