// The working of a unit while its addends are added one by one: where it stands, in words.

import { addends, formula, indexOf, sourceInWords, sumUp } from "../js/fields.js";
import { clamp, decimal } from "../js/numbers.js";

/**
 * The working of a unit with so many of its addends added. `open` is the part whose
 * numbers are shown, `current` the place in it of what came last, -1 for none; when all
 * is added, the part that was `opened`.
 */
export function workingOf(layers, states, unit, added, opened = 0) {
  const layer = layers[unit.layer];
  const parts = addends(layers, states, unit);
  const all = parts.flatMap(({ products }) => products);
  const area = parts[0].products.length;
  const count = clamp(added, 0, all.length);
  const complete = count === all.length;
  const [open, current] = complete
    ? [clamp(opened, 0, parts.length - 1), -1]
    : placeOf(count, area);
  return {
    unit,
    layer,
    parts,
    all,
    count,
    complete,
    open,
    current,
    /** How many addends of a part have been added. */
    done: (part) => clamp(count - part * area, 0, area),
    sum: sumUp(layer, all.slice(0, count)),
    state: states[unit.layer][indexOf(layer, unit)],
  };
}

/** The part of the addends in which the last of the first `added` stands, and where in it. */
export function placeOf(added, area) {
  const last = Math.max(added - 1, 0);
  return [Math.floor(last / area), added ? last % area : -1];
}

/** Whose working it is. */
export function titleInWords({ layer, map, row, column }) {
  return layer === "C5"
    ? `How C5 unit ${map} gets its state`
    : `How the unit in ${layer} map ${map}, row ${row}, column ${column} gets its state`;
}

/** An input map and what it has added so far. */
export function partInWords(part, done) {
  const sum = done ? decimal(sumUp({}, part.products.slice(0, done)), 3) : "\u2026";
  return `${sourceInWords(part)}: ${sum}`;
}

/** The window that a unit has in an input map. */
export function windowInWords(part) {
  const { top, left, side } = part;
  const rows = `rows ${top}\u2013${top + side - 1}`;
  return `${sourceInWords(part)}, ${rows}, columns ${left}\u2013${left + side - 1}`;
}

/** How many have been added, of how many. */
export function countInWords({ parts, open, count, all }) {
  return `${count} of ${all.length} ${parts[open].weights ? "products" : "states"}`;
}

/** How many have been added, and which came last. */
export function saidInWords(working) {
  const so = countInWords(working);
  const { parts, open, current } = working;
  if (current < 0) return `${so} added`;
  const { values, weights, products } = parts[open];
  const value = decimal(values[current], 3);
  const last = weights
    ? `${value} \u00d7 ${decimal(weights[current], 3)} = ${decimal(products[current], 3)}`
    : value;
  return `${so}: ${last} came last`;
}

/** From the sum to the state, as [what it is, its value]; what is not known yet is "…". */
export function resultRows(working) {
  const { layer, unit, sum, complete, state } = working;
  const first = layer.reduction === "max" ? "largest" : "sum";
  const follows = formula(layer, unit.map, sum).map(([line, number]) => [
    line,
    complete ? decimal(number, 3) : "\u2026",
  ]);
  return [
    [`${first} of ${countInWords(working)}`, decimal(sum, 3)],
    ...follows,
    ["state in the map", decimal(state, 3)],
  ];
}

/** Every addend with its place and its factors, and the sum so far. */
export function addendRows(layer, parts) {
  const added = [];
  return parts.flatMap(({ map, top, left, side, values, weights, products }) =>
    products.map((product, n) => {
      added.push(product);
      const place = [map, top + Math.floor(n / side), left + (n % side)];
      const weight = weights ? decimal(weights[n], 4) : "\u2013";
      const sum = sumUp(layer, added);
      return [
        added.length,
        ...place,
        decimal(values[n], 4),
        weight,
        decimal(product, 4),
        decimal(sum, 4),
      ];
    }),
  );
}
