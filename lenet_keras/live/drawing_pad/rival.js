// A second network that answers the same drawing, below the first.

import { group } from "../js/element.js";
import { createVerdict } from "../js/verdict.js";

/**
 * The answer of another network: `set(image)` computes it, `rest(...)` shows none, as
 * those of `createVerdict`; `words()` says it.
 */
export function createRival({ layers, newStates, forward, ranking }, title, limits) {
  const verdict = createVerdict(layers.output, limits);
  const states = newStates();
  return {
    element: group(`Answer: ${title}`, "ll-rival", title, verdict.element),
    states,
    rest: verdict.rest,
    set(image) {
      forward(image, states);
      verdict.set(states.output, ranking(states.output));
    },
    words: () => `${title}: ${verdict.words}.`,
  };
}
