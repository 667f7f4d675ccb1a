// The sub-sampling playground: what two numbers make of a unit, and what a shift does.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  departure,
  largestOf,
  nearestDeparture,
  wayInWords,
} from "../../lenet_keras/live/js/departure.js";
import { randomNumbers, SIDE, shift } from "../../lenet_keras/live/js/images.js";
import { convolve, subsample } from "../../lenet_keras/live/js/lenet5.js";
import {
  agreement,
  learnedNumbers,
} from "../../lenet_keras/live/subsampling_playground/agreement.js";
import {
  followingInWords,
  inWords,
  largestInWords,
  unitInWords,
} from "../../lenet_keras/live/subsampling_playground/in_words.js";
import {
  axisEnd,
  plotOf,
  responses,
  truthTable,
  turnInWords,
  withNumbers,
} from "../../lenet_keras/live/subsampling_playground/squashing_curve.js";
import {
  createStates,
  departuresOf,
  endsOf,
  windowSum,
} from "../../lenet_keras/live/subsampling_playground/states.js";

const squash = (sum) => 1.7159 * Math.tanh((2 / 3) * sum);
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-5, `${a} is not ${b}`);
const positive = (coefficient, bias) =>
  truthTable("scaled_tanh", coefficient, bias).map(({ state }) => state > 0);

test("a unit adds, multiplies, adds the bias, squashes", () => {
  const [state] = responses("scaled_tanh", [[1, 0.5, -0.25, 0]], 2, -1);
  near(state, squash(2 * 1.25 - 1));
});

test("coefficient and bias make blur, OR and AND", () => {
  assert.deepEqual(positive(2, 6), [false, true, true, true, true]);
  assert.deepEqual(positive(2, -6), [false, false, false, false, true]);
  for (const { on, sum, total, state } of truthTable("scaled_tanh", 2, -6)) {
    assert.equal(sum, on - (4 - on)); // each is +1 or -1
    near(total, 2 * sum - 6);
    near(state, squash(total));
  }
  const blur = truthTable("scaled_tanh", 0.1, 0).map(({ state }) => state);
  const steps = blur.slice(1).map((state, on) => state - blur[on]);
  assert.ok(Math.max(...steps) - Math.min(...steps) < 0.01); // nearly linear
});

test("words say when a unit turns positive", () => {
  const words = (...pair) => turnInWords(truthTable("scaled_tanh", ...pair));
  assert.equal(words(2, 6), "positive with at least 1 of 4 inputs on");
  assert.equal(words(-2, 2), "positive with at most 2 of 4 inputs on");
  assert.equal(words(0, 1), "positive whatever is on");
  assert.equal(words(0, -1), "never positive");
});

test("a coefficient of means is a quarter of one of sums", () => {
  const own = { coefficient: [1, 2], bias: [3, 4] };
  assert.deepEqual(learnedNumbers({ ...own, reduction: "mean" }), [
    [0.25, 3],
    [0.5, 4],
  ]);
  assert.deepEqual(learnedNumbers({ ...own, reduction: "sum" })[1], [2, 4]);
  const mean = { maps: 1, size: 1, activation: "linear", reduction: "mean" };
  const both = [{ ...mean, coefficient: [1], bias: [3] }];
  both.push(withNumbers(mean, [0.25], [3]));
  const [a, b] = both.map((layer) => {
    const states = new Float32Array(1);
    subsample(layer, [1, 2, 3, 4], states);
    return states[0];
  });
  assert.equal(a, b);
});

const LEARNED = [
  [0.274, 0.31],
  [0.41, -0.2],
];
const at = (unit, map, coefficient, bias) => ({ unit, map, coefficient, bias });

test("a button sets the sliders, and a slider lets go of the button", () => {
  const start = at(0, 0, ...LEARNED[0]);
  assert.deepEqual(agreement(start, { ...start, unit: 2 }, LEARNED), {
    coefficient: 2,
    bias: 6,
  });
  assert.deepEqual(agreement(at(2, 0, 2, 6), at(2, 0, 2, 5.9), LEARNED), { unit: 4 });
  assert.deepEqual(agreement(at(4, 0, 2, -5.9), at(4, 0, 2, -6), LEARNED), { unit: 3 });
});

