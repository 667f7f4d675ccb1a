// Where the way back begins: the penalty of each class, and how the loss hangs on it.

import { symmetric, tints } from "../js/colours.js";
import { div, element, group } from "../js/element.js";
import { decimal, range } from "../js/numbers.js";
import { dyed } from "../js/theme.js";

const CLASSES = 10;

/** `set({penalties, slopes, label})` writes them, and marks the class of the label. */
export function createPenalties() {
  const cells = range(CLASSES).map((name) => {
    const [penalty, slope] = [element("span"), element("span", { class: "ll-slope" })];
    const title = element("span", { class: "ll-near-name" }, String(name));
    return { penalty, slope, whole: div("ll-penalty", title, penalty, slope) };
  });
  const row = div("ll-penalties", ...cells.map(({ whole }) => whole));
  const head = [
    element("span", { class: "ll-layer-name" }, "output "),
    element("span", { class: "ll-caption" }, "each class, its penalty, "),
    element("span", { class: "ll-caption" }, "and how the loss changes with that"),
  ];
  return {
    element: group("output", "ll-layer", ...head, row),
    set({ penalties, slopes, label }) {
      const colours = tints(slopes, dyed(symmetric(slopes)));
      cells.forEach(({ penalty, slope, whole }, n) => {
        penalty.textContent = decimal(penalties[n], 1);
        slope.textContent = decimal(slopes[n], 3);
        Object.assign(slope.style, colours[n]);
        whole.classList.toggle("ll-labelled", n === label);
      });
    },
  };
}
