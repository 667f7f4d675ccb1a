// The course of a training: which patterns, in which order, at which rates.
//
//   const course = createCourse(trainer, digits, held, { passes: 3 });
//   course.advance(100)      learns from the next 100: {count, loss, wrong, own, last};
//                            `own` of them are drawings of the reader
//   course.judge()           {error, answers} on the digits that are held out
//
// `digits` and `held` are {images, labels}: bytes, 28x28 of them for each image. The same
// settings give the same weights, however the steps are divided.

import { prepare } from "../js/images.js";
import { joined, range } from "../js/numbers.js";
import { drawDistortion } from "./distortion.js";
import { DRAWN, seeded, shuffled } from "./random.js";
import { startingWeights } from "./start.js";
import { IMAGE_PIXELS } from "./trainer.js";
import { kernelCount, weightParts } from "./weights.js";

const CLASS_COUNT = 10;
const PICTURE = 28 * 28;
const CURVATURE_PATTERNS = 500; // section III-B
// Section III-B: the rates of the passes, here as shares of the first.
const PAPER_RATES = [...[1, 1, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1], 0.02];

/** The settings of the recipe `best`. */
export const COURSE = {
  seed: 0,
  start: "square_root", // as `startWeights` takes it, like `equal`
  equal: false,
  loss: { equation: 9, j: 10, scale: 0.5 },
  method: "sdlm", // or "sgd": one rate for all weights
  rate: 3e-4,
  mu: 0.04,
  decay: 0.01,
  momentum: 0, // of "sgd"
  curvature: { loss: { equation: 8 }, unit: true },
  schedule: "cosine", // or "paper", "constant"
  passes: 5,
  first: null, // learn from so many digits; all if null
  digit: null, // learn from this class alone
  shuffledLabels: false,
  drawings: [], // {image, label}: prepared images to learn from, too
  distortion: null, // as `DISTORTION`, or some of it
};

/** `weights` to go on from, instead of a fresh start. */
export function createCourse(trainer, digits, held, wanted = {}, weights = null) {
  const settings = { ...COURSE, ...wanted };
  const { seed, method, loss, decay, momentum, passes } = settings;
  const patterns = choosePatterns(digits, settings);
  const length = patterns.labels.length; // of a pass
  trainer.setWeights(weights ?? startingWeights(settings, trainer.connections));
  trainer.setFactors(new Float32Array(trainer.weights().length));
  const judged = preparedImages(held.images);
  let seen = 0;
  let order = []; // of the patterns in the pass that began last
  let begun = -1;
  let rates = null;

  /** The pattern at a place of a pass: its image, distorted if wanted, and its label. */
  const patternAt = (pass, place) => {
    const number = order[place];
    const image = patterns.image(number);
    const label = patterns.labels[number];
    if (!settings.distortion) return { number, image, label };
    const draw = seeded(seed, DRAWN.distortion, pass, place);
    const drawn = drawDistortion(draw, settings.distortion);
    return { number, image: drawn ? trainer.distort(image, drawn) : image, label };
  };

  /** Images in a row and labels, of `count` patterns from a place of a pass on. */
  const collect = (pass, from, count) => {
    const images = new Float32Array(count * IMAGE_PIXELS);
    const labels = range(count).map((n) => {
      const { image, label } = patternAt(pass, from + n);
      images.set(image, n * IMAGE_PIXELS);
      return label;
    });
    return { images, labels };
  };

  const beginPass = (pass) => {
    order = shuffled(range(length), seeded(seed, DRAWN.order, pass));
    if (method !== "sdlm") return;
    const some = collect(pass, 0, Math.min(CURVATURE_PATTERNS, length));
    const h = trainer.curvature(some.images, some.labels, settings.curvature);
    const factors = h.map((one) => 1 / (settings.mu + one));
    const rate = rateAt(settings, seen, length);
    trainer.setFactors(factors);
    rates = spread(byLayer(factors, trainer.connections), rate);
  };

  /** Where the next pattern stands: its pass, begun if need be, and its place there. */
  const standing = () => {
    const pass = Math.floor(seen / length);
    if (begun < pass) beginPass(pass);
    begun = pass;
    return [pass, seen % length];
  };
  const isOver = () => seen >= passes * length;

  return {
    length,
    settings,
    seen: () => seen,
    isOver,
    /** The rate of the step that comes next: of SGD for all weights. */
    rate: () => rateAt(settings, seen, length),
    /** The smallest, middle and largest rate of each layer's weights, for SDLM. */
    rates: () => rates,
    /** The pattern that is learned from next. */
    next: () => patternAt(...standing()),

    advance(count) {
      const told = { count: 0, loss: 0, wrong: 0, own: 0, last: null };
      while (told.count < count && !isOver()) {
        const [pass, place] = standing();
        const few = Math.min(count - told.count, length - place);
        const { images, labels } = collect(pass, place, few);
        const steps = range(few).map((n) => rateAt(settings, seen + n, length));
        const how = { loss, method, decay, momentum };
        const learned = trainer.learn(images, labels, steps, how);
        told.loss += few * learned.loss;
        told.wrong += learned.wrong;
        told.own += order.slice(place, place + few).filter(patterns.isOwn).length;
        told.count += few;
        seen += few;
        told.last = {
          number: order[place + few - 1],
          image: images.slice(-IMAGE_PIXELS),
          label: labels.at(-1),
        };
      }
      told.loss /= Math.max(told.count, 1);
      return told;
    },

    judge() {
      const answers = nearest(trainer.answer(judged));
      const wrong = answers.filter((answer, n) => answer !== held.labels[n]).length;
      return { error: wrong / answers.length, answers };
    },
  };
}

