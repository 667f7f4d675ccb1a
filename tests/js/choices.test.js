// Things to choose from, and bars: what keys lead to, and what is said.

import assert from "node:assert/strict";
import { test } from "node:test";
import { firstOfEach } from "../../lenet_keras/live/c3_table/c3_table.js";
import { nextChoice } from "../../lenet_keras/live/js/choices.js";
import { dyed } from "../../lenet_keras/live/js/theme.js";
import { rightInWords } from "../../lenet_keras/live/training_replay/learned_digits.js";

test("arrow keys lead round a row of choices, other keys nowhere", () => {
  assert.equal(nextChoice("ArrowRight", 4, 5), 0);
  assert.equal(nextChoice("ArrowUp", 0, 5), 4);
  assert.equal(nextChoice("Tab", 0, 5), null);
});

test("by day a look stays as it is", () => {
  const look = { low: 0, high: 1, colours: "ink" };
  assert.equal(dyed(look), look);
});

test("the first digit of each class is chosen, class by class", () => {
  assert.deepEqual(firstOfEach([7, 2, 7, 0, 2]), [3, 1, 0]);
});

test("digits that are read correctly are counted", () => {
  assert.equal(rightInWords([7, 3], [7, 2]), "1 of these 2 digits are read correctly");
  assert.equal(rightInWords([], []), "");
});
