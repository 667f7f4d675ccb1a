// LeNet-5 learning from single patterns: `lenet5.c` in WebAssembly.
//
//   const trainer = createTrainer(program, { codes });    program: module, or its bytes
//   trainer.setWeights(row);                              as `weights.js` has them
//   trainer.setFactors(row.fill(1));                      what the rate is multiplied by
//   trainer.learn(images, labels, rates, { loss });       {loss, wrong}, means and counts
//   trainer.answer(images)                                ten penalties for each image
//
// Images are 1,024 numbers each, one after the other, as `images.js` prepares them. A loss
// is {equation, j, scale}: equation 8 or 9, the last two as in `MaximumAPosterioriLoss`.

import { createMemory } from "./memory.js";
import { C1_CONNECTIONS, CONNECTIONS, cut, WEIGHTS } from "./weights.js";

export const IMAGE_PIXELS = 32 * 32;
const CLASSES = 10;
const F6 = 84;
const PAIRS = 6 * 16; // of maps, the longest table
const AT_ONCE = 100; // patterns handed over at once
const NODES = 2 * 9 * 9; // displacements down, and to the right

/** What is done with the derivative by each weight, as `lenet5.c` numbers it. */
const METHODS = { sdlm: 1, sgd: 2 };

// Where maps lie in the structures of `lenet5.c`:
// [length, first number, maps, from one to the next, side, from row to row]
const STATES = {
  image: [1040, 0, 1, 1024, 32, 32],
  C1: [5376, 0, 6, 896, 28, 32],
  S2: [1216, 0, 6, 200, 14, 14],
  C3: [2304, 0, 16, 144, 10, 14],
  S4: [400, 0, 16, 25, 5, 5],
  C5: [120, 0, 120, 1, 1, 1],
  F6: [84, 0, 84, 1, 1, 1],
};
const DERIVATIVES = {
  C1: [5392, 0, 6, 896, 28, 32],
  S2: [1200, 0, 6, 200, 14, 14],
  C3: [4240, 64, 16, 264, 10, 14],
  S4: STATES.S4,
  C5: STATES.C5,
  F6: STATES.F6,
};
const total = (layers) =>
  Object.values(layers).reduce((sum, [length]) => sum + length, 0);
const EXPLANATION = {
  states: total(STATES),
  derivatives: total(DERIVATIVES),
  penalties: CLASSES,
  slopes: CLASSES, // of the loss, by the penalties
  gradient: WEIGHTS,
  loss: 1,
};
const EXPLAINED = Object.values(EXPLANATION).reduce((sum, length) => sum + length);

/**
 * @param {WebAssembly.Module | BufferSource} program As `loadProgram` gives it.
 * @param {object} network `codes`, ten times 84 numbers; `connections` of C3, by default
 *   those of Table I.
 */
