// A line for each classifier: its answer, its second choice, its answer at each shift.

import { div, element, head, setText } from "../js/element.js";
import { MINUS, range } from "../js/numbers.js";

/** "2 left", "no shift", "3 right". */
export function shiftInWords(dx) {
  if (dx === 0) return "no shift";
  return `${Math.abs(dx)} ${dx < 0 ? "left" : "right"}`;
}

/** The answers at all shifts, for the ear: stretches of the same answer. */
export function stripInWords(answers, span) {
  const stretches = [];
  answers.forEach((answer, n) => {
    const last = stretches.at(-1);
    if (last?.answer === answer) last.to = n - span;
    else stretches.push({ answer, from: n - span, to: n - span });
  });
  return stretches
    .map(({ answer, from, to }) => {
      const where =
        from === to
          ? shiftInWords(from)
          : `${shiftInWords(from)} to ${shiftInWords(to)}`;
      return `${answer} from ${where}`;
    })
    .join(", ");
}

/** How many numbers a classifier stores, those apart that are not learned. */
export function numbersInWords(numbers, fixed = 0) {
  const [all, kept] = [numbers - fixed, fixed].map((one) => one.toLocaleString("en"));
  return fixed ? `${all} numbers, ${kept} fixed` : `${all} numbers`;
}

/** The line of a classifier; `set(ranking, dx)` and `strip(answers)` fill it. */
export function createRow({ name, numbers, fixed }, span) {
  const answer = div("ll-answer");
  const next = element("span", { class: "ll-next" });
  const cells = range(2 * span + 1).map(() => element("span"));
  const strip = element("div", { class: "ll-strip", role: "img" }, ...cells);
  const row = element(
    "div",
    { class: "ll-reader", role: "listitem" },
    head(name, numbersInWords(numbers, fixed)),
    answer,
    next,
    strip,
  );
  return {
    element: row,
    set([best, second], dx) {
      setText(answer, String(best));
      setText(next, `then ${second}`);
      cells.forEach((cell, n) => {
        cell.classList.toggle("ll-now", n - span === dx);
      });
    },
    strip(answers) {
      answers.forEach((one, n) => {
        setText(cells[n], String(one));
        cells[n].classList.toggle("ll-other", one !== answers[span]);
      });
      strip.setAttribute(
        "aria-label",
        `Answers by shift: ${stripInWords(answers, span)}`,
      );
    },
    rest() {
      setText(answer, "\u2013");
      setText(next, "");
      for (const cell of cells) setText(cell, "");
      for (const cell of cells) cell.classList.remove("ll-other");
      strip.setAttribute("aria-label", "No answers: nothing is drawn");
    },
  };
}

/** What stands above the strips: the shift to the far left, none, to the far right. */
export function createScale(span) {
  const ends = [`${MINUS}${span}`, "0", `+${span}`].map((text) =>
    element("span", {}, text),
  );
  const words = element("span", { class: "ll-caption" }, "answer by shift, pixels");
  return div("ll-reader ll-reader-scale", words, div("ll-strip-ends", ...ends));
}
