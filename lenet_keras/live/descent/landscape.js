// The loss of two weights, and the way down it: y = v f(u x), the squared distance of y
// from a target, mean over patterns.

import { decimal, range, scientific } from "../js/numbers.js";
import { scaledTanh, slopeAtState } from "../js/scaled_tanh.js";
import { seeded } from "../learning/random.js";

export const END = 2; // of both axes
export const ALL_PATTERNS = 0; // of the trait `batch`
const LOW = 0.001; // a loss below it counts as arrived
const BANDS = 12;
const LOWEST_BAND = 1 / 1000; // the end of the lowest band, as a part of the highest loss

/** The mean loss of a pair of weights over patterns, pairs of input and target. */
export function meanLoss([u, v], patterns) {
  let sum = 0;
  for (const [x, t] of patterns) sum += (v * scaledTanh(u * x) - t) ** 2;
  return sum / patterns.length;
}

/** Its two derivatives. */
export function meanGradient([u, v], patterns) {
  const gradient = [0, 0];
  for (const [x, t] of patterns) {
    const h = scaledTanh(u * x);
    const byOutput = (2 * (v * h - t)) / patterns.length;
    gradient[0] += byOutput * v * slopeAtState(h) * x;
    gradient[1] += byOutput * h;
  }
  return gradient;
}

/** The weights at the start and after each step; one pattern is drawn for each, or all count. */
export function pathDown({ u, v, rate, batch, steps }, patterns) {
  const draw = seeded(2);
  const path = [[u, v]];
  for (let step = 0; step < steps; step++) {
    const drawn = Math.floor(draw() * patterns.length);
    const seen = batch === ALL_PATTERNS ? patterns : [patterns[drawn]];
    const gradient = meanGradient(path[step], seen);
    path.push(path[step].map((weight, n) => weight - rate * gradient[n]));
  }
  return path;
}

/** The loss as bands, 0 to 11, from one to the next by the same factor; row by row, v from the top. */
export function bandsOf(patterns, side) {
  const weight = (n) => END * ((2 * n) / (side - 1) - 1);
  const losses = range(side ** 2).map((n) =>
    meanLoss([weight(n % side), -weight(Math.floor(n / side))], patterns),
  );
  const highest = Math.max(...losses);
  return losses.map((loss) => {
    const part = 1 - Math.log(loss / highest) / Math.log(LOWEST_BAND);
    return Math.max(Math.ceil(part * (BANDS - 1)), 0);
  });
}
/** The look of bands: pale, so that a path stands out. */
export const BAND_SCALE = { low: 0, high: 2 * BANDS, colours: "ink" };

export const isInside = ([u, v]) => Math.abs(u) <= END && Math.abs(v) <= END;

/** A loss, large or small, in a few digits. */
export function lossInWords(loss) {
  if (loss >= 1000 || loss < 0.001) return loss ? scientific(loss) : "0";
  return decimal(loss, loss < 0.1 ? 4 : 2);
}

/** How a descent went, in words. */
export function descentInWords({ batch, rate }, path, patterns) {
  const losses = path.map((weights) => meanLoss(weights, patterns));
  const steps = path.length - 1;
  const looks = batch === ALL_PATTERNS ? steps * patterns.length : steps;
  const [first, last] = [losses[0], losses.at(-1)].map(lossInWords);
  const gone = path.findIndex((weights) => !isInside(weights));
  const arrived = losses.findIndex((loss) => loss < LOW);
  const [u, v] = path.at(-1);
  const place = `at u ${decimal(u)}, v ${decimal(v)}`;
  let fate = `${place}, not below ${LOW} yet`;
  if (!isInside([u, v])) fate = `ran away, out of the picture at step ${gone}`;
  else if (losses.at(-1) < LOW) fate = `${place}, below ${LOW} after ${arrived} steps`;
  return (
    `Rate ${decimal(rate)}, ${steps} steps, ${looks} looks at a pattern: ` +
    `loss from ${first} to ${last}; ${fate}.`
  );
}
