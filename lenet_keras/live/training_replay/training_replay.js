// A training run again, pass by pass: kernels, errors, rates.

import { createToolbar } from "../js/choices.js";
import { button, div, element } from "../js/element.js";
import { clamp, decimal, scientific } from "../js/numbers.js";
import { createPlayer, lessMotion } from "../js/player.js";
import { onceSeen } from "../js/sight.js";
import {
  createLegend,
  createMore,
  createSlider,
  createTable,
  createTables,
  createTeller,
} from "../js/ui.js";
import { bytes, openView } from "../js/view.js";
import { createErrorPlot } from "./error_plot.js";
import { createKernels, kernelInWords, kernelName } from "./kernel_views.js";
import { changes, places, readKernels } from "./kernels.js";
import { createDigits } from "./learned_digits.js";
import { createRatePlot, inOrder } from "./rate_plot.js";

const SETTINGS = ["at", "view", "colours"];
const CHANGE = 1; // of the trait `view`: 0 is the weights
const TEMPO = { first: 250, usual: 700 }; // milliseconds a pass

/** How far the kernels of each layer moved on average up to a pass. */
export function meanChanges(layers, at) {
  return layers.map(({ name, passes }) => {
    const moved = changes(passes[at], passes[0]);
    return [name, moved.reduce((sum, change) => sum + change, 0) / moved.length];
  });
}

/** A pass in words; `moved` are names and changes of layers. */
export function passInWords(at, { test, training }, eta, moved) {
  if (at === 0)
    return `Before the first of ${test.length} passes: no kernel has moved.`;
  const kernels = moved.map(([name, change]) => `${name} ${decimal(change)}`);
  return (
    `After pass ${at} of ${test.length}: test error ${decimal(test[at - 1])} %, training ` +
    `error ${decimal(training[at - 1])} %. Eta was ${scientific(eta[at - 1])}. ` +
    `Mean change of the kernels since the start: ${kernels.join(", ")}.`
  );
}

/** The rows of the table of a run: errors, eta, and the median rate of each layer. */
export function runRows({ test, training }, { eta, layers }) {
  return test.map((error, n) => [
    n + 1,
    decimal(error),
    decimal(training[n]),
    scientific(eta[n]),
    ...inOrder(layers).map((name) => scientific(layers[name][n][1])),
  ]);
}

/** The rows of the table of kernels: how far each has moved up to a pass. */
export function kernelRows(layers, at) {
  return layers.flatMap(({ name, connections, passes }) => {
    const moved = changes(passes[at], passes[0]);
    return places(connections).map((place, kernel) => [
      kernelName(name, place),
      decimal(moved[kernel], 3),
    ]);
  });
}

/** What a place among the kernels of a layer holds, in words. */
export function pointedInWords({ name, connections, passes }, place, at) {
  const kernel = places(connections).findIndex(
    ({ map, from }) => map === place.map && from === place.from,
  );
  const moved = changes(passes[at], passes[0]);
  return kernelInWords(name, place, moved[kernel]);
}

/** Why curves, dots and numbers are what they are. */
function explain({ samples }) {
  return element(
    "p",
    { class: "ll-caption" },
    "Training error (dashed) is counted during the pass, before each update. Rates: a dot " +
      "is the median of a layer, its line holds nine in ten weights, the dashed line is the " +
      `ceiling eta / mu; curvatures from ${samples} digits at the start of the pass. ` +
      "The change of a kernel is the root mean square over its 25 weights.",
  );
}

