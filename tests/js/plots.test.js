import assert from "node:assert/strict";
import { test } from "node:test";
import { scientific } from "../../lenet_keras/live/js/numbers.js";
import { logPlace, logTicks } from "../../lenet_keras/live/training_replay/plots.js";

test("ticks frame the numbers, whatever power of ten they have", () => {
  assert.deepEqual(logTicks(0.13, 6.8), [0.1, 0.2, 0.5, 1, 2, 5, 10]);
  assert.deepEqual(logTicks(1, 2), [1, 2]);
  assert.deepEqual(
    logTicks(3e-8, 0.0075, [1]),
    [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2],
  );
});

test("equal factors are equal distances", () => {
  assert.equal(logPlace(1, 1, 100), 0);
  assert.equal(logPlace(10, 1, 100), 0.5);
  assert.equal(logPlace(100, 1, 100), 1);
});

test("small numbers are powers of ten", () => {
  assert.equal(scientific(0.00003), "3.0\u00b710\u207b\u2075");
  assert.equal(scientific(1.26e-2), "1.3\u00b710\u207b\u00b2");
  assert.equal(scientific(1e-10), "1.0\u00b710\u207b\u00b9\u2070");
});
