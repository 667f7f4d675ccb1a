// The answer as the largest thing of a figure: the class, how sure, and how near all are.
//
//   const verdict = createVerdict(layers.output, { margin: 12, penalty: 60 });
//   verdict.element, verdict.set(output, ranking)      verdict.words after that
//
// By penalties an answer is *sure* if the next class is far enough behind and the nearest
// code near enough; far from every code it is probably no digit; else it is unsure.

import { measureOf } from "./answers.js";
import { div, element, group } from "./element.js";
import { clamp, decimal, range } from "./numbers.js";

const HALF = 30; // the penalty at which a bar of closeness is half as long
const LIKELY = 0.9; // the probability from which an answer is sure

/** How near a class is, from 0 to 1: of probabilities, themselves. */
export function closeness(kind, value) {
  return kind === "rbf" ? HALF / (HALF + value) : value;
}

/** "sure", "unsure" or "stranger". */
export function verdictOf(kind, output, [best, second], { margin, penalty }) {
  if (kind !== "rbf") return output[best] >= LIKELY ? "sure" : "unsure";
  if (output[best] > penalty) return "stranger";
  return output[second] - output[best] >= margin ? "sure" : "unsure";
}

/** What a verdict says of the answer, and of the next class. */
export function verdictInWords(verdict, [, second]) {
  return {
    sure: ["sure", `next ${second}, far behind`],
    unsure: ["unsure", `it could be ${second}`],
    stranger: ["probably not a digit", "far from every code"],
  }[verdict];
}

/** The answer, large, with its verdict and a bar of closeness for each class. */
export function createVerdict(layer, limits) {
  const { kind, maps } = layer;
  const { names, write } = measureOf(layer);
  const digit = div("ll-answer");
  const [told, next] = ["ll-verdict", "ll-next"].map((name) =>
    element("span", { class: name }),
  );
  const rows = range(maps).map((name) => {
    const fill = div("ll-near-fill");
    const number = element("span", { class: "ll-near-number" });
    const label = element("span", { class: "ll-near-name" }, String(name));
    const row = div("ll-near", label, div("ll-near-track", fill), number);
    return { row, fill, number };
  });
  const bars = rows.map(({ row }) => row);
  const title = kind === "rbf" ? "How near (penalty)" : names;
  const made = {
    element: div(
      "ll-outcome-of-all",
      digit,
      div("ll-verdict-line", told, next),
      group(title, "ll-nearness", div("ll-caption", title), ...bars),
    ),
    words: "",
    set(output, ranking) {
      const verdict = verdictOf(kind, output, ranking, limits);
      const [word, more] = verdictInWords(verdict, ranking);
      const [best] = ranking;
      digit.textContent = verdict === "stranger" ? "?" : String(best);
      told.textContent = word;
      next.textContent = more;
      made.element.dataset.verdict = verdict;
      rows.forEach(({ row, fill, number }, n) => {
        const length = clamp(closeness(kind, output[n]), 0, 1);
        fill.style.transform = `scaleX(${decimal(length, 3)})`;
        number.textContent = kind === "rbf" ? decimal(output[n], 0) : write(output[n]);
        row.classList.toggle("ll-best", n === best && verdict !== "stranger");
      });
      made.words = `Answer ${best}, ${word}, ${more}`;
    },
  };
  return made;
}