/** Buttons and a slider that go through the passes, and by themselves when first seen. */
function createPasses(view, last, goTo, seen) {
  const by = (passes) => goTo(view.value("at") + passes);
  let tempo = TEMPO.usual;
  const player = createPlayer(() => 1000 / tempo, by);
  const stopForReader = () => {
    cancel();
    tempo = TEMPO.usual;
    player.pause();
  };
  const rewind = () => {
    cancel();
    tempo = TEMPO.usual;
    if (view.value("at") === last) goTo(0);
  };
  const stepBy = (name, passes) =>
    button(name, () => {
      stopForReader();
      by(passes);
    });
  const first = stepBy("Start", -last);
  const back = stepBy("Step back", -1);
  const play = player.createButton(rewind);
  const forth = stepBy("Step", 1);
  const ends = { min: 0, max: last, step: 1 };
  const slider = createSlider(view, "at", { label: "after pass", ...ends });
  slider.addEventListener("input", stopForReader);
  player.stopWith(view, seen);
  const cancel = onceSeen(
    seen,
    () => {
      if (lessMotion()) return;
      tempo = TEMPO.first;
      goTo(0);
      player.play();
    },
    view.signal,
    0.6,
  );
  return {
    element: div(
      "ll-steps",
      createToolbar("Passes", "ll-buttons", [play, first, back, forth]),
      slider,
    ),
    stop: stopForReader,
    set(at) {
      back.disabled = first.disabled = at === 0;
      forth.disabled = at === last;
      if (at === last) player.pause();
    },
  };
}

/** The pictures of all layers, and a line that tells of the kernel that is pointed at. */
function createLayerViews(layers, at, whisper) {
  const line = div("ll-caption ll-unit");
  const pointed = layers.map(() => null); // in each layer
  const describe = () => {
    const n = pointed.findIndex(Boolean);
    line.textContent = n < 0 ? "" : pointedInWords(layers[n], pointed[n], at());
    if (n >= 0) whisper(line.textContent);
  };
  const views = layers.map((layer, n) =>
    createKernels(layer, (place) => {
      pointed[n] = place;
      describe();
    }),
  );
  return {
    elements: [...views.map((view) => view.element), line],
    draw(...settings) {
      for (const view of views) view.draw(...settings);
      describe();
    },
  };
}

async function render(context) {
  const view = await openView(context, "training-replay");
  const layers = readKernels(view.value("layers"), view.value("kernels"));
  const { errors, rates } = view.values(["errors", "rates"]);
  const last = errors.test.length;
  const at = () => view.value("at");
  const goTo = (pass) => view.set({ at: clamp(pass, 0, last) });

  const teller = createTeller();
  const { labels, answers } = view.values(["labels", "answers"]);
  const digits = createDigits(bytes(view.value("images")), labels, answers);
  const errorPlot = createErrorPlot(errors, {
    at,
    onpass(pass) {
      passes.stop();
      goTo(pass);
    },
  });
  const ratePlot = createRatePlot(rates);
  const plots = div("ll-plots", errorPlot.element, ratePlot.element);
  const passes = createPasses(view, last, goTo, plots);
  const kernels = createLayerViews(layers, at, teller.whisper);
  const legend = createLegend("signed", "weight");
  legend.set();
  const medians = inOrder(rates.layers).map((name) => `median rate, ${name}`);
  const runTable = createTable(
    "Errors and rates as a table",
    ["pass", "test error, %", "training error, %", "eta", ...medians],
    () => runRows(errors, rates),
  );
  const kernelTable = createTable(
    "Change of each kernel as a table",
    ["kernel", "change since the start"],
    () => kernelRows(layers, at()),
  );

  const tables = createTables("Numbers as tables", runTable, kernelTable);

  view.show(
    view.hint(),
    passes.element,
    digits.element,
    plots,
    div("ll-below", teller.element, createMore(view.el)),
    ...kernels.elements,
    legend.element,
    explain(rates),
    tables.element,
  );
  view.follow(SETTINGS, () => {
    errorPlot.set(at());
    ratePlot.set(at());
    kernels.draw(at(), view.value("view") === CHANGE, view.value("colours"));
    digits.set(at());
    tables.refresh();
    const moved = meanChanges(layers, at());
    teller.tell(passInWords(at(), errors, rates.eta, moved));
    passes.set(at());
  });
}

export default { render };
