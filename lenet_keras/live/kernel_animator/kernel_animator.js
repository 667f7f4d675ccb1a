// One kernel slides over the input, and one unit after the other gets its state.

import { paint, reach } from "../js/colours.js";
import { element } from "../js/element.js";
import { BACKGROUND, FOREGROUND, SIDE } from "../js/images.js";
import { convolve } from "../js/lenet5.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal } from "../js/numbers.js";
import { createPlayer, lessMotion } from "../js/player.js";
import { step } from "../js/pointing.js";
import { createLegend, createTable, createTeller } from "../js/ui.js";
import { floats, listen, oncePerFrame } from "../js/view.js";

const TRAITS = ["digit", "kernel", "own", "position", "whole"];
const FIELD = 5; // side of a kernel, and of what a unit sees
const AREA = FIELD * FIELD;
const PLACES = SIDE - FIELD + 1; // in a row of the map, and in a column
const LAST = PLACES * PLACES - 1;
const SPEEDS = [2, 20, 200]; // of the trait `speed`, in units a second
const PIXELS = { low: BACKGROUND, high: FOREGROUND, colours: "ink" };
// Of the trait `kernel`, after those of C1 and before the reader's own; bias 0.
const EDGE = Array.from(
  { length: AREA },
  (_, n) => [-0.2, -0.2, 0, 0.2, 0.2][n % FIELD],
);
const BLUR = Array(AREA).fill(1 / AREA);

