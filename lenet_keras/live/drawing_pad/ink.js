// Which pixels of a picture are the ink of its character.
// The same as `lenet_keras/digits/_ink.py`, down to the rounding.

import { f32 } from "../js/numbers.js";
import { extreme, smooth } from "./neighbours.js";
import {
  countCharacters,
  countRunningOut,
  grown,
  hasFrame,
  isFree,
  longerSide,
  partsAbove,
  strokesWith,
  withMostInk,
} from "./parts.js";

export const INK_THRESHOLD = 0.2; // of the darkest; what is above is ink for certain
const MIN_CONTRAST = 0.1;
const NOISE_FACTOR = 6; // four standard deviations of Gaussian noise, as medians
// Plain ground: the plane through the border, and how little may depart from it there.
const PLANE_TOLERANCE = 0.1;
const MAX_NOISE = 0.25; // all shares are of the darkest ink
const [TRACE, FULL] = [0.1, 0.6];
const MAX_BETWEEN = 4; // pixels of the border: more are shadow, line or desk
const MAX_SIDE = 0.5; // of a side, and
const MAX_COVERED = 0.4; // of the picture: what has more ink shows paper on a desk
// Ground that is not plain: the brightest paper around each pixel.
const REACH = 1 / 8; // of the longer side: strokes are less than twice as thick
const DARKEST_PAPER = 0.02;
const INK_LEVELS = [0.1, 0.14, 0.2, 0.28, 0.4, 0.56]; // of ink, from pencil to black
const MIN_SIZE = 0.12; // of a character, as a share of the shorter side
const AS_DARK = 0.5; // as the main part: ink of the same pen

const NOTHING = "I see nothing that stands out from the paper.";
const DOT = "I see a dot: draw the digit larger, or crop to it.";
const FRAME = "I see a frame, or lines that run out of the picture: crop to the digit.";
const COUNTS = { 2: "two", 3: "three" };

/**
 * The ink of the one character in a picture, 0 elsewhere.
 *
 * @param {{grey, ink, noise}} seen What `onPlainGround` gives.
 * @returns The shape of `grey`; `data` from 0 to 1.
 * @throws {RangeError} If there is no ink, nothing but a dot or ink that runs out of the
 *   picture, a frame, or more than one character.
 */
export function inkOf({ grey, ink: plain, noise }) {
  const darkest = greatest(plain.data);
  if (darkest + noise < f32(MIN_CONTRAST)) throw new RangeError(NOTHING);
  const twoLevels = darkest >= f32(MIN_CONTRAST) && hasTwoLevels(plain, darkest, noise);
  if (twoLevels && !showsPaper(plain, darkest)) {
    return withoutStrangers(plain, darkest);
  }
  const ink = onAnyGround(grey);
  const found = freeCharacter(ink);
  if (found) return found;
  if (twoLevels && covered(plain.data, darkest) <= MAX_COVERED) {
    return plain; // cut out along its ink
  }
  const isSomething = partsAbove(f32(INK_LEVELS[0]), ink).some((part) =>
    isLarge(part, ink),
  );
  throw new RangeError(isSomething ? FRAME : NOTHING);
}

/**
 * How far each pixel departs from the plane through the border, and the noise.
 *
 * @param {{width: number, height: number, data: Float32Array}} grey 0 is black, 1 white.
 */
export function onPlainGround(grey) {
  const departure = toDeparture(grey);
  const rounded = roundingOf(departure);
  const border = sides(departure, grey).flat();
  const noise = rounded(NOISE_FACTOR * median(departure.constructor, border, Math.abs));
  const sign = greatest(departure) < -least(departure) ? -1 : 1;
  const data = new Float32Array(departure.length);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.max(sign * departure[i] - noise, 0);
  }
  return { grey, ink: { ...grey, data }, noise };
}

/** Grey less the background, which is a plane or one level. */
function toDeparture(grey) {
  const { width, height, data } = grey;
  const border = sides(data, grey);
  const level = median(Float32Array, border.flat());
  const medians = border.map((side) => median(Float32Array, side));
  const [top, bottom, left, right] = medians;
  const contrast = f32(greatest(data) - least(data));
  const twist = Math.abs(f32(f32(f32(top + bottom) - left) - right));
  const outlier = greatest(medians.map((side) => f32(Math.abs(side - level))));
  if (twist > shareOf(contrast, PLANE_TOLERANCE) || outlier > f32(contrast / 2)) {
    return data.map((value) => value - level);
  }
  const mean = f32(medians.reduce((sum, side) => f32(sum + side)) / 4);
  const [down, across] = [f32(bottom - top), f32(right - left)];
  const departure = new Float64Array(data.length); // NumPy's coordinates are float64
  const columns = Float64Array.from(
    { length: width },
    (_, x) => across * coordinate(x, width),
  );
  for (let y = 0; y < height; y++) {
    const row = down * coordinate(y, height);
    for (let x = 0; x < width; x++) {
      departure[y * width + x] = data[y * width + x] - (mean + (row + columns[x]));
    }
  }
  return departure;
}

/** From -0.5, the first of `count` pixels, to 0.5, the last. */
function coordinate(i, count) {
  if (i === 0) {
    return -0.5;
  }
  return i === count - 1 ? 0.5 : i * (1 / (count - 1)) - 0.5;
}

/** Whether all along the border there is the ground or full ink. */
function hasTwoLevels(ink, darkest, noise) {
  const [trace, full] = [shareOf(darkest, TRACE), shareOf(darkest, FULL)];
  const between = sides(ink.data, ink)
    .flat()
    .filter((value) => value > trace && value < full);
  return between.length <= MAX_BETWEEN && noise <= shareOf(darkest, MAX_NOISE);
}

