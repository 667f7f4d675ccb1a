// What the drawing pad does apart from the page: links, places, colours, words.

import assert from "node:assert/strict";
import test from "node:test";

import {
  decodeDrawing,
  encodeDrawing,
  padToPaper,
  pictureOf,
} from "../../lenet_keras/live/drawing_pad/drawing.js";
import { answerInWords } from "../../lenet_keras/live/drawing_pad/drawing_pad.js";
import {
  penInWords,
  pointOf,
  wishOf,
} from "../../lenet_keras/live/drawing_pad/keyboard_pen.js";
import {
  normaliseDigit,
  REDUCING,
} from "../../lenet_keras/live/drawing_pad/normalise.js";
import { pointUnder } from "../../lenet_keras/live/drawing_pad/pad.js";
import { pastedPicture } from "../../lenet_keras/live/drawing_pad/pictures.js";
import { penOf } from "../../lenet_keras/live/drawing_pad/pointer_pen.js";
import { readingOf } from "../../lenet_keras/live/drawing_pad/reading.js";
import { createSheets } from "../../lenet_keras/live/drawing_pad/sheets.js";
import { randomNumbers } from "../../lenet_keras/live/js/images.js";
import { scaleEnds } from "../../lenet_keras/live/js/layers.js";

const long = Array.from(randomNumbers(1500), (n) => Math.floor(256 * n));
const STROKES = [
  { width: 20, erase: false, points: [0, 255, 17, 3] },
  { width: 127, erase: true, points: [128, 128] },
  { width: 1, erase: false, points: long },
];

const reduceDigit = (picture) => REDUCING.reduce((made, step) => step(made), picture);

