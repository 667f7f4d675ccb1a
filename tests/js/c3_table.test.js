import assert from "node:assert/strict";
import { test } from "node:test";
import {
  limitsOf,
  numbersOf,
  pointedInWords,
  scalesInWords,
} from "../../lenet_keras/live/c3_table/c3_parts.js";
import { signsOf, sumsHeading } from "../../lenet_keras/live/c3_table/c3_sums.js";
import {
  cellLook,
  cellWords,
  FEEDS,
  SEES,
} from "../../lenet_keras/live/c3_table/c3_switches.js";
import {
  chosenConnections,
  placeChosen,
  switchAllInWords,
} from "../../lenet_keras/live/c3_table/c3_table.js";
import {
  changeInWords,
  createCounter,
} from "../../lenet_keras/live/c3_table/changed_digits.js";
import {
  addUp,
  compare,
  connectionsOf,
  cutInWords,
  forwardWithout,
  partialSums,
  toggled,
  unitInWords,
  verdict,
} from "../../lenet_keras/live/c3_table/connections.js";
import { measureOf } from "../../lenet_keras/live/js/answers.js";
import { randomNumbers } from "../../lenet_keras/live/js/images.js";
import { forward, newStates } from "../../lenet_keras/live/js/lenet5.js";
import { inSlices } from "../../lenet_keras/live/js/slices.js";

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
  const line = {
    digits: 100,
    measure: measureOf({ kind: "rbf" }),
    now: { best: 1, value: 5.04 },
    before: { best: 0, value: 2 },
  };
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
  const now = { best: 1, value: 0.9 };
  const measure = measureOf({ kind: "softmax" });
  assert.match(
    cutInWords({ ...line, measure, now, off: 0, counted }),
    /answer 1, probability 0.900/,
  );
});

const CONNECTIONS = connectionsOf({ connections: TABLE });
const connection = (from, map) =>
  CONNECTIONS.find((one) => one.from === from && one.map === map);

test("a cell shows whether it is chosen, joined, connected, off", () => {
  const now = { view: SEES, input: 1, map: 2, off: [3] };
  const look = (input, map, changes) =>
    cellLook(input, map, { ...now, ...changes }, connection);
  assert.deepEqual(look(0, 2), ["ll-chosen", "ll-connected", "ll-off"]);
  assert.deepEqual(look(1, 2), ["ll-chosen"]);
  assert.deepEqual(look(1, 0), ["ll-connected"]);
  assert.deepEqual(look(-1, 2), ["ll-chosen"]);
  assert.deepEqual(look(0, -1), ["ll-joined"]); // S2 map 0 is seen by C3 map 2
  assert.deepEqual(look(1, -1), []);
  const feeds = { view: FEEDS };
  assert.deepEqual(look(1, 0, feeds), ["ll-chosen", "ll-connected"]);
  assert.deepEqual(look(1, -1, feeds), ["ll-chosen"]);
  assert.deepEqual(look(-1, 1, feeds), ["ll-joined"]);
  assert.deepEqual(look(-1, 2, feeds), []);
});

test("a cell has a cross, a ring or nothing, and words for it", () => {
  assert.deepEqual(cellWords(3, 8, []), {
    text: "",
    label: "S2 map 3, C3 map 8: no connection",
  });
  assert.deepEqual(cellWords(3, 8, ["ll-chosen", "ll-connected"]), {
    text: "X",
    label: "S2 map 3, C3 map 8: connected",
  });
  assert.deepEqual(cellWords(3, 8, ["ll-connected", "ll-off"]), {
    text: "\u25cb",
    label: "S2 map 3, C3 map 8: switched off",
  });
});

test("a header chooses what is looked at, a cell both maps and no view", () => {
  assert.deepEqual(placeChosen(2, 7), { input: 2, map: 7 });
  assert.deepEqual(placeChosen(null, 7), { map: 7, view: SEES });
  assert.deepEqual(placeChosen(2, null), { input: 2, view: FEEDS });
});

test("a button switches all that is looked at, on if all of it is off", () => {
  const now = { view: SEES, map: 0, input: 2, off: [0] };
  const seen = chosenConnections(CONNECTIONS, now);
  assert.deepEqual(
    seen.map(({ kernel }) => kernel),
    [0, 1],
  );
  assert.equal(switchAllInWords(now, seen), "Switch all 2 of C3 map 0 off");
  assert.match(switchAllInWords({ ...now, off: [0, 1] }, seen), / on$/);
  const feeds = { ...now, view: FEEDS };
  const fed = chosenConnections(CONNECTIONS, feeds);
  assert.deepEqual(
    fed.map(({ kernel }) => kernel),
    [4],
  );
  assert.equal(switchAllInWords(feeds, fed), "Switch all 1 of S2 map 2 off");
});

