// What sub-sampling units with a coefficient and a bias do, on the squashing function.

import { reach } from "../js/colours.js";
import { div, svg } from "../js/element.js";
import { subsample } from "../js/lenet5.js";
import { clamp, decimal, range } from "../js/numbers.js";

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
  const windows = range(5).map((on) => Array(4).fill(-1).fill(1, 0, on));
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

/** The states of units with these weighted sums. */
function statesAt(activation, totals) {
  const windows = totals.map((total) => [total, 0, 0, 0]);
  return responses(activation, windows, 1, 0);
}

/**
 * Where things lie in a plot of the squashing function that holds a table: its axes end
 * at `end` and `top`, and `x(total)` and `y(state)` are places, at the edge beyond.
 */
export function plotOf(activation, table) {
  const { width, height, left, right, top: above, bottom } = PLOT;
  const end = axisEnd(table.map(({ total }) => total));
  const top = Math.min(reach(statesAt(activation, [-16, 16])), end);
  const part = (value, most) => (clamp(value, -most, most) + most) / (2 * most);
  return {
    end,
    top,
    x: (total) => left + part(total, end) * (width - left - right),
    y: (state) => height - bottom - part(state, top) * (height - above - bottom),
  };
}

const text = (x, y, words, anchor = "middle") =>
  svg("text", { x, y, "text-anchor": anchor }, words);

/** The two axes with the numbers at their ends. */
function axes({ x, y, end, top }) {
  const floor = PLOT.height - PLOT.bottom;
  const margin = PLOT.left - 4;
  return [
    svg("path", {
      class: "ll-axis",
      d: `M${x(-end)} ${y(0)}H${x(end)}M${x(0)} ${y(-top)}V${y(top)}`,
    }),
    text(x(-end), floor + 14, decimal(-end, 0), "start"),
    text(x(0), floor + 14, "0"),
    text(x(end), floor + 14, decimal(end, 0), "end"),
    text(x(0), floor + 29, "coefficient \u00d7 sum + bias"),
    text(margin, y(top) + 10, decimal(top), "end"),
    text(margin, y(0) + 4, "0", "end"),
    text(margin, y(-top), decimal(-top), "end"),
  ];
}

/** The curve itself, and the units of a map as ticks. */
function curve({ x, y, end }, activation, totals) {
  const floor = PLOT.height - PLOT.bottom;
  const along = range(121).map((n) => end * (n / 60 - 1));
  const states = statesAt(activation, along);
  const points = along.map((total, n) => `${x(total)} ${y(states[n])}`);
  const ticks = Array.from(totals, (total) => `M${x(total)} ${floor}v-7`);
  return [
    svg("path", { class: "ll-ticks", d: ticks.join("") }),
    svg("path", { class: "ll-line", d: `M${points.join("L")}` }),
  ];
}

/** A line down to the weighted sum of one unit, if there is one. */
function pointer({ x }, one) {
  if (one == null) return [];
  const d = `M${x(one)} ${PLOT.height - PLOT.bottom + 2}V${PLOT.top}`;
  return [svg("path", { class: "ll-one", d })];
}

/** A circle for each number of inputs that are on. */
function dots({ x, y }, table) {
  return table.flatMap(({ on, total, state }) => [
    svg("circle", { class: "ll-dot", cx: x(total), cy: y(state), r: 5 }),
    text(x(total), y(state) + (state > 0 ? 18 : -9), String(on)),
  ]);
}

/**
 * The squashing function, and where weighted sums land on it: `draw` takes a table as
 * `truthTable` gives it, the weighted sums of a map, and that of one unit.
 */
export function createCurve(activation) {
  const picture = svg("svg", {
    viewBox: `0 0 ${PLOT.width} ${PLOT.height}`,
    role: "img",
  });
  return {
    element: div("ll-curve", picture),
    draw(table, totals, one) {
      const plot = plotOf(activation, table);
      picture.replaceChildren(
        ...axes(plot),
        ...curve(plot, activation, totals),
        ...dots(plot, table),
        ...pointer(plot, one),
      );
      const words = `Squashing function; a unit is ${turnInWords(table)}`;
      picture.setAttribute("aria-label", words);
    },
  };
}
