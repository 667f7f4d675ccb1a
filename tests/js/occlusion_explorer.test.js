// The square that hides a part, the lead that is left, and the order of the map.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  coarseFirst,
  hide,
  leadOf,
} from "../../lenet_keras/live/occlusion_explorer/hidden.js";
import { hiddenInWords } from "../../lenet_keras/live/occlusion_explorer/occlusion_explorer.js";

const covered = (row, column, size) => {
  const places = [];
  hide(new Float64Array(1024), row, column, size, 1).forEach((value, place) => {
    if (value) places.push(place);
  });
  return places;
};

test("a square covers the pixels about its middle, and the image stays", () => {
  assert.deepEqual(covered(1, 2, 3), [1, 2, 3, 33, 34, 35, 65, 66, 67]);
  assert.deepEqual(covered(5, 7, 1), [5 * 32 + 7]);
  const image = new Float64Array(1024);
  hide(image, 3, 3, 5, 1);
  assert.ok(image.every((value) => value === 0));
});

test("what would lie outside is cut off, and no row runs into the next", () => {
  assert.deepEqual(covered(0, 0, 3), [0, 1, 32, 33]);
  assert.deepEqual(covered(31, 31, 3), [990, 991, 1022, 1023]);
});

test("the lead is that over the next class, and below zero behind it", () => {
  assert.equal(leadOf("rbf", [3, 10, 7], 0), 4);
  assert.equal(leadOf("rbf", [3, 10, 7], 1), -7);
  assert.ok(Math.abs(leadOf("softmax", [0.2, 0.7, 0.1], 1) - 0.5) < 1e-12);
});

test("the map has every place once, a coarse grid first", () => {
  const order = coarseFirst();
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...Array(1024).keys()],
  );
  assert.deepEqual(
    order.slice(0, 16).map((place) => place % 8),
    Array(16).fill(0),
  );
  assert.ok(order.slice(0, 16).every((place) => Math.floor(place / 32) % 8 === 0));
});

test("the words name place, leads and another answer", () => {
  const settings = { row: 10, column: 16, size: 7 };
  const before = { answer: 7, lead: 45.06 };
  assert.equal(
    hiddenInWords(settings, before, { answer: 7, lead: 12.3 }),
    "A square of 7 about row 10, column 16. Lead of 7: 12.3, with nothing hidden 45.1.",
  );
  assert.match(
    hiddenInWords(settings, before, { answer: 1, lead: -3 }),
    /Lead of 7: \u22123\.0, .*\. The answer is 1\.$/,
  );
});
