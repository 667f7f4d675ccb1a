// A training in the page: its draws, its course, and what it is told and tells.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { indexOf, unitAt } from "../../lenet_keras/live/js/fields.js";
import { prepare, shift } from "../../lenet_keras/live/js/images.js";
import { forward } from "../../lenet_keras/live/js/lenet5.js";
import { range, stretch } from "../../lenet_keras/live/js/numbers.js";
import {
  byLayer,
  COURSE,
  createCourse,
  rateAt,
} from "../../lenet_keras/live/learning/course.js";
import { drawDistortion, wayBack } from "../../lenet_keras/live/learning/distortion.js";
import { hasVectors } from "../../lenet_keras/live/learning/program.js";
import { seeded, shuffled } from "../../lenet_keras/live/learning/random.js";
import { createSession } from "../../lenet_keras/live/learning/session.js";
import { startWeights } from "../../lenet_keras/live/learning/start.js";
import { createTrainer } from "../../lenet_keras/live/learning/trainer.js";
import { networkOf, weightParts } from "../../lenet_keras/live/learning/weights.js";
import {
  largestAbove,
  partsBack,
  stepsBack,
} from "../../lenet_keras/live/live_training/sums_back.js";

const PROGRAM = new WebAssembly.Module(
  readFileSync(new URL("../../lenet_keras/live/learning/lenet5.wasm", import.meta.url)),
);
const numbers = seeded(1998);
const CODES = range(840).map(() => (numbers() < 0.5 ? -1 : 1));

/** Pictures of a bar, in a place of its own for each class, somewhat moved and grey. */
const bars = (count, draw) => {
  const images = new Uint8Array(count * 784);
  const labels = range(count).map((n) => n % 10);
  labels.forEach((label, n) => {
    const [x, y] = [4 + 2 * label + Math.floor(3 * draw()), 4 + Math.floor(3 * draw())];
    for (let row = y; row < y + 18; row++) {
      images.fill(
        128 + 127 * draw(),
        n * 784 + row * 28 + x,
        n * 784 + row * 28 + x + 3,
      );
    }
  });
  return { images, labels };
};
const DIGITS = bars(60, seeded(1));
const HELD = bars(30, seeded(2));
const newCourse = (settings, weights) => {
  const trainer = createTrainer(PROGRAM, { codes: CODES });
  return [createCourse(trainer, DIGITS, HELD, settings, weights), trainer];
};
/** The weights after a course. */
const weightsAfter = (settings, steps = [1000]) => {
  const [course, trainer] = newCourse(settings);
  for (const count of steps) course.advance(count);
  return trainer.weights();
};

test("this machine computes several numbers at once", () => {
  assert.equal(hasVectors(), true);
});

test("numbers at random are the same for the same seeds, and cover the range", () => {
  const draw = (...seeds) => range(1000).map(seeded(...seeds));
  assert.deepEqual(draw(1, 2), draw(1, 2));
  for (const other of [[2, 1], [1, 3], [1], [1, 2, 0]]) {
    assert.notEqual(draw(1, 2)[0], draw(...other)[0]);
  }
  const many = draw(7);
  const mean = many.reduce((sum, value) => sum + value, 0) / many.length;
  assert.ok(Math.abs(mean - 0.5) < 0.03);
  assert.ok(Math.min(...many) >= 0 && Math.max(...many) < 1);
  const first = range(1000).map((seed) => seeded(seed)());
  assert.ok(Math.abs(first.reduce((sum, value) => sum + value, 0) / 1000 - 0.5) < 0.03);
});

test("what is shuffled is all there, each at every place as often", () => {
  const draw = seeded(3);
  const places = range(4).map(() => [0, 0, 0, 0]);
  for (let n = 0; n < 4000; n++) {
    const order = shuffled([0, 1, 2, 3], draw);
    assert.deepEqual(order.toSorted(), [0, 1, 2, 3]);
    order.forEach((value, place) => {
      places[value][place] += 1;
    });
  }
  for (const count of places.flat()) assert.ok(Math.abs(count - 1000) < 100);
});

