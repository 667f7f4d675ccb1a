// Colours for numbers, and the ink on them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  about,
  inkOn,
  luminance,
  paint,
  reach,
  symmetric,
  tints,
} from "../../lenet_keras/live/js/colours.js";

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

test("a scale reaches to the largest absolute value, NaN left out", () => {
  assert.equal(reach([1, -3, Number.NaN]), 3);
  assert.equal(reach([0, 0]), 1);
});

test("a scale about zero has zero in its middle", () => {
  assert.deepEqual(about(2), { low: -2, high: 2 });
  assert.deepEqual(symmetric([1, -3]), { low: -3, high: 3 });
});

test("numbers stand on their colour, black on light and white on dark", () => {
  const [low, zero, high] = tints([-1, 0, 1], { low: -1, high: 1 });
  assert.deepEqual(low, { background: "rgb(5 48 97)", color: "#fff" });
  assert.deepEqual(zero, { background: "rgb(247 247 247)", color: "#000" });
  assert.deepEqual(high, { background: "rgb(103 0 31)", color: "#fff" });
});

test("every number can be read: its contrast is 4.5 or more", () => {
  assert.equal(luminance([255, 255, 255]), 1);
  assert.equal(luminance([0, 0, 0]), 0);
  const levels = Array.from({ length: 255 }, (_, n) => n);
  for (const colours of ["signed", "ink"]) {
    for (const { background, color } of tints(levels, { low: 0, high: 254, colours })) {
      const behind = luminance(background.match(/\d+/g).map(Number));
      const contrast =
        color === "#fff" ? 1.05 / (behind + 0.05) : (behind + 0.05) / 0.05;
      assert.ok(contrast >= 4.5, `${color} on ${background}: ${contrast}`);
    }
  }
});

test("the ink is the one of the two that contrasts more", () => {
  for (let grey = 0; grey < 256; grey++) {
    const behind = luminance([grey, grey, grey]);
    const [onBlack, onWhite] = [(behind + 0.05) / 0.05, 1.05 / (behind + 0.05)];
    assert.equal(inkOn([grey, grey, grey]), onBlack > onWhite ? "#000" : "#fff");
  }
});
