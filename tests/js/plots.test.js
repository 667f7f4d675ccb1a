import assert from "node:assert/strict";
import { test } from "node:test";
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
