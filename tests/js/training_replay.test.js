import assert from "node:assert/strict";
import { test } from "node:test";
import {
  drawnKernels,
  kernelInWords,
} from "../../lenet_keras/live/training_replay/kernel_views.js";
import {
  changes,
  eachToItsOwn,
  layOut,
  places,
  reachOver,
  readKernels,
  weightsAt,
} from "../../lenet_keras/live/training_replay/kernels.js";
import {
  kernelRows,
  meanChanges,
  passInWords,
  pointedInWords,
  runRows,
} from "../../lenet_keras/live/training_replay/training_replay.js";

const one = (value) => new Float32Array(25).fill(value);
const passOf = (...values) =>
  Float32Array.from(values.flatMap((value) => [...one(value)]));
const C3 = {
  name: "C3",
  connections: [[0, 2], [1]],
  passes: [passOf(1, 2, 3), passOf(1.5, -4, 3)],
};
const C1 = { name: "C1", connections: [[0]], passes: [passOf(0), passOf(0.25)] };

test("weights come out of one byte each, layer by layer, pass by pass", () => {
  const layers = [
    { name: "C1", connections: [[0]], scales: [0.5, 2] },
    { name: "C3", connections: [[0, 1]], scales: [1] },
  ];
  const bytes = Int8Array.from([...one(3), ...one(-4), ...one(100), ...one(-127)]);
  const [c1, c3] = readKernels(layers, new DataView(bytes.buffer));
  assert.deepEqual([c1.passes[0][7], c1.passes[1][24]], [1.5, -8]);
  assert.deepEqual([c3.passes[0][0], c3.passes[0][49]], [100, -127]);
});

test("bytes that are too many are refused", () => {
  const layers = [{ name: "C1", connections: [[0]], scales: [1] }];
  assert.throws(
    () => readKernels(layers, new DataView(new ArrayBuffer(26))),
    /Expected 25 weights. Received: 26/,
  );
});

test("kernels follow one another map by map", () => {
  assert.deepEqual(places([[0, 2], [1]]), [
    { map: 0, from: 0 },
    { map: 0, from: 2 },
    { map: 1, from: 1 },
  ]);
});

test("a kernel's change is the root mean square over its weights", () => {
  const moved = [...one(1), ...one(1)];
  moved[30] = 6; // one weight of the second kernel, by 5
  assert.deepEqual(changes(moved, [...one(1), ...one(1)]), [0, 1]);
});

test("where there is no connection the picture is empty", () => {
  const picture = layOut([...one(1), ...one(2)], places([[0], [1]]), 2, 2);
  const at = (row, column) => picture[row * 11 + column];
  assert.equal(picture.length, 11 * 11);
  assert.deepEqual([at(0, 0), at(4, 4), at(6, 6), at(10, 10)], [1, 1, 2, 2]);
  assert.ok([at(0, 5), at(5, 0), at(0, 6), at(6, 0)].every(Number.isNaN));
});

test("each to its own scale: the largest weight is 1, zero stays", () => {
  const scaled = eachToItsOwn(Float32Array.from([...one(-2), ...one(0)]));
  assert.deepEqual([scaled[0], scaled[49]], [-1, 0]);
});

test("a pass has words, and the start has others", () => {
  const errors = { test: [4.21, 2.5], training: [6.8, 2.75] };
  const moved = [
    ["C1", 0.1],
    ["C3", 0.04],
  ];
  assert.equal(
    passInWords(2, errors, [3e-4, 1.5e-4], moved),
    "After pass 2 of 2: test error 2.50 %, training error 2.75 %. Eta was " +
      "1.5\u00b710\u207b\u2074. Mean change of the kernels since the start: C1 0.10, C3 0.04.",
  );
  assert.match(
    passInWords(0, errors, [3e-4, 1.5e-4], moved),
    /^Before the first of 2 passes/,
  );
});

test("kernels are shown as they are, or as what has changed since the start", () => {
  assert.deepEqual(weightsAt(C3, 1, false), passOf(1.5, -4, 3));
  assert.deepEqual(weightsAt(C3, 1, true), passOf(0.5, -6, 0));
  assert.deepEqual(weightsAt(C3, 0, true), passOf(0, 0, 0));
});

test("a scale reaches over the passes that it is for", () => {
  assert.equal(reachOver(C3, [0], false), 3);
  assert.equal(reachOver(C3, [0, 1], false), 4);
  assert.equal(reachOver(C3, [0, 1], true), 6);
  const ends = [0, 1, 2].map((colours) => drawnKernels(C3, 0, false, colours).end);
  assert.deepEqual(ends, [4, 3, null]); // all passes, this pass, each kernel
  assert.deepEqual(drawnKernels(C3, 1, false, 2).weights, passOf(1, -1, 1));
});

test("a layer has moved as far as its kernels on average", () => {
  assert.deepEqual(meanChanges([C1, C3], 1), [
    ["C1", 0.25],
    ["C3", (0.5 + 6 + 0) / 3],
  ]);
});

test("a place is told with its kernel, or without one", () => {
  assert.equal(
    pointedInWords(C3, { map: 0, from: 2 }, 1),
    "C3 map 0 from S2 map 2: changed by 6.000 since the start",
  );
  assert.equal(
    pointedInWords(C3, { map: 1, from: 2 }, 1),
    "C3 map 1 from S2 map 2: no connection",
  );
  assert.equal(
    kernelInWords("C1", { map: 4, from: 0 }, 0),
    "C1 map 4 from the input: changed by 0.000 since the start",
  );
});

test("the table of the run names layers in the order of the network", () => {
  const errors = { test: [4.21], training: [6.8] };
  const of = (rate) => [[rate / 10, rate, 10 * rate]];
  const layers = { C1: of(1e-1), C3: of(3e-1), S2: of(2e-1) };
  assert.deepEqual(runRows(errors, { eta: [5e-4], layers }), [
    [
      1,
      "4.21",
      "6.80",
      ...[5, 1, 2, 3].map(
        (n) => `${n}.0\u00b710\u207b${n === 5 ? "\u2074" : "\u00b9"}`,
      ),
    ],
  ]);
});

test("the table of kernels has each with its change", () => {
  assert.deepEqual(kernelRows([C1, C3], 1), [
    ["C1 map 0", "0.250"],
    ["C3 map 0 from S2 map 0", "0.500"],
    ["C3 map 0 from S2 map 2", "6.000"],
    ["C3 map 1 from S2 map 1", "0.000"],
  ]);
});
