import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addUp,
  compare,
  connectionsOf,
  cutInWords,
  forwardWithout,
  inSlices,
  partialSums,
  toggled,
  unitInWords,
  verdict,
} from "../../lenet_keras/live/c3_table/connections.js";
import { randomNumbers } from "../../lenet_keras/live/js/images.js";
import { forward, newStates } from "../../lenet_keras/live/js/lenet5.js";

const TABLE = [[0, 1], [1], [0, 2]];
const MINUS = "\u2212";

/** LeNet-5 with three S2 maps, three C3 maps and numbers without a pattern. */
function smallNetwork() {
  const draws = randomNumbers(50_000);
  let place = 0;
  const some = (count) =>
    Float32Array.from({ length: count }, () => 0.4 * (draws[place++] - 0.5));
  const each = (count, inputs) => Array(count).fill(inputs);
  const convolution = (name, size, connections) => ({
    name,
    maps: connections.length,
    size,
    connections,
    activation: "scaled_tanh",
    kernels: some(25 * connections.flat().length),
    bias: some(connections.length),
  });
  const subsampling = (name, size, maps) => ({
    name,
    maps,
    size,
    reduction: "sum",
    activation: "scaled_tanh",
    coefficient: some(maps),
    bias: some(maps),
  });
  return {
    C1: convolution("C1", 28, each(3, [0])),
    S2: subsampling("S2", 14, 3),
    C3: convolution("C3", 10, TABLE),
    S4: subsampling("S4", 5, 3),
    C5: convolution("C5", 1, each(4, [0, 1, 2])),
    F6: {
      maps: 5,
      size: 1,
      activation: "scaled_tanh",
      kernels: some(20),
      bias: some(5),
    },
    output: { kind: "rbf", maps: 2, size: 1, kernels: some(10) },
  };
}
const image = Float32Array.from(randomNumbers(1024, 7));
const near = (actual, expected, tolerance = 1e-5) => {
  assert.equal(actual.length, expected.length);
  for (let n = 0; n < actual.length; n++) {
    assert.ok(Math.abs(actual[n] - expected[n]) < tolerance, `${n}: ${actual[n]}`);
  }
};
const squashed = (sums) => sums.map((a) => 1.7159 * Math.tanh((2 / 3) * a));

test("connections come in the order of their kernels", () => {
  assert.deepEqual(
    connectionsOf({ connections: TABLE }).map((c) => [c.from, c.map, c.kernel]),
    [
      [0, 0, 0],
      [1, 0, 1],
      [1, 1, 2],
      [0, 2, 3],
      [2, 2, 4],
    ],
  );
});

test("partial sums and bias, squashed, are the C3 map", () => {
  const network = smallNetwork();
  const states = forward(network, image);
  for (const map of [0, 1, 2]) {
    const parts = partialSums(network, states, map);
    assert.deepEqual(
      parts.map(({ from }) => from),
      TABLE[map],
    );
    const total = addUp(parts, network.C3.bias[map], []);
    near(squashed(total), states.C3.subarray(100 * map, 100 * (map + 1)));
  }
});

test("a partial sum is the correlation of one S2 map with one kernel", () => {
  const network = smallNetwork();
  const states = forward(network, image);
  const [, { kernel, from, sums }] = partialSums(network, states, 2);
  assert.deepEqual([kernel, from], [4, 2]);
  let expected = 0; // row 3, column 6
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) {
      const x = states.S2[2 * 196 + (3 + i) * 14 + 6 + j];
      expected += network.C3.kernels[4 * 25 + 5 * i + j] * x;
    }
  }
  near([sums[36]], [expected]);
});

test("without a connection its C3 map loses one partial sum, and no other changes", () => {
  const network = smallNetwork();
  const before = forward(network, image);
  const kernels = network.C3.kernels.slice();
  const after = forwardWithout(network, image, [3], newStates(network));
  assert.deepEqual(network.C3.kernels, kernels); // the network stays whole
  const parts = partialSums(network, before, 2);
  near(squashed(addUp(parts, network.C3.bias[2], [3])), after.C3.subarray(200));
  assert.deepEqual(after.C3.subarray(0, 200), before.C3.subarray(0, 200));
  assert.notDeepEqual(after.C3.subarray(200), before.C3.subarray(200));
  assert.notDeepEqual(after.output, before.output);
});

