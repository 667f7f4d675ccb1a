// The landscape of two weights: its gradient, the ways down it, and what is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bandsOf,
  descentInWords,
  lossInWords,
  meanGradient,
  meanLoss,
  pathDown,
} from "../../lenet_keras/live/descent/landscape.js";
import { heightOf } from "../../lenet_keras/live/descent/loss_plot.js";
import { drawnPath, startByKey } from "../../lenet_keras/live/descent/way_down.js";

const PATTERNS = [
  [1, 1],
  [2, 1.5],
];
const START = { u: -0.1, v: 0.15, rate: 0.05, batch: 0, steps: 40 };
const near = (a, b, apart = 1e-6) => assert.ok(Math.abs(a - b) < apart, `${a}, ${b}`);
const told = (more) => {
  const settings = { ...START, ...more };
  return descentInWords(settings, pathDown(settings, PATTERNS), PATTERNS);
};

test("the gradient is what small variations measure", () => {
  const [u, v] = [0.8, -1.1];
  const [byU, byV] = meanGradient([u, v], PATTERNS);
  const step = 1e-6;
  const along = (du, dv) =>
    (meanLoss([u + du, v + dv], PATTERNS) - meanLoss([u - du, v - dv], PATTERNS)) /
    (2 * step);
  near(byU, along(step, 0));
  near(byV, along(0, step));
});

test("the gradient of a batch is the mean of those of its patterns", () => {
  const weights = [0.3, 0.6];
  const both = meanGradient(weights, PATTERNS);
  const [one, other] = PATTERNS.map((pattern) => meanGradient(weights, [pattern]));
  both.forEach((part, n) => {
    near(part, (one[n] + other[n]) / 2);
  });
});

test("at the origin nothing moves; opposite starts end opposite", () => {
  const still = pathDown({ ...START, u: 0, v: 0 }, PATTERNS).at(-1);
  assert.deepEqual(still.map(Math.abs), [0, 0]);
  const end = pathDown(START, PATTERNS).at(-1);
  const opposite = pathDown({ ...START, u: 0.1, v: -0.15 }, PATTERNS).at(-1);
  end.forEach((weight, n) => {
    near(weight, -opposite[n]);
  });
});

test("a small rate arrives, a large one runs away, and both say so", () => {
  assert.match(
    told(),
    /40 steps, 80 looks at a pattern: .* below 0.001 after \d+ steps/,
  );
  assert.match(told({ rate: 0.5 }), /not below 0.001 yet/);
  assert.match(told({ rate: 0.7 }), /ran away, out of the picture at step 3/);
});

test("steps on one pattern look at half as many, and wander", () => {
  const settings = { ...START, batch: 1, steps: 80 };
  assert.match(told(settings), /80 steps, 80 looks/);
  const losses = pathDown(settings, PATTERNS).map((one) => meanLoss(one, PATTERNS));
  assert.ok(losses.some((loss, n) => n && loss > losses[n - 1]));
  assert.deepEqual(pathDown(settings, PATTERNS), pathDown(settings, PATTERNS));
});

test("bands grow with the loss, the page's pale ones lie in the valleys", () => {
  const side = 21;
  const bands = bandsOf(PATTERNS, side);
  const at = (u, v) => bands[Math.round(10 - 5 * v) * side + Math.round(10 + 5 * u)];
  assert.equal(Math.max(...bands), 11);
  assert.equal(at(1, 1), 0);
  assert.equal(at(-1, -1), 0);
  assert.ok(at(2, -2) === 11 && at(0, 0) < at(1, -1));
});

test("keys move the start within the picture", () => {
  assert.deepEqual(startByKey("ArrowRight", START), { u: -0.05, v: 0.15 });
  assert.deepEqual(startByKey("ArrowDown", { u: 0, v: 0 }), { u: 0, v: -0.05 });
  assert.deepEqual(startByKey("ArrowUp", { u: 2, v: 2 }), { u: 2, v: 2 });
  assert.equal(startByKey("a", START), null);
});

test("a path that runs away is drawn to its first point far outside", () => {
  const gone = drawnPath([
    [0, 0],
    [1, 0],
    [1, 1e30],
    [-1e40, 0],
  ]);
  assert.equal(gone.length, 3);
  near(gone[2][1], 40);
  const short = pathDown(START, PATTERNS);
  assert.equal(drawnPath(short), short);
});

test("losses are written short, and stay within the plot", () => {
  assert.deepEqual([1.6941, 0.0525, 3.89e-4, 4.2e30, 0].map(lossInWords), [
    "1.69",
    "0.0525",
    "3.9\u00b710\u207b\u2074",
    "4.2\u00b710\u00b3\u2070",
    "0",
  ]);
  assert.equal(heightOf(1e80), heightOf(1e3));
  assert.equal(heightOf(0), heightOf(1e-6));
  assert.ok(heightOf(1) < heightOf(0.1));
});
