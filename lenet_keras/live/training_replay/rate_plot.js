// The rates of SDLM in a pass, layer by layer.

import { svg } from "../js/element.js";
import { scientific } from "../js/numbers.js";
import {
  BOX,
  createAxisName,
  createAxisNumber,
  createLabel,
  createPlot,
  createUpright,
  INNER,
  logPlace,
  logTicks,
  move,
} from "./axes.js";

const ORDER = ["C1", "S2", "C3", "S4", "C5", "F6", "output"]; // of the network

/** The names of layers in the order of the network: a page keeps them by the alphabet. */
export function inOrder(layers) {
  const place = (name) => ORDER.indexOf(name);
  return Object.keys(layers).sort((a, b) => place(a) - place(b));
}

/** The median rates of a pass, in words. */
export function ratesInWords(at, { eta, layers, mu }) {
  if (!at) return "Rates by layer: none before the first pass";
  const medians = inOrder(layers).map(
    (name) => `${name} ${scientific(layers[name][at - 1][1])}`,
  );
  const ceiling = scientific(eta[at - 1] / mu);
  return `Median rates in pass ${at}: ${medians.join(", ")}; ceiling ${ceiling}`;
}

/** The rates of each layer in a pass: a dot for the median, a line for most of them. */
export function createRatePlot(rates) {
  const { eta, layers, mu } = rates;
  const names = inOrder(layers);
  const every = Object.values(layers).flat(2);
  const ticks = logTicks(Math.min(...every), Math.max(...every, eta[0] / mu), [1]);
  const x = (rate) => BOX.left + INNER.width * logPlace(rate, ticks[0], ticks.at(-1));
  const y = (row) => BOX.top + ((row + 0.5) * INNER.height) / names.length;
  const ceiling = createUpright("ll-ceiling");
  const rows = names.map((name, row) => ({
    name,
    line: svg("line", { class: "ll-range", y1: y(row), y2: y(row) }),
    dot: svg("circle", { class: "ll-dot ll-test", r: 4, cy: y(row) }),
  }));
  const marks = rows.flatMap(({ line, dot }) => [line, dot]);
  const shown = svg("g", {}, ceiling, ...marks);
  const plot = createPlot(
    "ll-plot",
    ...ticks.flatMap((tick) => [
      createUpright("ll-grid", x(tick)),
      createAxisNumber(scientific(tick).replace("1.0\u00b7", ""), x(tick)),
    ]),
    ...names.map((name, row) => createLabel(name, BOX.left - 8, y(row) + 4, "end")),
    createAxisName("rates of the weights in this pass"),
    shown,
  );
  return {
    element: plot,
    set(at) {
      shown.style.visibility = at ? "visible" : "hidden";
      plot.setAttribute("aria-label", ratesInWords(at, rates));
      if (!at) return;
      const most = x(eta[at - 1] / mu);
      move(ceiling, { x1: most, x2: most });
      for (const { name, line, dot } of rows) {
        const [from, median, to] = layers[name][at - 1].map(x);
        move(line, { x1: from, x2: to });
        move(dot, { cx: median });
      }
    },
  };
}
