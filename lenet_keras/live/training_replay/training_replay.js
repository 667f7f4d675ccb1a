// A training run again, pass by pass: kernels, errors, rates.

import { reach } from "../js/colours.js";
import { element } from "../js/element.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal, scientific } from "../js/numbers.js";
import { lessMotion } from "../js/player.js";
import { step } from "../js/pointing.js";
import { createLegend, createTable, createTeller } from "../js/ui.js";
import { listen, oncePerFrame } from "../js/view.js";
import { createErrorPlot, createRatePlot } from "./plots.js";

const SETTINGS = ["at", "view", "colours"];
const WEIGHTS = 0; // of the trait `view`: 1 is the change since the start
const [ALL_PASSES, THIS_PASS] = [0, 1]; // of `colours`: 2 gives each kernel its own
const KERNEL = 5;
const CELL = KERNEL + 1; // with the gap to the next kernel
const TEMPO = { usual: 700, calm: 2000 }; // milliseconds a pass

/**
 * The weights of a layer at each pass, out of one byte each: `layers` follow one another
 * in `bytes`, and `scales` says what a step is worth at each pass.
 */
export function readKernels(layers, bytes) {
  let place = 0;
  const read = layers.map(({ name, connections, scales }) => {
    const size = connections.flat().length * KERNEL ** 2;
    const passes = scales.map((scale) => {
      const weights = new Float32Array(size);
      for (let w = 0; w < size; w++) weights[w] = scale * bytes.getInt8(place++);
      return weights;
    });
    return { name, connections, passes };
  });
  if (place !== bytes.byteLength) {
    throw new Error(`Expected ${place} weights. Received: ${bytes.byteLength}`);
  }
  return read;
}

/** Each kernel with its place in a table: a row for each input, a column for each map. */
export function places(connections) {
  return connections.flatMap((inputs, map) => inputs.map((from) => ({ map, from })));
}

/** How far each kernel is from where it was: root mean square over its weights. */
export function changes(weights, before) {
  const area = KERNEL ** 2;
  return Array.from({ length: weights.length / area }, (_, kernel) => {
    let sum = 0;
    for (let w = kernel * area; w < (kernel + 1) * area; w++)
      sum += (weights[w] - before[w]) ** 2;
    return Math.sqrt(sum / area);
  });
}

/** Kernels laid out as a picture, one unit between them; NaN where there is none. */
export function layOut(weights, where, rows, columns) {
  const width = columns * CELL - 1;
  const picture = new Float32Array((rows * CELL - 1) * width).fill(Number.NaN);
  where.forEach(({ map, from }, kernel) => {
    for (let w = 0; w < KERNEL ** 2; w++) {
      const row = from * CELL + Math.floor(w / KERNEL);
      picture[row * width + map * CELL + (w % KERNEL)] =
        weights[kernel * KERNEL ** 2 + w];
    }
  });
  return picture;
}

/** A pass in words. */
export function passInWords(at, { test, training }, eta, moved) {
  if (at === 0)
    return `Before the first of ${test.length} passes: no kernel has moved.`;
  const kernels = Object.entries(moved).map(
    ([name, change]) => `${name} ${decimal(change)}`,
  );
  return (
    `After pass ${at} of ${test.length}: test error ${decimal(test[at - 1])} %, training ` +
    `error ${decimal(training[at - 1])} %. Eta was ${scientific(eta[at - 1])}. ` +
    `Mean change of the kernels since the start: ${kernels.join(", ")}.`
  );
}

/** The kernels of a layer: one picture, one tab stop; `onkernel(map, from)` is told. */
function createKernels(layer, onkernel) {
  const columns = layer.connections.length;
  const rows = 1 + Math.max(...layer.connections.flat());
  const picture = createPicture({
    rows: rows * CELL - 1,
    columns: columns * CELL - 1,
    className: `ll-kernels-${layer.name}`,
    role: "application",
    "aria-roledescription": "kernels",
    "aria-label": `Kernels of ${layer.name}, arrow keys choose one`,
    tabindex: "0",
  });
  const { box } = picture;
  let chosen = [0, 0];
  const choose = ([row, column]) => {
    chosen = [row, column];
    picture.mark(row * CELL, column * CELL, KERNEL, KERNEL);
    onkernel(column, row);
  };
  const leave = () => {
    picture.mark();
    onkernel(null);
  };
  const under = (event) => picture.under(event).map((cell) => Math.floor(cell / CELL));
  box.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") choose(under(event));
  });
  box.addEventListener("pointerdown", (event) => choose(under(event)));
  box.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && document.activeElement !== box) leave();
  });
  box.addEventListener("focus", () => {
    if (box.matches(":focus-visible")) choose(chosen);
  });
  box.addEventListener("blur", leave);
  box.addEventListener("keydown", (event) => {
    const next = step(event.key, chosen, rows, columns);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would scroll, or select another cell
    choose(next);
  });
  return { ...picture, rows, columns };
}

