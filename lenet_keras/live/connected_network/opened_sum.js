// How a unit gets its state, in a row: what it sees, its weights, the sum, the squashing.

import { symmetric } from "../js/colours.js";
import { button, div, element, group } from "../js/element.js";
import { addends, formula, sourceInWords, sumUp } from "../js/fields.js";
import { PIXEL_SCALE } from "../js/images.js";
import { createPicture, VECTORS } from "../js/map.js";
import { decimal, stretch } from "../js/numbers.js";

/** A unit by its number in its map, or in its layer where that is one picture. */
export function unitAt(layers, { layer, map }, unit) {
  if (layer in VECTORS) return { layer, map: unit, row: 0, column: 0 };
  const { size } = layers[layer];
  return { layer, map, row: Math.floor(unit / size), column: unit % size };
}

/** Which unit it is, in words. */
export function unitTitle({ layer, map, row, column }) {
  if (layer in VECTORS) return `${layer}, unit ${map}`;
  return `${layer} map ${map}, row ${row}, column ${column}`;
}

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

/** A part as a card: what is seen, times the weights, makes so much. */
function createCard(layers, part, looks, follow) {
  const { before, rows, columns, values, weights, products } = part;
  const picture = (numbers, look) => {
    const made = createPicture({ rows, columns, className: `ll-tile ll-${rows}` });
    made.draw(numbers, look);
    return made.element;
  };
  const name = before === "C5" ? before : sourceInWords(part);
  const shown = [element("span", { class: "ll-caption" }, name)];
  const row = [picture(values, looks.values)];
  if (weights) row.push(element("span", {}, "\u00d7"), picture(weights, looks.weights));
  row.push(element("span", { class: "ll-sum" }, `= ${decimal(sumUp({}, products))}`));
  shown.push(element("span", { class: "ll-pair" }, ...row));
  if (before === "image") return div("ll-card", ...shown);
  return button(shown, () => follow(...sourceOf(layers, part)), {
    class: "ll-card",
    title: `Go back to ${name}`,
  });
}

/** The panel of the sum; `follow(node, unit)` when a card is pressed, `close()` at its end. */
export function createOpenedSum(layers, follow, close) {
  const title = div("ll-layer-name");
  const cards = group("What it adds up", "ll-cards");
  const rest = div("ll-steps");
  const head = div(
    "ll-opened-head",
    title,
    button("Close", close, { class: "ll-small" }),
  );
  const whole = div("ll-opened", head, cards, rest);
  whole.hidden = true;
  return {
    element: whole,
    hide() {
      whole.hidden = true;
    },
    show(node, states, look) {
      const unit = unitAt(layers, node, node.unit);
      const parts = partsOf(layers, states, unit);
      const kernels = parts.flatMap(({ weights }) => weights ?? []);
      const looks = {
        values: parts[0].before === "image" ? PIXEL_SCALE : look,
        weights: symmetric(kernels),
      };
      whole.hidden = false;
      title.textContent = unitTitle(unit);
      cards.replaceChildren(
        ...parts.map((part) => createCard(layers, part, looks, follow)),
      );
      const layer = layers[unit.layer];
      const sum = sumUp(
        layer,
        parts.flatMap(({ products }) => products),
      );
      const steps = [["sum of all", sum], ...formula(layer, unit.map, sum)];
      rest.replaceChildren(
        ...steps.map(([what, value]) =>
          div(
            "ll-step",
            element("span", { class: "ll-caption" }, what),
            decimal(value),
          ),
        ),
      );
      return `${unitTitle(unit)}: state ${decimal(steps.at(-1)[1])}`;
    },
  };
}
