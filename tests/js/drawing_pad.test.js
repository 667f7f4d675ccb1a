// What the drawing pad does apart from the page: links, places, colours, words.

import assert from "node:assert/strict";
import test from "node:test";

import {
  decodeDrawing,
  drawingInHash,
  drawingLink,
  encodeDrawing,
  padToPaper,
  pictureOf,
} from "../../lenet_keras/live/drawing_pad/drawing.js";
import { answerInWords } from "../../lenet_keras/live/drawing_pad/drawing_pad.js";
import {
  normaliseDigit,
  reduceDigit,
} from "../../lenet_keras/live/drawing_pad/normalise.js";
import { randomNumbers } from "../../lenet_keras/live/js/images.js";
import { scaleEnds } from "../../lenet_keras/live/js/layers.js";

const long = Array.from(randomNumbers(1500), (n) => Math.floor(256 * n));
const STROKES = [
  { width: 20, erase: false, points: [0, 255, 17, 3] },
  { width: 127, erase: true, points: [128, 128] },
  { width: 1, erase: false, points: long },
];

test("a link brings back every stroke", () => {
  const link = drawingLink("file:///book/playground.html#top", { strokes: STROKES });
  assert.match(link, /^file:\/\/\/book\/playground\.html#drawing=[\w-]+$/);
  const text = drawingInHash(new URL(link).hash);
  assert.deepEqual(decodeDrawing(text), { strokes: STROKES });
  assert.deepEqual(decodeDrawing(encodeDrawing({ strokes: [] })), { strokes: [] });
});

test("a point costs two bytes, four of which make at most six characters", () => {
  const points = long.slice(0, 400);
  const text = encodeDrawing({ strokes: [{ width: 20, erase: false, points }] });
  assert.ok(text.length <= Math.ceil(((4 + points.length) * 4) / 3));
});

test("a link brings back a 28x28 image, which the network receives unchanged", () => {
  const image = new Uint8Array(784);
  for (let row = 4; row < 24; row++) image.fill(255, row * 28 + 13, row * 28 + 16);
  image[20 * 28 + 12] = 77;
  const decoded = decodeDrawing(encodeDrawing({ image })).image;
  assert.deepEqual(decoded, image);
  assert.deepEqual(normaliseDigit(pictureOf(decoded)), image);
  assert.deepEqual(reduceDigit(pictureOf(decoded)), image);
});

test("a link that is cut or changed brings back nothing, and no error", () => {
  const text = encodeDrawing({ strokes: STROKES });
  const image = encodeDrawing({ image: new Uint8Array(784) });
  const broken = [
    "",
    "A",
    "####",
    "\u00e9",
    "AAAA",
    text.slice(0, -9),
    image.slice(0, -4),
  ];
  for (const each of broken) assert.equal(decodeDrawing(each), null, each);
  const noWidth = { width: 0, erase: false, points: [1, 2] };
  assert.equal(decodeDrawing(encodeDrawing({ strokes: [noWidth] })), null);
  const noPoint = { width: 9, erase: false, points: [] };
  assert.equal(decodeDrawing(encodeDrawing({ strokes: [noPoint] })), null);
});

test("other anchors of a page are no drawings", () => {
  for (const hash of ["", "#", "#the-playground", "#fig-pad", "#draw"]) {
    assert.equal(drawingInHash(hash), null);
  }
});

test("a picture is shown as large as fits, in the middle of the pad", () => {
  const onPaper = (point, { scale, x, y }) => [
    scale * point[0] + x,
    scale * point[1] + y,
  ];
  assert.deepEqual(onPaper([10, 20], padToPaper(256, 256)), [10, 20]);
  assert.deepEqual(onPaper([128, 128], padToPaper(28, 28)), [14, 14]);
  assert.deepEqual(onPaper([128, 128], padToPaper(600, 200)), [300, 100]);
  assert.deepEqual(onPaper([0, 64], padToPaper(512, 256)), [0, 0]);
});

test("the answer is told with the second best and what the threshold says", () => {
  const penalties = [90, 4, 31.5, 40];
  assert.equal(
    answerInWords(penalties, [1, 2, 3, 0], true, null),
    "Answer 1, penalty 4.0; next comes 2 with 31.5.",
  );
  const tell = (threshold) => answerInWords(penalties, [1, 2, 3, 0], true, threshold);
  assert.match(
    tell(14.7),
    /The margin of 27\.5 reaches the threshold of 14\.7: accepted\.$/,
  );
  assert.match(tell(27.5), /accepted\.$/); // rejected is what differs by less
  assert.match(
    tell(27.6),
    /The margin of 27\.5 is below the threshold of 27\.6: rejected\.$/,
  );
  assert.match(
    answerInWords([0.1, 0.85, 0.05], [1, 0, 2], false, null),
    /^Answer 1, probability 0\.850; next comes 0 with 0\.100\.$/,
  );
});

test("a scale ends at the largest state of a map, a layer, or the network", () => {
  const layers = ["C1", "C1", "S2"];
  const values = [
    [-1, 0.5],
    [0.25, -2],
    [3, -1],
  ];
  assert.deepEqual(scaleEnds("map", layers, values), [1, 2, 3]);
  assert.deepEqual(scaleEnds("layer", layers, values), [2, 2, 3]);
  assert.deepEqual(scaleEnds("network", layers, values), [3, 3, 3]);
});
