// Small pictures whose 28x28 image can be worked out by hand. That the page agrees with
// the package on hundreds of others is what tests/live/test_normalise.py shows.

import assert from "node:assert/strict";
import test from "node:test";
import {
  normaliseDigit,
  REDUCING,
  resize,
} from "../../lenet_keras/live/drawing_pad/normalise.js";
import { MNIST_SIDE, prepare } from "../../lenet_keras/live/js/images.js";

/** RGBA out of a function that tells the grey level, or all four, of a pixel. */
function picture(width, height, level) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const value = level(i % width, Math.floor(i / width));
    data.set(Array.isArray(value) ? value : [value, value, value, 255], 4 * i);
  }
  return { width, height, data };
}

const inside = (x, y, [left, top, right, bottom]) =>
  x >= left && x < right && y >= top && y < bottom;
const bar = [25, 20, 35, 80]; // 10 pixels wide, 60 high

/** The smallest box, in pixels from edge to edge, around all ink. */
function extent(image) {
  const pixels = [...image.keys()].filter((i) => image[i] > 0);
  const ends = (places) => [Math.min(...places), Math.max(...places) + 1];
  return {
    rows: ends(pixels.map((i) => Math.floor(i / MNIST_SIDE))),
    columns: ends(pixels.map((i) => i % MNIST_SIDE)),
  };
}

const reduceDigit = (picture) => REDUCING.reduce((made, step) => step(made), picture);

test("a bar becomes 20 pixels high and keeps its aspect ratio", () => {
  const image = normaliseDigit(
    picture(60, 100, (x, y) => (inside(x, y, bar) ? 0 : 255)),
  );
  const { rows, columns } = extent(image);
  assert.equal(rows[1] - rows[0], 20);
  assert.equal(columns[1] - columns[0], 3); // 10 x 20/60
  assert.equal(Math.max(...image), 255);
});

test("dark on light, light on dark, and coloured: the same image", () => {
  const dark = normaliseDigit(
    picture(60, 100, (x, y) => (inside(x, y, bar) ? 0 : 255)),
  );
  const light = normaliseDigit(
    picture(60, 100, (x, y) => (inside(x, y, bar) ? 255 : 0)),
  );
  const red = normaliseDigit(
    picture(60, 100, (x, y) =>
      inside(x, y, bar) ? [200, 0, 0, 255] : [255, 255, 255, 255],
    ),
  );
  assert.deepEqual(light, dark);
  assert.deepEqual(red, dark);
});

test("transparent pixels are white behind dark ink, black behind light ink", () => {
  const dark = normaliseDigit(
    picture(60, 100, (x, y) => (inside(x, y, bar) ? 0 : 255)),
  );
  for (const pen of [0, 90, 170, 255]) {
    const image = normaliseDigit(
      picture(60, 100, (x, y) => [pen, pen, pen, inside(x, y, bar) ? 255 : 0]),
    );
    assert.deepEqual(image, dark, `pen ${pen}`);
  }
});

test("light that falls off from left to right leaves no trace", () => {
  const image = normaliseDigit(
    picture(60, 100, (x, y) => (inside(x, y, bar) ? 20 : 250 - x)),
  );
  const { rows, columns } = extent(image);
  assert.deepEqual([rows[1] - rows[0], columns[1] - columns[0]], [20, 3]);
});

test("the centre of mass goes to row 14, column 14", () => {
  // A bar of 20x10 pixels with a foot to the right: 10x10 more.
  const foot = (x, y) => inside(x, y, [8, 4, 18, 24]) || inside(x, y, [18, 14, 28, 24]);
  const image = normaliseDigit(picture(40, 40, (x, y) => (foot(x, y) ? 0 : 255)));
  const { rows, columns } = extent(image);
  // Columns: (200 x 4.5 + 100 x 14.5) / 300 = 7.8, so column 8 of the box goes to 14.
  assert.deepEqual(columns, [6, 26]);
  // Rows: (200 x 9.5 + 100 x 14.5) / 300 = 11.2, so row 11 of the box goes to 14.
  assert.deepEqual(rows, [3, 23]);
});

test("nothing that stands out is an error that says so", () => {
  const faint = picture(30, 30, (x, y) => (inside(x, y, [10, 10, 20, 20]) ? 240 : 255));
  assert.throws(
    () => normaliseDigit(faint),
    /^RangeError: I see nothing that stands out from the paper\.$/,
  );
  assert.throws(
    () => normaliseDigit({ width: 2, height: 2, data: [0, 0, 0] }),
    /Received: 3 levels in 2x2 pixels/,
  );
});

/** A bar and another at its right, with light that is halved from a column on. */
function shaded(shadow, ...bars) {
  return picture(160, 120, (x, y) => {
    const paper = x >= shadow ? 120 : 240;
    return bars.some((box) => inside(x, y, box)) ? paper / 4 : paper;
  });
}
const [left, right] = [
  [40, 30, 50, 90],
  [80, 30, 90, 90],
];

test("a shadow across the ink leaves the ink as it is", () => {
  const { rows, columns } = extent(normaliseDigit(shaded(46, left)));
  // 12x62 with the grey edges.
  assert.deepEqual([rows[1] - rows[0], columns[1] - columns[0]], [20, 4]);
});

