// A change of the pixels: how long it is, another as long, a part of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asLong,
  changeInWords,
  lengthOf,
  withChange,
} from "../../lenet_keras/live/answer_turner/answer_turner.js";

test("a length is the root of the sum of squares, ink is measured from paper", () => {
  assert.equal(lengthOf([3, 0, -4]), 5);
  assert.ok(Math.abs(lengthOf([-0.1, 0.9], -0.1) - 1) < 1e-12);
});

test("a change at random is as long, points elsewhere, and is the same every time", () => {
  const change = new Float64Array(1024).fill(0.01);
  const random = asLong(change);
  assert.ok(Math.abs(lengthOf(random) - lengthOf(change)) < 1e-12);
  const along = random.reduce((sum, value, x) => sum + value * change[x], 0);
  assert.ok(Math.abs(along) < 0.2 * lengthOf(change) ** 2);
  assert.deepEqual(asLong(change), random);
});

test("a part of a change stays between paper and ink", () => {
  assert.deepEqual([...withChange([0, 1, -0.1], [1, 1, -1], 50)], [0.5, 1.175, -0.1]);
  assert.deepEqual([...withChange([0.25, 1], [1, 1], 0)], [0.25, 1]);
});

test("the words say how long, how much of the ink, and what becomes of the answer", () => {
  const state = { length: 1, ink: 10, percent: 150, before: 7, now: 3, random: false };
  assert.equal(
    changeInWords(state),
    "The change is 1.50 long, 15 % of the ink, and turns 7 into 3.",
  );
  assert.equal(
    changeInWords({ ...state, now: 7, random: true, percent: 100 }),
    "A change at random is 1.00 long, 10 % of the ink, and leaves the answer 7.",
  );
});
