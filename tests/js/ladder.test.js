// Rungs on and off: which row that is, and what it changed.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axisOf,
  changeBetween,
  changeInWords,
  flipped,
  grouped,
  placeOn,
  rowFrom,
  rowWith,
  uncertaintyOf,
} from "../../lenet_keras/live/ladder/trained_rows.js";

const row = (rungs, errors, low = null, high = null) => ({ rungs, errors, low, high });
const ROWS = [
  row([], [1.0, 1.2], 1.0, 1.2),
  row(["a"], [0.8, 1.0], 0.86, 0.94),
  row(["a", "b"], [0.7]),
  row(["b", "c", "a"], [0.5, 0.5], 0.5, 0.5),
];

test("a row is found by its rungs, in any order, and by no others", () => {
  assert.equal(rowWith(ROWS, ["a", "b", "c"]), 3);
  assert.equal(rowWith(ROWS, []), 0);
  assert.equal(rowWith(ROWS, ["b"]), -1);
  assert.equal(rowWith(ROWS, ["a", "c"]), -1);
});

test("a rung is taken and given back, where that was trained", () => {
  assert.equal(flipped(ROWS, 0, "a"), 1);
  assert.equal(flipped(ROWS, 1, "a"), 0);
  assert.equal(flipped(ROWS, 0, "b"), -1);
  assert.equal(flipped(ROWS, 2, "c"), 3);
  assert.equal(flipped(ROWS, 3, "b"), -1);
});

test("a link cannot lead to a row that is not there", () => {
  assert.deepEqual(
    [3, 4, -1, "x"].map((value) => rowFrom(value, ROWS)),
    [3, 0, 0, 0],
  );
});

test("a change is as sure as both of its rows", () => {
  const { by, half } = changeBetween(ROWS[0], ROWS[1]);
  assert.ok(Math.abs(by + 0.2) < 1e-9);
  assert.ok(Math.abs(half - Math.hypot(0.1, 0.04)) < 1e-9);
  assert.equal(
    changeInWords(ROWS[0], ROWS[1]),
    "\u22120.20 \u00b1 0.11 points: better",
  );
  assert.equal(changeInWords(ROWS[1], ROWS[0]), "+0.20 \u00b1 0.11 points: worse");
  const near = row(["d"], [1.05, 1.25], 1.05, 1.25);
  assert.match(changeInWords(ROWS[0], near), /^\+0\.05 .*within chance$/);
  assert.match(changeInWords(ROWS[1], ROWS[2]), /one seed cannot say more$/);
});

test("an interval that one seed does not give is not claimed", () => {
  assert.equal(uncertaintyOf(ROWS[2]), "1 seed, no interval");
  assert.equal(uncertaintyOf(ROWS[1]), "\u00b10.04, 2 seeds");
});

test("the axis holds all seeds and intervals, equal factors being equally long", () => {
  const axis = axisOf(ROWS);
  assert.ok(axis.least < 0.5 && axis.most > 1.2);
  assert.deepEqual(axis.ticks, [0.5, 0.6, 0.8, 1]);
  const step = placeOn(axis, 1) - placeOn(axis, 0.8);
  assert.ok(Math.abs(step - (placeOn(axis, 0.75) - placeOn(axis, 0.6))) < 1e-9);
  assert.equal(placeOn(axis, 100), 1);
});

test("large numbers are grouped", () => {
  assert.deepEqual([340908, 1000, 999].map(grouped), ["340,908", "1,000", "999"]);
});
