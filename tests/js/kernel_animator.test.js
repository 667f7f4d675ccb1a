// The kernel animator: what one unit computes, where it stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers, SIDE } from "../../lenet_keras/live/js/images.js";
import { withNumber } from "../../lenet_keras/live/kernel_animator/kernel_fields.js";
import {
  chosenKernel,
  fieldOf,
  mapOf,
  mapRows,
  ownNumbers,
  placeOf,
  squashingInWords,
  stepOf,
  sumsInWords,
  unitAtPixel,
  unitInWords,
  upTo,
  weighted,
} from "../../lenet_keras/live/kernel_animator/sliding.js";

const IMAGE = randomNumbers(SIDE * SIDE, 7);
const C1 = {
  maps: 6,
  size: 28,
  activation: "scaled_tanh",
  kernels: Float32Array.from(randomNumbers(150, 3), (number) => number - 0.5),
  bias: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
};
const OWN = [...Array(25).fill(2), -3];

test("the buttons choose kernels of C1, an edge, a blur, the reader's own", () => {
  const third = chosenKernel(C1, 2, OWN);
  assert.deepEqual(third.weights, Array.from(C1.kernels.slice(50, 75)));
  assert.equal(third.bias, C1.bias[2]);
  const [edge, blur] = [6, 7].map((choice) => chosenKernel(C1, choice, OWN));
  const total = ({ weights }) => weights.reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(total(edge)) < 1e-12 && Math.abs(total(blur) - 1) < 1e-12);
  assert.ok(edge.weights[0] < 0 && edge.weights[4] > 0); // positive where ink begins
  assert.deepEqual([edge.bias, blur.bias], [0, 0]);
  assert.deepEqual(chosenKernel(C1, 8, OWN), { weights: Array(25).fill(2), bias: -3 });
});

test("sum, bias and squashing of any unit give its state in the map", () => {
  const kernel = chosenKernel(C1, 4, OWN);
  const map = mapOf(C1, kernel, IMAGE);
  for (const position of [0, 27, 28, 406, 783]) {
    const { products, sum, total } = weighted(fieldOf(IMAGE, position), kernel);
    assert.equal(products.length, 25);
    assert.ok(Math.abs(sum + kernel.bias - total) < 1e-12);
    const state = 1.7159 * Math.tanh((2 / 3) * total);
    assert.ok(Math.abs(state - map[position]) < 1e-5);
  }
});

test("a kernel with a 1 in the middle copies the picture", () => {
  const weights = Array(25).fill(0).with(12, 1);
  const map = mapOf({ ...C1, activation: "linear" }, { weights, bias: 0 }, IMAGE);
  const [row, column] = placeOf(300);
  assert.ok(Math.abs(map[300] - IMAGE[(row + 2) * SIDE + column + 2]) < 1e-6);
});

test("units are numbered row by row, and see 25 pixels each", () => {
  assert.deepEqual(placeOf(0), [0, 0]);
  assert.deepEqual(placeOf(29), [1, 1]);
  assert.deepEqual(placeOf(783), [27, 27]);
  const numbered = Array.from({ length: SIDE * SIDE }, (_, pixel) => pixel);
  const field = fieldOf(numbered, 29);
  assert.deepEqual([field[0], field[4], field[24]], [33, 37, 165]);
});

test("a pixel leads to the unit that has it in the middle, if there is one", () => {
  assert.deepEqual(unitAtPixel(16, 10), [14, 8]);
  assert.deepEqual(unitAtPixel(0, 31), [0, 27]);
});

test("the map fills up", () => {
  const filled = upTo(Float32Array.of(1, 2, 3, 4), 1);
  assert.deepEqual(Array.from(filled), [1, 2, Number.NaN, Number.NaN]);
});

test("the words say where, what, and how it came about", () => {
  assert.equal(unitInWords(29, -0.5), "Unit 29, row 1, column 1: state \u22120.500.");
  assert.equal(
    sumsInWords({ sum: 1, total: 0.75 }, -0.25),
    "The products add up to 1.000; the bias \u22120.250 makes it 0.750.",
  );
  assert.equal(squashingInWords("scaled_tanh", 0.75), "1.7159 tanh(2/3 \u00d7 0.750)");
  assert.equal(squashingInWords("relu", -1), "relu(\u22121.000)");
  assert.equal(squashingInWords("linear", 1), "not squashed");
});

test("a unit and its place lead to each other", () => {
  for (const position of [0, 27, 28, 783]) {
    assert.equal(stepOf(placeOf(position)), position);
  }
});

test("a kernel becomes the reader's own, rounded as it is written", () => {
  const numbers = ownNumbers({ weights: Array(25).fill(0.126), bias: -0.001 });
  assert.equal(numbers.length, 26);
  assert.equal(numbers[0], 0.13);
  assert.ok(Math.abs(numbers[25]) === 0);
});

test("a number is replaced, a half written one is not", () => {
  assert.deepEqual(withNumber([1, 2, 3], 1, 9), [1, 9, 3]);
  assert.deepEqual(withNumber([1, 2, 3], 1, Number.NaN), [1, 2, 3]);
});

test("the table has the map row by row, and nothing for what is to come", () => {
  const rows = mapRows(upTo(new Float64Array(784).fill(0.5), 28));
  assert.equal(rows.length, 28);
  assert.deepEqual(rows[0], [0, ...Array(28).fill("0.50")]);
  assert.deepEqual(rows[1].slice(0, 3), [1, "0.50", ""]);
});
