import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addNoise,
  BACKGROUND,
  FOREGROUND,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "../../lenet_keras/live/js/images.js";

const dot = (row, column) => {
  const image = new Float32Array(SIDE * SIDE).fill(BACKGROUND);
  image[row * SIDE + column] = FOREGROUND;
  return image;
};
const paper = Math.fround(BACKGROUND);

test("a shift moves ink, and background comes in", () => {
  assert.deepEqual(shift(dot(10, 10), 3, -2), dot(8, 13));
  assert.deepEqual(shift(dot(0, 0), -1, 0), shift(dot(0, 0), 40, 0));
  assert.ok(shift(dot(0, 0), -1, 0).every((value) => value === paper));
});

test("a quarter turn is clockwise and loses nothing", () => {
  const turned = turn(dot(10, 15), 90, 1);
  assert.ok(Math.abs(turned[15 * SIDE + 21] - FOREGROUND) < 1e-5);
});

test("no turn and no scale leave the image as it is", () => {
  const image = dot(3, 4);
  assert.equal(turn(image, 0, 1), image);
});

test("twice the size, four times the ink", () => {
  const ink = (image) => image.reduce((sum, value) => sum + value - BACKGROUND, 0);
  const image = shift(dot(15, 15), 1, 1);
  assert.ok(Math.abs(ink(turn(image, 0, 2)) / ink(image) - 4) < 0.01);
});

test("noise inverts its share of the pixels, the same ones each time", () => {
  const draws = randomNumbers(SIDE * SIDE);
  const image = dot(0, 0);
  const changed = addNoise(image, 0.1, draws).filter((value, n) => value !== image[n]);
  assert.ok(changed.length > 70 && changed.length < 135, String(changed.length));
  assert.deepEqual(draws, randomNumbers(SIDE * SIDE));
  assert.deepEqual(addNoise(image, 0, draws), image);
});
