// Predictions: which option came true, and what is said of a choice.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  optionSaid,
  outcomeInWords,
} from "../../lenet_keras/live/predictions/predictions.js";

test("an option is right if its words alone were said", () => {
  const says = ["Answer 7", "Answer 1"];
  assert.equal(optionSaid(says, "Answer 1, unsure, it could be 7"), 1);
  assert.equal(optionSaid(says, "Answer 3, sure"), -1);
  assert.equal(optionSaid(says, "Answer 7, Answer 1"), -1);
});

test("the outcome names what happened, why, and what the figure said", () => {
  const question = { options: ["it stays", "it goes"], because: "It is far." };
  assert.equal(outcomeInWords(question, 0, 0), "You were right. It is far.");
  assert.equal(
    outcomeInWords(question, 0, 1, "gone"),
    "Not so. What happens: it goes. It is far. The figure says: gone",
  );
});

test("without the figure nothing is called right or wrong", () => {
  const question = { options: ["a", "b"], because: "" };
  assert.match(outcomeInWords(question, 0, -1), /run its cell/);
  assert.equal(outcomeInWords(question, 0, -1, "x"), "The figure says: x");
});
