// A square that hides a part of an image, and what is left of the answer's lead.
//
//   hide(image, row, column, size, cover)      a copy with a square in the middle there
//   leadOf(kind, output, answer)               how far ahead an answer is; below 0: behind
//   const map = createLeads(layers, end); map.start(image, size, cover); map.go(until)

import { SIDE } from "../js/images.js";
import { answer, forward, newStates } from "../js/lenet5.js";
import { range } from "../js/numbers.js";

/** The image with a square about a pixel covered; what lies outside is cut off. */
export function hide(image, row, column, size, cover) {
  const hidden = Float64Array.from(image);
  const reach = (size - 1) / 2;
  const from = (place) => Math.max(0, place - reach);
  const to = (place) => Math.min(SIDE - 1, place + reach);
  for (let y = from(row); y <= to(row); y++) {
    hidden.fill(cover, y * SIDE + from(column), y * SIDE + to(column) + 1);
  }
  return hidden;
}

/** The penalty of the next class minus that of `best`, or the like for probabilities. */
export function leadOf(kind, output, best) {
  const sign = kind === "rbf" ? 1 : -1;
  let next = Number.POSITIVE_INFINITY;
  output.forEach((value, unit) => {
    if (unit !== best) next = Math.min(next, sign * value);
  });
  return next - sign * output[best];
}

/** All pixels in the order in which they are looked at: a coarse grid first. */
export function coarseFirst() {
  const steps = [8, 4, 2, 1];
  const rank = (place) =>
    steps.findIndex(
      (step) => Math.floor(place / SIDE) % step === 0 && place % step === 0,
    );
  return range(SIDE * SIDE).sort((a, b) => rank(a) - rank(b) || a - b);
}

/** The leads for the square at every pixel, found bit by bit. */
export function createLeads(layers) {
  const order = coarseFirst();
  const states = newStates(layers);
  const leads = new Float64Array(SIDE * SIDE).fill(Number.NaN);
  let next = order.length;
  let given;
  return {
    leads,
    get isDone() {
      return next === order.length;
    },
    clear() {
      next = order.length;
      leads.fill(Number.NaN);
    },
    start(image, size, cover) {
      const best = answer(layers, forward(layers, image, states).output);
      given = { image, size, cover, best };
      leads.fill(Number.NaN);
      next = 0;
    },
    /** Goes on while `hasTime()`. */
    go(hasTime) {
      const { image, size, cover, best } = given;
      do {
        const place = order[next++];
        const [row, column] = [Math.floor(place / SIDE), place % SIDE];
        forward(layers, hide(image, row, column, size, cover), states);
        leads[place] = leadOf(layers.output.kind, states.output, best);
      } while (next < order.length && hasTime());
    },
  };
}
