// Rows and digits that a reader can put on the pad.

import { createToolbar } from "../js/choices.js";
import { button, div, element } from "../js/element.js";
import { MNIST_SIDE, SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { range, stretch } from "../js/numbers.js";
import { FIELD } from "./field.js";

const LEVELS_OF_INK = { low: 0, high: 255, colours: "ink" };
const BESIDE = 4; // columns of paper beside a row that are shown

/** Images of digits by class, out of all of them, those of a class one after another. */
export function byClass(images, counts) {
  let first = 0;
  return counts.map((count) => {
    const of = range(count).map((n) => stretch(images, first + n, MNIST_SIDE ** 2));
    first += count;
    return of;
  });
}

/** The part of a row where there is ink: {columns, levels}. */
export function inkedPart(levels) {
  let [first, end] = [FIELD, 0];
  levels.forEach((level, pixel) => {
    if (!level) return;
    first = Math.min(first, pixel % FIELD);
    end = Math.max(end, (pixel % FIELD) + 1);
  });
  first = Math.max(0, first - BESIDE);
  const columns = Math.max(1, Math.min(FIELD, end + BESIDE) - first);
  const part = new Uint8Array(SIDE * columns);
  part.forEach((_, n) => {
    part[n] = levels[Math.floor(n / columns) * FIELD + first + (n % columns)];
  });
  return { columns, levels: part };
}

function thumbnail(levels, columns, rows) {
  const picture = createPicture({ rows, columns, className: "ll-thumb" });
  picture.draw(levels, LEVELS_OF_INK);
  return picture.element;
}

/** Rows in groups, each group with its name; `show(number)` is told which to show. */
export function createRows(groups, rows, show) {
  let number = 0;
  const tools = [];
  const parts = groups.map(({ name, labels }) => {
    const made = labels.map((label) => {
      const row = number++;
      const { columns, levels } = inkedPart(stretch(rows, row, SIDE * FIELD));
      const picture = thumbnail(levels, columns, SIDE);
      picture.style.width = `${(2.4 * columns) / SIDE}rem`;
      const words = { "aria-label": `Put ${label} on the pad, ${name}`, title: label };
      return button([picture], () => show(row), words);
    });
    tools.push(...made);
    return div(
      "",
      element("div", { class: "ll-caption" }, name),
      div("ll-thumbs", ...made),
    );
  });
  return createToolbar("Rows of digits", "ll-rows", tools, parts);
}

/** One button for each digit that keys put on the pad. */
export function createDigitButtons(written, put) {
  return written.map((images, digit) => {
    const picture = thumbnail(images[0], MNIST_SIDE, MNIST_SIDE);
    const words = { "aria-label": `Put a ${digit} on the pad`, class: "ll-key" };
    return button([picture], () => put(digit), words);
  });
}
