// How numbers are written.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clamp,
  decimal,
  plusMinus,
  range,
  scientific,
  stretch,
} from "../../lenet_keras/live/js/numbers.js";

test("numbers have a true minus sign, and none before zero", () => {
  assert.equal(decimal(-1.234), "\u22121.23");
  assert.equal(decimal(-0.001), "0.00");
});

test("the ends of a scale have both signs", () => {
  assert.equal(plusMinus(1.7159), "\u00b11.72");
  assert.equal(plusMinus(0), "\u00b10.00");
  assert.equal(plusMinus(0.00024), "\u00b12.4\u00b710\u207b\u2074");
  assert.equal(plusMinus(0.05, 1), "\u00b15.0\u00b710\u207b\u00b2");
});

test("a number stays between its bounds", () => {
  assert.deepEqual(
    [-1, 1, 9].map((number) => clamp(number, 0, 3)),
    [0, 1, 3],
  );
});

test("stretches follow one another without gap or overlap", () => {
  const values = Float32Array.from(range(12));
  const all = range(4).map((number) => [...stretch(values, number, 3)]);
  assert.deepEqual(all.flat(), range(12));
  assert.deepEqual(all[1], [3, 4, 5]);
});

test("small numbers are powers of ten", () => {
  assert.equal(scientific(0.00003), "3.0\u00b710\u207b\u2075");
  assert.equal(scientific(1.26e-2), "1.3\u00b710\u207b\u00b2");
  assert.equal(scientific(1e-10), "1.0\u00b710\u207b\u00b9\u2070");
});
