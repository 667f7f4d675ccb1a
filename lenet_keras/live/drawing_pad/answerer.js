// A network that answers a drawing, in steps short enough to draw between.

import { prepare } from "../js/images.js";
import { createVerdict } from "../js/verdict.js";

/**
 * The answer of a network: the `steps(seen)` compute and show it, or show none where there
 * is some trouble; `ranking()` and `words()` tell it afterwards.
 */
export function createAnswerer({ layers, newStates, forward, ranking }, limits) {
  const verdict = createVerdict(layers.output, limits);
  const states = newStates();
  const ranked = () => ranking(states.output);
  return {
    element: verdict.element,
    states,
    ranking: ranked,
    words: () => verdict.words,
    steps: (seen) => [
      () => forward(prepare(seen.image), states),
      () => {
        if (seen.trouble) verdict.rest("no answer", "draw a digit");
        else verdict.set(states.output, ranked());
      },
    ],
  };
}