test("with nothing off it is the forward pass, with all off only biases are left", () => {
  const network = smallNetwork();
  assert.deepEqual(
    forwardWithout(network, image, []).output,
    forward(network, image).output,
  );
  const { C3 } = forwardWithout(network, image, [0, 1, 2, 3, 4]);
  for (const map of [0, 1, 2]) {
    near(
      C3.subarray(100 * map, 100 * map + 100),
      squashed(new Float32Array(100).fill(network.C3.bias[map])),
    );
  }
});

test("switching flips one, and sends a group off unless all of it is off", () => {
  assert.deepEqual(toggled([], [7]), [7]);
  assert.deepEqual(toggled([3, 7], [7]), [3]);
  assert.deepEqual(toggled([12, 2], [2, 5, 40]), [2, 5, 12, 40]);
  assert.deepEqual(toggled([2, 5, 12, 40], [2, 5, 40]), [12]);
});

test("a digit breaks, is mended, stays wrong, or keeps its answer", () => {
  assert.equal(verdict(4, 4, 9), "breaks");
  assert.equal(verdict(4, 9, 4), "mended");
  assert.equal(verdict(4, 9, 7), "still wrong");
  assert.equal(verdict(4, 9, 9), null);
});

test("errors are counted before and now", () => {
  const { errorsBefore, errorsNow, changed } = compare(
    [1, 2, 3, 4],
    [1, 2, 3, 9],
    [1, 7, 8, 4],
  );
  assert.deepEqual([errorsBefore, errorsNow], [1, 2]);
  assert.deepEqual(
    changed.map((change) => [change.digit, change.verdict]),
    [
      [1, "breaks"],
      [2, "breaks"],
      [3, "mended"],
    ],
  );
});

test("work is cut into frames of about the budget, each at least one piece", () => {
  const frames = [];
  const done = [];
  let time = 0;
  inSlices(
    7,
    (n) => {
      done.push(n);
      time += 4;
    },
    () => done.push("done"),
    { budget: 10, later: (slice) => frames.push(slice), clock: () => time },
  );
  assert.deepEqual(done, []); // nothing before the first frame
  frames.shift()();
  assert.deepEqual(done, [0, 1, 2]);
  frames.shift()();
  assert.deepEqual(done, [0, 1, 2, 3, 4, 5]);
  frames.shift()();
  assert.deepEqual(done, [0, 1, 2, 3, 4, 5, 6, "done"]);
  assert.equal(frames.length, 0);
});

test("stopped work is never done", () => {
  const frames = [];
  const done = [];
  const stop = inSlices(
    3,
    (n) => done.push(n),
    () => done.push("done"),
    {
      budget: 1,
      later: (slice) => frames.push(slice),
      clock: () => done.length, // each piece takes 1
    },
  );
  frames.shift()();
  stop();
  frames.shift()();
  assert.deepEqual(done, [0]);
});

test("a unit is written as its sum", () => {
  const parts = [
    { kernel: 0, sums: [9, -0.5] },
    { kernel: 1, sums: [9, 1.25] },
    { kernel: 2, sums: [9, 2] },
  ];
  assert.equal(
    unitInWords(parts, -0.25, [2], [9, 0.55], 1),
    `${MINUS} 0.50 + 1.25 ${MINUS} bias 0.25 = 0.50, squashed: 0.55`,
  );
  assert.equal(
    unitInWords(parts, 0.25, [0, 1, 2], [9, 0.2], 1),
    "bias 0.25 = 0.25, squashed: 0.20",
  );
});

test("the line tells the cut, the answer and the errors", () => {
  const line = { digits: 100, rbf: true, output: [9, 5.04], before: [2, 30] };
  const counted = { errorsBefore: 1, errorsNow: 3 };
  assert.equal(
    cutInWords({ ...line, off: 0, counted }),
    "All connections on. This digit: answer 1, penalty 5.0. Of 100 digits: 1 wrong.",
  );
  assert.equal(
    cutInWords({ ...line, off: 1, counted }),
    "1 connection off. This digit: answer 1, penalty 5.0 (with all on 0, penalty 2.0). " +
      "Of 100 digits: 1 wrong with all on, 3 now.",
  );
  assert.match(
    cutInWords({ ...line, off: 2, counted: null }),
    /^2 connections.*counting/,
  );
  assert.match(
    cutInWords({ ...line, rbf: false, output: [0.1, 0.9], off: 0, counted }),
    /answer 1, probability 0.900/,
  );
});