test("equal copies learn the same, as Table I treats all maps alike", () => {
  const [course, trainer] = newCourse({ equal: true, passes: 4 });
  const start = weightParts(trainer.weights());
  course.advance(200);
  const { c1, c1_bias, c3, s2, c5 } = weightParts(trainer.weights());
  assert.ok(c1.some((value, n) => Math.abs(value - start.c1[n]) > 1e-3));
  c1.forEach((value, n) => {
    assert.equal(value, c1[n % 25]);
  });
  for (const values of [c1_bias, s2]) assert.equal(new Set(values).size, 1);
  c3.subarray(0, 18 * 25).forEach((value, n) => {
    assert.equal(value, c3[n % 25]); // of the maps with three inputs
  });
  c5.subarray(0, 6 * 3000).forEach((value, n) => {
    assert.equal(value, c5[n % 3000]);
  });
  assert.equal(new Set(c5.subarray(0, 120)).size, 120); // its units differ
});

test("copies that differ at the start stay apart", () => {
  const { C1 } = byLayer(startWeights("square_root", seeded(0)), [[0]]);
  assert.equal(new Set(C1.subarray(0, 150)).size, 150);
});

test("rates fall as the schedule says", () => {
  const at = (schedule) => (step) =>
    rateAt({ schedule, rate: 2, passes: 10 }, step, 100);
  assert.deepEqual([0, 500, 1000].map(at("cosine")), [2, 1, 0]);
  assert.deepEqual([0, 500, 999].map(at("constant")), [2, 2, 2]);
  const steps = [0, 199, 200, 500, 800, 1200, 5000];
  assert.deepEqual(steps.map(at("paper")), [2, 2, 0.8, 0.4, 0.2, 0.04, 0.04]);
});

test("a course learns, and comes to an end", () => {
  const [course] = newCourse({ passes: 5 });
  const before = course.judge().error;
  const learned = course.advance(1e6);
  assert.equal(learned.count, 300);
  assert.equal(course.seen(), 300);
  assert.ok(course.isOver());
  assert.ok(before > 0.6 && course.judge().error < 0.35);
  const none = { count: 0, loss: 0, wrong: 0, own: 0, last: null };
  assert.deepEqual(course.advance(1), none);
});

for (const settings of [
  {},
  { method: "sgd", rate: 1e-4, momentum: 0.5 },
  { distortion: { elastic: 2 } },
]) {
  test(`steps may be divided in any way: ${JSON.stringify(settings)}`, () => {
    const whole = weightsAfter({ ...settings, passes: 2 });
    const parts = weightsAfter({ ...settings, passes: 2 }, [1, 58, 2, 59]);
    const other = weightsAfter({ ...settings, passes: 2, seed: 1 });
    assert.deepEqual(whole, parts);
    assert.notDeepEqual(whole, other);
  });
}

test("every pass has all patterns, in an order of its own", () => {
  const [course] = newCourse({ passes: 2 });
  const passes = [0, 1].map(() =>
    range(60).map(() => {
      const next = course.next();
      const { last } = course.advance(1);
      assert.deepEqual(last, next);
      return last.number;
    }),
  );
  for (const order of passes) {
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      range(60),
    );
  }
  assert.notDeepEqual(...passes);
});

test("what is learned from can be chosen", () => {
  const seenBy = (settings) => {
    const [course] = newCourse({ passes: 1, ...settings });
    return range(course.length).map(() => course.advance(1).last);
  };
  const labelsOf = (settings) =>
    seenBy(settings)
      .map(({ label }) => label)
      .toSorted();
  assert.equal(seenBy({ first: 7 }).length, 7);
  assert.deepEqual(labelsOf({ digit: 3 }), Array(6).fill(3));
  assert.deepEqual(labelsOf({ shuffledLabels: true }), labelsOf({}));
  const label = (settings) =>
    seenBy(settings).map(({ number, label }) => [number, label]);
  assert.notDeepEqual(label({ shuffledLabels: true }), label({}));
  const drawing = { image: new Float32Array(1024).fill(0.5), label: 9 };
  assert.deepEqual(seenBy({ first: 0, drawings: [drawing] }), [
    { number: 0, ...drawing },
  ]);
  assert.equal(newCourse({ drawings: [drawing] })[0].advance(61).own, 1);
  assert.throws(() => newCourse({ first: 0 }), /expected a pattern/);
});

test("weight decay, mu and loss change what is learned", () => {
  const usual = weightsAfter({ passes: 1 });
  for (const settings of [
    { decay: 0 },
    { mu: 1 },
    { rate: 1e-4 },
    { loss: { equation: 8 } },
    { loss: { ...COURSE.loss, j: 100 } },
    { curvature: { loss: { equation: 8 }, unit: false } },
  ]) {
    assert.notDeepEqual(weightsAfter({ passes: 1, ...settings }), usual);
  }
});