function render({ model, el, signal }) {
  const layers = readKernels(model.get("layers"), model.get("kernels"));
  const errors = model.get("errors");
  const rates = model.get("rates");
  const last = errors.test.length;
  const value = (name) => model.get(name);
  const goTo = (pass) => {
    model.set("at", clamp(pass, 0, last));
    model.save_changes();
  };

  const teller = createTeller();
  const kernelLine = element("div", { class: "ll-caption ll-unit" });
  const errorPlot = createErrorPlot(errors, goTo);
  const ratePlot = createRatePlot(rates);
  const legend = createLegend("signed", "weight");
  const views = layers.map((layer) => {
    const where = places(layer.connections);
    const onkernel = (map, from) => {
      view.pointed = map == null ? null : { map, from };
      describe();
    };
    const view = {
      layer,
      where,
      picture: createKernels(layer, onkernel),
      pointed: null,
    };
    view.ends = element("span", { class: "ll-caption" });
    return view;
  });
  const moved = ({ layer }, at) => changes(layer.passes[at], layer.passes[0]);
  const describe = () => {
    const view = views.find(({ pointed }) => pointed);
    kernelLine.textContent = "";
    if (!view) return;
    const { map, from } = view.pointed;
    const kernel = view.where.findIndex(
      (place) => place.map === map && place.from === from,
    );
    const input = view.layer.name === "C1" ? "the input" : `S2 map ${from}`;
    const text =
      kernel < 0
        ? "no connection"
        : `changed by ${decimal(moved(view, value("at"))[kernel], 3)} since the start`;
    kernelLine.textContent = `${view.layer.name} map ${map} from ${input}: ${text}`;
    teller.whisper(kernelLine.textContent);
  };

  const runTable = createTable(
    "Errors and rates as a table",
    [
      "pass",
      "test error, %",
      "training error, %",
      "eta",
      ...Object.keys(rates.layers).map((name) => `median rate, ${name}`),
    ],
    () =>
      errors.test.map((error, n) => [
        n + 1,
        decimal(error),
        decimal(errors.training[n]),
        scientific(rates.eta[n]),
        ...Object.values(rates.layers).map((passes) => scientific(passes[n][1])),
      ]),
  );
  const kernelTable = createTable(
    "Change of each kernel as a table",
    ["kernel", "change since the start"],
    () =>
      views.flatMap((view) => {
        const all = moved(view, value("at"));
        const { name } = view.layer;
        return view.where.map(({ map, from }, kernel) => [
          name === "C1" ? `C1 map ${map}` : `${name} map ${map} from S2 map ${from}`,
          decimal(all[kernel], 3),
        ]);
      }),
  );

  const shownWeights = ({ layer }, at) =>
    value("view") === WEIGHTS
      ? layer.passes[at]
      : layer.passes[at].map((weight, w) => weight - layer.passes[0][w]);

  const draw = () => {
    const at = value("at");
    errorPlot.set(at);
    ratePlot.set(at);
    for (const view of views) {
      const { picture, where } = view;
      const weights = shownWeights(view, at);
      const own = value("colours") > THIS_PASS;
      const passes = value("colours") === ALL_PASSES ? view.layer.passes.keys() : [at];
      const end = Math.max(
        ...Array.from(passes, (pass) => reach(shownWeights(view, pass))),
      );
      const drawn = own ? eachToItsOwn(weights) : weights;
      picture.draw(layOut(drawn, where, picture.rows, picture.columns), {
        low: own ? -1 : -end,
        high: own ? 1 : end,
      });
      view.ends.textContent = own
        ? "each kernel its own scale"
        : `\u00b1${decimal(end)}`;
    }
    legend.set("\u2212 largest", "+ largest");
    const means = views.map((view) => {
      const all = moved(view, at);
      return [view.layer.name, all.reduce((sum, one) => sum + one, 0) / all.length];
    });
    describe();
    kernelTable.refresh();
    runTable.refresh();
    teller.tell(passInWords(at, errors, rates.eta, Object.fromEntries(means)));
    back.disabled = first.disabled = at === 0;
    forth.disabled = at === last;
    if (at === last) pause();
  };

  let timer = null;
  const pause = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const toggle = () => {
    if (timer) {
      pause();
      return;
    }
    if (value("at") === last) goTo(0);
    timer = setInterval(
      () => goTo(value("at") + 1),
      lessMotion() ? TEMPO.calm : TEMPO.usual,
    );
    play.textContent = "Pause";
  };
  const by = (passes) => () => {
    pause();
    goTo(value("at") + passes);
  };
  const button = (text, onclick) =>
    element("button", { type: "button", onclick }, text);
  const first = button("Start", by(-last));
  const back = button("Step back", by(-1));
  const play = button("Play", toggle);
  const forth = button("Step", by(1));
  signal?.addEventListener("abort", pause);

  el.classList.add("ll-figure", "ll-training-replay");
  el.append(
    element(
      "div",
      { class: "ll-steps", role: "group", "aria-label": "Passes" },
      first,
      back,
      play,
      forth,
    ),
    teller.element,
    element("div", { class: "ll-plots" }, errorPlot.element, ratePlot.element),
    element(
      "p",
      { class: "ll-caption" },
      "Training error (dashed) is counted during the pass, before each update. Rates: a dot " +
        "is the median of a layer, its line holds nine in ten weights, the dashed line is the " +
        `ceiling eta / mu; curvatures from ${rates.samples} digits at the start of the pass. ` +
        "The change of a kernel is the root mean square over its 25 weights.",
    ),
    ...views.map(({ layer, picture, ends }) =>
      element(
        "div",
        { class: "ll-layer", role: "group", "aria-label": layer.name },
        element(
          "span",
          { class: "ll-layer-name" },
          layer.name === "C1"
            ? "C1 "
            : `${layer.name}: a column for each map, a row for each input `,
        ),
        ends,
        picture.element,
      ),
    ),
    kernelLine,
    legend.element,
    element("p", { class: "ll-hint" }, model.get("hint")),
    runTable.element,
    kernelTable.element,
  );
  listen(model, SETTINGS, oncePerFrame(draw), signal);
  draw();
}

/** Each kernel divided by its largest absolute weight. */
export function eachToItsOwn(weights) {
  const area = KERNEL ** 2;
  const scaled = new Float32Array(weights.length);
  for (let from = 0; from < weights.length; from += area) {
    const end = reach(weights.subarray(from, from + area));
    for (let w = from; w < from + area; w++) scaled[w] = weights[w] / end;
  }
  return scaled;
}

export default { render };
