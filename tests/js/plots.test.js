// What the plots of the training replay compute: axes, places, words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { logPlace, logTicks } from "../../lenet_keras/live/training_replay/axes.js";
import {
  errorsInWords,
  passAt,
} from "../../lenet_keras/live/training_replay/error_plot.js";
import {
  inOrder,
  ratesInWords,
} from "../../lenet_keras/live/training_replay/rate_plot.js";

// As a page keeps them: by the alphabet.
const RATES = {
  eta: [4e-4, 2e-4],
  mu: 0.02,
  layers: Object.fromEntries(
    ["C1", "C3", "C5", "F6", "S2", "S4"].map((name, n) => [
      name,
      [
        [1e-4, (n + 1) * 1e-3, 1e-2],
        [1e-4, (n + 1) * 1e-2, 1e-1],
      ],
    ]),
  ),
};

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

test("a place across the plot of errors is a pass, and outside it the nearest", () => {
  const [left, right] = [44 / 330, (330 - 18) / 330]; // edges of the axis
  assert.equal(passAt(left, 20), 0);
  assert.equal(passAt(right, 20), 20);
  assert.equal(passAt((left + right) / 2, 20), 10);
  assert.deepEqual([passAt(0, 20), passAt(1, 20)], [0, 20]);
});

test("the plot of errors tells both of a pass", () => {
  const errors = { test: [4.21, 2.5], training: [6.8, 2.75] };
  assert.match(errorsInWords(2, errors), /At pass 2: test 2\.50 %, training 2\.75 %$/);
  assert.match(errorsInWords(0, errors), /At pass 0: none yet$/);
});

test("layers stand in the order of the network, whatever order a page keeps", () => {
  assert.deepEqual(inOrder(RATES.layers), ["C1", "S2", "C3", "S4", "C5", "F6"]);
});

test("rates are told in the order of the network, each its median", () => {
  const words = ratesInWords(2, RATES);
  assert.deepEqual(words.match(/[CSF]\d/g), ["C1", "S2", "C3", "S4", "C5", "F6"]);
  assert.match(words, /^Median rates in pass 2: C1 1\.0\u00b710\u207b\u00b2, S2 5\.0/);
  assert.match(words, /; ceiling 1\.0\u00b710\u207b\u00b2$/);
  assert.match(ratesInWords(0, RATES), /none before the first pass/);
});