// --- one pattern

/** A trainer with weights, its network as the figures have it, and a pattern. */
const explained = () => {
  const trainer = createTrainer(PROGRAM, { codes: CODES });
  trainer.setWeights(startWeights("square_root", seeded(8)));
  const image = prepare(DIGITS.images.subarray(0, 784));
  const network = networkOf(trainer.weights(), trainer.connections, CODES);
  return { trainer, image, network, ...trainer.explain(image, 3, COURSE.loss) };
};

test("the states of a pattern are those that all figures compute", () => {
  const { network, image, states, penalties } = explained();
  const { output, ...expected } = forward(network, image);
  for (const [name, layer] of Object.entries(expected)) {
    assert.equal(states[name].length, layer.length, name);
    layer.forEach((state, unit) => {
      assert.ok(Math.abs(states[name][unit] - state) < 1e-5, `${name} ${unit}`);
    });
  }
  output.forEach((penalty, unit) => {
    assert.ok(Math.abs(penalties[unit] - penalty) < 1e-3);
  });
});

test("what comes back to a unit, times its slope, is its derivative", () => {
  const message = explained();
  const { network, derivatives, gradient } = message;
  const by = weightParts(gradient);
  const near = (one, other, words) =>
    assert.ok(Math.abs(one - other) < 1e-4 * (1 + Math.abs(other)), words);
  for (const [layer, count] of [
    ["F6", 1],
    ["C5", 1],
    ["S4", 1],
    ["C3", 1],
    ["S2", null], // as many as kernels of C3 see the map
    ["C1", 1],
  ]) {
    const { size } = network[layer];
    for (const number of [0, 7, 40, 83, derivatives[layer].length - 1]) {
      const area = size ** 2;
      const node = { layer, map: Math.floor(number / area) };
      const unit = unitAt(network, node, size === 1 ? number : number % area);
      const parts = partsBack(network, message, unit);
      const steps = stepsBack(network, message, unit, parts);
      near(steps[2][1], derivatives[layer][number], `${layer}, ${number}`);
      if (steps[3]) near(steps[3][1], by[`${layer.toLowerCase()}_bias`][unit.map]);
      if (count) assert.equal(parts.length, count);
      const above = largestAbove(unit, parts[0]);
      if (layer === "F6") assert.equal(above, null);
      else assert.ok(indexOf(network[above.layer], above) >= 0);
    }
  }
});

test("a unit of S2 is heard of by the maps of C3 that see it, and the units there", () => {
  const message = explained();
  const unit = { layer: "S2", map: 2, row: 0, column: 6 };
  const parts = partsBack(message.network, message, unit);
  const seeing = message.network.C3.connections.flatMap((maps, to) =>
    maps.includes(2) ? [to] : [],
  );
  assert.deepEqual(
    parts.map(({ map }) => map),
    seeing,
  );
  const [{ rows, columns, top, left, products }] = parts;
  assert.deepEqual([rows, columns, top, left], [1, 5, 0, 2]);
  const most = products.map(Math.abs).indexOf(Math.max(...products.map(Math.abs)));
  assert.deepEqual(largestAbove(unit, parts[0]), {
    ...{ layer: "C3", map: seeing[0], row: 0, column: 2 + most },
  });
});

test("a bias gathers the derivatives of all units of its map", () => {
  const { derivatives, gradient } = explained();
  const by = weightParts(gradient);
  for (const [name, units] of Object.entries(derivatives)) {
    const biases = by[`${name.toLowerCase()}_bias`];
    const area = units.length / biases.length;
    biases.forEach((value, map) => {
      const sum = stretch(units, map, area).reduce((all, one) => all + one, 0);
      assert.ok(Math.abs(sum - value) < 1e-4 * (1 + Math.abs(value)), `${name} ${map}`);
    });
  }
});

test("derivatives by the penalties are how much each class should lose", () => {
  const { slopes, loss } = explained();
  assert.ok(loss > 0);
  assert.ok(slopes[3] > 0);
  slopes.forEach((slope, unit) => {
    assert.ok(unit === 3 || slope <= 0);
  });
});