test("as learned, another map brings other numbers; else they stay", () => {
  const [coefficient, bias] = LEARNED[1];
  const start = at(0, 0, ...LEARNED[0]);
  assert.deepEqual(agreement(start, { ...start, map: 1 }, LEARNED), {
    coefficient,
    bias,
  });
  const byHand = at(4, 0, 1, 1);
  assert.deepEqual(agreement(byHand, { ...byHand, map: 1 }, LEARNED), { unit: 4 });
  // A slider that rounds to its steps has not been moved.
  assert.deepEqual(agreement(start, at(0, 0, 0.25, 0.3), LEARNED), {});
});

test("C1 follows every shift, S2 only those by whole units", () => {
  const c1 = {
    maps: 1,
    size: 28,
    connections: [[0]],
    activation: "scaled_tanh",
    kernels: randomNumbers(25, 3).map((number) => number - 0.5),
    bias: [0.1],
  };
  const s2 = withNumbers({ maps: 1, size: 14, activation: "scaled_tanh" }, [0.5], [0]);
  const image = Float32Array.from(randomNumbers(SIDE * SIDE, 5));
  const states = (input) => {
    const maps = [new Float32Array(784), new Float32Array(196)];
    convolve(c1, input, maps[0]);
    subsample(s2, ...maps);
    return maps;
  };
  const before = states(image);
  for (const [dx, dy] of [
    [1, 0],
    [2, 0],
    [3, -2],
    [-4, 2],
    [0, -1],
  ]) {
    const now = states(shift(image, dx, dy));
    assert.equal(largestOf(departure(now[0], before[0], 0, 28, dy, dx)), 0);
    const nearest = nearestDeparture(now[1], before[1], 0, 14, dy, dx);
    if (dx % 2 || dy % 2) assert.ok(nearest.largest > 0.1);
    else {
      assert.equal(nearest.largest, 0);
      assert.deepEqual([nearest.right, nearest.down], [dx / 2, dy / 2]);
    }
  }
});

test("between whole units the nearest counts", () => {
  const before = Float32Array.from(randomNumbers(196, 9));
  const states = before.map((_, unit) => before[unit - 1] ?? 0); // one unit right
  const nearest = (dx) => nearestDeparture(states, before, 0, 14, 0, dx);
  assert.deepEqual([nearest(1).right, nearest(1).largest], [1, 0]);
  assert.deepEqual([nearest(3).right, nearest(3).largest], [1, 0]);
  assert.ok(nearest(-1).largest > 0.1);
});

test("what came in at the border is not compared", () => {
  const difference = departure([1, 2, 3, 4], [1, 2, 3, 4], 0, 2, 0, 1);
  assert.deepEqual(Array.from(difference), [Number.NaN, 1, Number.NaN, 1]);
  assert.equal(largestOf(difference), 1);
});

test("a shift in words", () => {
  assert.equal(wayInWords(-1, 2, " px"), "1 px left, 2 px down");
  assert.equal(wayInWords(0, 0), "not at all");
  assert.equal(followingInWords(0, 0, 0, 0), "Not shifted.");
  assert.equal(
    followingInWords(1, 0, 0, 0.834),
    "Shifted 1 px right: C1 follows exactly, S2 departs by up to 0.83.",
  );
});

test("the axis holds all sums, the scales all maps", () => {
  assert.deepEqual([axisEnd([0.1, -0.4]), axisEnd([-3, 2]), axisEnd([14])], [2, 4, 16]);
  const layers = [
    [[1], [-3]],
    [[0.5], [0.25]],
  ];
  assert.deepEqual(endsOf("both", layers), [
    [3, 3],
    [3, 3],
  ]);
  assert.deepEqual(endsOf("layer", layers), [
    [3, 3],
    [0.5, 0.5],
  ]);
  assert.deepEqual(endsOf("map", layers), [
    [1, 3],
    [0.5, 0.25],
  ]);
});

