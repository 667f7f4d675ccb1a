// Two numbers make S2 blur, or a noisy OR, or a noisy AND; and what a shift does to it.

import { reach } from "../js/colours.js";
import { departure, largestOf, nearestDeparture, wayInWords } from "../js/departure.js";
import { element } from "../js/element.js";
import { BACKGROUND, FOREGROUND, SIDE, shift } from "../js/images.js";
import { subsample } from "../js/lenet5.js";
import { createMap, createPicture } from "../js/map.js";
import { decimal } from "../js/numbers.js";
import { createLegend, createTable, createTeller } from "../js/ui.js";
import { floats, listen, oncePerFrame } from "../js/view.js";
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
const PIXELS = { low: BACKGROUND, high: FOREGROUND, colours: "ink" };
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
export function scaleEnds(choice, layers) {
  const own = layers.map((maps) => maps.map(reach));
  if (choice === "map") return own;
  const largest = own.map((ends) => Math.max(...ends));
  return own.map((ends, layer) =>
    ends.map(() => (choice === "layer" ? largest[layer] : Math.max(...largest))),
  );
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const { C1, S2 } = network.layers;
  const learned = learnedNumbers(S2);
  const images = floats(model.get("images"));
  const now = network.newStates();
  const before = network.newStates();
  const value = (name) => model.get(name);
  const set = (changes) => {
    for (const [name, to] of Object.entries(changes)) model.set(name, to);
    model.save_changes();
  };
  const settings = () => {
    const names = ["unit", "map", "coefficient", "bias"];
    return Object.fromEntries(names.map((name) => [name, value(name)]));
  };
  let agreed = settings();
  let numbers; // [coefficient, bias] of each map

  const input = createPicture({
    rows: SIDE,
    columns: SIDE,
    role: "img",
    "aria-label": "Input, 32 by 32 pixels",
  });
  const curve = createCurve(S2.activation);
  const unitLine = element("div", { class: "ll-caption ll-unit" });
  // What the four units of a window become, pointed at in either map.
  const describe = (row, column) => {
    for (const { map } of large) map.mark();
    if (row == null) {
      unitLine.textContent = "";
      drawCurve();
      return;
    }
    large[0].map.mark(2 * row, 2 * column, 2, 2);
    large[1].map.mark(row, column);
    const sum = sumOf(row, column);
    const [coefficient, bias] = numbers[value("map")];
    const total = coefficient * sum + bias;
    const state = now.S2[(value("map") * S2.size + row) * S2.size + column];
    unitLine.textContent =
      `S2 row ${row}, column ${column}: sum ${decimal(sum)} \u00d7 ${decimal(coefficient)} ` +
      `+ bias ${decimal(bias)} = ${decimal(total)}, state ${decimal(state)}`;
    teller.whisper(unitLine.textContent);
    drawCurve(total);
  };
  const sumOf = (row, column) => {
    const corner = (value("map") * C1.size + 2 * row) * C1.size + 2 * column;
    return [0, 1, C1.size, C1.size + 1].reduce(
      (sum, way) => sum + now.C1[corner + way],
      0,
    );
  };
  const drawCurve = (one) => {
    const [coefficient, bias] = numbers[value("map")];
    const sums = Array.from({ length: S2.size ** 2 }, (_, unit) => {
      const sum = sumOf(Math.floor(unit / S2.size), unit % S2.size);
      return coefficient * sum + bias;
    });
    curve.draw(truthTable(S2.activation, coefficient, bias), sums, one);
  };

  const large = [C1, S2].map((layer) => {
    const title = element("div", { class: "ll-layer-name" }, layer.name);
    const line = element("div", { class: "ll-caption" });
    const map = createMap({
      rows: layer.size,
      columns: layer.size,
      name: `${layer.name}, the chosen map`,
      className: layer === C1 ? "ll-windows" : "",
      onunit: (row, column) => {
        const half = layer === C1 ? 2 : 1;
        if (row == null) describe(null);
        else describe(Math.floor(row / half), Math.floor(column / half));
      },
    });
    const whole = element("div", { class: "ll-large" }, title, map.element, line);
    return { map, title, line, element: whole };
  });
  const small = Array.from({ length: C1.maps }, (_, map) => {
    const pictures = [C1, S2].map(({ size }) =>
      createPicture({ rows: size, columns: size }),
    );
    const button = element(
      "button",
      { type: "button", "aria-label": `map ${map}`, onclick: () => set({ map }) },
      ...pictures.map((picture) => picture.element),
      String(map),
    );
    return { pictures, button };
  });
  const legends = ["state", "difference"].map((what) => createLegend("signed", what));
  const teller = createTeller();
  const inputsTable = createTable(
    "0 to 4 inputs on, as a table",
    ["inputs on", "sum", "coefficient \u00d7 sum + bias", "state"],
    () =>
      truthTable(S2.activation, ...numbers[value("map")]).map(
        ({ on, sum, total, state }) => [
          on,
          ...[sum, total, state].map((number) => decimal(number)),
        ],
      ),
  );
  const mapsTable = createTable(
    "All maps, as a table",
    ["map", "coefficient", "bias", "C1 departs by", "S2 departs by"],
    () =>
      numbers.map((pair, map) => [
        map,
        ...pair.map((number) => decimal(number, 3)),
        ...departures(map).map(({ largest }) => decimal(largest, 3)),
      ]),
  );

  const departures = (map) => {
    const [dx, dy] = [value("dx"), value("dy")];
    const difference = departure(now.C1, before.C1, map, C1.size, dy, dx);
    return [
      { difference, largest: largestOf(difference), down: dy, right: dx },
      nearestDeparture(now.S2, before.S2, map, S2.size, dy, dx),
    ];
  };
  const stateMap = ({ name, size }, map) =>
    now[name].subarray(map * size ** 2, (map + 1) * size ** 2);

  const draw = () => {
    const changes = agreement(agreed, settings(), learned);
    if (Object.keys(changes).length) set(changes);
    agreed = settings();
    const pair = [value("coefficient"), value("bias")];
    numbers = learned.map((own) => (value("unit") === AS_LEARNED ? own : pair));
    const layer = withNumbers(S2, ...[0, 1].map((n) => numbers.map((each) => each[n])));
    const image = images.subarray(
      value("digit") * SIDE ** 2,
      (value("digit") + 1) * SIDE ** 2,
    );
    for (const [states, shown] of [
      [before, image],
      [now, shift(image, value("dx"), value("dy"))],
    ]) {
      network.forward(shown, states);
      subsample(layer, states.C1, states.S2);
    }
    input.draw(now.image, PIXELS);
    const differences = value("view") === DIFFERENCE;
    const maps = [C1, S2].map((of, l) =>
      small.map((_, map) =>
        differences ? departures(map)[l].difference : stateMap(of, map),
      ),
    );
    const ends = scaleEnds(SCALES[value("colours")], maps);
    const map = value("map");
    const moved = departures(map);
    for (const [l, { name }] of [C1, S2].entries()) {
      const scale = (which) => ({ low: -ends[l][which], high: ends[l][which] });
      small.forEach(({ pictures }, which) => {
        pictures[l].draw(maps[l][which], scale(which));
      });
      large[l].map.draw(maps[l][map], scale(map));
      large[l].title.textContent = `${name}, map ${map}`;
      large[l].line.textContent =
        `\u00b1${decimal(ends[l][map])}; ${largestInWords(moved[l])}`;
    }
    small.forEach(({ button }, which) => {
      button.setAttribute("aria-pressed", which === map);
    });
    el.classList.toggle("ll-differences", differences);
    legends.forEach((legend, view) => {
      legend.element.hidden = view !== value("view");
      if (SCALES[value("colours")] === "both") legend.set(-ends[0][0], ends[0][0]);
      else legend.set("\u2212 largest", "+ largest");
    });
    drawCurve();
    inputsTable.refresh();
    mapsTable.refresh();
    const [coefficient, bias] = numbers[map];
    teller.tell(
      `Map ${map}, coefficient ${decimal(coefficient)}, bias ${decimal(bias)}: a unit is ` +
        `${turnInWords(truthTable(S2.activation, coefficient, bias))}. ` +
        shiftInWords(value("dx"), value("dy"), ...moved.map(({ largest }) => largest)),
    );
  };
  const largestInWords = ({ largest, down, right }) => {
    if (!value("dx") && !value("dy")) return "not shifted";
    const way = wayInWords(right, down);
    return `largest departure from the old map, moved ${way}: ${decimal(largest, 3)}`;
  };
  const redraw = oncePerFrame(draw);

  el.classList.add("ll-figure", "ll-subsampling-playground");
  el.append(
    teller.element,
    element(
      "div",
      { class: "ll-columns" },
      element(
        "div",
        { class: "ll-shifted" },
        element("div", { class: "ll-layer-name" }, "Input"),
        input.element,
      ),
      element(
        "div",
        { class: "ll-curved" },
        element("div", { class: "ll-layer-name" }, "Squashing function"),
        curve.element,
        element(
          "div",
          { class: "ll-caption" },
          "Circles: 0 to 4 inputs on (+1), the others off (\u22121). Ticks: the units of the map.",
        ),
      ),
    ),
    element("div", { class: "ll-two" }, ...large.map((each) => each.element)),
    unitLine,
    element(
      "div",
      { class: "ll-six", role: "group", "aria-label": "Maps: C1 above, S2 below" },
      ...small.map(({ button }) => button),
    ),
    ...legends.map((legend) => legend.element),
    element("p", { class: "ll-hint" }, model.get("hint")),
    inputsTable.element,
    mapsTable.element,
  );
  listen(model, TRAITS, redraw, signal);
  draw();
}

export default { render };
