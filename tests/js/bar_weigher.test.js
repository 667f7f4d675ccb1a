// Bars and diagonals: what weights make of them, of pixels and of features.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countOf,
  featuresOf,
  judged,
  scoresInWords,
  settingsFrom,
  TASKS,
  turned,
  weightsFrom,
} from "../../lenet_keras/live/bar_weigher/bar_tasks.js";

const START = {
  task: 0,
  sees: 0,
  weights: [0, 1, 0, -1, 0, -1, 0, 1, 0],
  features: [1, -1],
  bias: 0,
};
const scores = (settings) =>
  judged(settings).map((some) => some.map(({ score }) => score));
const right = (changes) => countOf(judged({ ...START, ...changes }))[0];

test("every pixel lies in one upright and in one level bar", () => {
  for (const some of TASKS[0].pictures) {
    const ink = some[0].map((_, n) => some.reduce((sum, pixels) => sum + pixels[n], 0));
    assert.deepEqual(ink, Array(9).fill(1));
  }
});

test("the two kinds of bars score the same together, whatever the weights", () => {
  assert.deepEqual(scores(START), [
    [-1, 2, -1],
    [1, -2, 1],
  ]);
  const [upright, level] = scores({ ...START, weights: [2, 1, -2, 0, 0, 1, 1, 2, -1] });
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  assert.equal(sum(upright), sum(level));
});

test("one line of weights gets five right, and a bias does not mend the sixth", () => {
  const weights = [0, 0, 0, 0, 0, 0, 1, 1, 1];
  assert.equal(right({ weights }), 5);
  assert.equal(right({ weights, bias: -1 }), 2);
  assert.equal(right({ weights: [0, 1, 0, 0, 1, 0, 0, 1, 0] }), 1);
});

test("two features tell all bars but no diagonals, which pixels tell", () => {
  assert.deepEqual(featuresOf(TASKS[0].pictures[1][2]), [1, 3]);
  assert.equal(right({ sees: 1 }), 6);
  assert.equal(right({ sees: 1, task: 1 }), 1);
  assert.equal(right({ task: 1, weights: [1, 0, -1, 0, 0, 0, 0, 0, 0] }), 2);
});

test("a weight goes round from minus two to two, and a link cannot break it", () => {
  assert.deepEqual([turned(0, 1), turned(2, 1), turned(-2, -1)], [1, -2, 2]);
  assert.deepEqual(weightsFrom([7, -9], 3), [2, -2, 0]);
  const strange = { weights: [], features: [5], bias: -7, sees: 4, task: 0.5 };
  const known = {
    weights: Array(9).fill(0),
    features: [2, 0],
    bias: -2,
    sees: 0,
    task: 0,
  };
  assert.deepEqual(settingsFrom(strange), known);
  assert.deepEqual(settingsFrom(START), START);
});

test("the words tell how many are right, the scores and their sums", () => {
  assert.equal(
    scoresInWords(0, judged(START)),
    "2 of 6 right. Scores: upright \u22121, 2, \u22121, together 0; level 1, \u22122, 1, together 0.",
  );
  const diagonals = { ...START, sees: 1, task: 1 };
  assert.equal(
    scoresInWords(1, judged(diagonals)),
    "1 of 2 right. Scores: falling 0; rising 0.",
  );
});
