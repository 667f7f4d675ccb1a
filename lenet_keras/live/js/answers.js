// How a network says its answer: by penalties, of which the smallest wins, or by
// probabilities.
//
//   const measure = measureOf(layers.output);
//   measure.name     "penalty"                 measure.names    "Penalties"
//   measure.title    what bars of them say     measure.digits   that are worth reading
//   measure.write(value)                       with so many digits

import { decimal } from "./numbers.js";

/** The words for what the units of an output layer say. */
export function measureOf({ kind }) {
  const measure =
    kind === "rbf"
      ? { name: "penalty", names: "Penalties", title: "How near (penalty)" }
      : { name: "probability", names: "Probabilities", title: "Probabilities" };
  const digits = kind === "rbf" ? 1 : 3;
  const write = (value) => decimal(value, digits);
  return { ...measure, digits, write };
}
