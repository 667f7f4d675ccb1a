// How a network says its answer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { measureOf } from "../../lenet_keras/live/js/answers.js";

test("an RBF output has penalties, a softmax probabilities", () => {
  const penalty = measureOf({ kind: "rbf" });
  assert.deepEqual([penalty.name, penalty.names], ["penalty", "Penalties"]);
  assert.equal(penalty.write(2.71), "2.7");
  const probability = measureOf({ kind: "softmax" });
  assert.deepEqual(
    [probability.name, probability.names],
    ["probability", "Probabilities"],
  );
  assert.equal(probability.write(0.12345), "0.123");
});
