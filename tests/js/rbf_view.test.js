import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decide,
  decisionInWords,
  posterior,
  rowSums,
  unitByUnit,
  unitInWords,
} from "../../lenet_keras/live/rbf_view/rbf_view.js";

const near = (found, expected) =>
  found.forEach((value, n) => {
    assert.ok(
      Math.abs(value - expected[n]) < 1e-6,
      `${value}, expected ${expected[n]}`,
    );
  });

test("a penalty adds up unit by unit, as in the chapter's example", () => {
  const { differences, squares, sums } = unitByUnit([0.5, 1, -1], [-1, 1, 1]);
  assert.deepEqual([...differences], [1.5, 0, -2]);
  assert.deepEqual([...squares], [2.25, 0, 4]);
  assert.deepEqual([...sums], [2.25, 2.25, 6.25]);
});

test("rows add up to the whole", () => {
  assert.deepEqual(rowSums(Float32Array.of(1, 2, 3, 4, 5, 6), 3), [6, 15]);
});

test("the posterior of the chapter's example, the rubbish class last", () => {
  near(posterior([Math.log(2), Math.log(4)], Math.log(4)), [1 / 2, 1 / 4, 1 / 4]);
});

test("penalties too large for their exponentials still have a posterior", () => {
  near(posterior([2000, 2000], 2000), [1 / 3, 1 / 3, 1 / 3]);
  near(posterior([2000, 3000], 10), [0, 0, 1]);
});

test("a margin below the threshold is rejected, one that equals it is not", () => {
  const penalties = [9, 4, 30];
  assert.deepEqual(decide(penalties, [1, 0, 2], 5), {
    best: 1,
    second: 0,
    margin: 5,
    rejected: false,
  });
  assert.equal(decide(penalties, [1, 0, 2], 5.1).rejected, true);
});

test("the line tells answer or rejection, and what is likeliest", () => {
  const penalties = [9, 4, 30];
  const decision = decide(penalties, [1, 0, 2], 2);
  assert.equal(
    decisionInWords(decision, penalties, [0.1, 0.8, 0, 0.1], 2),
    "Answer 1: penalties 4.0 of 1 and 9.0 of 0, a margin of 5.0; the threshold is 2.0. " +
      "Likeliest: 1, with probability 0.800.",
  );
  const words = decisionInWords(
    { ...decision, rejected: true },
    penalties,
    [0, 0.2, 0, 0.8],
    6,
  );
  assert.match(
    words,
    /^Rejected: penalties 4.0 of 1 .* Likeliest: rubbish, .* 0.800\.$/,
  );
});

test("a unit tells its term and the sum so far", () => {
  const terms = unitByUnit([0.5, 1, -1], [-1, 1, 1]);
  assert.equal(
    unitInWords(2, -1, 1, terms, 4),
    "Unit 2: (\u22121.00 \u2212 1.00)\u00b2 = (\u22122.00)\u00b2 = 4.000; " +
      "sum up to here 6.3 of 6.3, the penalty of 4",
  );
  assert.match(
    unitInWords(0, 0.5, -1, terms, 4),
    /\(0.50 \u2212 \(\u22121.00\)\)\u00b2 = 1.50/,
  );
});
