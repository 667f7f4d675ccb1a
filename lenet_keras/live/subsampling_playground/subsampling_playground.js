// Two numbers make S2 blur, or a noisy OR, or a noisy AND; and what a shift does to it.

import { reach } from "../js/colours.js";
import { departure, largestOf, nearestDeparture, wayInWords } from "../js/departure.js";
import { div } from "../js/element.js";
import { PIXEL_SCALE, SIDE, shift } from "../js/images.js";
import { subsample } from "../js/lenet5.js";
import { createPicture } from "../js/map.js";
import { decimal, range, stretch } from "../js/numbers.js";
import { createLegend, createTable, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { createPairs } from "./pairs.js";
import {
  createCurve,
  truthTable,
  turnInWords,
  withNumbers,
} from "./squashing_curve.js";

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
const AS_LEARNED = 0; // of the trait `unit`
const PRESETS = [null, [0.1, 0], [2, 6], [2, -6]]; // coefficient and bias: blur, OR, AND
const BY_SLIDERS = PRESETS.length;
const DIFFERENCE = 1; // of the trait `view`
const SCALES = ["both", "layer", "map"]; // of the trait `colours`
const NOTHING = 1e-5; // a departure below it is none
const ROUNDING = [0.026, 0.051]; // half a step of the sliders, which round what they show

/** Coefficient (of the sum) and bias of each map, as learned. */
export function learnedNumbers({ coefficient, bias, reduction }) {
  const part = reduction === "sum" ? 1 : 4;
  return Array.from(coefficient, (number, map) => [number / part, bias[map]]);
}

/**
 * What the buttons and the sliders must become so that they agree. `before` is what
 * they were when last they did; each is {unit, map, coefficient, bias}.
 */
export function agreement(before, now, learned) {
  const chosen = now.unit !== before.unit || now.map !== before.map;
  const numbers = (unit) => (unit === AS_LEARNED ? learned[now.map] : PRESETS[unit]);
  if (chosen && now.unit !== BY_SLIDERS) {
    const [coefficient, bias] = numbers(now.unit);
    return { coefficient, bias };
  }
  const same = (unit) => {
    const [coefficient, bias] = numbers(unit);
    return (
      Math.abs(coefficient - now.coefficient) < ROUNDING[0] &&
      Math.abs(bias - now.bias) < ROUNDING[1]
    );
  };
  if (now.unit !== BY_SLIDERS && same(now.unit)) return {};
  const preset = PRESETS.findIndex((_, unit) => unit !== AS_LEARNED && same(unit));
  return { unit: preset < 0 ? BY_SLIDERS : preset };
}

/** What a shift does to the maps, in words. */
export function shiftInWords(dx, dy, c1, s2) {
  if (!dx && !dy) return "Not shifted.";
  const follows = (largest) =>
    largest < NOTHING ? "follows exactly" : `departs by up to ${decimal(largest)}`;
  return `Shifted ${wayInWords(dx, dy, " px")}: C1 ${follows(c1)}, S2 ${follows(s2)}.`;
}

/** The end of the colour scale of each layer and map: `[C1, S2]`, six numbers each. */
export function endsOf(choice, layers) {
  const own = layers.map((maps) => maps.map(reach));
  if (choice === "map") return own;
  const largest = own.map((ends) => Math.max(...ends));
  return own.map((ends, layer) =>
    ends.map(() => (choice === "layer" ? largest[layer] : Math.max(...largest))),
  );
}

/** What the four units of the window of an S2 unit add up to. */
export function windowSum(states, size, map, row, column) {
  const corner = (map * size + 2 * row) * size + 2 * column;
  return [0, 1, size, size + 1].reduce((sum, way) => sum + states[corner + way], 0);
}

/** How the unit of S2 comes by its state, in words. */
export function unitInWords(row, column, sum, [coefficient, bias], state) {
  return (
    `S2 row ${row}, column ${column}: sum ${decimal(sum)} \u00d7 ${decimal(coefficient)} ` +
    `+ bias ${decimal(bias)} = ${decimal(coefficient * sum + bias)}, state ${decimal(state)}`
  );
}

/** How C1 and S2 depart, each {difference, largest, down, right}, when the input is shifted. */
export function departuresOf({ C1, S2 }, now, before, map, { dx, dy }) {
  const difference = departure(now.C1, before.C1, map, C1.size, dy, dx);
  return [
    { difference, largest: largestOf(difference), down: dy, right: dx },
    nearestDeparture(now.S2, before.S2, map, S2.size, dy, dx),
  ];
}

/** The largest departure, in words. */
export function largestInWords({ largest, down, right }, { dx, dy }) {
  if (!dx && !dy) return "not shifted";
  const way = wayInWords(right, down);
  return `largest departure from the old map, moved ${way}: ${decimal(largest, 3)}`;
}

/** What the figure shows, in words. */
export function inWords(map, [coefficient, bias], table, { dx, dy }, moved) {
  return (
    `Map ${map}, coefficient ${decimal(coefficient)}, bias ${decimal(bias)}: a unit is ` +
    `${turnInWords(table)}. ` +
    shiftInWords(dx, dy, ...moved.map(({ largest }) => largest))
  );
}

/** C1 and S2 with any numbers, for an image and for the same image shifted. */
function createStates({ network, layers, image, value, values }, learned) {
  const { C1, S2 } = layers;
  const now = network.newStates();
  const before = network.newStates();
  let numbers; // [coefficient, bias] of each map
  const moved = (map) => departuresOf(layers, now, before, map, values(["dx", "dy"]));
  const sumOf = (row, column) => windowSum(now.C1, C1.size, value("map"), row, column);
  const chosen = () => numbers[value("map")];
  return {
    now,
    moved,
    sumOf,
    chosen,
    all: () => numbers,
    stateOf: (row, column) =>
      stretch(now.S2, value("map"), S2.size ** 2)[row * S2.size + column],
    table: () => truthTable(S2.activation, ...chosen()),
    /** The weighted sums of all units of the chosen map. */
    totals() {
      const [coefficient, bias] = chosen();
      return range(S2.size ** 2).map((unit) => {
        const sum = sumOf(Math.floor(unit / S2.size), unit % S2.size);
        return coefficient * sum + bias;
      });
    },
    compute() {
      const { unit, coefficient, bias, dx, dy } = values(TRAITS);
      numbers = learned.map((own) => (unit === AS_LEARNED ? own : [coefficient, bias]));
      const layer = withNumbers(
        S2,
        ...[0, 1].map((n) => numbers.map((each) => each[n])),
      );
      for (const [states, shown] of [
        [before, image()],
        [now, shift(image(), dx, dy)],
      ]) {
        network.forward(shown, states);
        subsample(layer, states.C1, states.S2);
      }
    },
    /** What C1 and S2 show, map by map: states, or how they depart. */
    shown(differences) {
      return [C1, S2].map(({ name, size }, layer) =>
        range(C1.maps).map((map) =>
          differences
            ? moved(map)[layer].difference
            : stretch(now[name], map, size ** 2),
        ),
      );
    },
  };
}

/** The units and the maps, as tables. */
function createTables(states) {
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
  return [units, maps];
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

async function render(context) {
  const view = await openView(context, "subsampling-playground");
  const { layers, values, set } = view;
  const learned = learnedNumbers(layers.S2);
  const states = createStates(view, learned);
  const settings = () => values(["unit", "map", "coefficient", "bias"]);
  let agreed = settings();

  const input = createPicture({
    rows: SIDE,
    columns: SIDE,
    role: "img",
    "aria-label": "Input, 32 by 32 pixels",
  });
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
  const tables = createTables(states);

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
    for (const table of tables) table.refresh();
    teller.tell(inWords(map, states.chosen(), states.table(), shifted, moved));
  };

  view.show(
    teller.element,
    div(
      "ll-columns",
      div("ll-shifted", div("ll-layer-name", "Input"), input.element),
      div(
        "ll-curved",
        div("ll-layer-name", "Squashing function"),
        curve.element,
        div(
          "ll-caption",
          "Circles: 0 to 4 inputs on (+1), the others off (\u22121). Ticks: the units of the map.",
        ),
      ),
    ),
    pairs.large,
    unitLine,
    pairs.small,
    ...legends.elements,
    view.hint(),
    ...tables.map((table) => table.element),
  );
  view.follow(TRAITS, draw);
}

export default { render };