/** Weights and bias of the kernel that the buttons choose. */
export function chosenKernel(c1, choice, own) {
  if (choice < c1.maps) {
    const weights = c1.kernels.subarray(AREA * choice, AREA * (choice + 1));
    return { weights: Array.from(weights), bias: c1.bias[choice] };
  }
  const weights = [EDGE, BLUR][choice - c1.maps];
  if (weights) return { weights, bias: 0 };
  return { weights: own.slice(0, AREA), bias: own[AREA] };
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

/** The 25 pixels that a unit sees. */
export function fieldOf(image, position) {
  const [row, column] = placeOf(position);
  return Array.from(
    { length: AREA },
    (_, n) => image[(row + Math.floor(n / FIELD)) * SIDE + column + (n % FIELD)],
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

/** Colours of a cell for a number: its place on a scale, and what can be read on it. */
export function cellColours(number, scale) {
  const pixel = new Uint32Array(1);
  paint(pixel, [number], scale.low, scale.high, scale.colours);
  const [red, green, blue] = new Uint8Array(pixel.buffer);
  const light = 0.299 * red + 0.587 * green + 0.114 * blue;
  return {
    background: `rgb(${red} ${green} ${blue})`,
    colour: light > 140 ? "#000" : "#fff",
  };
}

/** Five rows of five numbers on a scale; `fields`, if given, stand in the cells. */
function createNumbers(caption, fields) {
  const cells = Array.from({ length: AREA }, (_, n) =>
    element("td", {}, fields?.[n] ?? ""),
  );
  const rows = Array.from({ length: FIELD }, (_, row) =>
    element("tr", {}, ...cells.slice(row * FIELD, (row + 1) * FIELD)),
  );
  return {
    element: element(
      "table",
      { class: "ll-numbers" },
      element("caption", {}, caption),
      element("tbody", {}, ...rows),
    ),
    set(numbers, scale) {
      numbers.forEach((number, n) => {
        const { background, colour } = cellColours(number, scale);
        cells[n].style.background = background;
        cells[n].style.color = colour;
        if (!fields) cells[n].textContent = decimal(number);
      });
    },
  };
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const { C1 } = network.layers;
  const images = floats(model.get("images"));
  const own = C1.maps + 2; // of the trait `kernel`
  const value = (name) => model.get(name);
  const set = (changes) => {
    for (const [name, to] of Object.entries(changes)) model.set(name, to);
    model.save_changes();
  };
  const kernel = () => chosenKernel(C1, value("kernel"), value("own"));
  let map; // the states of all its units
  let words = ""; // for the ear

  const goTo = (position) => {
    if (position !== value("position")) set({ position: clamp(position, 0, LAST) });
  };
  const player = createPlayer(
    () => (lessMotion() ? SPEEDS[0] : SPEEDS[value("speed")]),
    (units) => {
      goTo(value("position") + units);
      if (value("position") === LAST) player.pause();
    },
    () => {
      playButton.textContent = player.playing() ? "Pause" : "Play";
      redraw();
    },
  );
  const button = (text, onclick) =>
    element("button", { type: "button", onclick }, text);
  const stepBy = (units) => {
    player.pause();
    goTo(value("position") + units);
  };
  const playButton = button("Play", () => {
    if (player.playing()) player.pause();
    else {
      if (value("position") === LAST) goTo(0);
      player.play();
    }
  });

  // A picture that shows where the kernel stands, and takes it elsewhere.
  const createStop = (side, className, name, toUnit) => {
    const picture = createPicture({
      rows: side,
      columns: side,
      className,
      role: "application",
      "aria-roledescription": "map",
      "aria-label": `${name}, ${side} by ${side}. Arrow keys move the kernel`,
      tabindex: "0",
    });
    const jump = (event) => {
      const [row, column] = toUnit(...picture.under(event));
      goTo(row * PLACES + column);
    };
    picture.box.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && !player.playing()) jump(event);
    });
    picture.box.addEventListener("click", (event) => {
      player.pause();
      jump(event);
    });
    picture.box.addEventListener("keydown", (event) => {
      const next = step(event.key, placeOf(value("position")), PLACES, PLACES);
      if (!next) return;
      event.preventDefault();
      event.stopPropagation(); // JupyterLab would scroll, or select another cell
      player.pause();
      goTo(next[0] * PLACES + next[1]);
    });
    picture.box.addEventListener("focus", () => teller.whisper(words));
    return picture;
  };
  const input = createStop(SIDE, "ll-slid", "Input", unitAtPixel);
  const output = createStop(PLACES, "ll-filling", "Feature map", (...unit) => unit);

  // One of the reader's own numbers; those of other kernels can only be read.
  const createNumber = (n, name) => {
    const field = element("input", { type: "number", step: "0.1", "aria-label": name });
    field.addEventListener("input", () => {
      if (Number.isNaN(field.valueAsNumber)) return; // half written
      const numbers = [...value("own")];
      numbers[n] = field.valueAsNumber;
      set({ own: numbers });
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", () => redraw());
    return field;
  };
  const writeNumber = (field, number, digits) => {
    const writable = value("kernel") === own;
    field.readOnly = !writable;
    field.tabIndex = writable ? 0 : -1;
    if (document.activeElement !== field) field.value = number.toFixed(digits);
  };
  const fields = Array.from({ length: AREA }, (_, n) =>
    createNumber(n, `weight, row ${Math.floor(n / FIELD)}, column ${n % FIELD}`),
  );
  const biasField = createNumber(AREA, "bias");
  const seen = createNumbers("pixels in the frame");
  const weights = createNumbers("kernel", fields);
  const products = createNumbers("products");
  const change = button("Change these numbers", () => {
    const { weights: numbers, bias } = kernel();
    const rounded = [...numbers, bias].map((number) => Number(number.toFixed(2)));
    set({ own: rounded, kernel: own });
    redraw();
    fields[0].focus();
  });

  const sum = element("td");
  const total = element("td");
  const state = element("td");
  const squashing = element("th", { scope: "row" });
  const line = (name, cell) =>
    element("tr", {}, element("th", { scope: "row" }, name), cell);
  const sums = element(
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
  );
  const legend = createLegend();
  const teller = createTeller();
  const table = createTable(
    "The map as a table",
    ["row", ...Array(PLACES).keys()],
    () =>
      Array.from({ length: PLACES }, (_, row) => [
        row,
        ...Array.from(
          shownMap().subarray(row * PLACES, (row + 1) * PLACES),
          (number) => (Number.isNaN(number) ? "" : decimal(number)),
        ),
      ]),
  );
  const shownMap = () => (value("whole") ? map : upTo(map, value("position")));
  const imageNow = () =>
    images.subarray(value("digit") * SIDE ** 2, (value("digit") + 1) * SIDE ** 2);
  const draw = () => {
    const [image, now, position] = [imageNow(), kernel(), value("position")];
    const field = fieldOf(image, position);
    const unit = weighted(field, now);
    const [row, column] = placeOf(position);
    map = mapOf(C1, now, image);
    const end = reach(map);
    input.draw(image, PIXELS);
    input.mark(row, column, FIELD, FIELD);
    output.draw(shownMap(), { low: -end, high: end });
    output.mark(row, column);
    legend.set(-end, end);
    const heaviest = reach(now.weights);
    seen.set(field, PIXELS);
    weights.set(now.weights, { low: -heaviest, high: heaviest });
    products.set(unit.products, {
      low: -heaviest * FOREGROUND,
      high: heaviest * FOREGROUND,
    });
    for (const [n, field] of fields.entries()) writeNumber(field, now.weights[n], 2);
    writeNumber(biasField, now.bias, 3);
    change.hidden = value("kernel") === own;
    sum.textContent = decimal(unit.sum, 3);
    total.textContent = decimal(unit.total, 3);
    squashing.textContent = `state: ${squashingInWords(C1.activation, unit.total)}`;
    state.textContent = decimal(map[position], 3);
    table.refresh();
    // While it plays, a screen reader is not told every unit.
    const told = unitInWords(position, map[position]);
    teller.tell(player.playing() ? "Playing. Pause to read unit by unit." : told);
    const heard = player.playing() ? "" : `${told} ${sumsInWords(unit, now.bias)}`;
    if (heard && heard !== words) teller.whisper(heard);
    words = heard;
  };
  const redraw = oncePerFrame(draw);

  el.classList.add("ll-figure", "ll-kernel-animator");
  const titled = (name, picture) =>
    element(
      "div",
      {},
      element("div", { class: "ll-layer-name" }, name),
      picture.element,
    );
  el.append(
    element(
      "div",
      { class: "ll-buttons", role: "group", "aria-label": "Player" },
      button("Step back", () => stepBy(-1)),
      playButton,
      button("Step forward", () => stepBy(1)),
    ),
    element(
      "div",
      { class: "ll-columns" },
      element(
        "div",
        { class: "ll-slide" },
        titled("Input", input),
        titled("Feature map", output),
      ),
      element("div", { class: "ll-summed" }, sums, legend.element),
    ),
    teller.element,
    element(
      "div",
      { class: "ll-columns ll-working" },
      seen.element,
      element("span", { "aria-hidden": "true" }, "\u00d7"),
      weights.element,
      element("span", { "aria-hidden": "true" }, "="),
      products.element,
    ),
    change,
    element("p", { class: "ll-hint" }, model.get("hint")),
    table.element,
  );
  signal?.addEventListener("abort", () => player.pause());
  listen(model, TRAITS, redraw, signal);
  draw();
}

export default { render };
