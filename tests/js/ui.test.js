import assert from "node:assert/strict";
import { test } from "node:test";
import { paint, reach } from "../../lenet_keras/live/js/colours.js";
import { decimal } from "../../lenet_keras/live/js/numbers.js";
import { step } from "../../lenet_keras/live/js/pointing.js";

const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

test("zero is the lightest colour, the ends are blue and red, what is beyond stays", () => {
  const pixels = new Uint32Array(5);
  paint(pixels, [-9, -1, 0, 1, 9], -1, 1);
  assert.deepEqual(channels(pixels[2]), [247, 247, 247]);
  assert.equal(pixels[0], pixels[1]);
  assert.equal(pixels[3], pixels[4]);
  const [blue, red] = [channels(pixels[0]), channels(pixels[4])];
  assert.ok(blue[2] > blue[0] && red[0] > red[2]);
});

test("ink is black on white, and NaN leaves a unit empty", () => {
  const pixels = new Uint32Array(3);
  paint(pixels, [0, 1, Number.NaN], 0, 1, "ink");
  assert.deepEqual(channels(pixels[0]), [255, 255, 255]);
  assert.deepEqual(channels(pixels[1]), [0, 0, 0]);
  assert.equal(pixels[2], 0);
});

test("arrow keys stay inside the map, other keys are left alone", () => {
  assert.deepEqual(step("ArrowLeft", [2, 0], 4, 4), [2, 0]);
  assert.deepEqual(step("ArrowDown", [2, 0], 4, 4), [3, 0]);
  assert.deepEqual(step("End", [2, 0], 4, 5), [2, 4]);
  assert.equal(step("Tab", [2, 0], 4, 4), null);
});

test("a scale reaches to the largest absolute value, NaN left out", () => {
  assert.equal(reach([1, -3, Number.NaN]), 3);
  assert.equal(reach([0, 0]), 1);
});

test("numbers have a true minus sign, and none before zero", () => {
  assert.equal(decimal(-1.234), "\u22121.23");
  assert.equal(decimal(-0.001), "0.00");
});
