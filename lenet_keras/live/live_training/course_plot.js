// The error on digits that are not learned from, as it falls, and the shipped run's.

import { svg } from "../js/element.js";
import { clamp, decimal } from "../js/numbers.js";
import {
  BOX,
  createAxisName,
  createAxisNumber,
  createLabel,
  createLevel,
  createPlot,
  INNER,
  logPlace,
  logTicks,
  move,
} from "../training_replay/axes.js";

const [FEWEST, MOST] = [100, 2_000_000]; // digits seen
const [LOWEST, HIGHEST] = [0.5, 100]; // percent
const PASS = 60_000; // digits in a pass of the shipped run

/** Where so many digits seen lie in the plot, the first hundred at the left edge. */
export function acrossPlot(seen) {
  const along = logPlace(clamp(seen, FEWEST, MOST), FEWEST, MOST);
  return BOX.left + INNER.width * along;
}

/** How high an error, in percent, lies in the plot. */
export function upPlot(error) {
  const along = logPlace(clamp(error, LOWEST, HIGHEST), LOWEST, HIGHEST);
  return BOX.top + INNER.height * (1 - along);
}

/** A count as an axis has it: 100, 1k, 10k, 1M. */
export function shortCount(count) {
  if (count >= 1e6) return `${count / 1e6}M`;
  return count >= 1e3 ? `${count / 1e3}k` : String(count);
}

/** The plot; `shipped` are errors by pass, in percent. `set([{seen, error}])` draws. */
export function createCoursePlot(shipped) {
  const place = ([seen, error]) => `${acrossPlot(seen)},${upPlot(error)}`;
  const before = shipped.map((error, n) => [(n + 1) * PASS, error]);
  const curve = svg("polyline", { class: "ll-curve ll-test" });
  const dot = svg("circle", { r: 4, class: "ll-dot ll-test" });
  const plot = createPlot(
    "ll-plot",
    ...logTicks(LOWEST, HIGHEST).flatMap((tick) => [
      createLevel("ll-grid", upPlot(tick)),
      createLabel(String(tick), BOX.left - 5, upPlot(tick) + 4, "end"),
    ]),
    ...logTicks(FEWEST, 1e6, [1]).map((tick) =>
      createAxisNumber(shortCount(tick), acrossPlot(tick)),
    ),
    createAxisName("error, %, by digits seen"),
    svg("polyline", {
      points: before.map(place).join(" "),
      class: "ll-curve ll-training",
    }),
    createLabel("shipped", acrossPlot(PASS) + 30, upPlot(before[0][1]) - 8),
    curve,
    dot,
  );
  return {
    element: plot,
    set(judged) {
      const points = judged.map(({ seen, error }) => [seen, 100 * error]);
      move(curve, { points: points.map(place).join(" ") });
      dot.style.visibility = points.length ? "visible" : "hidden";
      const [seen, error] = points.at(-1) ?? [FEWEST, HIGHEST];
      move(dot, { cx: acrossPlot(seen), cy: upPlot(error) });
      const now = points.length
        ? `${decimal(error)} % after ${seen} digits`
        : "none yet";
      plot.setAttribute(
        "aria-label",
        `Errors by digits seen, both logarithmic: ${now}`,
      );
    },
  };
}
