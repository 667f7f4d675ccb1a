import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createNeighbours,
  createStack,
  failuresInWords,
  lastsUntil,
  middleOf,
  ranked,
} from "../../lenet_keras/live/many_classifiers/readers.js";
import {
  numbersInWords,
  shiftInWords,
  stripInWords,
} from "../../lenet_keras/live/many_classifiers/rows.js";
import { shrunk } from "../../lenet_keras/live/many_classifiers/shrink.js";

const SIDE = 28;

/** An image with a rectangle of ink. */
function rectangle(top, left, height, width) {
  const image = new Uint8Array(SIDE ** 2);
  for (let y = top; y < top + height; y++) {
    image.fill(255, y * SIDE + left, y * SIDE + left + width);
  }
  return image;
}

/** Rows and columns that hold ink: [first row, last row, first column, last column]. */
function extentOf(image) {
  const places = [...image.keys()].filter((n) => image[n] > 0);
  const rows = places.map((n) => Math.floor(n / SIDE));
  const columns = places.map((n) => n % SIDE);
  return [rows, columns].flatMap((some) => [Math.min(...some), Math.max(...some)]);
}

test("a digit becomes four fifths as large, in the middle", () => {
  const small = shrunk(rectangle(4, 9, 20, 10));
  assert.deepEqual(extentOf(small), [6, 21, 10, 17]);
  assert.equal(small[10 * SIDE + 12], 255);
});

test("where the digit lies makes no difference to the small one", () => {
  assert.deepEqual(shrunk(rectangle(0, 1, 20, 10)), shrunk(rectangle(8, 14, 20, 10)));
});

test("blank paper stays blank", () => {
  assert.ok(shrunk(new Uint8Array(SIDE ** 2)).every((level) => level === 0));
});

test("the middle of an input leaves two pixels on each side", () => {
  const input = Float32Array.from({ length: 32 * 32 }, (_, n) => n);
  const middle = middleOf(input);
  assert.equal(middle.length, SIDE ** 2);
  assert.deepEqual([middle[0], middle.at(-1)], [2 * 32 + 2, 29 * 32 + 29]);
});

test("layers follow one another, and sums are those by hand", () => {
  const kernels = new Float64Array(SIDE ** 2);
  kernels[0] = 2;
  const first = { kind: "dense", maps: 1, size: 1, activation: "linear", kernels };
  const twice = { ...first, maps: 2, kernels: Float64Array.of(1, -1) };
  const stack = createStack([
    { ...first, bias: Float64Array.of(1) },
    { ...twice, bias: Float64Array.of(0, 5) },
  ]);
  const input = new Float32Array(32 * 32);
  input[2 * 32 + 2] = 3;
  assert.deepEqual(stack(input), [7, -2]);
});

test("the nearest of each class counts, and a class without any is last", () => {
  const images = Uint8Array.from([...rectangle(4, 4, 9, 9), ...rectangle(4, 4, 9, 8)]);
  const neighbours = createNeighbours(images, [3, 3]);
  const input = new Float32Array(32 * 32).fill(-0.1);
  for (let y = 4; y < 13; y++) input.fill(1.175, (y + 2) * 32 + 6, (y + 2) * 32 + 14);
  const scores = neighbours(input);
  assert.ok(Math.abs(scores[3]) < 1e-9);
  assert.equal(scores[0], Number.NEGATIVE_INFINITY);
  assert.equal(ranked(scores)[0], 3);
});

test("classes are ranked by their scores, equal ones by their number", () => {
  assert.deepEqual(ranked([1, 9, 9, -2]), [1, 2, 0, 3]);
});

test("an answer lasts until the first shift that changes it, on either side", () => {
  assert.equal(lastsUntil([7, 7, 7, 7, 7]), null);
  assert.equal(lastsUntil([1, 7, 7, 7, 7]), 2);
  assert.equal(lastsUntil([1, 7, 7, 1, 7]), 1);
});

test("who fails first and who never does is said by name", () => {
  const lasting = [
    ["linear", 1],
    ["LeNet-1", 3],
    ["LeNet-5", null],
  ];
  assert.equal(
    failuresInWords(lasting),
    "First to change its answer, at 1 pixel: linear. Never: LeNet-5.",
  );
  assert.equal(failuresInWords(lasting.slice(2)), "No shift changes any answer.");
});

test("a strip is said in stretches", () => {
  assert.equal(shiftInWords(-2), "2 left");
  assert.equal(
    stripInWords([1, 7, 7, 7, 3], 2),
    "1 from 2 left, 7 from 1 left to 1 right, 3 from 2 right",
  );
});

test("numbers that are not learned are counted apart", () => {
  assert.equal(numbersInWords(7850), "7,850 numbers");
  assert.equal(numbersInWords(60840, 840), "60,000 numbers, 840 fixed");
});
