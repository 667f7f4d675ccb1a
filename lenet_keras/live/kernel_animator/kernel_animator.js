// One kernel slides over the input, and one unit after the other gets its state.

import { about, reach } from "../js/colours.js";
import { button, div, element, group } from "../js/element.js";
import { FOREGROUND, PIXEL_SCALE, SIDE } from "../js/images.js";
import { convolve } from "../js/lenet5.js";
import { createPicture } from "../js/map.js";
import { createNumberGrid } from "../js/number_grid.js";
import { clamp, decimal, range, stretch } from "../js/numbers.js";
import { createPlayer, lessMotion } from "../js/player.js";
import { chooseUnits, step } from "../js/pointing.js";
import { createLegend, createTable, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { createKernelFields } from "./kernel_fields.js";

const TRAITS = ["digit", "kernel", "own", "position", "whole"];
const FIELD = 5; // side of a kernel, and of what a unit sees
const AREA = FIELD * FIELD;
const PLACES = SIDE - FIELD + 1; // in a row of the map, and in a column
const LAST = PLACES * PLACES - 1;
const SPEEDS = [2, 20, 200]; // of the trait `speed`, in units a second
// Of the trait `kernel`, after those of C1 and before the reader's own; bias 0.
const EDGE = range(AREA).map((n) => [-0.2, -0.2, 0, 0.2, 0.2][n % FIELD]);
const BLUR = Array(AREA).fill(1 / AREA);

/** Weights and bias of the kernel that the buttons choose. */
export function chosenKernel(c1, choice, own) {
  if (choice < c1.maps) {
    const weights = Array.from(stretch(c1.kernels, choice, AREA));
    return { weights, bias: c1.bias[choice] };
  }
  const weights = [EDGE, BLUR][choice - c1.maps];
  if (weights) return { weights, bias: 0 };
  return { weights: own.slice(0, AREA), bias: own[AREA] };
}

/** A kernel as the reader's own: 25 weights and the bias, as short as they are written. */
export function ownNumbers({ weights, bias }) {
  return [...weights, bias].map((number) => Number(number.toFixed(2)));
}

/** The feature map that a kernel makes: the states of its units, row by row. */
export function mapOf(c1, { weights, bias }, image) {
  const states = new Float64Array(PLACES * PLACES);
  const layer = { ...c1, connections: [[0]], kernels: weights, bias: [bias] };
  convolve(layer, image, states);
  return states;
}

/** Row and column of a unit. */
export function placeOf(position) {
  return [Math.floor(position / PLACES), position % PLACES];
}

/** The unit in whose field a pixel is in the middle, or as near as the edge allows. */
export function unitAtPixel(row, column) {
  const middle = (FIELD - 1) / 2;
  return [clamp(row - middle, 0, PLACES - 1), clamp(column - middle, 0, PLACES - 1)];
}

/** The unit in a row and a column of the map. */
export function positionOf([row, column]) {
  return row * PLACES + column;
}

/** The 25 pixels that a unit sees. */
export function fieldOf(image, position) {
  const [row, column] = placeOf(position);
  return range(AREA).map(
    (n) => image[(row + Math.floor(n / FIELD)) * SIDE + column + (n % FIELD)],
  );
}

/** What a unit does with its field: products, their sum, and that with the bias. */
export function weighted(field, { weights, bias }) {
  const products = field.map((pixel, n) => pixel * weights[n]);
  const sum = products.reduce((total, product) => total + product, 0);
  return { products, sum, total: sum + bias };
}

/** The states up to a unit; the others are NaN, to come. */
export function upTo(states, position) {
  return states.map((state, unit) => (unit <= position ? state : Number.NaN));
}

/** The map as rows of a table; units to come are empty. */
export function mapRows(states) {
  const write = (state) => (Number.isNaN(state) ? "" : decimal(state));
  return range(PLACES).map((row) => [
    row,
    ...Array.from(stretch(states, row, PLACES), write),
  ]);
}

/** The squashing function with its argument. */
export function squashingInWords(activation, total) {
  const text = decimal(total, 3);
  if (activation === "linear") return "not squashed";
  return activation === "scaled_tanh"
    ? `1.7159 tanh(2/3 \u00d7 ${text})`
    : `${activation}(${text})`;
}

/** Which unit has which state, in words. */
export function unitInWords(position, state) {
  const [row, column] = placeOf(position);
  return `Unit ${position}, row ${row}, column ${column}: state ${decimal(state, 3)}.`;
}

/** How it comes by its state. */
export function sumsInWords({ sum, total }, bias) {
  return (
    `The products add up to ${decimal(sum, 3)}; the bias ${decimal(bias, 3)} makes it ` +
    `${decimal(total, 3)}.`
  );
}

/** The player: the kernel goes on, unit by unit, and stops at the last. */
function createWalk({ value, set }, onchange) {
  const goTo = (position) => {
    if (position !== value("position")) set({ position: clamp(position, 0, LAST) });
  };
  const goOn = (units) => goTo(value("position") + units);
  const player = createPlayer(
    () => (lessMotion() ? SPEEDS[0] : SPEEDS[value("speed")]),
    (units) => {
      goOn(units);
      if (value("position") === LAST) player.pause();
    },
    onchange,
  );
  const stepBy = (units) => () => {
    player.pause();
    goOn(units);
  };
  const rewind = () => {
    if (value("position") === LAST) goTo(0);
  };
  return {
    player,
    goTo,
    element: group(
      "Player",
      "ll-buttons",
      button("Step back", stepBy(-1)),
      player.createButton(rewind),
      button("Step forward", stepBy(1)),
    ),
  };
}

/** A picture that shows where the kernel stands, and takes it elsewhere. */
function createStop(side, className, name, { unitAt, value, walk, onfocus }) {
  const picture = createPicture({
    rows: side,
    columns: side,
    className,
    role: "application",
    "aria-roledescription": "map",
    "aria-label": `${name}, ${side} by ${side}. Arrow keys move the kernel`,
    tabindex: "0",
    onfocus,
  });
  const { player, goTo } = walk;
  const at = () => placeOf(value("position"));
  chooseUnits(picture.box, {
    under: (event) => unitAt(...picture.under(event)),
    at,
    lead: (key) => step(key, at(), PLACES, PLACES),
    point(unit) {
      if (!player.playing()) goTo(positionOf(unit));
    },
    take(unit) {
      player.pause();
      goTo(positionOf(unit));
    },
  });
  return picture;
}

/** From the products to the state, line by line; the bias stands in a field. */
function createSums(activation, biasField) {
  const [sum, total, state] = range(3).map(() => element("td"));
  const squashing = element("th", { scope: "row" });
  const line = (name, cell) =>
    element("tr", {}, element("th", { scope: "row" }, name), cell);
  return {
    element: element(
      "table",
      { class: "ll-sums" },
      element(
        "tbody",
        {},
        line("sum of the 25 products", sum),
        line("bias", element("td", {}, biasField)),
        line("weighted sum", total),
        element("tr", {}, squashing, state),
      ),
    ),
    set(unit, its) {
      sum.textContent = decimal(unit.sum, 3);
      total.textContent = decimal(unit.total, 3);
      squashing.textContent = `state: ${squashingInWords(activation, unit.total)}`;
      state.textContent = decimal(its, 3);
    },
  };
}

/** Pixels, kernel and products, number by number. */
function createWorking(fields) {
  const seen = createNumberGrid(FIELD, "pixels in the frame");
  const weights = createNumberGrid(FIELD, "kernel", fields);
  const products = createNumberGrid(FIELD, "products");
  const sign = (text) => element("span", { "aria-hidden": "true" }, text);
  return {
    element: div(
      "ll-columns ll-working",
      seen.element,
      sign("\u00d7"),
      weights.element,
      sign("="),
      products.element,
    ),
    set(field, kernel, unit) {
      const heaviest = reach(kernel.weights);
      seen.set(field, PIXEL_SCALE);
      weights.set(kernel.weights, about(heaviest));
      products.set(unit.products, about(heaviest * FOREGROUND));
    },
  };
}

/** Tells the unit; while it plays, a screen reader is not told every one. */
function createUnitTeller(player) {
  const teller = createTeller();
  let words = ""; // for the ear
  return {
    element: teller.element,
    repeat: () => teller.whisper(words),
    tell(position, state, unit, bias) {
      const told = unitInWords(position, state);
      teller.tell(player.playing() ? "Playing. Pause to read unit by unit." : told);
      const heard = player.playing() ? "" : `${told} ${sumsInWords(unit, bias)}`;
      if (heard && heard !== words) teller.whisper(heard);
      words = heard;
    },
  };
}

async function render(context) {
  const view = await openView(context, "kernel-animator");
  const { value, set } = view;
  const { C1 } = view.layers;
  const own = C1.maps + 2; // of the trait `kernel`
  const kernel = () => chosenKernel(C1, value("kernel"), value("own"));
  let map; // the states of all its units
  const shownMap = () => (value("whole") ? map : upTo(map, value("position")));

  const walk = createWalk(view, () => redraw());
  walk.player.stopWith(view);
  const teller = createUnitTeller(walk.player);
  const stops = { value, walk, onfocus: teller.repeat };
  const input = createStop(SIDE, "ll-slid", "Input", { ...stops, unitAt: unitAtPixel });
  const output = createStop(PLACES, "ll-filling", "Feature map", {
    ...stops,
    unitAt: (...unit) => unit,
  });
  const fields = createKernelFields(view, FIELD, () => redraw());
  const working = createWorking(fields.weights);
  const sums = createSums(C1.activation, fields.bias);
  const legend = createLegend();
  const change = button("Change these numbers", () => {
    set({ own: ownNumbers(kernel()), kernel: own });
    redraw();
    fields.weights[0].focus();
  });
  const table = createTable("The map as a table", ["row", ...range(PLACES)], () =>
    mapRows(shownMap()),
  );

  const draw = () => {
    const [image, now, position] = [view.image(), kernel(), value("position")];
    const field = fieldOf(image, position);
    const unit = weighted(field, now);
    const [row, column] = placeOf(position);
    map = mapOf(C1, now, image);
    const end = reach(map);
    input.draw(image, PIXEL_SCALE);
    input.mark(row, column, FIELD, FIELD);
    output.draw(shownMap(), about(end));
    output.mark(row, column);
    legend.set(-end, end);
    working.set(field, now, unit);
    fields.set(now, value("kernel") === own);
    change.hidden = value("kernel") === own;
    sums.set(unit, map[position]);
    table.refresh();
    teller.tell(position, map[position], unit, now.bias);
  };

  const titled = (name, picture) =>
    element("div", {}, div("ll-layer-name", name), picture.element);
  view.show(
    walk.element,
    div(
      "ll-columns",
      div("ll-slide", titled("Input", input), titled("Feature map", output)),
      div("ll-summed", sums.element, legend.element),
    ),
    teller.element,
    working.element,
    change,
    view.hint(),
    table.element,
  );
  const redraw = view.follow(TRAITS, draw);
}

export default { render };