test("the text of a link brings back every stroke", () => {
  const text = encodeDrawing({ strokes: STROKES });
  assert.match(text, /^[\w-]+$/);
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

test("the answer is told with the second best and why it is sure or is not", () => {
  const limits = { margin: 27.5, penalty: 4, far: 9 };
  const tell = (penalties) =>
    answerInWords(penalties, [1, 2, 3, 0], { kind: "rbf" }, limits);
  assert.equal(
    tell([90, 4, 31.5, 40]),
    "Answer 1, penalty 4.0; next comes 2 with 31.5. Sure: the margin of 27.5 reaches " +
      "27.5, and the penalty is at most 4.0.",
  );
  assert.match(
    tell([90, 4, 31.4, 40]),
    /31\.4\. Unsure: the margin of 27\.4 is below 27\.5\.$/,
  );
  assert.match(
    tell([90, 4.1, 80, 85]),
    /\. Unsure: the penalty of 4\.1 is above 4\.0\.$/,
  );
  assert.match(
    tell([90, 9.1, 80, 85]),
    /\. Probably not a digit: the penalty of 9\.1 is above 9\.0\.$/,
  );
  const softmax = (...shares) =>
    answerInWords(shares, [1, 0, 2], { kind: "softmax" }, limits);
  assert.equal(
    softmax(0.1, 0.85, 0.05),
    "Answer 1, probability 0.850; next comes 0 with 0.100. Unsure: the probability is " +
      "below 0.9.",
  );
  assert.match(softmax(0.05, 0.93, 0.02), /Sure: the probability reaches 0\.9\.$/);
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

/** What the network receives of a picture, all steps at once. */
function receive(picture, ...how) {
  const { steps, seen } = readingOf(() => picture, ...how);
  for (const step of steps) step();
  return seen;
}

test("the network receives the drawing, or blank paper and the reason", () => {
  const image = new Uint8Array(784);
  for (let row = 4; row < 24; row++) image.fill(255, row * 28 + 3, row * 28 + 6);
  const picture = pictureOf(image);
  assert.deepEqual(receive(picture, false, true), {
    image: normaliseDigit(picture),
    trouble: "",
  });
  assert.deepEqual(receive(picture, false, false), { image, trouble: "" });
  const blank = new Uint8Array(784);
  assert.deepEqual(receive(picture, true, true), {
    image: blank,
    trouble: "Nothing is drawn yet.",
  });
  const grey = receive(pictureOf(new Uint8Array(784).fill(90)), false, true);
  assert.deepEqual(grey.image, blank);
  assert.match(grey.trouble, /^I see nothing that stands out/);
});

test("a drawing is looked at by the first step, not when it is drawn", () => {
  let looks = 0;
  const look = () => {
    looks += 1;
    return pictureOf(new Uint8Array(784).fill(255, 300, 310));
  };
  const { steps } = readingOf(look, false, true);
  assert.equal(looks, 0);
  for (const step of steps) step();
  assert.equal(looks, 1);
  for (const step of readingOf(look, true, true).steps) step();
  assert.equal(looks, 1, "an empty pad need not be looked at");
});

/** Sheets that count their changes. */
function someSheets() {
  const sheets = createSheets(() => {
    sheets.changes += 1;
  });
  sheets.changes = 0;
  return sheets;
}
const PEN = { width: 20, erase: false };

test("a stroke grows until it is lifted, and stands still where the pen does", () => {
  const sheets = someSheets();
  sheets.moveTo([1, 1]); // no pen is down
  assert.deepEqual([sheets.changes, sheets.isEmpty()], [0, true]);
  sheets.begin([1, 2], PEN);
  sheets.moveTo([3, 4]);
  sheets.moveTo([3, 4]);
  assert.equal(sheets.isDrawing(), true);
  assert.equal(sheets.changes, 2);
  sheets.lift();
  sheets.lift(); // the pen is up already
  sheets.moveTo([5, 6]);
  assert.equal(sheets.isDrawing(), false);
  assert.deepEqual(sheets.now().strokes, [{ ...PEN, points: [1, 2, 3, 4] }]);
  assert.deepEqual([sheets.changes, sheets.isEmpty()], [3, false]);
});

test("a change is heard while the pen is down, and its end when it is up", () => {
  const heard = [];
  const sheets = createSheets(() => heard.push(sheets.isDrawing()));
  sheets.begin([1, 2], PEN);
  sheets.moveTo([3, 4]);
  sheets.lift();
  sheets.undo();
  assert.deepEqual(heard, [true, true, false, false]);
});

test("each step is taken back, down to the empty pad and not further", () => {
  const sheets = someSheets();
  const paper = {};
  sheets.begin([1, 2], PEN);
  sheets.show(paper);
  sheets.begin([3, 4], PEN);
  sheets.clear();
  sheets.clear(); // nothing is left to clear
  const seen = [];
  for (let n = 0; n < 5; n++) {
    seen.push([sheets.now().paper, sheets.now().strokes.length]);
    sheets.undo();
  }
  assert.deepEqual(seen, [
    [null, 0],
    [paper, 1],
    [paper, 0],
    [null, 1],
    [null, 0],
  ]);
});

test("what was only rubbed out is empty, paper is not", () => {
  const sheets = someSheets();
  sheets.begin([1, 2], { width: 20, erase: true });
  assert.equal(sheets.isEmpty(), true);
  sheets.show({});
  assert.equal(sheets.isEmpty(), false);
});

test("keys move the pen, put it down, clear and take back; others are the page's", () => {
  const wish = (key, held = {}) => wishOf({ key, ...held }, [5, 7]);
  assert.deepEqual(wish("ArrowUp"), [4, 7]);
  assert.deepEqual(wish("End"), [5, 32]);
  assert.equal(wish(" "), "pen");
  assert.equal(wish("Delete"), "clear");
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    assert.equal(wish("z", held), "undo");
    assert.equal(wish("Z", held), "undo");
    assert.equal(wish("ArrowUp", held), null);
    assert.equal(wish("Delete", held), null);
  }
  for (const key of ["z", "a", "Tab", "Enter"]) assert.equal(wish(key), null);
  assert.equal(wish("ArrowUp", { altKey: true }), null);
});

test("places of the keyboard's pen cover the pad", () => {
  assert.deepEqual(pointOf([0, 0]), [0, 0]);
  assert.deepEqual(pointOf([16, 8]), [64, 128]); // a column is an x
  assert.deepEqual(pointOf([32, 32]), [255, 255]);
  assert.equal(penInWords([16, 8], true), "pen down at row 16, column 8 of 32");
  assert.match(penInWords([16, 8], false), /^pen up/);
});

test("the pointer is at a point of the pad, however large the pad is shown", () => {
  const edges = { left: 100, top: 50, width: 512, height: 128 };
  assert.deepEqual(pointUnder({ clientX: 100, clientY: 50 }, edges), [0, 0]);
  assert.deepEqual(pointUnder({ clientX: 356, clientY: 114 }, edges), [128, 128]);
  assert.deepEqual(pointUnder({ clientX: 9999, clientY: 0 }, edges), [255, 0]);
});

test("a pen has the width of the figure, its other end rubs out", () => {
  assert.deepEqual(penOf({ buttons: 1 }, PEN), PEN);
  assert.deepEqual(penOf({ buttons: 32 }, PEN), { ...PEN, erase: true });
  assert.equal(penOf({ buttons: 1 }, { width: 9, erase: true }).erase, true);
});

test("of what is pasted the first picture counts", () => {
  const files = [{ type: "text/plain" }, { type: "image/png" }, { type: "image/gif" }];
  assert.equal(pastedPicture({ files }), files[1]);
  assert.equal(pastedPicture({ files: files.slice(0, 1) }), undefined);
  assert.equal(pastedPicture(null), undefined);
});