/** The rate of a step; `length` steps are a pass. */
export function rateAt({ schedule, rate, passes }, step, length) {
  if (schedule === "constant") return rate;
  if (schedule === "paper") {
    const pass = Math.floor(step / length);
    return rate * PAPER_RATES[Math.min(pass, PAPER_RATES.length - 1)];
  }
  return (rate * (1 + Math.cos((Math.PI * step) / (passes * length)))) / 2;
}

/** What a training learns from: `labels`, `image(number)`, and whose it is. */
function choosePatterns({ images, labels }, settings) {
  const { first, digit, drawings, seed } = settings;
  const chosen = range(labels.length)
    .slice(0, first ?? labels.length)
    .filter((n) => digit === null || labels[n] === digit);
  let named = chosen.map((n) => labels[n]);
  if (settings.shuffledLabels) named = shuffled(named, seeded(seed, DRAWN.labels));
  const pictures = chosen.length;
  if (pictures + drawings.length === 0) {
    throw new Error("createCourse: expected a pattern to learn from. Received: none");
  }
  return {
    labels: [...named, ...drawings.map(({ label }) => label)],
    isOwn: (number) => number >= pictures,
    image: (number) =>
      number < pictures
        ? preparedImages(images, chosen[number], 1)
        : drawings[number - pictures].image,
  };
}

/** Images of 28x28 bytes as the network takes them, in a row. */
function preparedImages(images, first = 0, count = images.length / PICTURE) {
  const row = new Float32Array(count * IMAGE_PIXELS);
  for (let n = 0; n < count; n++) {
    const at = (first + n) * PICTURE;
    row.set(prepare(images.subarray(at, at + PICTURE)), n * IMAGE_PIXELS);
  }
  return row;
}

/** The class with the smallest penalty, for each pattern. */
function nearest(penalties) {
  return Uint8Array.from({ length: penalties.length / CLASS_COUNT }, (_, n) => {
    const ten = penalties.subarray(n * CLASS_COUNT, (n + 1) * CLASS_COUNT);
    return ten.indexOf(Math.min(...ten));
  });
}

/** The weights of each layer, kernels before biases. */
export function byLayer(row, connections) {
  const w = weightParts(row);
  const kernels = { ...w, c3: w.c3.subarray(0, 25 * kernelCount(connections)) };
  const layers = ["c1", "s2", "c3", "s4", "c5", "f6"].map((name) => [
    name.toUpperCase(),
    joined([kernels[name], w[`${name}_bias`]]),
  ]);
  return Object.fromEntries(layers);
}

/** The smallest, middle and largest rate of each layer. */
function spread(layers, rate) {
  const three = Object.entries(layers).map(([name, factors]) => {
    const sorted = factors.slice().sort();
    const middle = sorted[Math.floor(sorted.length / 2)];
    return [name, [sorted[0], middle, sorted.at(-1)].map((factor) => rate * factor)];
  });
  return Object.fromEntries(three);
}
