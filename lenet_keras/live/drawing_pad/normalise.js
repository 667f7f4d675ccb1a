// From anyone's picture to the input of LeNet-5.
// The same steps as `lenet_keras.normalise_digit` and `lenet_keras.prepare`, which
// explain them, down to the rounding: `Math.fround` and `Float32Array` stand where
// NumPy and TensorFlow hold 32-bit floats, and sums run in their order.

import { MNIST_SIDE } from "../js/images.js";
import { f32 } from "../js/numbers.js";
import { greatest, INK_THRESHOLD, inkOf, onPlainGround, roundingOf } from "./ink.js";

const BOX = 20;
const WORKING_SIZE = 280;
const OPAQUE = 128; // the least alpha of what is seen
const UNIT = Math.fround(1 / 255);
const MIDDLE = 0.5; // grey: what is drawn in lighter ones only is no ink for white paper

/**
 * Make an MNIST image of a picture of one character, a photograph for instance.
 *
 * @param {{width: number, height: number, data: ArrayLike<number>}} picture
 *   RGBA from 0 to 255, row by row, as `ImageData` holds it.
 * @returns {Uint8Array} 28x28, row by row, 0 is background, 255 is ink.
 * @throws {RangeError} As `inkOf`.
 */
export function normaliseDigit(picture) {
  return NORMALISING.reduce((made, step) => step(made), picture);
}

/** The steps of `normaliseDigit`, each of which takes what the one before has made. */
export const NORMALISING = [workingGrey, onPlainGround, inkOf, framed];

function workingGrey(picture) {
  const grey = toGrey(picture);
  const longer = Math.max(grey.width, grey.height);
  return scale(grey, Math.min(1, WORKING_SIZE / longer));
}

/** All ink of a picture, in the size and place that MNIST digits have. */
function framed(ink) {
  const dark = f32(f32(INK_THRESHOLD) * greatest(ink.data));
  const broad = cutOut(ink, dark, 1);
  const box = cutOut(broad, 0, 0);
  const small = scale(box, BOX / Math.max(box.width, box.height));
  const darkest = greatest(small.data);
  small.data.forEach((value, i) => {
    small.data[i] = value / darkest;
  });
  const top = offset(rowSums(small));
  const left = offset(columnSums(small));
  const field = new Uint8Array(MNIST_SIDE * MNIST_SIDE);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const level = f32(f32(255 * small.data[y * small.width + x]) + 0.5);
      field[(top + y) * MNIST_SIDE + left + x] = Math.floor(level);
    }
  }
  return field;
}

/**
 * The steps that only make a picture smaller, its longer side 28 pixels: dark is ink,
 * whatever the ground, and the place of the character stays.
 */
export const REDUCING = [toGrey, reduced];

function reduced(grey) {
  const small = scale(grey, MNIST_SIDE / Math.max(grey.width, grey.height));
  const top = (MNIST_SIDE - small.height) >> 1;
  const left = (MNIST_SIDE - small.width) >> 1;
  const field = new Uint8Array(MNIST_SIDE * MNIST_SIDE);
  small.data.forEach((level, i) => {
    const y = top + Math.floor(i / small.width);
    field[y * MNIST_SIDE + left + (i % small.width)] = Math.floor(
      255 * (1 - level) + 0.5,
    );
  });
  return field;
}

/**
 * Grey from 0 to 1 of RGBA from 0 to 255. Transparent pixels are laid on white, or on
 * black if all others are lighter than the middle grey.
 */
function toGrey({ width, height, data }) {
  if (!(width > 0 && height > 0) || data.length !== 4 * width * height) {
    throw new RangeError(
      "Expected a picture with four levels, RGBA, in each pixel. " +
        `Received: ${data.length} levels in ${width}x${height} pixels`,
    );
  }
  const grey = greyOf(data);
  if (isOpaque(data)) return { width, height, data: grey };
  const ground = groundOf(data, grey);
  for (let i = 0; i < grey.length; i++) {
    const alpha = f32(UNIT * data[4 * i + 3]);
    grey[i] = f32(f32(alpha * grey[i]) + f32(f32(1 - alpha) * ground));
  }
  return { width, height, data: grey };
}

function isOpaque(data) {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

/** Grey from 0 to 1 of RGBA, as if nothing were transparent. */
function greyOf(data) {
  const grey = new Float32Array(data.length / 4);
  const [red, green, blue] = [0.299, 0.587, 0.114].map(levelsOf);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = f32(red[data[4 * i]] + green[data[4 * i + 1]]) + blue[data[4 * i + 2]];
  }
  return grey;
}

/** What each of 256 levels of a colour adds to grey. */
function levelsOf(share) {
  return Float32Array.from(
    { length: 256 },
    (_, level) => f32(share) * f32(UNIT * level),
  );
}

