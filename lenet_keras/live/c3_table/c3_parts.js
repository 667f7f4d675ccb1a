// The pictures of the figure: S2 maps, kernels, sums and C3 maps, on common scales.

import { about, reach } from "../js/colours.js";
import { createMap } from "../js/map.js";
import { decimal, plusMinus, stretch } from "../js/numbers.js";
import { FEEDS } from "./c3_switches.js";
import { addUp, unitInWords } from "./connections.js";

const KERNEL = 5;
const EACH_PICTURE = 1; // of the trait `colours`: 0 gives each kind one scale
const KINDS = { input: "S2 maps", kernel: "kernels", sum: "sums", state: "C3 maps" };

/** The numbers behind each picture, given the states and the partial sums by C3 map. */
export function numbersOf({ S2, C3 }, { states, parts, off }) {
  return {
    input: (from) => stretch(states.S2, from, S2.size ** 2),
    kernel: ({ kernel }) => stretch(C3.kernels, kernel, KERNEL ** 2),
    sum: ({ map, kernel }) => parts[map].find((part) => part.kernel === kernel).sums,
    state: (map) => stretch(states.C3, map, C3.size ** 2),
    total: (map) => addUp(parts[map], C3.bias[map], off),
  };
}

/** The end of the scale of each kind of picture. */
export function limitsOf({ C3 }, { states, parts, numbers }) {
  const sums = parts.flat().map((part) => part.sums);
  const totals = C3.connections.map((_, map) => numbers.total(map));
  return {
    input: reach(states.S2),
    kernel: reach(C3.kernels),
    sum: Math.max(...[...sums, ...totals].map(reach)),
    state: reach(states.C3),
  };
}

/** The scales in words. */
export function scalesInWords(limits, colours) {
  if (colours === EACH_PICTURE) return "each picture its own scale";
  const kinds = Object.entries(KINDS);
  return kinds.map(([kind, name]) => `${name} ${plusMinus(limits[kind])}`).join(", ");
}

/** A unit that is pointed at in words; one of the C3 map that is looked at with its sum. */
export function pointedInWords({ kind, name, values }, row, column, { C3 }, now) {
  const unit = row * Math.sqrt(values.length) + column;
  const where = `row ${row}, column ${column}`;
  if (now.view === FEEDS || kind === "input" || kind === "kernel") {
    return `${name}, ${where}: ${decimal(values[unit], 3)}`;
  }
  const { map, off, parts, numbers } = now;
  const sum = unitInWords(parts[map], C3.bias[map], off, numbers.state(map), unit);
  return `C3 map ${map}, ${where}: ${sum}`;
}

/**
 * The pictures: `create(kind, name, of)` makes one, `of(now)` being its numbers. `draw`
 * colours those that are shown; `tell(text)` says the value of a unit.
 */
export function createParts(layers, tell) {
  const sides = { input: layers.S2.size, kernel: KERNEL };
  const shown = []; // {kind, of, picture}
  let now;
  const point = (row, column) => {
    for (const { kind, picture } of shown) {
      if (kind === "kernel" || row == null) picture.mark();
      else if (kind === "input") picture.mark(row, column, KERNEL, KERNEL);
      else picture.mark(row, column);
    }
  };
  return {
    create(kind, name, of) {
      const side = sides[kind] ?? layers.C3.size;
      const onunit = (row, column) => {
        if (row == null || kind === "sum" || kind === "state") point(row, column);
        if (row == null) tell("");
        else {
          const part = { kind, name, values: of(now) };
          tell(pointedInWords(part, row, column, layers, now));
        }
      };
      const className = `ll-part ll-part-${kind}`;
      const picture = createMap({ rows: side, columns: side, name, className, onunit });
      shown.push({ kind, of, picture });
      return picture.element;
    },
    draw(settings, limits) {
      now = settings;
      for (const { kind, of, picture } of shown) {
        if (picture.element.closest("[hidden]")) continue;
        const values = of(now);
        const own = now.colours === EACH_PICTURE;
        picture.draw(values, about(own ? reach(values) : limits[kind]));
      }
    },
  };
}