test("several characters are seen and said, in the light and in a shadow", () => {
  for (const shadow of [60, 160]) {
    const two = () => normaliseDigit(shaded(shadow, left, right));
    assert.throws(two, /^RangeError: I see two characters: crop to one\.$/);
  }
  const third = [120, 40, 130, 95];
  const three = () => normaliseDigit(shaded(160, left, right, third));
  assert.throws(three, /^RangeError: I see three characters/);
  const speck = [120, 60, 130, 64];
  normaliseDigit(shaded(160, left, speck));
});

test("a frame around the ink is said, and what runs out of the picture", () => {
  const frame = (x, y) => inside(x, y, [5, 5, 95, 95]) && !inside(x, y, [8, 8, 92, 92]);
  const framed = picture(100, 100, (x, y) =>
    frame(x, y) || inside(x, y, [30, 20, 40, 80]) ? 0 : 255,
  );
  assert.throws(() => normaliseDigit(framed), /^RangeError: I see a frame/);
  const lines = picture(100, 100, (_, y) => (y % 30 === 20 ? 150 : 255));
  assert.throws(() => normaliseDigit(lines), /^RangeError: I see a frame, or lines/);
});

test("a dot is said, wherever it stands, and a small digit is none", () => {
  const round = (x, y, size) => Math.hypot(x - 20, y - 20) < size / 2;
  for (const size of [2, 8, 11]) {
    const dot = picture(100, 140, (x, y) => (round(x, y, size) ? 0 : 255));
    assert.throws(
      () => normaliseDigit(dot),
      /^RangeError: I see a dot: draw the digit/,
    );
  }
  const atEdge = picture(100, 100, (x, y) => (round(x + 18, y, 8) ? 0 : 255));
  assert.throws(() => normaliseDigit(atEdge), /^RangeError: I see a dot/);
  const small = normaliseDigit(
    picture(100, 140, (x, y) => (inside(x, y, [20, 20, 22, 32]) ? 0 : 255)),
  );
  const { rows, columns } = extent(small);
  assert.deepEqual([rows[1] - rows[0], columns[1] - columns[0]], [20, 3]);
});

test("a thumb at the edge, away from the ink, is none of it", () => {
  const thumb = [0, 70, 14, 84];
  const alone = normaliseDigit(
    picture(100, 100, (x, y) => (inside(x, y, [50, 20, 60, 80]) ? 0 : 255)),
  );
  const both = picture(100, 100, (x, y) =>
    inside(x, y, [50, 20, 60, 80]) || inside(x, y, thumb) ? 0 : 255,
  );
  assert.deepEqual(normaliseDigit(both), alone);
});

test("scaling: a triangle as wide as a pixel of the coarser picture", () => {
  const ramp = { width: 4, height: 1, data: Float32Array.from([0, 1, 2, 3]) };
  const row = (image) => [...image.data].map((value) => Number(value.toFixed(5)));
  // Between two old pixels: a quarter and three quarters; the ends repeat themselves.
  assert.deepEqual(row(resize(ramp, 8, 1)), [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]);
  // About 1 with weights 3, 3, 1 of 7 (and 1 more beyond the end): 0, 1, 2.
  assert.deepEqual(
    row(resize(ramp, 2, 1)),
    [5 / 7, 16 / 7].map((v) => Number(v.toFixed(5))),
  );
  const flat = { width: 9, height: 7, data: new Float32Array(63).fill(0.5) };
  for (const value of resize(flat, 4, 13).data) assert.ok(Math.abs(value - 0.5) < 1e-6);
});

test("without normalisation a picture is only made smaller", () => {
  const mnist = picture(28, 28, (x, y) => (x * 9 + y) % 256);
  assert.deepEqual(
    [...reduceDigit(mnist)],
    [...mnist.data].filter((_, i) => i % 4 === 0).map((v) => 255 - v),
  );
  const corner = picture(280, 140, (x, y) => (inside(x, y, [0, 0, 10, 10]) ? 0 : 255));
  const image = reduceDigit(corner); // 28x14, in the middle of the height
  // Along each side the triangle has 7.5 of its 8.75 pixels on the ink.
  assert.equal(image[7 * MNIST_SIDE], Math.round(255 * (7.5 / 8.75) ** 2));
  assert.equal(image[6 * MNIST_SIDE], 0);
  assert.equal(image[9 * MNIST_SIDE + 3], 0);
});

test("the network's input has a border of two and the paper's levels", () => {
  const image = new Uint8Array(MNIST_SIDE * MNIST_SIDE);
  image[0] = 255;
  image[MNIST_SIDE * MNIST_SIDE - 1] = 51;
  const input = prepare(image);
  assert.equal(input.length, 32 * 32);
  assert.equal(input[0], Math.fround(-0.1));
  assert.equal(input[2 * 32 + 2], Math.fround(1.175));
  assert.ok(Math.abs(input[29 * 32 + 29] - (-0.1 + 1.275 / 5)) < 1e-6);
  assert.throws(() => prepare(new Uint8Array(5)), /expected 784 .* Received: 5$/);
});