/** The paper that RGBA from 0 to 255 is laid on: 1 is white, 0 is black. */
export function groundOf(data, grey = greyOf(data)) {
  let darkest = Infinity;
  for (let i = 0; i < grey.length; i++) {
    if (data[4 * i + 3] >= OPAQUE) darkest = Math.min(darkest, grey[i]);
  }
  return darkest > MIDDLE && darkest < Infinity ? 0 : 1;
}

/** The picture at another size, its aspect ratio kept. */
function scale(image, factor) {
  const resized = (side) => Math.max(1, Math.floor(factor * side + 0.5));
  return resize(image, resized(image.width), resized(image.height));
}

/**
 * Bilinear, antialiased: a triangle about each sampling point, as wide as a pixel of
 * the coarser of both pictures on either side, first down the columns, then along the
 * rows, as TensorFlow does it.
 */
export function resize(image, width, height) {
  if (width === image.width && height === image.height) {
    return image;
  }
  const tall = {
    width: image.width,
    height,
    data: new Float32Array(image.width * height),
  };
  triangles(image.height, height).forEach(({ start, weights }, y) => {
    weights.forEach((weight, k) => {
      const from = (start + k) * image.width;
      for (let x = 0; x < image.width; x++) {
        tall.data[y * image.width + x] += f32(weight * image.data[from + x]);
      }
    });
  });
  const resized = new Float32Array(width * height);
  const columns = triangles(image.width, width);
  for (let y = 0; y < height; y++) {
    columns.forEach(({ start, weights }, x) => {
      weights.forEach((weight, k) => {
        const value = tall.data[y * image.width + start + k];
        resized[y * width + x] += f32(weight * value);
      });
    });
  }
  return { width, height, data: resized };
}

/** For each new pixel, the first of the old ones below its triangle, and the weights. */
function triangles(size, newSize) {
  const step = f32(1 / f32(newSize / size));
  const radius = Math.max(step, 1);
  const perRadius = f32(1 / radius);
  return Array.from({ length: newSize }, (_, i) => {
    const centre = f32(f32(i + 0.5) * step);
    const first = Math.ceil(f32(f32(centre - radius) - 0.5));
    const last = Math.floor(f32(f32(centre + radius) - 0.5));
    const start = Math.max(first, 0);
    const weights = [];
    let sum = 0;
    for (let source = start; source <= Math.min(last, size - 1); source++) {
      const distance = Math.abs(f32(f32(f32(source + 0.5) - centre) * perRadius));
      const weight = distance < 1 ? f32(1 - distance) : 0;
      weights.push(weight);
      sum = f32(sum + weight);
    }
    const perSum = f32(1 / sum);
    return { start, weights: weights.map((weight) => f32(weight * perSum)) };
  });
}

/** The bounding box of the pixels above a level, with a margin around it. */
function cutOut({ width, height, data }, level, margin) {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!(data[y * width + x] > level)) continue;
      top = Math.min(top, y);
      bottom = y;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  [top, bottom] = [Math.max(top - margin, 0), Math.min(bottom + margin, height - 1)];
  [left, right] = [Math.max(left - margin, 0), Math.min(right + margin, width - 1)];
  const box = { width: right - left + 1, height: bottom - top + 1 };
  box.data = new Float32Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (top + y) * width + left;
    box.data.set(data.subarray(from, from + box.width), y * box.width);
  }
  return box;
}

/** Where a profile starts, so that its centre of mass is nearest to pixel 14. */
function offset(profile) {
  const moments = Float64Array.from(profile, (mass, i) => i * mass);
  const centre = sumInEights(moments) / sumInEights(profile);
  const start = MNIST_SIDE / 2 - Math.floor(centre + 0.5);
  return Math.min(Math.max(start, 0), MNIST_SIDE - profile.length);
}

function rowSums({ width, height, data }) {
  return Float32Array.from({ length: height }, (_, y) =>
    sumInEights(data.subarray(y * width, (y + 1) * width)),
  );
}

function columnSums({ width, data }) {
  const sums = new Float32Array(width);
  data.forEach((value, i) => {
    sums[i % width] += value;
  });
  return sums;
}

/** NumPy's order of summation of up to 128 numbers: eight interleaved sums, and a rest. */
function sumInEights(values) {
  const rounded = roundingOf(values);
  const add = (a, b) => rounded(a + b);
  const whole = values.length - (values.length % 8);
  if (whole === 0) {
    return values.reduce(add, 0);
  }
  const sums = values.slice(0, 8);
  for (let i = 8; i < whole; i++) {
    sums[i % 8] = add(sums[i % 8], values[i]);
  }
  const [a, b, c, d, e, f, g, h] = sums;
  const left = add(add(a, b), add(c, d));
  const right = add(add(e, f), add(g, h));
  return values.subarray(whole).reduce(add, add(left, right));
}
