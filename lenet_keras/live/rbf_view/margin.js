// The margin between the two best classes, and the threshold that it has to reach.

import { div } from "../js/element.js";
import { clamp, decimal } from "../js/numbers.js";
import { createSlider } from "../js/ui.js";

/** The margin against the threshold, and what follows. */
export function marginInWords({ best, margin, rejected }, threshold) {
  const [sign, result] = rejected ? ["<", "rejected"] : ["\u2265", `answer ${best}`];
  return `${decimal(margin, 1)} ${sign} ${decimal(threshold, 1)}: ${result}`;
}

/** The margin as a bar, up to `most`, and the slider of the threshold right below it. */
export function createMargin(view, most) {
  const fill = div("ll-near-fill");
  const line = div("ll-threshold");
  const text = div("ll-margin-words");
  const slider = createSlider(view, "threshold", {
    label: "threshold",
    min: 0,
    max: most,
    step: 0.1,
    write: (value) => decimal(value, 1),
  });
  return {
    element: div(
      "ll-opened",
      div("ll-caption", "Margin to the next class, and threshold"),
      div("ll-margin", div("ll-near-track", fill), line),
      text,
      slider,
    ),
    set(decision, threshold) {
      fill.style.transform = `scaleX(${clamp(decision.margin / most, 0, 1)})`;
      line.style.left = `${clamp((100 * threshold) / most, 0, 100)}%`;
      text.textContent = marginInWords(decision, threshold);
    },
  };
}
