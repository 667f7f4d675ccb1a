// Test and training error of a training run, pass by pass.

import { svg } from "../js/element.js";
import { clamp, decimal } from "../js/numbers.js";
import { drag } from "../js/pointing.js";
import {
  BOX,
  createAxisName,
  createAxisNumber,
  createLabel,
  createLevel,
  createPlot,
  createUpright,
  INNER,
  logPlace,
  logTicks,
  move,
} from "./axes.js";

const NUMBERED = [0, 5, 10, 15, 20]; // passes

/** The pass that is nearest to a place across the plot, from 0 (left) to 1. */
export function passAt(place, passes) {
  const along = (place * BOX.width - BOX.left) / INNER.width;
  return clamp(Math.round(along * passes), 0, passes);
}

/** The errors after a pass, in words. */
export function errorsInWords(at, { test, training }) {
  const values = at
    ? `test ${decimal(test[at - 1])} %, training ${decimal(training[at - 1])} %`
    : "none yet";
  return `Errors by pass, logarithmic scale. At pass ${at}: ${values}`;
}

/**
 * Both errors by pass; `onpass(pass)` is told what is pointed at, `at()` is the pass that
 * is shown, `set(at)` marks it.
 */
export function createErrorPlot(errors, { at, onpass }) {
  const { test, training } = errors;
  const passes = test.length;
  const every = [...test, ...training];
  const ticks = logTicks(Math.min(...every), Math.max(...every));
  const x = (pass) => BOX.left + (INNER.width * pass) / passes;
  const y = (error) =>
    BOX.top + INNER.height * (1 - logPlace(error, ticks[0], ticks.at(-1)));
  const curves = [test, training].map((those) =>
    those.map((error, n) => `${x(n + 1)},${y(error)}`).join(" "),
  );
  const nameOf = (name, above) =>
    createLabel(name, x(passes) - 2, y(errors[name].at(-1)) - above, "end");
  const line = createUpright("ll-now");
  const dots = ["test", "training"].map((name) => ({
    name,
    dot: svg("circle", { r: 4, class: `ll-dot ll-${name}` }),
  }));
  const plot = createPlot(
    "ll-plot ll-errors",
    ...ticks.flatMap((tick) => [
      createLevel("ll-grid", y(tick)),
      createLabel(String(tick), BOX.left - 5, y(tick) + 4, "end"),
    ]),
    ...NUMBERED.filter((pass) => pass <= passes).map((pass) =>
      createAxisNumber(String(pass), x(pass)),
    ),
    createAxisName("error, %, after each pass"),
    svg("polyline", { points: curves[0], class: "ll-curve ll-test" }),
    svg("polyline", { points: curves[1], class: "ll-curve ll-training" }),
    nameOf("test", 8),
    nameOf("training", 12),
    line,
    ...dots.map(({ dot }) => dot),
  );
  const point = ({ clientX }) => {
    const { left, width } = plot.getBoundingClientRect();
    onpass(passAt((clientX - left) / width, passes));
  };
  const begin = (event) => {
    const before = { at: at() };
    point(event);
    return before;
  };
  // Where the page scrolled instead, the pass is that of before.
  drag(plot, { begin, move: point, cancel: (before) => onpass(before.at) });
  return {
    element: plot,
    set(pass) {
      move(line, { x1: x(pass), x2: x(pass) });
      for (const { name, dot } of dots) {
        dot.style.visibility = pass ? "visible" : "hidden";
        if (pass) move(dot, { cx: x(pass), cy: y(errors[name][pass - 1]) });
      }
      plot.setAttribute("aria-label", errorsInWords(pass, errors));
    },
  };
}
