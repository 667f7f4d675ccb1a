// The classifiers that read a digit in the page. Each gives a score for each class, of
// which the greatest is the answer.
//
//   const readers = createReaders(view)
//   readers[0].name                  "linear"
//   readers[0].scores(input, dx, dy) of an input of `inputsOf(image)`, shifted

import {
  BACKGROUND,
  FOREGROUND,
  MNIST_SIDE,
  prepare,
  SIDE,
  shift,
} from "../js/images.js";
import { convolve, dense, readNetwork, subsample } from "../js/lenet5.js";
import { range, stretch } from "../js/numbers.js";
import { bytes } from "../js/view.js";
import { shrunk } from "./shrink.js";

const CLASSES = 10;
const COMPUTE = { dense, convolution: convolve, subsampling: subsample };

/** What the classifiers are given of an image of 28x28 bytes, by version. */
export function inputsOf(image) {
  return { regular: prepare(image), reduced: prepare(shrunk(image)) };
}

/** The middle 28x28 pixels of an input of 32x32. */
export function middleOf(input) {
  const border = (SIDE - MNIST_SIDE) / 2;
  const middle = new Float64Array(MNIST_SIDE ** 2);
  for (let y = 0; y < MNIST_SIDE; y++) {
    const from = (y + border) * SIDE + border;
    middle.set(input.subarray(from, from + MNIST_SIDE), y * MNIST_SIDE);
  }
  return middle;
}

/** The last states of layers that follow one another, for the middle of an input. */
export function createStack(layers) {
  const states = layers.map(({ maps, size }) => new Float64Array(maps * size * size));
  return (input) => {
    let before = middleOf(input);
    layers.forEach((layer, n) => {
      COMPUTE[layer.kind](layer, before, states[n]);
      before = states[n];
    });
    return Array.from(before);
  };
}

/** Minus the squared distance to the nearest of the stored digits of each class. */
export function createNeighbours(images, labels) {
  const ink = Float32Array.from(
    images,
    (level) => BACKGROUND + ((FOREGROUND - BACKGROUND) * level) / 255,
  );
  return (input) => {
    const seen = middleOf(input);
    const scores = new Array(CLASSES).fill(Number.NEGATIVE_INFINITY);
    labels.forEach((label, number) => {
      const stored = stretch(ink, number, seen.length);
      let distance = 0;
      for (let pixel = 0; pixel < seen.length; pixel++) {
        const difference = seen[pixel] - stored[pixel];
        distance += difference * difference;
      }
      scores[label] = Math.max(scores[label], -distance);
    });
    return scores;
  };
}

/** LeNet-5, the network of the page. */
function createLeNet5({ layers, forward, newStates }) {
  const states = newStates();
  const sign = layers.output.kind === "rbf" ? -1 : 1;
  return (input) => {
    forward(input, states);
    return Array.from(states.output, (value) => sign * value);
  };
}

/** All classifiers, in the order in which the figure shows them. */
export function createReaders({ value, network }) {
  const small = readNetwork(value("architecture"), value("weights"));
  return value("readers").map(({ database = "regular", layers, ...told }) => {
    let answer;
    if (layers) answer = createStack(layers.map((one) => small[one]));
    else if (told.name === "LeNet-5") answer = createLeNet5(network);
    else answer = createNeighbours(bytes(value("prototypes")), value("labels"));
    return {
      ...told,
      scores: (inputs, dx, dy) => answer(shift(inputs[database], dx, dy)),
    };
  });
}

/** The classes, the one with the greatest score first. */
export function ranked(scores) {
  return range(scores.length).sort((a, b) => scores[b] - scores[a] || a - b);
}

/**
 * By how many pixels a digit must be shifted before the answer changes, whichever way;
 * `null` if it never does. `answers` go from the far left to the far right.
 */
export function lastsUntil(answers) {
  const middle = (answers.length - 1) / 2;
  const changed = range(answers.length)
    .filter((n) => answers[n] !== answers[middle])
    .map((n) => Math.abs(n - middle));
  return changed.length ? Math.min(...changed) : null;
}

/** Who fails first and who last, in words: `lasting` are pairs of name and distance. */
export function failuresInWords(lasting) {
  const failing = lasting.filter(([, distance]) => distance !== null);
  const steady = lasting.filter(([, distance]) => distance === null);
  if (!failing.length) return "No shift changes any answer.";
  const first = Math.min(...failing.map(([, distance]) => distance));
  const names = (some) => some.map(([name]) => name).join(", ");
  const losers = names(failing.filter(([, distance]) => distance === first));
  const pixels = first === 1 ? "1 pixel" : `${first} pixels`;
  const rest = steady.length ? ` Never: ${names(steady)}.` : "";
  return `First to change its answer, at ${pixels}: ${losers}.${rest}`;
}
