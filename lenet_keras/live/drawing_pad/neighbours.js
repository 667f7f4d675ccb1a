// Pictures out of others: each pixel by those around it, columns first, rows then.

import { f32 } from "../js/numbers.js";

/** Each pixel with its eight neighbours, which have half its weight, or a quarter. */
export function smooth(grey) {
  return alongBoth(grey, (line, made) => {
    const last = line.length - 1;
    for (let i = 0; i <= last; i++) {
      const beside = f32(line[Math.max(i - 1, 0)] + line[Math.min(i + 1, last)]);
      made[i] = f32(beside / 4) + line[i] / 2;
    }
  });
}

/**
 * The greatest or least level in the square around each pixel. Of a window that begins in
 * one block, as long as it is, and ends in the next: that of the rest of the one and of
 * the beginning of the other.
 */
export function extreme(grey, reach, of) {
  const block = 2 * reach + 1;
  return alongBoth(grey, (line, made) => {
    const count = line.length + 2 * reach;
    // What lies beyond an end is as the end, which is in such a window anyway.
    const at = (i) => line[Math.min(Math.max(i - reach, 0), line.length - 1)];
    const [beginnings, rests] = [new Float32Array(count), new Float32Array(count)];
    for (let i = 0; i < count; i++) {
      beginnings[i] = i % block ? of(beginnings[i - 1], at(i)) : at(i);
    }
    for (let i = count - 1; i >= 0; i--) {
      const isLast = i === count - 1 || (i + 1) % block === 0;
      rests[i] = isLast ? at(i) : of(rests[i + 1], at(i));
    }
    for (let i = 0; i < line.length; i++) {
      made[i] = of(rests[i], beginnings[i + 2 * reach]);
    }
  });
}

/** A picture out of `step(line, made)` for each column, then for each row. */
function alongBoth(grey, step) {
  const { width, height } = grey;
  const along = (data, lines, jump, length, stride) => {
    const [line, made] = [new Float32Array(length), new Float32Array(length)];
    const all = new Float32Array(data.length);
    for (let n = 0; n < lines; n++) {
      for (let i = 0; i < length; i++) line[i] = data[n * jump + i * stride];
      step(line, made);
      for (let i = 0; i < length; i++) all[n * jump + i * stride] = made[i];
    }
    return all;
  };
  const down = along(grey.data, width, 1, height, width);
  return { width, height, data: along(down, height, width, width, 1) };
}