test("an image moves as it is told, and paper comes in", () => {
  const { trainer, image } = explained();
  const straight = new Float32Array(162);
  const moved = (...map) =>
    trainer.distort(image, { way: wayBack(...map), nodes: straight });
  const near = (one, other) =>
    one.every((value, pixel) => Math.abs(value - other[pixel]) < 1e-5);
  assert.ok(near(moved([1, 0, 0], [0, 1, 0]), image));
  assert.ok(near(moved([1, 0, 3], [0, 1, -2]), shift(image, 3, -2)));
  assert.ok(
    near(
      moved([1, 0, 40], [0, 1, 0]),
      image.map(() => -0.1),
    ),
  );
  const nodes = Float32Array.from({ length: 162 }, (_, n) => (n < 81 ? 1 : 0));
  const bent = trainer.distort(image, { way: wayBack([1, 0, 0], [0, 1, 0]), nodes });
  assert.ok(near(bent, shift(image, 0, -1))); // where all nodes say: from one row below
});

test("the way back undoes an affine map", () => {
  const [x, y] = [3, -5];
  const [across, down] = [
    [1.1, 0.2, 2],
    [-0.1, 0.9, -1],
  ];
  const at = ([a, b, c], [u, v]) => a * u + b * v + c;
  const there = [at(across, [x, y]), at(down, [x, y])];
  const way = wayBack(across, down);
  const back = [at(way.slice(0, 3), there), at(way.slice(3), there)];
  assert.ok(Math.abs(back[0] - x) < 1e-9 && Math.abs(back[1] - y) < 1e-9);
});

test("distortions are as large as they may be, and no larger", () => {
  const draw = seeded(4);
  const drawn = range(2000).map(() => drawDistortion(draw, { elastic: 2 }));
  const some = drawn.filter(Boolean);
  assert.ok(Math.abs(some.length / 2000 - 0.9) < 0.02);
  const ends = (values) => [Math.min(...values), Math.max(...values)];
  const [least, most] = ends(some.flatMap(({ nodes }) => [...nodes.subarray(0, 5)]));
  assert.ok(least >= -2 && least < -1.95 && most <= 2 && most > 1.95);
  // The way back of x' = (1 + a) / (1 + b) x is its inverse.
  const [narrow, wide] = ends(some.map(({ way }) => way[0]));
  assert.ok(narrow >= 0.9 / 1.1 - 1e-9 && wide <= 1.1 / 0.9 + 1e-9);
  assert.ok(narrow < 0.87 && wide > 1.15);
  assert.ok(some.every(({ way }) => way[3] === 0)); // there is no rotation
});

test("distorted patterns stay between paper and ink, and some stay as they are", () => {
  const plain = newCourse({ passes: 1 })[0];
  const bent = newCourse({ passes: 1, distortion: { elastic: 3 } })[0];
  let same = 0;
  for (let n = 0; n < 60; n++) {
    const one = plain.advance(1).last.image;
    const other = bent.advance(1).last.image;
    same += one.every((value, pixel) => value === other[pixel]);
    assert.ok(Math.min(...other) > -0.1001 && Math.max(...other) < 1.1751);
  }
  assert.ok(same > 0 && same < 20, String(same));
});

// --- messages

/** A session whose clock goes by a number of milliseconds at each look. */
const newSession = (tick = 30) => {
  const told = [];
  const waiting = [];
  let time = 0;
  const clock = {
    now: () => {
      time += tick;
      return time;
    },
    later: (work) => waiting.push(work),
  };
  const post = (message, transferred) => told.push({ ...message, transferred, time });
  const handle = createSession(PROGRAM, post, clock);
  const run = (rounds = 1e4) => {
    for (let n = 0; n < rounds && waiting.length; n++) waiting.shift()();
  };
  const start = (settings = {}, more = {}) =>
    handle({
      ...{ type: "start", codes: CODES, digits: DIGITS, held: HELD, ...more },
      settings: { passes: 2, ...settings },
    });
  return { told, handle, run, start };
};

test("a session starts at rest, with its weights and an error", () => {
  const { told, start } = newSession();
  start();
  assert.equal(told.length, 1);
  const [{ type, seen, length, passes, playing, over, judged, weights }] = told;
  assert.deepEqual(
    { type, seen, length, passes, playing, over },
    { type: "progress", seen: 0, length: 60, passes: 2, playing: false, over: false },
  );
  assert.deepEqual([judged.seen, judged.answers.length], [0, 30]);
  assert.deepEqual(weights, newCourse({ passes: 2 })[1].weights());
  assert.deepEqual(told[0].transferred, [weights.buffer]);
});

