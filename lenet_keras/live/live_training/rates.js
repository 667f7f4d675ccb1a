// The rates of the weights: of each layer the smallest, the middle and the largest.

import { div, element, group, setText } from "../js/element.js";
import { clamp, decimal, scientific } from "../js/numbers.js";
import { logPlace } from "../training_replay/axes.js";

const LEARNING_LAYERS = ["C1", "S2", "C3", "S4", "C5", "F6"];
const [SLOWEST, FASTEST] = [1e-7, 1]; // the ends of the scale

/** Where a rate lies on the logarithmic scale, from 0 to 1. */
export function placeOfRate(rate) {
  return logPlace(clamp(rate, SLOWEST, FASTEST), SLOWEST, FASTEST);
}

/** What is shown, in words; `rates` are three for each layer, `rate` is one for all. */
export function ratesOfNowInWords(rates, rate) {
  if (rates) return "rates, from the smallest to the largest";
  if (rate === null) return "rates of the weights: none yet";
  return `rate ${scientific(rate)} for every weight`;
}

/** The three rates of a layer, in words. */
export function layerRatesInWords(name, three) {
  const [from, half, to] = Array.from(three, scientific);
  return `${name}: ${from} to ${to}, the middle one ${half}`;
}

function createRow(name) {
  const range = div("ll-rate-range");
  const middle = div("ll-rate-middle");
  const track = div("ll-rate-track", range, middle);
  const row = div("ll-rate", element("span", { class: "ll-near-name" }, name), track);
  row.role = "img";
  return {
    element: row,
    set(three) {
      for (const part of [range, middle]) part.hidden = !three;
      row.title = three ? layerRatesInWords(name, three) : name;
      row.ariaLabel = row.title;
      if (!three) return;
      const [from, half, to] = Array.from(three, placeOfRate);
      range.style.left = `${decimal(100 * from, 1)}%`;
      range.style.width = `${decimal(100 * (to - from), 1)}%`;
      middle.style.left = `${decimal(100 * half, 1)}%`;
    },
  };
}

/** A bar for each layer: `set(rates, rate)` as in `ratesOfNowInWords`. */
export function createRates() {
  const words = div("ll-caption");
  const rows = LEARNING_LAYERS.map((name) => [name, createRow(name)]);
  const ends = [SLOWEST, FASTEST].map((end) =>
    element("span", {}, end === 1 ? "1" : scientific(end).replace("1.0\u00b7", "")),
  );
  return {
    element: group(
      "Rates of the weights, logarithmic",
      "ll-rates",
      words,
      ...rows.map(([, row]) => row.element),
      div("ll-rate-ends ll-caption", ...ends),
    ),
    set(rates, rate) {
      setText(words, ratesOfNowInWords(rates, rate));
      for (const [name, row] of rows) {
        row.set(rates?.[name] ?? (rate && [rate, rate, rate]));
      }
    },
  };
}
