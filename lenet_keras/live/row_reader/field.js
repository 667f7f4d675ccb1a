// What is on the wide pad: a row of digits, digits that keys put there, and strokes.
//
// A sheet is {paper, strokes}, as `createSheets` keeps them. Paper, if there is any, is
// {row, text, start}: the number of an example or -1, digits put there by keys, and the
// column where the first of these begins. A stroke has points x, y, x, y, ... in
// quarters of a pixel.

import { fromLinkText, toLinkText } from "../js/base64.js";
import { BACKGROUND, FOREGROUND, MNIST_SIDE, SIDE } from "../js/images.js";
import { clamp, stretch } from "../js/numbers.js";

export const FIELD = 136; // columns
export const FINE = 4; // points in a pixel
const MARGIN = 16; // columns before the first digit
const ROOM = 4; // columns that stay free behind the last
const INKED = 25; // a darker grey level is part of a digit
const BORDER = (SIDE - MNIST_SIDE) / 2;
const NO_ROW = { row: -1, text: "", start: 0 };

/** The columns of a digit of MNIST: from the first with ink up to that after the last. */
export function boxOf(image) {
  let [first, end] = [MNIST_SIDE, 0];
  image.forEach((level, pixel) => {
    if (level <= INKED) return;
    first = Math.min(first, pixel % MNIST_SIDE);
    end = Math.max(end, (pixel % MNIST_SIDE) + 1);
  });
  return first < end ? [first, end] : [0, MNIST_SIDE];
}

/**
 * Digits as keys put them in a row: {image, box, left} for each of a text. `written` has
 * for each class some images; the second 4 of a text is the second one written.
 */
export function typeset({ text, start }, written, gap) {
  const used = written.map(() => 0);
  let left = start;
  return [...text].map((character) => {
    const images = written[character];
    const image = images[used[character]++ % images.length];
    const box = boxOf(image);
    const put = { image, box, left };
    left += box[1] - box[0] + gap;
    return put;
  });
}

/** The column after the last one with ink, 0 on blank paper. */
export function inkEnd(levels) {
  let end = 0;
  levels.forEach((level, pixel) => {
    if (level > INKED / 255) end = Math.max(end, (pixel % FIELD) + 1);
  });
  return end;
}

/**
 * A sheet with one more digit in its row, where keys put it; `null` where there is no
 * room. `levels` is the ink of the sheet.
 */
export function typed({ paper, strokes }, digit, { written, gap, levels }) {
  const now = paper ?? NO_ROW;
  const start = now.text ? now.start : Math.max(MARGIN, inkEnd(levels) + gap);
  const next = { ...now, start, text: now.text + digit };
  const { box, left } = typeset(next, written, gap).at(-1);
  return left + box[1] - box[0] > FIELD - ROOM ? null : { paper: next, strokes };
}

/** The ink of a sheet, from 0 to 1, row by row. */
export function inkOfSheet({ paper, strokes }, { rows, written, gap }) {
  const levels = new Float64Array(SIDE * FIELD);
  const darken = (pixel, level) => {
    if (level > levels[pixel]) levels[pixel] = level;
  };
  const { row, ...digits } = paper ?? NO_ROW;
  if (row >= 0) {
    stretch(rows, row, levels.length).forEach((level, pixel) => {
      darken(pixel, level / 255);
    });
  }
  for (const { image, box, left } of typeset(digits, written, gap)) {
    image.forEach((level, pixel) => {
      const [y, x] = [Math.floor(pixel / MNIST_SIDE), pixel % MNIST_SIDE];
      const column = left + x - box[0];
      if (x < box[0] || x >= box[1] || column < 0 || column >= FIELD) return;
      darken((y + BORDER) * FIELD + column, level / 255);
    });
  }
  for (const stroke of strokes) addStroke(stroke, darken);
  return levels;
}

/** Ink along a stroke: the part of each pixel that lies within its width, about. */
function addStroke({ width, points }, darken) {
  const reach = width / FINE / 2 + 0.5;
  for (let n = 0; n < points.length; n += 2) {
    const before = Math.max(n - 2, 0);
    const [x0, y0] = [points[before] / FINE, points[before + 1] / FINE];
    const [x1, y1] = [points[n] / FINE, points[n + 1] / FINE];
    const [left, right] = edges(x0, x1, reach, FIELD);
    const [top, bottom] = edges(y0, y1, reach, SIDE);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const away = distance(x + 0.5 - x0, y + 0.5 - y0, x1 - x0, y1 - y0);
        darken(y * FIELD + x, clamp(reach - away, 0, 1));
      }
    }
  }
}

/** The first and the last pixel that a line with two ends may reach. */
function edges(one, other, reach, count) {
  const pixel = (at) => clamp(Math.floor(at), 0, count - 1);
  return [pixel(Math.min(one, other) - reach), pixel(Math.max(one, other) + reach)];
}

/** How far a point is from a line: both as steps from its beginning, to point and end. */
function distance(x, y, dx, dy) {
  const share = (x * dx + y * dy) / (dx * dx + dy * dy || 1);
  const part = clamp(share, 0, 1);
  return Math.hypot(x - part * dx, y - part * dy);
}

/** Ink as the network wants it. */
export function prepareInk(levels, image) {
  levels.forEach((level, pixel) => {
    image[pixel] = BACKGROUND * (1 - level) + FOREGROUND * level;
  });
}

/** A sheet as text for a link; empty if nothing is on it. */
export function encodeSheet({ paper, strokes }) {
  if (!paper && strokes.length === 0) return "";
  const { row, text, start } = paper ?? NO_ROW;
  const bytes = [row + 1, start, text.length, ...[...text].map(Number)];
  for (const { width, points } of strokes) {
    const count = points.length / 2;
    bytes.push(width, count >> 8, count & 255);
    points.forEach((at, n) => {
      bytes.push(...(n % 2 ? [at] : [at >> 8, at & 255]));
    });
  }
  return toLinkText(bytes);
}

/** The sheet that was encoded; `null` if the text holds none. */
export function decodeSheet(text, rows) {
  if (text === "") return { paper: null, strokes: [] };
  const bytes = fromLinkText(text);
  if (!bytes || bytes.length < 3) return null;
  const [row, start, count] = bytes;
  const digits = bytes.subarray(3, 3 + count);
  if (row > rows || digits.length < count || digits.some((digit) => digit > 9)) {
    return null;
  }
  const strokes = [];
  for (let first = 3 + count; first < bytes.length; ) {
    const [width, high, low] = bytes.subarray(first, first + 3);
    const end = first + 3 + 3 * (high * 256 + low);
    const points = pointsIn(bytes.subarray(first + 3, end));
    if (!width || points.length === 0 || !(end <= bytes.length)) return null;
    strokes.push({ width, erase: false, points });
    first = end;
  }
  const paper = { row: row - 1, text: digits.join(""), start };
  return { paper: row || count ? paper : null, strokes };
}

function pointsIn(bytes) {
  const points = [];
  for (let n = 0; n + 2 < bytes.length; n += 3) {
    points.push(bytes[n] * 256 + bytes[n + 1], bytes[n + 2]);
  }
  return points;
}
