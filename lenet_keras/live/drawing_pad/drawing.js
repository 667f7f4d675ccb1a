// A drawing as a list of strokes, or as a 28x28 image, and as text for a link.

import { fromLinkText, toLinkText } from "../js/base64.js";
import { MNIST_SIDE } from "../js/images.js";

export const PAD = 256; // units along each side of the pad: a place fits into a byte
const STROKES = 1; // the first byte of the text tells what follows
const IMAGE = 2;
const ERASE = 128; // added to the width

/**
 * Text for a link.
 *
 * @param {{strokes: {width: number, erase: boolean, points: number[]}[]} |
 *   {image: Uint8Array}} drawing Strokes with widths from 1 to 127 and points
 *   x, y, x, y, ... from 0 to 255, each whole; or 28x28 grey levels.
 */
export function encodeDrawing({ strokes, image }) {
  if (image) return toLinkText([IMAGE, ...image]);
  const bytes = [STROKES];
  for (const { width, erase, points } of strokes) {
    const count = points.length / 2;
    bytes.push(width + (erase ? ERASE : 0), count >> 8, count & 255, ...points);
  }
  return toLinkText(bytes);
}

/** The drawing that was encoded; `null` if the text holds none. */
export function decodeDrawing(text) {
  const bytes = fromLinkText(text);
  if (!bytes) return null;
  const rest = bytes.subarray(1);
  if (bytes[0] === IMAGE)
    return rest.length === MNIST_SIDE ** 2 ? { image: rest } : null;
  if (bytes[0] !== STROKES) return null;
  const strokes = [];
  for (let start = 0; start < rest.length; ) {
    const width = rest[start] % ERASE;
    const end = start + 3 + 2 * (rest[start + 1] * 256 + rest[start + 2]);
    const points = [...rest.subarray(start + 3, end)];
    if (!width || !points.length || !(end <= rest.length)) return null;
    strokes.push({ width, erase: rest[start] >= ERASE, points });
    start = end;
  }
  return { strokes };
}

/** A picture, as `ImageData` holds it, of a 28x28 image with ink from 0 to 255. */
export function pictureOf(image) {
  const data = new Uint8ClampedArray(4 * image.length).fill(255);
  image.forEach((ink, pixel) => {
    data.fill(255 - ink, 4 * pixel, 4 * pixel + 3);
  });
  return { width: MNIST_SIDE, height: MNIST_SIDE, data };
}

/**
 * Where a point of the pad lies on paper of another size, which is shown as large as
 * fits, in the middle: `place = scale * point + [x, y]`.
 */
export function padToPaper(width, height) {
  const longer = Math.max(width, height);
  return { scale: longer / PAD, x: (width - longer) / 2, y: (height - longer) / 2 };
}
