// The errors and the rates of a training run, on logarithmic axes, as SVG.

import { svg } from "../js/element.js";
import { clamp, decimal, scientific } from "../js/numbers.js";

const BOX = { left: 44, right: 18, top: 8, bottom: 36, width: 330, height: 210 }; // of a plot

/** The numbers 1, 2 and 5 times powers of ten that frame `low` to `high`, ends included. */
export function logTicks(low, high, steps = [1, 2, 5]) {
  const ticks = [];
  const first = Math.floor(Math.log10(low));
  for (let power = first; power <= Math.ceil(Math.log10(high)); power++) {
    for (const one of steps) ticks.push(Number(`${one}e${power}`));
  }
  const from = ticks.findLastIndex((tick) => tick <= low);
  const to = ticks.findIndex((tick) => tick >= high);
  return ticks.slice(from, to + 1);
}

/** Where a number lies on a logarithmic axis from `low` (0) to `high` (1). */
export function logPlace(value, low, high) {
  return Math.log(value / low) / Math.log(high / low);
}

/** Both errors by pass; `onpass(pass)` is told what is pointed at, `set(at)` marks. */
export function createErrorPlot({ test, training }, onpass) {
  const ticks = logTicks(
    Math.min(...test, ...training),
    Math.max(...test, ...training),
  );
  const [low, high] = [ticks[0], ticks.at(-1)];
  const inner = {
    width: BOX.width - BOX.left - BOX.right,
    height: BOX.height - BOX.top - BOX.bottom,
  };
  const x = (pass) => BOX.left + (inner.width * pass) / test.length;
  const y = (error) => BOX.top + inner.height * (1 - logPlace(error, low, high));
  const label = (text, attributes) => svg("text", attributes, text);
  const curve = (errors, name) => {
    const points = errors.map((error, n) => `${x(n + 1)},${y(error)}`);
    return svg("polyline", {
      points: points.join(" "),
      class: `ll-curve ll-${name}`,
    });
  };
  const now = svg("line", {
    class: "ll-now",
    y1: BOX.top,
    y2: BOX.top + inner.height,
  });
  const dots = ["test", "training"].map((name) =>
    svg("circle", { r: 4, class: `ll-dot ll-${name}` }),
  );
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${BOX.width} ${BOX.height}`,
      class: "ll-plot ll-errors",
      role: "img",
    },
    ...ticks.flatMap((tick) => [
      svg("line", {
        class: "ll-grid",
        x1: BOX.left,
        x2: BOX.width - BOX.right,
        y1: y(tick),
        y2: y(tick),
      }),
      label(String(tick), { x: BOX.left - 5, y: y(tick) + 4, "text-anchor": "end" }),
    ]),
    ...[0, 5, 10, 15, 20]
      .filter((pass) => pass <= test.length)
      .map((pass) =>
        label(String(pass), {
          x: x(pass),
          y: BOX.height - 20,
          "text-anchor": "middle",
        }),
      ),
    label("error, %, after each pass", {
      x: x(test.length / 2),
      y: BOX.height - 4,
      "text-anchor": "middle",
    }),
    curve(test, "test"),
    curve(training, "training"),
    label("test", {
      x: x(test.length) - 2,
      y: y(test.at(-1)) - 8,
      "text-anchor": "end",
    }),
    label("training", {
      x: x(test.length) - 2,
      y: y(training.at(-1)) - 12,
      "text-anchor": "end",
    }),
    now,
    ...dots,
  );
  const point = (event) => {
    const edges = picture.getBoundingClientRect();
    const at = ((event.clientX - edges.left) / edges.width) * BOX.width;
    onpass(
      clamp(Math.round(((at - BOX.left) / inner.width) * test.length), 0, test.length),
    );
  };
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    point(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) point(event);
  });
  return {
    element: picture,
    set(at) {
      now.setAttribute("x1", x(at));
      now.setAttribute("x2", x(at));
      [test, training].forEach((errors, n) => {
        dots[n].style.visibility = at ? "visible" : "hidden";
        if (!at) return;
        dots[n].setAttribute("cx", x(at));
        dots[n].setAttribute("cy", y(errors[at - 1]));
      });
      const values = at
        ? `test ${decimal(test[at - 1])} %, training ${decimal(training[at - 1])} %`
        : "none yet";
      picture.setAttribute(
        "aria-label",
        `Errors by pass, logarithmic scale. At pass ${at}: ${values}`,
      );
    },
  };
}

/** The rates of each layer in a pass: a dot for the median, a line for most of them. */
export function createRatePlot({ eta, layers, mu }) {
  const names = Object.keys(layers);
  const every = Object.values(layers).flat(2);
  const ticks = logTicks(Math.min(...every), Math.max(...every, eta[0] / mu), [1]);
  const [low, high] = [ticks[0], ticks.at(-1)];
  const width = BOX.width - BOX.left - BOX.right;
  const bottom = BOX.height - BOX.bottom;
  const x = (rate) => BOX.left + width * logPlace(rate, low, high);
  const y = (row) => BOX.top + ((row + 0.5) * (bottom - BOX.top)) / names.length;
  const label = (text, attributes) => svg("text", attributes, text);
  const rows = names.map((_, row) => [
    svg("line", { class: "ll-range", y1: y(row), y2: y(row) }),
    svg("circle", { class: "ll-dot ll-test", r: 4, cy: y(row) }),
  ]);
  const ceiling = svg("line", { class: "ll-ceiling", y1: BOX.top, y2: bottom });
  const shown = svg("g", {}, ceiling, ...rows.flat());
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${BOX.width} ${BOX.height}`, class: "ll-plot", role: "img" },
    ...ticks.flatMap((tick) => [
      svg("line", {
        class: "ll-grid",
        x1: x(tick),
        x2: x(tick),
        y1: BOX.top,
        y2: bottom,
      }),
      label(scientific(tick).replace("1.0\u00b7", ""), {
        x: x(tick),
        y: BOX.height - 20,
        "text-anchor": "middle",
      }),
    ]),
    ...names.map((name, row) =>
      label(name, { x: BOX.left - 8, y: y(row) + 4, "text-anchor": "end" }),
    ),
    label("rates of the weights in this pass", {
      x: BOX.left + width / 2,
      y: BOX.height - 4,
      "text-anchor": "middle",
    }),
    shown,
  );
  return {
    element: picture,
    set(at) {
      shown.style.visibility = at ? "visible" : "hidden";
      if (!at) {
        picture.setAttribute(
          "aria-label",
          "Rates by layer: none before the first pass",
        );
        return;
      }
      const most = eta[at - 1] / mu;
      ceiling.setAttribute("x1", x(most));
      ceiling.setAttribute("x2", x(most));
      const medians = names.map((name, row) => {
        const [from, median, to] = layers[name][at - 1];
        rows[row][0].setAttribute("x1", x(from));
        rows[row][0].setAttribute("x2", x(to));
        rows[row][1].setAttribute("cx", x(median));
        return `${name} ${scientific(median)}`;
      });
      picture.setAttribute(
        "aria-label",
        `Median rates in pass ${at}: ${medians.join(", ")}; ceiling ${scientific(most)}`,
      );
    },
  };
}
