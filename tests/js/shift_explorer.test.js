import assert from "node:assert/strict";
import { test } from "node:test";
import { departure } from "../../lenet_keras/live/js/departure.js";
import {
  inWords,
  shiftInWords,
} from "../../lenet_keras/live/shift_explorer/shift_explorer.js";

test("a map that moved with its input departs nowhere", () => {
  const before = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const states = Float32Array.of(0, 1, 2, 0, 4, 5, 0, 7, 8); // one column to the right
  const empty = Number.NaN;
  assert.deepEqual(
    [...departure(states, before, 0, 3, 0, 1)],
    [empty, 0, 0, empty, 0, 0, empty, 0, 0],
  );
});

test("a shift has words", () => {
  assert.equal(shiftInWords(0, 0), "not shifted");
  assert.equal(shiftInWords(-3, 1), "3 px left, 1 px down");
});

test("the line tells every change and the two best classes", () => {
  const settings = { dx: 1, dy: 0, rotation: -30, scale: 0.5, noise: 0.1 };
  assert.equal(
    inWords(settings, [90, 4.04, 31.5], [1, 2, 0], true),
    "Input 1 px right, turned by \u221230\u00b0, size times 0.50, noise 0.10. " +
      "Answer 1, penalty 4.0; next comes 2 with 31.5.",
  );
});
