// The map of the codes: where states lie, what is near, the way between two images.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  goalsAmong,
  onTheWay,
  walkInWords,
} from "../../lenet_keras/live/code_map/code_map.js";
import {
  cloudPath,
  drawnAt,
  nearestPlace,
  project,
} from "../../lenet_keras/live/code_map/plane.js";

test("states fall onto the two axes, measured from the origin", () => {
  const plane = Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0.5, 0.5);
  assert.deepEqual(project(Float32Array.of(3, 5, 1), plane), [2, 2]);
});

test("the top of the plane is at zero, both directions have one scale", () => {
  const ends = [-1, 2, 0, 2];
  assert.deepEqual(drawnAt([-1, 2], ends), [0, 0]);
  assert.deepEqual(drawnAt([2, 0], ends), [600, 400]);
});

test("pairs of bytes become places, from left to right and from the bottom up", () => {
  assert.equal(
    cloudPath(Uint8Array.of(0, 255, 255, 0), [0, 1, 0, 1]),
    "M0.0 0.0h0M600.0 600.0h0",
  );
  assert.equal(cloudPath(new Uint8Array(0), [0, 1, 0, 1]), "");
});

test("the nearest digit is pointed at, if it is near enough and already there", () => {
  const places = [[0, 0], null, [30, 0]];
  assert.equal(nearestPlace(places, [20, 0]), 2);
  assert.equal(nearestPlace(places, [14, 0]), 0);
  assert.equal(nearestPlace(places, [300, 300]), null);
});

test("a walk leads pixel by pixel from one image to the other", () => {
  const [from, to] = [Float32Array.of(0, 1), Float32Array.of(1, 0)];
  assert.deepEqual([...onTheWay(from, to, 0)], [0, 1]);
  assert.deepEqual([...onTheWay(from, to, 25)], [0.25, 0.75]);
  assert.deepEqual([...onTheWay(from, to, 100)], [1, 0]);
});

test("one walks to the first of each class that is read as it should", () => {
  assert.deepEqual(goalsAmong([1, 0, 1, 0], [false, true, true, true]), [1, 2]);
  assert.deepEqual(goalsAmong([3, 3], [false, false]), [0]);
});

test("the words say where one is, what is answered and what is next", () => {
  const state = { from: 4, to: 9, output: [3.14, 60], ranking: [0, 1] };
  assert.equal(
    walkInWords({ ...state, share: 0 }),
    "A 4: answer 0, penalty 3.1; next 1 with 60.0.",
  );
  assert.match(
    walkInWords({ ...state, share: 40 }),
    /^40 % of the way from a 4 to a 9: /,
  );
});
