// The third version of the database, digits in 16x16 pixels, as
// `lenet_keras.digits.reduced` makes it.

import { MNIST_SIDE } from "../js/images.js";
import { clamp, range } from "../js/numbers.js";

const WHOLE = 20; // the side of the box that digits of the regular version fit into
const SMALL = 16;

/**
 * A digit at four fifths of its size, in a field of 28x28 pixels: the mean of the area
 * that a pixel covers, its centre of mass as near to the middle of 16x16 as they allow.
 *
 * @param {Uint8Array} image 28x28, 0 is background, 255 is ink.
 */
export function shrunk(image) {
  const field = new Uint8Array(MNIST_SIDE ** 2);
  const rows = range(MNIST_SIDE).filter((y) => hasInk(image, y * MNIST_SIDE, 1));
  const columns = range(MNIST_SIDE).filter((x) => hasInk(image, x, MNIST_SIDE));
  if (!rows.length) return field;
  const [down, across] = [rows, columns].map((some) => means(extent(some)));
  const small = down.map((weighted) =>
    across.map((also) =>
      sum(weighted, (share, y) =>
        sum(
          also,
          (part, x) =>
            share * part * image[(rows[0] + y) * MNIST_SIDE + columns[0] + x],
        ),
      ),
    ),
  );
  const border = (MNIST_SIDE - SMALL) / 2;
  const top = border + begins(small.map((row) => sum(row, (level) => level)));
  const left = border + begins(across.map((_, x) => sum(small, (row) => row[x])));
  small.forEach((row, y) => {
    row.forEach((level, x) => {
      field[(top + y) * MNIST_SIDE + left + x] = Math.floor(level + 0.5);
    });
  });
  return field;
}

function hasInk(image, from, step) {
  return range(MNIST_SIDE).some((n) => image[from + n * step] > 0);
}

function extent(places) {
  return places.at(-1) - places[0] + 1;
}

function sum(values, term) {
  return values.reduce((total, value, n) => total + term(value, n), 0);
}

/** For each pixel of a line that is four fifths as long, its share of each of the line. */
function means(side) {
  const fewer = clamp(Math.round((side * SMALL) / WHOLE), 1, SMALL);
  return range(fewer).map((pixel) => {
    const [low, high] = [pixel, pixel + 1].map((edge) => (edge * side) / fewer);
    return range(side).map(
      (n) => (Math.max(0, Math.min(high, n + 1) - Math.max(low, n)) * fewer) / side,
    );
  });
}

/** Where a line of pixels begins whose centre of mass is to be in the middle. */
function begins(profile) {
  const mass = Math.max(
    1,
    sum(profile, (level) => level),
  );
  const centre = sum(profile, (level, n) => level * n) / mass;
  return clamp(Math.floor(SMALL / 2 - centre), 0, SMALL - profile.length);
}
