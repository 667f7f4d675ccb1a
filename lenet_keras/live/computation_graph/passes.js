// Three weights: the numbers on their way forward, the derivatives on their way back.
//
//   a = u x + b,  h = f(a),  y = v h,  E = (y - t) squared
//
// A figure is at one of ten moments: 0 before all, 1 to 4 forward, 5 to 8 back, 9 downhill.

import { decimal } from "../js/numbers.js";
import { scaledTanh, slopeAtState } from "../js/scaled_tanh.js";

export const LOSS_KNOWN = 4;
export const DOWNHILL = 9; // the last moment
/** What becomes known at each moment: numbers on the way forward, derivatives on the way back. */
const FOUND = [
  [],
  ["a"],
  ["h"],
  ["y"],
  ["E"],
  ["y"],
  ["v", "h"],
  ["a"],
  ["u", "b"],
  [],
];
const SAME = 5e-7; // a smaller difference between losses is none
const TIMES = "\u00d7";

/** The numbers on the way forward. */
export function goForward({ x, t, u, b, v }) {
  const a = u * x + b;
  const h = scaledTanh(a);
  const y = v * h;
  return { a, h, y, E: (y - t) ** 2 };
}

/** The derivatives of the loss on the way back, and the slope of f. */
export function goBack({ x, t, v }, { h: state, y: output }) {
  const slope = slopeAtState(state);
  const y = 2 * (output - t);
  const h = v * y;
  const a = slope * h;
  return { y, v: state * y, h, slope, a, u: x * a, b: a };
}

/** The weights after one step of descent. */
export function stepDown(numbers) {
  const back = goBack(numbers, goForward(numbers));
  const { u, b, v, rate } = numbers;
  return { u: u - rate * back.u, b: b - rate * back.b, v: v - rate * back.v };
}

/** Both passes, and where a step leads: {forward, back, down, after}. */
export function bothPasses(numbers) {
  const forward = goForward(numbers);
  const down = stepDown(numbers);
  return {
    forward,
    back: goBack(numbers, forward),
    down,
    after: goForward({ ...numbers, ...down }).E,
  };
}

/**
 * What stands beside each line of the graph at a moment: `values` and `derivatives` by
 * name, the module at work, from 0, or -1, and whether it works backwards.
 */
export function sceneAt({ at, ...numbers }) {
  const { forward, back, down, after } = bothPasses(numbers);
  const values = {};
  const derivatives = {};
  const arrow = at === DOWNHILL ? { ...down, E: after } : {};
  const write = (name, value) => {
    const then = name in arrow ? ` \u2192 ${decimal(arrow[name])}` : "";
    values[name] = `${name} = ${decimal(value)}${then}`;
  };
  for (const name of ["x", "t", "u", "b", "v"]) write(name, numbers[name]);
  FOUND.slice(0, at + 1).forEach((names, moment) => {
    for (const name of names) {
      if (moment <= LOSS_KNOWN) write(name, forward[name]);
      else derivatives[name] = `\u2202E/\u2202${name} = ${decimal(back[name])}`;
    }
  });
  const isBack = at > LOSS_KNOWN && at < DOWNHILL;
  const active = isBack ? 2 * LOSS_KNOWN - at : at < DOWNHILL ? at - 1 : -1;
  return { values, derivatives, active, isBack };
}

/** A number within a product or a sum: in brackets if it is negative. */
function within(value, digits) {
  const text = decimal(value, digits);
  return text.startsWith("\u2212") ? `(${text})` : text;
}

/** What a step does to the loss. */
function fateOfLoss(before, after) {
  if (Math.abs(after - before) < SAME) return `the loss stays at ${decimal(before)}`;
  const way = after < before ? "falls" : "rises";
  return `the loss ${way} from ${decimal(before)} to ${decimal(after)}`;
}

/** What happens at a moment, in words: the sum that is done there. */
export function momentInWords({ at, ...numbers }) {
  const { x, t, u, b, v, rate } = numbers;
  const { forward, back, down, after } = bothPasses(numbers);
  const { a, h, y, E } = forward;
  const product = (...factors) => factors.map((one) => within(one)).join(` ${TIMES} `);
  const is = (name, ...factors) =>
    `\u2202E/\u2202${name} = ${product(...factors)} = ${decimal(back[name])}`;
  return [
    () => "Nothing is known but the input, the target and the weights. Press Next.",
    () =>
      `Forward: a = u${TIMES}x + b = ${product(u, x)} + ${within(b)} = ${decimal(a)}`,
    () => `Forward: h = f(a) = f(${decimal(a)}) = ${decimal(h)}`,
    () => `Forward: y = v${TIMES}h = ${product(v, h)} = ${decimal(y)}`,
    () =>
      `Forward: E = (y \u2212 t)\u00b2 = (${decimal(y)} \u2212 ${within(t)})\u00b2 = ` +
      `${decimal(E)}. That is how wrong it is.`,
    () =>
      `Back: \u2202E/\u2202y = 2(y \u2212 t) = 2 ${TIMES} ${within(y - t)} = ${decimal(back.y)}`,
    () => `Back, times h: ${is("v", h, back.y)}. Times v: ${is("h", v, back.y)}`,
    () =>
      `Back, times the slope of f: \u2202E/\u2202a = ${decimal(back.slope, 3)} ${TIMES} ` +
      `${within(back.h)} = ${decimal(back.a)}`,
    () =>
      `Back, times x: ${is("u", x, back.a)}. Times 1: \u2202E/\u2202b = ${decimal(back.b)}`,
    () =>
      `Each weight moves by ${decimal(rate)} times its derivative, against its sign: u to ` +
      `${decimal(down.u)}, b to ${decimal(down.b)}, v to ${decimal(down.v)}, and ` +
      `${fateOfLoss(E, after)}.`,
  ][at]();
}
