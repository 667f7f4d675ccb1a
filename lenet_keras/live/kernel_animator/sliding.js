// What one unit after the other computes while a kernel slides over the input, and in words.

import { SIDE } from "../js/images.js";
import { convolve } from "../js/lenet5.js";
import { clamp, decimal, range, stretch } from "../js/numbers.js";

export const FIELD = 5; // side of a kernel, and of what a unit sees
const AREA = FIELD * FIELD;
export const PLACES = SIDE - FIELD + 1; // in a row of the map, and in a column
export const LAST = PLACES * PLACES - 1;
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
export function stepOf([row, column]) {
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
