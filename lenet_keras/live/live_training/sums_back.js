// How a unit gets its derivative: what comes back to it from above, times its slope.
//
// A unit is {layer, map, row, column}, `map` being its number where a layer has no maps.
// Derivatives are those of the loss by weighted sums.

import { indexOf, sumUp } from "../js/fields.js";
import { SLOPES } from "../js/lenet5.js";
import { VECTORS } from "../js/map.js";
import { decimal, MINUS, range, scientific } from "../js/numbers.js";
import { KERNEL } from "../training_replay/kernels.js";

/** Whence derivatives come back to a layer. */
export const ABOVE = { F6: "output", C5: "F6", S4: "C5", C3: "S4", S2: "C3", C1: "S2" };

/** A number that may be small, as the way back writes it. */
export function writeSmall(value) {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.01) return decimal(value, 3);
  return `${value < 0 ? MINUS : ""}${scientific(size)}`;
}

const times = (values, weights) => values.map((value, n) => value * weights[n]);

function part(after, map, [rows, columns], values, weights) {
  return {
    after,
    map,
    rows,
    columns,
    values,
    weights,
    products: times(values, weights),
  };
}

/** Twice the distance to each code, times what the penalty of its class counts. */
function fromOutput({ output }, { states, slopes }, { map: unit }) {
  const codes = output.kernels;
  const away = Array.from(slopes, (_, label) => {
    return 2 * (states.F6[unit] - codes[label * states.F6.length + unit]);
  });
  return [part("output", null, [2, 5], Array.from(slopes), away)];
}

/** All units of C5 or F6, each by its weight to the unit with this number. */
function fromVector(layers, after, number, derivatives) {
  const { kernels, maps } = layers[after];
  const inputs = kernels.length / maps;
  const weights = range(maps).map((unit) => kernels[unit * inputs + number]);
  return [part(after, null, VECTORS[after], Array.from(derivatives[after]), weights)];
}

/** The one unit that adds this one up, by the coefficient of its map. */
function fromSubsampling(layers, after, { map, row, column }, derivatives) {
  const { size, coefficient } = layers[after];
  const place = (map * size + (row >> 1)) * size + (column >> 1);
  return [part(after, map, [1, 1], [derivatives[after][place]], [coefficient[map]])];
}

/** Of each map that sees this one the units that see the unit, each by its weight. */
function fromConvolution({ C3 }, { map, row, column }, derivatives) {
  const { size, kernels, connections } = C3;
  const seeing = (at) => range(size).filter((one) => one <= at && at < one + KERNEL);
  const [rows, columns] = [seeing(row), seeing(column)];
  const places = rows.flatMap((top) => columns.map((left) => [top, left]));
  let kernel = -1;
  const parts = connections.map((inputs, to) =>
    inputs.map((from) => {
      kernel += 1;
      if (from !== map) return [];
      const first = kernel * KERNEL ** 2;
      const values = places.map(
        ([top, left]) => derivatives.C3[(to * size + top) * size + left],
      );
      const weights = places.map(
        ([top, left]) => kernels[first + (row - top) * KERNEL + column - left],
      );
      const shape = [rows.length, columns.length];
      return {
        ...part("C3", to, shape, values, weights),
        top: rows[0],
        left: columns[0],
      };
    }),
  );
  return parts.flat(2);
}

/** What comes back to a unit, part by part: derivatives above, weights, their products. */
export function partsBack(layers, message, unit) {
  const { derivatives } = message;
  const after = ABOVE[unit.layer];
  if (after === "output") return fromOutput(layers, message, unit);
  if (after === "C3") return fromConvolution(layers, unit, derivatives);
  if (after[0] === "S") return fromSubsampling(layers, after, unit, derivatives);
  return fromVector(layers, after, indexOf(layers[unit.layer], unit), derivatives);
}

/** The unit above whose addend is the largest; none above F6, where the codes are. */
export function largestAbove({ layer, row, column }, part) {
  const { after, products, columns } = part;
  if (after === "output") return null;
  const sizes = products.map(Math.abs);
  const n = sizes.indexOf(Math.max(...sizes));
  if (after in VECTORS) return { layer: after, map: n, row: 0, column: 0 };
  const [top, left] = layer === "S2" ? [part.top, part.left] : [row >> 1, column >> 1];
  const [down, right] = [Math.floor(n / columns), n % columns];
  return { layer: after, map: part.map, row: top + down, column: left + right };
}

/** From the sum of the addends to the derivative, as [what it is, its value], in order. */
export function stepsBack(layers, { states, derivatives }, unit, parts) {
  const back = sumUp(
    {},
    parts.flatMap(({ products }) => products),
  );
  const number = indexOf(layers[unit.layer], unit);
  const slope = SLOPES.scaled_tanh(states[unit.layer][number]);
  const steps = [
    ["sum of all", back],
    ["times the slope at its state", slope],
    ["= its derivative", slope * back],
  ];
  if (unit.layer in VECTORS) return steps;
  const area = layers[unit.layer].size ** 2;
  const map = derivatives[unit.layer].subarray(unit.map * area, (unit.map + 1) * area);
  return [
    ...steps,
    [`added over its map: that of the bias which ${area} units share`, sumUp({}, map)],
  ];
}