/** Whether what departs from the ground may be paper, or a desk beside it. */
function showsPaper(ink, darkest) {
  const inked = sides(ink.data, ink).map((side) => covered(side, darkest));
  return greatest(inked) >= MAX_SIDE || covered(ink.data, darkest) > MAX_COVERED;
}

/** The share of the pixels that full ink covers. */
function covered(values, darkest) {
  const full = shareOf(darkest, FULL);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > full) count += 1;
  return count / values.length;
}

/** Ink on plain ground but for a thumb and the like, which run out of the picture. */
function withoutStrangers(ink, darkest) {
  const parts = partsAbove(shareOf(darkest, INK_THRESHOLD), ink);
  if (!parts.some((part) => isLarge(part, ink))) throw new RangeError(DOT);
  const main = withMostInk(parts);
  if (!isFree(main, ink)) {
    if (countRunningOut(parts, ink) > 1) throw new RangeError(FRAME);
    return ink;
  }
  const near = strokesWith(main, parts);
  const isKept = (part) => near.includes(part) || isFree(part, ink);
  check(parts.filter(isKept));
  const strangers = parts.filter((part) => !isKept(part));
  if (!strangers.length) return ink;
  const data = ink.data.slice();
  for (const pixel of grown(strangers, ink)) data[pixel] = 0;
  return { ...ink, data };
}

/**
 * How much darker each pixel is than the paper around it, light taken out.
 *
 * What is darker (or lighter) than its surroundings and smaller than they are is ink; an
 * edge between light and shadow, or paper and desk, belongs to both sides alike.
 */
function onAnyGround(picture) {
  let grey = smooth(picture);
  const longer = Math.max(grey.width, grey.height);
  const reach = Math.max(1, Math.floor(REACH * longer));
  let bright = extreme(grey, reach, Math.max);
  const dark = extreme(grey, reach, Math.min);
  let balance = 0;
  for (let i = 0; i < grey.data.length; i++) {
    const value = grey.data[i];
    balance += f32(bright.data[i] - value) - f32(value - dark.data[i]);
  }
  if (balance > 0) {
    [grey, bright] = [inverted(grey), inverted(dark)]; // more is dark: light ink
  }
  const paper = extreme(bright, reach, Math.min).data;
  const ink = grey.data.map(
    (value, i) => 1 - f32(value / Math.max(paper[i], f32(DARKEST_PAPER))),
  );
  const usual = median(Float32Array, ink);
  const apart = (value) => f32(Math.abs(f32(value - usual)));
  const noise = f32(NOISE_FACTOR * median(Float32Array, ink, apart));
  return {
    ...grey,
    data: ink.map((value) => Math.max(f32(value - usual) - noise, 0)),
  };
}

function inverted(grey) {
  return { ...grey, data: grey.data.map((value) => 1 - value) };
}

/**
 * The ink of the part with most of it that does not run out of the picture.
 *
 * Lines and desk run out, and at a low level of ink the character may touch them: the
 * lowest level counts at which it has most ink.
 */
function freeCharacter(ink) {
  let found = null;
  for (const level of INK_LEVELS) {
    const free = partsAbove(f32(level), ink).filter((part) => isFree(part, ink));
    const main = withMostInk(free);
    if (main && isLarge(main, ink) && !(found?.main.ink >= main.ink)) {
      found = { level, free, main };
    }
  }
  if (!found) return null;
  const darkestOf = ({ pixels }) =>
    pixels.reduce((most, pixel) => Math.max(most, ink.data[pixel]), 0);
  const enough = AS_DARK * darkestOf(found.main);
  const free = found.free.filter((part) => darkestOf(part) >= enough);
  check(free);
  const data = new Float32Array(ink.data.length);
  const lowered = f32(found.level / 2);
  // The grey beside the strokes is the edge of the ink.
  for (const pixel of grown(strokesWith(found.main, free), ink)) {
    data[pixel] = Math.max(ink.data[pixel] - lowered, 0);
  }
  return { ...ink, data };
}

function isLarge(part, { width, height }) {
  return longerSide(part) >= MIN_SIZE * Math.min(width, height);
}

function check(parts) {
  if (hasFrame(parts)) throw new RangeError(FRAME);
  const count = countCharacters(parts);
  if (count > 1) {
    const many = COUNTS[count] ?? "several";
    throw new RangeError(`I see ${many} characters: crop to one.`);
  }
}

/** The first and the last row, the first and the last column. */
function sides(data, { width, height }) {
  const row = (y) => Array.from({ length: width }, (_, x) => data[y * width + x]);
  const column = (x) => Array.from({ length: height }, (_, y) => data[y * width + x]);
  return [row(0), row(height - 1), column(0), column(width - 1)];
}

function median(Kind, values, of = (value) => value) {
  const sorted = Kind.from(values, of).sort();
  const half = sorted.length >> 1;
  if (sorted.length % 2) {
    return sorted[half];
  }
  return roundingOf(sorted)(sorted[half - 1] + sorted[half]) / 2;
}

function shareOf(whole, share) {
  return f32(f32(share) * whole);
}

export function roundingOf(values) {
  return values instanceof Float32Array ? f32 : (value) => value;
}

export function greatest(values) {
  let most = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] > most) most = values[i];
  return most;
}

function least(values) {
  let lowest = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] < lowest) lowest = values[i];
  return lowest;
}
