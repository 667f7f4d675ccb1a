// Back through the network: against differences of what goes forward.

import assert from "node:assert/strict";
import { test } from "node:test";
import { imageGradient, smallestChange } from "../../lenet_keras/live/js/gradient.js";
import { randomNumbers } from "../../lenet_keras/live/js/images.js";
import { answer, forward, newStates } from "../../lenet_keras/live/js/lenet5.js";

const EVERY = [0, 1, 2, 3, 4, 5];

/** A network with the shapes of LeNet-5 and weights at random. */
function someNetwork({
  activation = "scaled_tanh",
  reduction = "sum",
  kind = "rbf",
} = {}) {
  const draws = randomNumbers(80_000, 7);
  let at = 0;
  const some = (count, size) =>
    Float64Array.from({ length: count }, () => size * (2 * draws[at++] - 1));
  const layer = (maps, size, kernels, weight, more = {}) => ({
    maps,
    size,
    activation,
    bias: some(maps, 0.1),
    kernels: some(kernels, weight),
    ...more,
  });
  const pooled = (maps, size) => ({
    ...layer(maps, size, 0, 0, { reduction }),
    coefficient: some(maps, 0.3).map((value) => value + 0.5),
  });
  const c3 = EVERY.concat(EVERY, [0, 1, 2, 3]).map((one) => [one, (one + 2) % 6]);
  return {
    C1: layer(6, 28, 6 * 25, 0.3, { connections: EVERY.map(() => [0]) }),
    S2: pooled(6, 14),
    C3: layer(16, 10, 32 * 25, 0.2, { connections: c3 }),
    S4: pooled(16, 5),
    C5: layer(120, 1, 120 * 400, 0.1),
    F6: layer(84, 1, 84 * 120, 0.2),
    output: layer(10, 1, 840, 1, { kind, activation: "linear" }),
  };
}

const someImage = () => Float64Array.from(randomNumbers(1024, 3), (x) => x - 0.1);

for (const options of [
  {},
  { reduction: "mean" },
  { activation: "tanh", kind: "softmax" },
  { activation: "sigmoid" },
  { activation: "relu", reduction: "max", kind: "softmax" },
]) {
  test(`the gradient is that of small differences: ${JSON.stringify(options)}`, () => {
    const network = someNetwork(options);
    const image = someImage();
    const by = [1, 0, 0, -0.5, 0, 0, 2, 0, 0, 0];
    const value = () =>
      forward(network, image).output.reduce(
        (sum, one, unit) => sum + by[unit] * one,
        0,
      );
    const gradient = imageGradient(network, forward(network, image), by);
    assert.equal(gradient.length, 1024);
    const largest = Math.max(...gradient.map(Math.abs));
    assert.ok(largest > 0);
    for (const pixel of [0, 33, 400, 517, 700, 1023]) {
      const was = image[pixel];
      const small = 1e-3;
      image[pixel] = was + small;
      const above = value();
      image[pixel] = was - small;
      const below = value();
      image[pixel] = was;
      const expected = (above - below) / (2 * small);
      assert.ok(
        Math.abs(gradient[pixel] - expected) < 0.02 * largest,
        `pixel ${pixel}: ${gradient[pixel]}, ${expected}`,
      );
    }
  });
}

test("a change turns the answer, stays between paper and ink, and a little less does not", () => {
  const network = someNetwork();
  const image = someImage().map((pixel) => Math.min(1.175, Math.max(-0.1, pixel)));
  const first = answer(network, forward(network, image).output);
  const turned = smallestChange(network, image);
  const answerTo = (share) => {
    const changed = image.map((pixel, x) => pixel + share * turned.change[x]);
    assert.ok(Math.min(...changed) >= -0.1 - 1e-9);
    assert.ok(Math.max(...changed) <= 1.175 + 1e-9);
    return answer(network, forward(network, changed).output);
  };
  assert.ok(turned.found && turned.answer !== first);
  assert.equal(answerTo(1), turned.answer);
  assert.equal(answerTo(0.99), first);
});

test("a wanted answer is reached, and the present one needs no change", () => {
  const network = someNetwork();
  const image = someImage().map((pixel) => Math.min(1.175, Math.max(-0.1, pixel)));
  const first = answer(network, forward(network, image, newStates(network)).output);
  const size = ({ change }) => Math.hypot(...change);
  const any = smallestChange(network, image);
  for (let wanted = 0; wanted < 10; wanted++) {
    const turned = smallestChange(network, image, wanted);
    if (wanted === first) assert.equal(size(turned), 0);
    else if (turned.found) {
      assert.equal(turned.answer, wanted);
      assert.ok(size(any) <= 1.05 * size(turned));
    }
  }
  assert.ok(smallestChange(network, image, any.answer).found);
});
