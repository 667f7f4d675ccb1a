// How a network says its answer: by penalties, of which the smallest wins, or by
// probabilities.
//
//   const measure = measureOf(layers.output);
//   measure.name     "penalty"                 measure.names    "Penalties"
//   measure.title    what bars of them say     measure.digits   that are worth reading
//   measure.largest  the end of the bars, if it is fixed
//   measure.write(value)                       with so many digits
//   createAnswerBars(layers.output)            a bar for each class: set(values, best)

import { decimal, range } from "./numbers.js";
import { createBars } from "./ui.js";

/** The words for what the units of an output layer say. */
export function measureOf({ kind }) {
  const measure =
    kind === "rbf"
      ? { name: "penalty", names: "Penalties", title: "Penalties (small is good)" }
      : { name: "probability", names: "Probabilities", title: "Probabilities" };
  const digits = kind === "rbf" ? 1 : 3;
  const largest = kind === "rbf" ? undefined : 1;
  const write = (value) => decimal(value, digits);
  return { ...measure, digits, largest, write };
}

/** Bars of all classes of an output layer. */
export function createAnswerBars(output) {
  const { title, largest } = measureOf(output);
  const bars = createBars(range(output.maps).map(String), title);
  return {
    element: bars.element,
    set: (values, best) => bars.set(values, best, largest),
  };
}