test("it plays to the end, and ends with the weights of the course", () => {
  const { told, handle, run, start } = newSession();
  start();
  handle({ type: "play" });
  run();
  const last = told.at(-1);
  assert.ok(last.over && !last.playing && last.finite);
  assert.equal(last.seen, 120);
  assert.equal(last.judged.seen, 120);
  assert.deepEqual(last.weights, weightsAfter({ passes: 2 }));
  assert.ok(told.some(({ rates }) => rates?.C1.length === 3));
  assert.ok(last.loss > 0 && last.error < 1);
});

test("it plays until so many digits are seen", () => {
  const { told, handle, run, start } = newSession();
  start();
  handle({ type: "play", until: 70 });
  run();
  const { seen, playing, over } = told.at(-1);
  assert.deepEqual({ seen, playing, over }, { seen: 70, playing: false, over: false });
});

test("it tells at most ten times a second", () => {
  const { told, handle, run, start } = newSession(20);
  start({ passes: 20 });
  handle({ type: "play" });
  run(7);
  const between = told.slice(1).map(({ time }, n) => time - told[n].time);
  assert.ok(between.length > 2);
  assert.ok(Math.min(...between) >= 100 && Math.max(...between) < 200);
});

test("it tells the rate of the step that comes next", () => {
  const { told, handle, start } = newSession();
  start({ method: "sgd", rate: 0.01, schedule: "cosine" });
  handle({ type: "step", count: 60 });
  assert.deepEqual([told[0].rate, told[0].rates], [0.01, undefined]);
  assert.ok(Math.abs(told.at(-1).rate - 0.005) < 1e-9); // of two passes one is over
});

test("it tells how many of the patterns seen are the reader's", () => {
  const { told, handle, start } = newSession();
  const drawing = { image: new Float32Array(1024), label: 9 };
  start({ first: 5, drawings: [drawing, drawing] });
  for (const _ of range(7)) handle({ type: "step" });
  assert.deepEqual([told[0].own, told.at(-1).own], [0, 2]);
});

test("it rests when told, goes on, and stops at the end of a pass", () => {
  const { told, handle, run, start } = newSession();
  start({ passes: 3 });
  handle({ type: "play" });
  handle({ type: "pause" });
  const { seen, playing } = told.at(-1);
  assert.ok(seen > 0 && !playing);
  run();
  assert.equal(told.at(-1).seen, seen);
  handle({ type: "pass" });
  run();
  assert.deepEqual([told.at(-1).seen, told.at(-1).playing], [60, false]);
  handle({ type: "pass" });
  run();
  assert.equal(told.at(-1).seen, 120);
});

test("it goes step by step, and shows the pattern that came last", () => {
  const { told, handle, start } = newSession();
  start();
  handle({ type: "explain" });
  const { image, label, gradient, derivatives } = told.at(-1);
  handle({ type: "step" });
  assert.deepEqual([told.at(-1).seen, told.at(-1).last.label], [1, label]);
  assert.deepEqual(told.at(-1).last.image, image);
  assert.ok(gradient.some((value) => value !== 0));
  assert.equal(derivatives.C3.length, 1600);
  handle({ type: "step", count: 10 });
  assert.equal(told.at(-1).seen, 11);
});

test("it goes on from given weights, and hands out its own", () => {
  const { told, handle, start } = newSession();
  const weights = startWeights("literal", seeded(5));
  start({}, { weights });
  handle({ type: "weights" });
  const { type, seen, weights: row } = told.at(-1);
  assert.deepEqual({ type, seen }, { type: "weights", seen: 0 });
  assert.deepEqual(row, weights);
});

test("a training that diverges is at rest, and says so", () => {
  const { told, handle, run, start } = newSession();
  start({ method: "sgd", rate: 1e6, schedule: "constant", passes: 50 });
  handle({ type: "play" });
  run();
  assert.ok(!told.at(-1).finite && !told.at(-1).playing && !told.at(-1).over);
});

test("what it does not know it tells; what comes after its end it leaves", () => {
  const { told, handle, run, start } = newSession();
  handle({ type: "play" });
  handle({ type: "fly" });
  assert.deepEqual(
    told.map(({ type, message }) => [type, message]),
    [["error", "Expected a command. Received: fly"]],
  );
  start({ first: 0 });
  assert.match(told.at(-1).message, /expected a pattern/);
  start();
  handle({ type: "play" });
  const count = told.length;
  handle({ type: "stop" });
  run();
  handle({ type: "step" });
  assert.equal(told.length, count);
});
