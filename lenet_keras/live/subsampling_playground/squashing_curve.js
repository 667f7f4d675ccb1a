// What sub-sampling units with a coefficient and a bias do, on the squashing function.

import { reach } from "../js/colours.js";
import { element } from "../js/element.js";
import { subsample } from "../js/lenet5.js";
import { clamp, decimal } from "../js/numbers.js";

const AXES = [2, 4, 8, 16, 32, 64]; // ends of the axis of weighted sums
const PLOT = { width: 360, height: 190, left: 34, right: 10, top: 10, bottom: 34 };

/**
 * S2 with other numbers: its coefficients multiply sums, also where the layer's own
 * multiply means.
 */
export function withNumbers(s2, coefficients, biases) {
  return { ...s2, reduction: "sum", coefficient: coefficients, bias: biases };
}

/** The states of units, with a coefficient and a bias, for windows of four states. */
export function responses(activation, windows, coefficient, bias) {
  const states = new Float64Array(windows.length);
  const all = (number) => states.map(() => number);
  const layer = { activation, maps: windows.length, size: 1 };
  subsample(withNumbers(layer, all(coefficient), all(bias)), windows.flat(), states);
  return states;
}

/** What a unit makes of 0 to 4 inputs that are on (+1), the others off (-1). */
export function truthTable(activation, coefficient, bias) {
  const windows = [0, 1, 2, 3, 4].map((on) => Array(4).fill(-1).fill(1, 0, on));
  const states = responses(activation, windows, coefficient, bias);
  return windows.map((_, on) => {
    const sum = 2 * on - 4;
    return { on, sum, total: coefficient * sum + bias, state: states[on] };
  });
}

/** When a unit turns positive, in words. */
export function turnInWords(table) {
  const on = table.filter(({ state }) => state > 0).map((row) => row.on);
  if (on.length === 0) return "never positive";
  if (on.length === 5) return "positive whatever is on";
  if (on.at(-1) < 4) return `positive with at most ${on.at(-1)} of 4 inputs on`;
  return `positive with at least ${on[0]} of 4 inputs on`;
}

/** The end of an axis that holds these numbers. */
export function axisEnd(numbers) {
  const largest = reach(numbers);
  return AXES.find((end) => end >= largest) ?? largest;
}

function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, to] of Object.entries(attributes)) made.setAttribute(name, to);
  made.append(...children);
  return made;
}

/** The squashing function, and where weighted sums land on it. */
export function createCurve(activation) {
  const svg = drawing("svg", {
    viewBox: `0 0 ${PLOT.width} ${PLOT.height}`,
    role: "img",
  });
  const curveAt = (sums) =>
    responses(
      activation,
      sums.map((sum) => [sum, 0, 0, 0]),
      1,
      0,
    );
  const farthest = reach(curveAt([-16, 16]));
  return {
    element: element("div", { class: "ll-curve" }, svg),
    /** `table` as `truthTable` gives it, `sums` of a map, and the sum of one unit. */
    draw(table, sums, one) {
      const end = axisEnd(table.map(({ total }) => total));
      const top = Math.min(farthest, end);
      const x = (sum) => {
        const part = (clamp(sum, -end, end) + end) / (2 * end);
        return PLOT.left + part * (PLOT.width - PLOT.left - PLOT.right);
      };
      const y = (state) => {
        const part = (clamp(state, -top, top) + top) / (2 * top);
        return (
          PLOT.height - PLOT.bottom - part * (PLOT.height - PLOT.top - PLOT.bottom)
        );
      };
      const along = Array.from({ length: 121 }, (_, n) => end * (n / 60 - 1));
      const points = Array.from(
        curveAt(along),
        (state, n) => `${x(along[n])} ${y(state)}`,
      );
      const floor = PLOT.height - PLOT.bottom;
      const ticks = Array.from(sums, (sum) => `M${x(sum)} ${floor}v-7`).join("");
      const text = (at, height, words, anchor = "middle") =>
        drawing("text", { x: at, y: height, "text-anchor": anchor }, words);
      const dots = table.flatMap(({ on, total, state }) => [
        drawing("circle", { class: "ll-dot", cx: x(total), cy: y(state), r: 5 }),
        text(x(total), y(state) + (state > 0 ? 18 : -9), String(on)),
      ]);
      svg.replaceChildren(
        drawing("path", {
          class: "ll-axis",
          d: `M${x(-end)} ${y(0)}H${x(end)}M${x(0)} ${y(-top)}V${y(top)}`,
        }),
        drawing("path", { class: "ll-ticks", d: ticks }),
        drawing("path", { class: "ll-line", d: `M${points.join("L")}` }),
        ...dots,
        ...(one == null
          ? []
          : [
              drawing("path", {
                class: "ll-one",
                d: `M${x(one)} ${floor + 2}V${PLOT.top}`,
              }),
            ]),
        text(x(-end), floor + 14, decimal(-end, 0), "start"),
        text(x(0), floor + 14, "0"),
        text(x(end), floor + 14, decimal(end, 0), "end"),
        text(x(0), floor + 29, "coefficient \u00d7 sum + bias"),
        text(PLOT.left - 4, y(top) + 10, decimal(top), "end"),
        text(PLOT.left - 4, y(0) + 4, "0", "end"),
        text(PLOT.left - 4, y(-top), decimal(-top), "end"),
      );
      svg.setAttribute(
        "aria-label",
        `Squashing function; a unit is ${turnInWords(table)}`,
      );
    },
  };
}
