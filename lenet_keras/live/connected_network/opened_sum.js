// How a unit gets its state, in a row: what it sees, its weights, the sum, the squashing.

import { symmetric } from "../js/colours.js";
import {
  addends,
  formula,
  sourceInWords,
  sumUp,
  unitAt,
  unitTitle,
} from "../js/fields.js";
import { PIXEL_SCALE } from "../js/images.js";
import { VECTORS } from "../js/map.js";
import { decimal, stretch } from "../js/numbers.js";
import { createSumCard, createSumPanel } from "../js/sum_panel.js";

/**
 * What a unit adds up, part by part: {before, map, rows, columns, values, weights,
 * products}. A part is what it sees of one map, or all of C5 for a unit of F6.
 */
export function partsOf(layers, states, unit) {
  if (unit.layer !== "F6") {
    return addends(layers, states, unit).map((part) => ({
      ...part,
      rows: part.side,
      columns: part.side,
    }));
  }
  const values = Array.from(states.C5);
  const weights = Array.from(stretch(layers.F6.kernels, unit.map, values.length));
  const products = values.map((value, n) => value * weights[n]);
  const [rows, columns] = VECTORS.C5;
  return [{ before: "C5", map: 0, rows, columns, values, weights, products }];
}

/** The node and the unit in the middle of what a part shows: whence it comes. */
export function sourceOf(layers, { before, map, top, left, side, rows, columns }) {
  const size = layers[before]?.size ?? 32;
  if (side === undefined) return [{ layer: before, map: 0 }, (rows * columns) >> 1];
  const middle = side >> 1;
  return [{ layer: before, map }, (top + middle) * size + left + middle];
}

/** A part as a card, which leads back to what it is a part of. */
function createCard(layers, part, looks, follow) {
  const { before } = part;
  const name = before === "C5" ? before : sourceInWords(part);
  const back = {
    title: `Go back to ${name}`,
    press: () => follow(...sourceOf(layers, part)),
  };
  const leads = before === "image" ? {} : back;
  return createSumCard(part, looks, { name, ...leads });
}

/** The panel of the sum; `follow(node, unit)` when a card is pressed, `close()` at its end. */
export function createOpenedSum(layers, follow, close) {
  const panel = createSumPanel("What it adds up", close);
  return {
    element: panel.element,
    hide: panel.hide,
    show(node, states, look) {
      const unit = unitAt(layers, node, node.unit);
      const parts = partsOf(layers, states, unit);
      const kernels = parts.flatMap(({ weights }) => weights ?? []);
      const looks = {
        values: parts[0].before === "image" ? PIXEL_SCALE : look,
        weights: symmetric(kernels),
      };
      const layer = layers[unit.layer];
      const sum = sumUp(
        layer,
        parts.flatMap(({ products }) => products),
      );
      const steps = [["sum of all", sum], ...formula(layer, unit.map, sum)];
      panel.show(
        unitTitle(unit),
        parts.map((part) => createCard(layers, part, looks, follow)),
        steps.map(([what, value]) => [what, decimal(value)]),
      );
      return `${unitTitle(unit)}: state ${decimal(steps.at(-1)[1])}`;
    },
  };
}
