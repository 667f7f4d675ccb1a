import assert from "node:assert/strict";
import { test } from "node:test";
import { measureOf } from "../../lenet_keras/live/js/answers.js";
import { departure } from "../../lenet_keras/live/js/departure.js";
import {
  createChanges,
  shiftByKey,
  shiftInWords,
} from "../../lenet_keras/live/js/movable_input.js";
import {
  differenceOf,
  inWords,
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
    inWords(settings, [90, 4.04, 31.5], [1, 2, 0], measureOf({ kind: "rbf" })),
    "Input 1 px right, turned by \u221230\u00b0, size times 0.50, noise 0.10. " +
      "Answer 1, penalty 4.0; next comes 2 with 31.5.",
  );
});

test("probabilities are told with three digits", () => {
  const measure = measureOf({ kind: "softmax" });
  const still = { dx: 0, dy: 0, rotation: 0, scale: 1, noise: 0 };
  assert.equal(
    inWords(still, [0.0625, 0.75], [1, 0], measure),
    "Input not shifted. Answer 1, probability 0.750; next comes 0 with 0.063.",
  );
});

test("keys shift by a pixel, no farther than the span, and Home puts back", () => {
  assert.deepEqual(shiftByKey("ArrowLeft", { dx: 2, dy: 1 }, 4), { dx: 1, dy: 1 });
  assert.deepEqual(shiftByKey("ArrowDown", { dx: 0, dy: 4 }, 4), { dx: 0, dy: 4 });
  assert.deepEqual(shiftByKey("Home", { dx: 2, dy: 1 }, 4), { dx: 0, dy: 0 });
  assert.equal(shiftByKey("End", { dx: 2, dy: 1 }, 4), null);
  assert.equal(shiftByKey("Tab", { dx: 2, dy: 1 }, 4), null);
});

test("an image is changed anew only when it has to be", () => {
  const changes = createChanges(new Float64Array(1024).fill(1));
  const image = new Float32Array(1024).fill(0.5);
  const still = { digit: 0, rotation: 0, scale: 1, noise: 0 };
  const [first, isNew] = changes.of(image, still);
  assert.ok(isNew);
  assert.deepEqual(changes.of(image, { ...still, dx: 3 }), [first, false]);
  assert.ok(changes.of(image, { ...still, rotation: 5 })[1]);
  assert.ok(changes.of(image, still)[1]);
});

test("maps are compared where they moved to, vectors unit by unit", () => {
  const before = { S2: Float32Array.of(1, 2, 3, 4), F6: Float32Array.of(1, 2) };
  const now = { S2: Float32Array.of(9, 1, 9, 3), F6: Float32Array.of(2, 0) };
  const of = (layer, dx) => [...differenceOf(layer, 0, now, before, { dx, dy: 0 })];
  const empty = Number.NaN;
  assert.deepEqual(of({ name: "S2", size: 2 }, 2), [empty, 0, empty, 0]);
  assert.deepEqual(of({ name: "F6", size: 1 }, 2), [1, -2]);
});
