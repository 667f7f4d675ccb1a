// What a picture becomes that is cropped and turned, by its numbers.

import assert from "node:assert/strict";
import test from "node:test";
import {
  cropAfter,
  cropBetween,
  turnedLay,
} from "../../lenet_keras/live/drawing_pad/crop.js";

const round = (box) =>
  Object.fromEntries(
    Object.entries(box).map(([name, n]) => [name, Number(n.toFixed(6))]),
  );

test("a rectangle lies between two points, whichever came first", () => {
  const box = { left: 0.2, top: 0.1, width: 0.5, height: 0.3 };
  assert.deepEqual(round(cropBetween([0.2, 0.1], [0.7, 0.4])), box);
  assert.deepEqual(round(cropBetween([0.7, 0.1], [0.2, 0.4])), box);
  const whole = { left: 0, top: 0, width: 1, height: 1 };
  assert.deepEqual(cropBetween([0.2, 0.1], [0.7, 0.12]), whole); // a slip
});

test("arrow keys move the rectangle, with Shift they change its size", () => {
  const box = { left: 0.5, top: 0.5, width: 0.4, height: 0.4 };
  assert.deepEqual(round(cropAfter("ArrowLeft", false, box)), { ...box, left: 0.48 });
  assert.deepEqual(round(cropAfter("ArrowDown", false, box)), { ...box, top: 0.52 });
  assert.deepEqual(round(cropAfter("ArrowLeft", true, box)), { ...box, width: 0.38 });
  assert.equal(cropAfter("Enter", false, box), null);
  let at = box;
  for (let n = 0; n < 99; n++) at = cropAfter("ArrowRight", false, at);
  assert.deepEqual(round(at), { ...box, left: 0.6 });
  for (let n = 0; n < 99; n++) at = cropAfter("ArrowRight", true, at);
  for (let n = 0; n < 99; n++) at = cropAfter("ArrowUp", true, at);
  assert.deepEqual(round(at), { ...box, left: 0.6, height: 0.05 });
});

test("quarter turns swap the sides, a slant leaves no corner empty", () => {
  const picture = { width: 300, height: 200 };
  const upright = { width: 300, height: 200, angle: 0, scale: 1 };
  assert.deepEqual(turnedLay(picture, 0, 0), upright);
  const turned = turnedLay(picture, 1, 0);
  assert.deepEqual([turned.width, turned.height, turned.scale], [200, 300, 1]);
  assert.equal(turned.angle, Math.PI / 2);
  for (const degrees of [-45, -10, 20]) {
    const { width, height, angle, scale } = turnedLay(picture, 0, degrees);
    for (const [x, y] of [
      [width / 2, height / 2],
      [width / 2, -height / 2],
    ]) {
      // Turned back, each corner of the frame lies on the picture.
      const across = (x * Math.cos(angle) + y * Math.sin(angle)) / scale;
      const down = (y * Math.cos(angle) - x * Math.sin(angle)) / scale;
      assert.ok(Math.abs(across) <= 150.001 && Math.abs(down) <= 100.001);
    }
  }
});
