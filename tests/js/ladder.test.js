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

test("a change is told forth and back, and only between rows that differ by a rung", () => {
  const changes = [
    { before: 0, after: 1, by: -0.2, low: -0.31, high: -0.09 },
    { before: 1, after: 2, by: 0.05, low: -0.01, high: 0.11 },
    { before: 2, after: 3, by: 0.1, low: null, high: null },
  ];
  const told = (before, now) => changeInWords(changeBetween(changes, before, now));
  assert.equal(told(0, 1), "\u22120.20 \u00b1 0.11 points: better");
  assert.equal(told(1, 0), "+0.20 \u00b1 0.11 points: worse");
  assert.equal(told(1, 2), "+0.05 \u00b1 0.06 points: within chance");
  assert.equal(told(3, 2), "\u22120.10 points; one seed cannot say more");
  assert.equal(changeBetween(changes, 0, 2), null);
  assert.equal(changeBetween(changes, 1, 1), null);
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
