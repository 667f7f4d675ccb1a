// The parts of which the ink in a picture consists, and which make up a character.
// The same as `lenet_keras/digits/_parts.py`.

const NEAR = 0.15; // of the longer side of a part: another stroke of the same character
const LARGE = 0.25; // of the ink of the largest part
const AS_TALL = 0.5; // as the tallest: another character

/**
 * The connected pixels above a level, in the order of the first of each part; pixels also
 * touch at their corners. A part has its `pixels`, the `ink` on them, and its box: from
 * `top` up to but without `bottom`, from `left` up to but without `right`.
 */
export function partsAbove(level, { width, height, data }) {
  const seen = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (!(data[i] > level)) seen[i] = 1;
  const walked = new Int32Array(data.length); // the pixels of all parts
  const parts = [];
  let end = 0;
  for (let first = 0; first < data.length; first++) {
    if (seen[first]) continue;
    const start = end;
    seen[first] = 1;
    walked[end++] = first;
    for (let next = start; next < end; next++) {
      const [top, bottom, left, right] = aroundPixel(walked[next], width, height);
      for (let row = top; row <= bottom; row += width) {
        for (let beside = row + left; beside <= row + right; beside++) {
          if (seen[beside]) continue;
          seen[beside] = 1;
          walked[end++] = beside;
        }
      }
    }
    parts.push(partOf(walked.subarray(start, end), width, data));
  }
  return parts;
}

/** The pixel that begins the row above, and below; the column before, and after. */
function aroundPixel(pixel, width, height) {
  const x = pixel % width;
  const row = pixel - x;
  return [
    Math.max(row - width, 0),
    Math.min(row + width, (height - 1) * width),
    Math.max(x - 1, 0),
    Math.min(x + 1, width - 1),
  ];
}

/** The pixels of parts and those that touch them. */
export function grown(parts, { width, height }) {
  const found = new Set();
  for (const { pixels } of parts) {
    for (const pixel of pixels) {
      const [top, bottom, left, right] = aroundPixel(pixel, width, height);
      for (let row = top; row <= bottom; row += width) {
        for (let x = left; x <= right; x++) found.add(row + x);
      }
    }
  }
  return found;
}

function partOf(pixels, width, data) {
  const part = { pixels, ink: 0, top: Infinity, bottom: 0, left: Infinity, right: 0 };
  for (const pixel of pixels) {
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    part.ink += Math.floor(Math.fround(255 * data[pixel]));
    part.top = Math.min(part.top, y);
    part.bottom = Math.max(part.bottom, y + 1);
    part.left = Math.min(part.left, x);
    part.right = Math.max(part.right, x + 1);
  }
  return part;
}

/** Pixels along the longer side of the box of a part. */
export function longerSide({ top, bottom, left, right }) {
  return Math.max(bottom - top, right - left);
}

/** Whether a part does not reach the border of the picture. */
export function isFree({ top, bottom, left, right }, { width, height }) {
  return top > 0 && left > 0 && bottom < height && right < width;
}

/** The first of the parts that have most ink. */
export function withMostInk(parts) {
  return parts.reduce((most, part) => (part.ink > most.ink ? part : most), parts[0]);
}

/** The parts near the main one, which is among them: strokes of one character. */
export function strokesWith(main, parts) {
  return parts.filter((part) => {
    const down = Math.max(part.top - main.bottom, main.top - part.bottom);
    const across = Math.max(part.left - main.right, main.left - part.right);
    return Math.max(down, across) <= NEAR * longerSide(main);
  });
}

/** How many large parts reach the border of a picture. */
export function countRunningOut(parts, image) {
  return large(parts).filter((part) => !isFree(part, image)).length;
}

/** Whether one of the large parts surrounds another. */
export function hasFrame(parts) {
  const found = large(parts);
  return found.some((one) =>
    found.some(
      (other) =>
        other.top < one.top &&
        one.bottom < other.bottom &&
        other.left < one.left &&
        one.right < other.right,
    ),
  );
}

/** How many large parts as tall as characters have no ink between their columns. */
export function countCharacters(parts) {
  const groups = [];
  for (const { top, bottom, left, right } of large(parts).sort(byLeft)) {
    const last = groups.at(-1);
    if (!last || left >= last.right) {
      groups.push({ top, bottom, right });
    } else {
      last.top = Math.min(last.top, top);
      last.bottom = Math.max(last.bottom, bottom);
      last.right = Math.max(last.right, right);
    }
  }
  const heights = groups.map(({ top, bottom }) => bottom - top);
  const tallest = Math.max(...heights);
  return heights.filter((height) => height >= AS_TALL * tallest).length;
}

function byLeft(one, other) {
  return one.left - other.left;
}

function large(parts) {
  const most = withMostInk(parts).ink;
  return parts.filter(({ ink }) => ink >= LARGE * most);
}
