// Two numbers make S2 blur, or a noisy OR, or a noisy AND; and what a shift does to it.

import { createChoices, createThumbnails } from "../js/choices.js";
import { div } from "../js/element.js";
import { PIXEL_SCALE } from "../js/images.js";
import { createInputColumn, createMovableInput } from "../js/movable_input.js";
import { decimal } from "../js/numbers.js";
import { rove } from "../js/pointing.js";
import {
  createLegend,
  createMore,
  createSlider,
  createTable,
  createTables,
  createTeller,
} from "../js/ui.js";
import { openView } from "../js/view.js";
import { agreement, learnedNumbers } from "./agreement.js";
import { inWords, largestInWords, unitInWords } from "./in_words.js";
import { createPairs } from "./pairs.js";
import { createCurve } from "./squashing_curve.js";
import { createStates, endsOf } from "./states.js";

const TRAITS = [
  "digit",
  "map",
  "unit",
  "coefficient",
  "bias",
  "dx",
  "dy",
  "view",
  "colours",
];
const DIFFERENCE = 1; // of the trait `view`
const SCALES = ["both", "layer", "map"]; // of the trait `colours`

/** The units and the maps, as tables. */
function createNumbers(states) {
  const units = createTable(
    "0 to 4 inputs on, as a table",
    ["inputs on", "sum", "coefficient \u00d7 sum + bias", "state"],
    () =>
      states
        .table()
        .map(({ on, sum, total, state }) => [
          on,
          ...[sum, total, state].map((number) => decimal(number)),
        ]),
  );
  const maps = createTable(
    "All maps, as a table",
    ["map", "coefficient", "bias", "C1 departs by", "S2 departs by"],
    () =>
      states
        .all()
        .map((pair, map) => [
          map,
          ...pair.map((number) => decimal(number, 3)),
          ...states.moved(map).map(({ largest }) => decimal(largest, 3)),
        ]),
  );
  return createTables("Numbers as tables", units, maps);
}

/** A legend for states and one for differences, of which one is seen. */
function createLegends() {
  const legends = ["state", "difference"].map((what) => createLegend("signed", what));
  return {
    elements: legends.map((legend) => legend.element),
    set(seen, scale, end) {
      legends.forEach((legend, view) => {
        legend.element.hidden = view !== seen;
        if (scale === "both") legend.set(-end, end);
        else legend.set();
      });
    },
  };
}

/** The slider of one of the two numbers, which reaches as far to both sides. */
function createNumber(view, trait, end, step) {
  const ends = { min: -end, max: end, step };
  return createSlider(view, trait, {
    label: trait,
    ...ends,
    write: (value) => decimal(value),
  });
}

async function render(context) {
  const view = await openView(context, "subsampling-playground");
  const { layers, values, set } = view;
  const learned = learnedNumbers(layers.S2);
  const states = createStates(view, learned);
  const settings = () => values(["unit", "map", "coefficient", "bias"]);
  let agreed = settings();

  const input = createMovableInput(view);
  const curve = createCurve(layers.S2.activation);
  const drawCurve = (one) => curve.draw(states.table(), states.totals(), one);
  const unitLine = div("ll-caption ll-unit");
  // What the four units of a window become, pointed at in either map.
  const describe = (row, column) => {
    unitLine.textContent = "";
    if (row == null) {
      drawCurve();
      return;
    }
    const sum = states.sumOf(row, column);
    const [coefficient, bias] = states.chosen();
    unitLine.textContent = unitInWords(
      row,
      column,
      sum,
      [coefficient, bias],
      states.stateOf(row, column),
    );
    teller.whisper(unitLine.textContent);
    drawCurve(coefficient * sum + bias);
  };
  const pairs = createPairs(layers, { onunit: describe, onmap: (map) => set({ map }) });
  const legends = createLegends();
  const teller = createTeller();
  const tables = createNumbers(states);

  const draw = () => {
    const changes = agreement(agreed, settings(), learned);
    if (Object.keys(changes).length) set(changes);
    agreed = settings();
    states.compute();
    input.draw(states.now.image, PIXEL_SCALE);
    const { map, view: shown, colours, ...shifted } = values(TRAITS);
    const differences = shown === DIFFERENCE;
    const maps = states.shown(differences);
    const ends = endsOf(SCALES[colours], maps);
    const moved = states.moved(map);
    const words = moved.map((one) => largestInWords(one, shifted));
    pairs.draw(map, maps, ends, words);
    view.el.classList.toggle("ll-differences", differences);
    legends.set(shown, SCALES[colours], ends[0][0]);
    drawCurve();
    tables.refresh();
    teller.tell(inWords(map, states.chosen(), states.table(), shifted, moved));
  };

  const { coefficient, bias } = values(["ends"]).ends;
  const thumbnails = createThumbnails(view, { names: view.value("names") });
  const pair = div("ll-pair", createInputColumn(input, thumbnails), ...pairs.large);
  rove(pair, pairs.boxes);
  view.show(
    view.hint(),
    pair,
    unitLine,
    div(
      "ll-columns",
      div(
        "ll-curved",
        curve.element,
        div(
          "ll-caption",
          "Circles: 0 to 4 inputs on (+1), the others off (\u22121). Ticks: the units of the map.",
        ),
      ),
      div(
        "ll-numbers-of-unit",
        createChoices(view, "unit", "Unit", view.value("units")),
        createNumber(view, "coefficient", coefficient, 0.05),
        createNumber(view, "bias", bias, 0.1),
        ...legends.elements,
      ),
    ),
    div("ll-below", teller.element, createMore(view.el)),
    pairs.small,
    tables.element,
  );
  view.follow(TRAITS, draw);
}

export default { render };