test("the first sum that is on has no sign before it", () => {
  const seen = [0, 1, 2].map((from) => connection(from, 2)); // kernels 3 and 4
  assert.deepEqual(signsOf(seen, []), ["", "off", "+"]);
  assert.deepEqual(signsOf(seen, [3]), ["off", "off", ""]);
  assert.deepEqual(signsOf(seen, [3, 4]), ["off", "off", "off"]);
});

test("the heading counts what is seen or fed", () => {
  const layer = { connections: TABLE };
  assert.match(sumsHeading({ view: SEES, map: 1 }, layer), /^C3 map 1 sees 1 S2 maps/);
  assert.match(
    sumsHeading({ view: FEEDS, input: 0 }, layer),
    /^S2 map 0 feeds 2 C3 maps/,
  );
});

test("each picture shows its own numbers, within the scale of its kind", () => {
  const layers = smallNetwork();
  const off = [3];
  const states = forwardWithout(layers, image, off, newStates(layers));
  const parts = [0, 1, 2].map((map) => partialSums(layers, states, map));
  const numbers = numbersOf(layers, { states, parts, off });
  assert.deepEqual(numbers.input(1), states.S2.subarray(196, 392));
  assert.deepEqual(numbers.kernel({ kernel: 4 }), layers.C3.kernels.subarray(100, 125));
  assert.equal(numbers.sum(connection(2, 2)), parts[2][1].sums);
  assert.deepEqual(numbers.state(2), states.C3.subarray(200, 300));
  near(squashed(numbers.total(2)), numbers.state(2));
  const limits = limitsOf(layers, { states, parts, numbers });
  const within = (values, end) => values.every((value) => Math.abs(value) <= end);
  for (const { map, from, kernel } of CONNECTIONS) {
    assert.ok(within(numbers.input(from), limits.input));
    assert.ok(within(numbers.kernel({ kernel }), limits.kernel));
    assert.ok(within(numbers.sum({ map, kernel }), limits.sum));
    assert.ok(within(numbers.total(map), limits.sum));
    assert.ok(within(numbers.state(map), limits.state));
  }
});

test("scales are told by kind, or as each picture's own", () => {
  const limits = { input: 1, kernel: 0.5, sum: 2, state: 1.7 };
  assert.equal(
    scalesInWords(limits, 0),
    "S2 maps \u00b11.00, kernels \u00b10.50, sums \u00b12.00, C3 maps \u00b11.70",
  );
  assert.equal(scalesInWords(limits, 1), "each picture its own scale");
});

test("what is pointed at is told by its value, a unit of the C3 map by its sum", () => {
  const layers = { C3: { bias: [0.25] } };
  const parts = [[{ kernel: 0, sums: [0, 1, 2, 3] }]];
  const numbers = { state: () => [0, 0, 0, 1.5] };
  const now = { view: SEES, map: 0, off: [], parts, numbers };
  const tell = (kind, view = SEES) => {
    const part = { kind, name: "a picture", values: [0, 1, 2, 3] };
    return pointedInWords(part, 1, 1, layers, { ...now, view });
  };
  assert.equal(tell("kernel"), "a picture, row 1, column 1: 3.000");
  assert.equal(tell("state", FEEDS), "a picture, row 1, column 1: 3.000");
  assert.equal(
    tell("sum"),
    "C3 map 0, row 1, column 1: 3.00 + bias 0.25 = 3.25, squashed: 1.50",
  );
});

test("a digit that changed is told, and what is said of it names it", () => {
  const changed = { label: 4, before: 4, now: 9, verdict: "breaks" };
  assert.deepEqual(changeInWords(changed, "digit 6"), {
    change: "4 \u2192 9 breaks",
    label: "4 \u2192 9 breaks: digit 6, a 4. Show it",
  });
});

test("digits are counted in the background, and a later count replaces an earlier", (t) => {
  const frames = [];
  globalThis.requestAnimationFrame = (frame) => frames.push(frame);
  t.after(() => delete globalThis.requestAnimationFrame);
  const layers = smallNetwork();
  const network = {
    layers,
    newStates: () => newStates(layers),
    forward: (input, states) => forward(layers, input, states),
    answer: (output) => output.indexOf(Math.min(...output)),
  };
  const answerTo = (off) => network.answer(forwardWithout(layers, image, off).output);
  const counter = createCounter(network, [image], [answerTo([])]);
  const heard = [];
  counter.count([0, 1, 2, 3, 4], () => heard.push("replaced"));
  counter.count([0], (comparison) => heard.push(comparison.errorsNow));
  while (frames.length) frames.shift()();
  assert.deepEqual(heard, [Number(answerTo([0]) !== answerTo([]))]);
  counter.count([], () => heard.push("stopped"));
  counter.stop();
  while (frames.length) frames.shift()();
  assert.equal(heard.length, 1);
});