export function createTrainer(program, { codes, connections = CONNECTIONS.table_i }) {
  const module =
    program instanceof WebAssembly.Module ? program : new WebAssembly.Module(program);
  const { exports } = new WebAssembly.Instance(module);
  const memory = createMemory(exports);
  const place = placesIn(memory);
  writeNetwork(memory, place.setting, codes, connections);

  const put = (at, numbers) => memory.floats(at, numbers.length).set(numbers);
  const putLabels = (labels) =>
    memory.integers(place.labels, labels.length).set(labels);
  const row = (at) => memory.floats(at, WEIGHTS);
  const setLoss = ({ equation = 9, j = 10, scale = 1 }) => {
    memory.integers(place.setting, 1)[0] = equation;
    put(place.setting + 4, [j, scale]);
  };

  /** Calls `work(count, first)` for stretches of patterns that are in memory. */
  const inTurn = (images, work) => {
    const count = images.length / IMAGE_PIXELS;
    for (let first = 0; first < count; first += AT_ONCE) {
      const few = Math.min(AT_ONCE, count - first);
      put(
        place.images,
        images.subarray(first * IMAGE_PIXELS, (first + few) * IMAGE_PIXELS),
      );
      work(few, first);
    }
    return count;
  };

  return {
    connections,
    weights: () => row(place.weights).slice(),
    setWeights: (weights) => put(place.weights, weights),
    /** 1 / (mu + h) of each weight for SDLM; the velocities for SGD. */
    setFactors: (factors) => put(place.factors, factors),
    isFinite: () => row(place.weights).every(Number.isFinite),

    learn(images, labels, rates, { loss = {}, method = "sdlm", decay, momentum }) {
      setLoss(loss);
      memory.integers(place.learner, 1)[0] = METHODS[method];
      put(place.learner + 8, [decay ?? 0, momentum ?? 0]);
      let [sum, wrong] = [0, 0];
      const count = inTurn(images, (few, first) => {
        putLabels(labels.slice(first, first + few));
        put(place.rates, rates.slice(first, first + few));
        const { setting, learner } = place;
        const given = [place.rates, place.images, place.labels, few, place.wrong];
        sum += few * exports.learn(setting, learner, ...given);
        wrong += memory.integers(place.wrong, 1)[0];
      });
      return { loss: sum / count, wrong };
    },

    /** The mean h_kk of each weight; `unit` as in `diagonal_curvature`. */
    curvature(images, labels, { loss = {}, unit = true }) {
      setLoss(loss);
      row(place.other).fill(0);
      const count = inTurn(images, (few, first) => {
        putLabels(labels.slice(first, first + few));
        const given = [place.images, place.labels, few, place.other];
        exports.curvature(place.setting, place.weights, unit ? 1 : 0, ...given);
      });
      return row(place.other).map((h) => h / count);
    },

    answer(images) {
      const penalties = new Float32Array((images.length / IMAGE_PIXELS) * CLASSES);
      inTurn(images, (few, first) => {
        const { setting, weights, penalties: found } = place;
        exports.answer(setting, weights, place.images, few, found);
        penalties.set(memory.floats(found, few * CLASSES), first * CLASSES);
      });
      return penalties;
    },

    /** States, derivatives by all total inputs, and the gradient by all weights. */
    explain(image, label, loss = {}) {
      setLoss(loss);
      put(place.images, image);
      const { setting, weights, images, explanation } = place;
      exports.explain(setting, weights, images, label, explanation);
      return readExplanation(memory.floats(explanation, EXPLAINED).slice());
    },

    /** An image distorted as `distortion.js` drew it. */
    distort(image, { way, nodes }) {
      put(place.images, image);
      put(place.way, way);
      put(place.nodes, nodes);
      const { images, way: back, nodes: grid } = place;
      const distorted = images + 4 * IMAGE_PIXELS;
      exports.distort(images, back, grid, distorted);
      return memory.floats(distorted, IMAGE_PIXELS).slice();
    },
  };
}

/** Addresses of all that the program is given, reserved in this order. */
function placesIn(memory) {
  const lengths = {
    setting: 3 + CLASSES * F6 + 2 * (1 + 2 * PAIRS),
    learner: 7,
    weights: WEIGHTS,
    factors: WEIGHTS,
    other: WEIGHTS, // what a method remembers beside them, or the curvature
    images: AT_ONCE * IMAGE_PIXELS,
    labels: AT_ONCE,
    rates: AT_ONCE,
    penalties: AT_ONCE * CLASSES,
    wrong: 1,
    explanation: EXPLAINED,
    way: 6,
    nodes: NODES,
  };
  const reserved = Object.entries(lengths).map(([name, length]) => [
    name,
    memory.reserve(length),
  ]);
  const place = Object.fromEntries(reserved);
  const rows = [place.weights, place.factors, place.other];
  memory.integers(place.learner + 16, 3).set(rows);
  return place;
}

function writeNetwork(memory, setting, codes, connections) {
  memory.floats(setting + 12, CLASSES * F6).set(codes);
  let table = setting + 12 + 4 * CLASSES * F6;
  for (const maps of [C1_CONNECTIONS, connections]) {
    const kernels = maps.flatMap((inputs, to) => inputs.map((from) => [from, to]));
    const numbers = memory.integers(table, 1 + 2 * PAIRS);
    numbers[0] = kernels.length;
    kernels.forEach(([from, to], kernel) => {
      numbers[1 + kernel] = from;
      numbers[1 + PAIRS + kernel] = to;
    });
    table += 4 * numbers.length;
  }
}

function readExplanation(numbers) {
  const found = cut(numbers, EXPLANATION);
  return {
    ...found,
    states: mapsOf(found.states, STATES),
    derivatives: mapsOf(found.derivatives, DERIVATIVES),
    loss: found.loss[0],
  };
}

function mapsOf(numbers, layers) {
  const found = {};
  let place = 0;
  for (const [name, [length, ...form]] of Object.entries(layers)) {
    found[name] = withoutGaps(numbers.subarray(place, place + length), ...form);
    place += length;
  }
  return found;
}

/** Maps one after the other, row by row. */
function withoutGaps(numbers, first, maps, length, side, row) {
  const units = Array.from({ length: maps * side * side }, (_, unit) => {
    const map = Math.floor(unit / side ** 2);
    const place = unit % side ** 2;
    return first + map * length + Math.floor(place / side) * row + (place % side);
  });
  return Float32Array.from(units, (place) => numbers[place]);
}
