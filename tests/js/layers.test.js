// The pictures of all layers: which there are, what their scales and units are called.

import assert from "node:assert/strict";
import { test } from "node:test";
import { unitOfMapInWords } from "../../lenet_keras/live/js/layers.js";
import { picturesOf } from "../../lenet_keras/live/js/map.js";

test("each map is a picture, and so is a vector of units", () => {
  const maps = picturesOf({ name: "S2", maps: 6, size: 14 });
  assert.equal(maps.length, 6);
  assert.deepEqual(maps[5], {
    name: "S2 map 5",
    map: 5,
    rows: 14,
    columns: 14,
    length: 196,
  });
  const [vector, ...others] = picturesOf({ name: "F6", maps: 84, size: 1 });
  assert.equal(others.length, 0);
  assert.equal(vector.rows * vector.columns, 84);
  assert.deepEqual([vector.name, vector.length], ["F6", 84]);
});

test("a unit in words, by place in a map and by number in a vector", () => {
  const map = { name: "C1 map 2", columns: 28 };
  assert.equal(
    unitOfMapInWords(map, 3, 4, "state", -0.5),
    "C1 map 2, row 3, column 4: state \u22120.500",
  );
  assert.equal(
    unitOfMapInWords(map, 3, 4, "difference", Number.NaN),
    "C1 map 2, row 3, column 4: difference came in at the border",
  );
  const vector = { name: "F6", columns: 7 };
  assert.equal(unitOfMapInWords(vector, 1, 2, "state", 1), "F6, unit 9: state 1.000");
});
