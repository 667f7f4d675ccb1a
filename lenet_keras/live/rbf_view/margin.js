// The margin between the two best classes, and the threshold that it has to reach.

import { div } from "../js/element.js";
import { clamp, decimal } from "../js/numbers.js";

const MARGINS = 100; // the margin at the right end of its bar

/** The margin against the threshold, and what follows. */
export function verdictInWords({ best, margin, rejected }, threshold) {
  const [sign, result] = rejected ? ["<", "rejected"] : ["\u2265", `answer ${best}`];
  return `${decimal(margin, 1)} ${sign} ${decimal(threshold, 1)}: ${result}`;
}

/** The margin as a bar, the threshold as a line across it. */
export function createMargin() {
  const fill = div("ll-bar-fill");
  const line = div("ll-threshold");
  const text = div("ll-verdict");
  const track = div("ll-bar-track ll-margin", fill, line);
  return {
    element: div("", div("ll-caption", "Margin and threshold"), track, text),
    set(decision, threshold) {
      fill.style.transform = `scaleX(${clamp(decision.margin / MARGINS, 0, 1)})`;
      line.style.left = `${clamp((100 * threshold) / MARGINS, 0, 100)}%`;
      text.textContent = verdictInWords(decision, threshold);
    },
  };
}
