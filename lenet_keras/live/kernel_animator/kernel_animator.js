// One kernel slides over the input, and one unit after the other gets its state.

import { createChoices, createThumbnails, createToolbar } from "../js/choices.js";
import { about, reach } from "../js/colours.js";
import { button, div, element } from "../js/element.js";
import { FOREGROUND, PIXEL_SCALE, SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { createNumberGrid } from "../js/number_grid.js";
import { clamp, decimal, range } from "../js/numbers.js";
import { createPlayer } from "../js/player.js";
import { chooseUnits, step } from "../js/pointing.js";
import { createLegend, createMore, createTable, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { createKernelFields } from "./kernel_fields.js";
import {
  chosenKernel,
  FIELD,
  fieldOf,
  LAST,
  mapOf,
  mapRows,
  ownNumbers,
  PLACES,
  placeOf,
  squashingInWords,
  stepOf,
  sumsInWords,
  unitAtPixel,
  unitInWords,
  upTo,
  weighted,
} from "./sliding.js";

const TRAITS = ["digit", "kernel", "own", "position", "whole"];
const SPEEDS = [2, 20, 200]; // of the trait `speed`, in units a second

/** The player: the kernel goes on, unit by unit, and stops at the last. */
function createWalk({ value, set }, onchange) {
  const goTo = (position) => {
    if (position !== value("position")) set({ position: clamp(position, 0, LAST) });
  };
  const goOn = (units) => goTo(value("position") + units);
  const player = createPlayer(
    () => SPEEDS[value("speed")],
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
    element: createToolbar("Player", "ll-buttons", [
      player.createButton(rewind),
      button("Step back", stepBy(-1)),
      button("Step forward", stepBy(1)),
    ]),
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
      if (!player.playing()) goTo(stepOf(unit));
    },
    take(unit) {
      player.pause();
      goTo(stepOf(unit));
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

  const titled = (name, picture, ...below) =>
    div("", div("ll-layer-name", name), picture.element, ...below);
  const thumbnails = createThumbnails(view, { names: value("names") });
  const slide = div(
    "ll-slide",
    titled("Input", input, thumbnails),
    titled("Feature map", output),
  );
  walk.player.stopWith(view, slide);
  view.show(
    view.hint(),
    createChoices(view, "kernel", "Kernel", value("kernels")),
    div(
      "ll-columns",
      div("ll-slides", slide, walk.element),
      div("ll-summed", sums.element, legend.element),
    ),
    div("ll-below", teller.element, div("ll-buttons", change, createMore(view.el))),
    working.element,
    table.element,
  );
  const redraw = view.follow(TRAITS, draw);
}

export default { render };
