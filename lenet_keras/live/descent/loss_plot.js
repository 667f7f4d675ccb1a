// The loss after each step, on a logarithmic scale.

import { svg } from "../js/element.js";
import { clamp, range, scientific } from "../js/numbers.js";
import {
  BOX,
  createAxisName,
  createAxisNumber,
  createLabel,
  createLevel,
  createPlot,
  INNER,
  logPlace,
} from "../training_replay/axes.js";

const LOWEST = 1e-6;
const HIGHEST = 1e3;
const GRID = [1e-6, 1e-3, 1, 1e3];

/** Where a loss stands in the plot; what lies beyond its ends stands at the end. */
export function heightOf(loss) {
  const part = logPlace(clamp(loss, LOWEST, HIGHEST), LOWEST, HIGHEST);
  return BOX.top + INNER.height * (1 - part);
}

/** The plot: `draw(losses, most)`, with room for `most` steps. */
export function createLossPlot() {
  const curve = svg("polyline", { class: "ll-curve" });
  const ends = range(3).map((n) =>
    createAxisNumber("", BOX.left + (INNER.width * n) / 2),
  );
  const plot = createPlot(
    "ll-losses",
    ...GRID.flatMap((loss) => [
      createLevel("ll-grid", heightOf(loss)),
      createLabel(
        loss === 1 ? "1" : scientific(loss).replace("1.0\u00b7", ""),
        BOX.left - 5,
        heightOf(loss) + 4,
        "end",
      ),
    ]),
    createAxisName("loss of both patterns, by step"),
    ...ends,
    curve,
  );
  return {
    element: plot,
    draw(losses, words) {
      const steps = losses.length - 1;
      const x = (step) => BOX.left + (INNER.width * step) / steps;
      const points = losses.map((loss, step) => `${x(step)},${heightOf(loss)}`);
      curve.setAttribute("points", points.join(" "));
      ends.forEach((end, n) => {
        end.textContent = String(Math.round((steps * n) / 2));
      });
      plot.setAttribute("aria-label", words);
    },
  };
}
