// What is done to an image before the network sees it.

export const SIDE = 32;
export const MNIST_SIDE = 28; // of an image as MNIST has it
export const BACKGROUND = -0.1;
export const FOREGROUND = 1.175;
/** The look of an image that is drawn: ink on paper. */
export const PIXEL_SCALE = { low: BACKGROUND, high: FOREGROUND, colours: "ink" };

/**
 * The input of LeNet-5: 32x32, white paper at -0.1, black ink at 1.175.
 *
 * @param {Uint8Array} image 28x28, 0 is background, 255 is ink.
 * @returns {Float32Array} 32x32, row by row: the image with two pixels around it.
 * @throws {RangeError} If the image has another size.
 */
export function prepare(image) {
  if (image.length !== MNIST_SIDE * MNIST_SIDE) {
    throw new RangeError(
      `prepare: expected ${MNIST_SIDE * MNIST_SIDE} grey levels. Received: ${image.length}`,
    );
  }
  const border = (SIDE - MNIST_SIDE) / 2;
  const prepared = new Float32Array(SIDE * SIDE).fill(BACKGROUND);
  image.forEach((level, i) => {
    const y = border + Math.floor(i / MNIST_SIDE);
    const grey = level / 255;
    prepared[y * SIDE + border + (i % MNIST_SIDE)] =
      BACKGROUND * (1 - grey) + FOREGROUND * grey;
  });
  return prepared;
}

/** Moves an image by whole pixels; what comes in at the border is background. */
export function shift(image, dx, dy) {
  const moved = new Float32Array(SIDE * SIDE).fill(BACKGROUND);
  for (let row = Math.max(dy, 0); row < SIDE + Math.min(dy, 0); row++) {
    for (let column = Math.max(dx, 0); column < SIDE + Math.min(dx, 0); column++) {
      moved[row * SIDE + column] = image[(row - dy) * SIDE + column - dx];
    }
  }
  return moved;
}

/** Turns an image clockwise and scales it about its centre, by bilinear interpolation. */
export function turn(image, degrees, scale) {
  if (degrees === 0 && scale === 1) return image;
  const angle = (degrees * Math.PI) / 180;
  const cosine = Math.cos(angle) / scale; // of the way back
  const sine = Math.sin(angle) / scale;
  const centre = (SIDE - 1) / 2;
  const turned = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = cosine * (column - centre) + sine * (row - centre) + centre;
      const y = cosine * (row - centre) - sine * (column - centre) + centre;
      turned[row * SIDE + column] = between(image, x, y);
    }
  }
  return turned;
}

function between(image, x, y) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const ink = (column, row) =>
    column < 0 || row < 0 || column >= SIDE || row >= SIDE
      ? 0
      : image[row * SIDE + column] - BACKGROUND;
  const upper = (left + 1 - x) * ink(left, top) + (x - left) * ink(left + 1, top);
  const lower =
    (left + 1 - x) * ink(left, top + 1) + (x - left) * ink(left + 1, top + 1);
  return (top + 1 - y) * upper + (y - top) * lower + BACKGROUND;
}

/** Salt and pepper: inverts each pixel whose number in `draws` is below `probability`. */
export function addNoise(image, probability, draws) {
  return image.map((value, pixel) =>
    draws[pixel] < probability ? FOREGROUND + BACKGROUND - value : value,
  );
}

/** Numbers from 0 to 1 that are the same every time (a linear congruential generator). */
export function randomNumbers(count, seed = 1) {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}
