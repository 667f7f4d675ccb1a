// The digit that was learned from last, and what the network says of it now.

import { div, head } from "../js/element.js";
import { PIXEL_SCALE, SIDE } from "../js/images.js";
import { forward, ranking } from "../js/lenet5.js";
import { createPicture } from "../js/map.js";
import { createVerdict } from "../js/verdict.js";

/** `rest()` before the first one; `set({image, label}, layers)` shows one. */
export function createPattern(layer, limits) {
  const picture = createPicture({
    rows: SIDE,
    columns: SIDE,
    role: "img",
    "aria-label": "The digit that was learned from last",
  });
  const words = div("ll-caption ll-drag");
  const verdict = createVerdict(layer, limits);
  const rest = () => {
    words.textContent = "none yet";
    verdict.rest("no answer yet", "press Play");
  };
  rest();
  return {
    element: div(
      "ll-column-of",
      head("learns from", "one digit at a time"),
      picture.element,
      words,
    ),
    verdict: verdict.element,
    rest,
    set({ image, label }, layers) {
      picture.draw(image, PIXEL_SCALE);
      words.textContent = `labelled ${label}`;
      const { output } = forward(layers, image);
      verdict.set(output, ranking(layers, output));
    },
  };
}