test("the plot holds its table, and what lies beyond stays at the edge", () => {
  const table = truthTable("scaled_tanh", 2, 6);
  const { end, top, x, y } = plotOf("scaled_tanh", table);
  assert.equal(end, 16);
  near(top, 1.7159);
  assert.ok(x(-end) < x(0) && x(0) < x(end) && y(top) < y(0) && y(0) < y(-top));
  near(x(0) - x(-end), x(end) - x(0));
  assert.equal(x(2 * end), x(end));
  assert.equal(y(-9), y(-top));
});

test("a window has four units", () => {
  const states = Float32Array.from({ length: 2 * 16 }, (_, n) => n);
  assert.equal(windowSum(states, 4, 0, 0, 0), 0 + 1 + 4 + 5);
  assert.equal(windowSum(states, 4, 1, 1, 1), 26 + 27 + 30 + 31);
});

test("a unit, a departure and the whole in words", () => {
  assert.equal(
    unitInWords(1, 2, -3, [0.5, 1], -0.33),
    "S2 row 1, column 2: sum \u22123.00 \u00d7 0.50 + bias 1.00 = \u22120.50, state \u22120.33",
  );
  const gone = { largest: 0.5, down: 0, right: -1 };
  assert.equal(largestInWords(gone, { dx: 0, dy: 0 }), "not shifted");
  assert.equal(
    largestInWords(gone, { dx: -1, dy: 0 }),
    "up to 0.500 off the old map, moved 1 left",
  );
  const pair = [2, 6];
  assert.equal(
    inWords(3, pair, truthTable("scaled_tanh", ...pair), { dx: 0, dy: 0 }, []),
    "Map 3, coefficient 2.00, bias 6.00: a unit is positive with at least 1 of 4 inputs " +
      "on. Not shifted.",
  );
});

test("a map that has not changed departs nowhere", () => {
  const states = {
    C1: Float32Array.from(randomNumbers(784, 3)),
    S2: Float32Array.from(randomNumbers(196, 4)),
  };
  const layers = { C1: { size: 28 }, S2: { size: 14 } };
  const both = departuresOf(layers, states, states, 0, { dx: 0, dy: 0 });
  assert.deepEqual(
    both.map(({ largest, down, right }) => [largest, down, right]),
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
});

test("the states follow the traits: as learned, or with the numbers of the sliders", () => {
  const image = Float32Array.from(randomNumbers(SIDE * SIDE, 5));
  const C1 = {
    name: "C1",
    maps: 2,
    size: 28,
    connections: [[0], [0]],
    activation: "scaled_tanh",
    kernels: randomNumbers(50, 3).map((number) => number - 0.5),
    bias: [0.1, -0.1],
  };
  const S2 = { name: "S2", maps: 2, size: 14, activation: "scaled_tanh" };
  const traits = { unit: 0, map: 1, coefficient: 2, bias: -6, dx: 0, dy: 0 };
  const states = createStates(
    {
      network: {
        newStates: () => ({ C1: new Float32Array(1568), S2: new Float32Array(392) }),
        forward: (input, to) => convolve(C1, input, to.C1),
      },
      layers: { C1, S2 },
      image: () => image,
      value: (name) => traits[name],
      values: (names) => Object.fromEntries(names.map((name) => [name, traits[name]])),
    },
    LEARNED,
  );
  states.compute();
  assert.deepEqual(states.chosen(), LEARNED[1]);
  const [coefficient, bias] = LEARNED[1];
  const sum = states.sumOf(3, 5);
  near(states.stateOf(3, 5), squash(coefficient * sum + bias));
  near(states.totals()[3 * 14 + 5], coefficient * sum + bias);
  assert.deepEqual(
    states.moved(1).map(({ largest }) => largest),
    [0, 0],
  );
  Object.assign(traits, { unit: 4, coefficient: 0.5, bias: 0.25, dx: 1 });
  states.compute();
  assert.deepEqual(states.all(), [
    [0.5, 0.25],
    [0.5, 0.25],
  ]);
  near(states.stateOf(3, 5), squash(0.5 * states.sumOf(3, 5) + 0.25));
  const [c1, s2] = states.shown(true);
  assert.equal(largestOf(c1[1]), 0); // C1 moves with the input
  assert.ok(largestOf(s2[1]) > 0.1); // by one pixel, S2 cannot
});
