// Back through the network: how much each pixel changes what the network says.
//
//   imageGradient(layers, states, by)     `by`: how much each output counts
//   smallestChange(layers, image, wanted) the smallest change found that turns the answer
//
// The states must be those of the image: forward(layers, image, states) comes first.

import { answer, forward, newStates, SLOPES } from "./lenet5.js";

/** The gradient, by all pixels, of the sum of the outputs weighted by `by`. */
export function imageGradient(layers, states, by) {
  const { C1, S2, C3, S4, C5, F6, output } = layers;
  const last = output.kind === "rbf" ? throughRBF : throughSoftmax;
  let d = last(output, states, by);
  d = throughDense(F6, states.F6, d, states.C5.length);
  d = throughDense(C5, states.C5, d, states.S4.length);
  d = throughSubsampling(S4, states.C3, states.S4, d);
  d = throughConvolution(C3, states.C3, d, states.S2.length);
  d = throughSubsampling(S2, states.C1, states.S2, d);
  return throughConvolution(C1, states.C1, d, states.image.length);
}

/** Derivatives by the weighted sums of a layer, from those by its states. */
function bySums({ activation }, states, d) {
  const slopeOf = SLOPES[activation];
  return d.map((value, unit) => value * slopeOf(states[unit]));
}

/** A penalty is a squared distance from a code: it falls fastest straight towards it. */
function throughRBF({ kernels }, { F6 }, by) {
  return F6.map((state, x) => {
    let sum = 0;
    by.forEach((weight, unit) => {
      if (weight) sum += 2 * weight * (state - kernels[unit * F6.length + x]);
    });
    return sum;
  });
}

function throughSoftmax(layer, { F6, output }, by) {
  let mean = 0;
  by.forEach((weight, unit) => {
    mean += weight * output[unit];
  });
  const d = output.map((share, unit) => share * (by[unit] - mean));
  return back(layer, d, F6.length);
}

function throughDense(layer, states, d, count) {
  return back(layer, bySums(layer, states, d), count);
}

/** Each input gets from each unit what it weighs there. */
function back({ kernels }, d, count) {
  const before = new Float64Array(count);
  d.forEach((value, unit) => {
    for (let x = 0, w = unit * count; x < count; x++, w++) {
      before[x] += value * kernels[w];
    }
  });
  return before;
}

/** All four units of a window get the same; of the maximum, the largest gets all. */
function throughSubsampling(layer, input, states, d) {
  const { size, reduction, coefficient } = layer;
  const sums = coefficient ? bySums(layer, states, d) : d;
  const before = new Float64Array(input.length);
  const side = 2 * size;
  sums.forEach((value, unit) => {
    const map = Math.floor(unit / size ** 2);
    const place = unit % size ** 2;
    const x =
      map * side ** 2 + 2 * Math.floor(place / size) * side + 2 * (place % size);
    const window = [x, x + 1, x + side, x + side + 1];
    const share = value * (coefficient ? coefficient[map] : 1);
    if (reduction === "max") {
      before[window.reduce((a, b) => (input[b] > input[a] ? b : a))] += share;
      return;
    }
    for (const one of window) before[one] += reduction === "sum" ? share : share / 4;
  });
  return before;
}

/** Each input gets from each unit that sees it what the kernel weighs it there. */
function throughConvolution(layer, states, d, count) {
  const { connections, kernels, size } = layer;
  const side = size + 4;
  const sums = bySums(layer, states, d);
  const before = new Float64Array(count);
  let kernel = 0;
  connections.forEach((inputs, map) => {
    for (const from of inputs) {
      for (let place = 0; place < 25; place++) {
        const w = kernels[kernel * 25 + place];
        const corner = (from * side + Math.floor(place / 5)) * side + (place % 5);
        for (let row = 0; row < size; row++) {
          let unit = (map * size + row) * size;
          const x = corner + row * side;
          for (let column = 0; column < size; column++, unit++) {
            before[x + column] += w * sums[unit];
          }
        }
      }
      kernel += 1;
    }
  });
  return before;
}

const MOST_STEPS = 40; // more than enough: three or four usually do
const BEYOND = 0.02; // a little over the border, in each step by more

/**
 * The smallest change found that turns the answer: into `wanted`, or into any class.
 *
 * Near an image the lead of one class over another is nearly a plane, so the shortest
 * way to where they are level is straight along its gradient. That is walked, again from
 * where it leads, until the answer is the one that is wanted; pixels stay between paper
 * and ink. What goes beyond the border is taken back. Returns the change, the answer, and
 * whether it was found.
 */
export function smallestChange(layers, image, wanted = null, ends = [-0.1, 1.175]) {
  const states = newStates(layers);
  const changed = Float64Array.from(image);
  const read = () => answer(layers, forward(layers, changed, states).output);
  const first = read();
  const isThere = (now) => (wanted === null ? now !== first : now === wanted);
  let now = first;
  for (let n = 0; n < MOST_STEPS && !isThere(now); n++) {
    const from = now;
    const targets = wanted === null ? others(states.output, first) : [wanted];
    const ways = targets.map((target) =>
      wayTo(layers, states, from, target, ends, 1 + BEYOND * (n + 1)),
    );
    const { way, step } = ways.reduce((a, b) => (b.length < a.length ? b : a));
    changed.forEach((pixel, x) => {
      changed[x] = Math.min(ends[1], Math.max(ends[0], pixel + step * way[x]));
    });
    now = read();
  }
  const change = changed.map((pixel, x) => pixel - image[x]);
  const answerTo = (share) => {
    changed.forEach((_, x) => {
      changed[x] = image[x] + share * change[x];
    });
    return read();
  };
  const share = isThere(now) ? border((part) => isThere(answerTo(part))) : 1;
  return {
    change: change.map((value) => share * value),
    answer: answerTo(share),
    found: isThere(now),
  };
}

/** The smallest share, from 0 to 1 in steps of a thousandth, from which `holds` holds. */
function border(holds) {
  let [from, to] = [holds(0) ? 1000 : 0, 1000];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle / 1000)) to = middle;
    else from = middle;
  }
  return to / 1000;
}

function others(output, first) {
  return Array.from(output, (_, unit) => unit).filter((unit) => unit !== first);
}

/** The straight way to where two classes are level: its direction, step and length. */
function wayTo(layers, states, from, target, [low, high], beyond) {
  const by = Array.from(
    states.output,
    (_, unit) => (unit === target) - (unit === from),
  );
  const lead = states.output[target] - states.output[from];
  const way = imageGradient(layers, states, by).map((value, x) => {
    // Paper cannot become lighter, nor full ink darker.
    const isUp = lead < 0 === value > 0;
    const isStuck = isUp ? states.image[x] >= high : states.image[x] <= low;
    return isStuck ? 0 : value;
  });
  const square = way.reduce((sum, value) => sum + value ** 2, 1e-12);
  return {
    way,
    step: (-beyond * lead) / square,
    length: Math.abs(lead) / Math.sqrt(square),
  };
}
