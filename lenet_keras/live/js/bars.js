// Bars with a name before and a number behind each, of which one may be the best.
//
//   const bars = createBars(["0", "1"], "How near (penalty)");
//   bars.set([0.9, 0.1], ["5.8", "130.1"], 0)      lengths from 0 to 1, texts, the best
//   bars.element

import { div, element, group, setText } from "./element.js";
import { clamp, decimal } from "./numbers.js";

/** A bar for each name, the best in the colour of the verdict, the others dimmed. */
export function createBars(names, title) {
  const bars = names.map((name) => {
    const fill = div("ll-near-fill");
    const number = element("span", { class: "ll-near-number" });
    const label = element("span", { class: "ll-near-name" }, name);
    const row = div("ll-near", label, div("ll-near-track", fill), number);
    return { row, fill, number };
  });
  const rows = bars.map(({ row }) => row);
  return {
    element: group(title, "ll-nearness", div("ll-caption", title), ...rows),
    set(lengths, texts, best) {
      bars.forEach(({ row, fill, number }, n) => {
        fill.style.transform = `scaleX(${decimal(clamp(lengths[n], 0, 1), 3)})`;
        setText(number, texts[n]);
        row.classList.toggle("ll-best", n === best);
      });
    },
  };
}
