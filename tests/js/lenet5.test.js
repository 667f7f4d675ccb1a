import assert from "node:assert/strict";
import { test } from "node:test";
import * as lenet5 from "../../lenet_keras/live/js/lenet5.js";

const near = (actual, expected, tolerance = 1e-6) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, n) => {
    assert.ok(
      Math.abs(value - expected[n]) <= tolerance,
      `${n}: ${value}, ${expected[n]}`,
    );
  });
};

/** A layer of one unit that sees 5x5 units of each of `maps` maps. */
const oneUnit = (kernels, connections) => ({
  activation: "linear",
  bias: [0],
  connections,
  kernels: Float32Array.from(kernels),
  size: 1,
});

test("sixteen bits are read as Keras wrote them", () => {
  const numbers = {
    0: 0,
    15360: 1,
    48128: -1,
    1: 2 ** -24,
    31743: 65504,
    13653: 0.333251953125,
  };
  for (const [bits, value] of Object.entries(numbers)) {
    assert.equal(lenet5.float16(Number(bits)), value);
  }
});

test("a convolution does not turn the kernel over", () => {
  const kernel = Array.from({ length: 25 }, (_, n) => n);
  const input = new Float32Array(25);
  input[7] = 1;
  const states = new Float32Array(1);
  lenet5.convolve(oneUnit(kernel, [[0]]), input, states);
  assert.equal(states[0], 7);
});

test("a unit sees only the maps that its table names", () => {
  const layer = oneUnit([...Array(25).fill(1), ...Array(25).fill(10)], [[0, 2]]);
  const input = new Float32Array(75);
  const states = new Float32Array(1);
  [1, 0, 10].forEach((expected, map) => {
    input.fill(0);
    input[25 * map + 3] = 1;
    lenet5.convolve(layer, input, states);
    assert.equal(states[0], expected);
  });
});

test("sub-sampling adds four, weighs, adds a bias, squashes", () => {
  const layer = {
    activation: "scaled_tanh",
    bias: [0.5],
    coefficient: [0.25],
    maps: 1,
    reduction: "sum",
    size: 1,
  };
  const states = new Float32Array(1);
  lenet5.subsample(layer, Float32Array.of(1, 2, 3, -4), states);
  near(states, [1.7159 * Math.tanh((2 / 3) * (0.25 * 2 + 0.5))]);
});

test("plain pooling takes the mean or the largest, and squashes nothing", () => {
  const states = new Float32Array(1);
  for (const [reduction, expected] of [
    ["average", 2],
    ["max", 5],
  ]) {
    lenet5.subsample(
      { maps: 1, reduction, size: 1 },
      Float32Array.of(5, 1, 1, 1),
      states,
    );
    assert.equal(states[0], expected);
  }
});

test("each unit of a full layer adds up all that it sees", () => {
  for (const units of [1, 2, 5, 8]) {
    const layer = {
      activation: "linear",
      bias: Array.from({ length: units }, (_, unit) => unit),
      kernels: Float64Array.from({ length: 3 * units }, (_, n) => n),
    };
    const states = new Float64Array(units);
    lenet5.dense(layer, Float64Array.of(1, 10, 100), states);
    const expected = layer.bias.map((unit) => unit + 210 + 333 * unit);
    assert.deepEqual([...states], expected);
  }
});

test("states are squashed as the activation says", () => {
  const squashings = {
    linear: (a) => a,
    relu: (a) => Math.max(a, 0),
    scaled_tanh: (a) => 1.7159 * Math.tanh((2 / 3) * a),
    sigmoid: (a) => 1 / (1 + Math.exp(-a)),
    tanh: Math.tanh,
  };
  const sums = Float64Array.from({ length: 4001 }, (_, n) => (n - 2000) / 91);
  for (const [activation, squashing] of Object.entries(squashings)) {
    const states = new Float64Array(sums.length);
    const layer = { activation, bias: sums, kernels: new Float64Array(sums.length) };
    lenet5.dense(layer, Float64Array.of(0), states);
    near(states, sums.map(squashing));
  }
});

test("an RBF unit that sees its own code answers zero", () => {
  const penalties = new Float32Array(2);
  lenet5.rbf(
    { kernels: Float32Array.of(1, -1, 1, 1) },
    Float32Array.of(1, -1),
    penalties,
  );
  near(penalties, [0, 4]);
});

test("the smallest penalty wins, the largest probability too", () => {
  const output = [3, 1, 2];
  assert.deepEqual(lenet5.ranking({ output: { kind: "rbf" } }, output), [1, 2, 0]);
  assert.deepEqual(lenet5.ranking({ output: { kind: "softmax" } }, output), [0, 2, 1]);
});

test("probabilities add up to one, also for large sums", () => {
  const layer = {
    activation: "linear",
    bias: [1000, 1001],
    kernels: Float32Array.of(0, 0),
  };
  const states = new Float32Array(2);
  lenet5.softmax(layer, Float32Array.of(1), states);
  near(states, [1 / (1 + Math.E), Math.E / (1 + Math.E)]);
});

test("whole numbers of steps alternate from zero, low bytes first", () => {
  const architecture = {
    format: "uint16",
    layers: [
      {
        name: "C1",
        weights: [
          ["kernels", 3, 0.25],
          ["bias", 2, 1],
        ],
      },
    ],
  };
  const places = [0, 1, 2, 3, 515];
  const bytes = Uint8Array.from([...places.map((n) => n & 255), 0, 0, 0, 0, 2]);
  const { C1 } = lenet5.readNetwork(architecture, new DataView(bytes.buffer));
  near(C1.kernels, [0, -0.25, 0.25]);
  near(C1.bias, [-2, -258]);
});

test("a network with too few weights is refused", () => {
  const architecture = {
    format: "float32",
    layers: [{ name: "C1", weights: [["bias", 6]] }],
  };
  assert.throws(
    () => lenet5.readNetwork(architecture, new DataView(new ArrayBuffer(8))),
    /Expected 6 weights\. Received: 2/,
  );
});
