// The answer as the largest thing of a figure: the class, how sure, and how near all are.
//
//   const verdict = createVerdict(layers.output, view.value("limits"));
//   verdict.element, verdict.set(output, ranking)      verdict.words after that
//   verdict.rest("nothing drawn", "draw a digit")      no answer to what is not there
//
// By penalties an answer is *sure* if the next class is far enough behind and the nearest
// code near enough; very far from every code it is probably no digit; else it is unsure.

import { measureOf } from "./answers.js";
import { createBars } from "./bars.js";
import { div, element, setText } from "./element.js";
import { decimal, range } from "./numbers.js";

const HALF = 30; // the penalty at which a bar of closeness is half as long
const LIKELY = 0.9; // the probability from which an answer is sure

/** How near a class is, from 0 to 1: of probabilities, themselves. */
export function closeness(kind, value) {
  return kind === "rbf" ? HALF / (HALF + value) : value;
}

/** "sure", "unsure" or "stranger". */
export function verdictOf(kind, output, [best, second], { margin, penalty, far }) {
  if (kind !== "rbf") return output[best] >= LIKELY ? "sure" : "unsure";
  if (output[best] > far) return "stranger";
  const leads = output[second] - output[best] >= margin;
  return leads && output[best] <= penalty ? "sure" : "unsure";
}

/** Why the verdict is what it is. */
export function reasonInWords(kind, output, [best, second], limits) {
  const verdict = verdictOf(kind, output, [best, second], limits);
  if (kind !== "rbf") {
    const reach = verdict === "sure" ? "reaches" : "is below";
    return `${verdict}: the probability ${reach} ${LIKELY}`;
  }
  const lead = output[second] - output[best];
  const [penalty, margin, most, least, far] = [
    ...[output[best], lead, limits.penalty, limits.margin, limits.far],
  ].map((value) => decimal(value, 1));
  const doubt =
    lead < limits.margin
      ? `the margin of ${margin} is below ${least}`
      : `the penalty of ${penalty} is above ${most}`;
  return {
    sure: `sure: the margin of ${margin} reaches ${least}, and the penalty is at most ${most}`,
    unsure: `unsure: ${doubt}`,
    stranger: `probably not a digit: the penalty of ${penalty} is above ${far}`,
  }[verdict];
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
  const { title, write } = measureOf(layer);
  const digit = div("ll-answer");
  const [told, next] = ["ll-verdict", "ll-next"].map((name) =>
    element("span", { class: name }),
  );
  const bars = createBars(range(maps).map(String), title);
  const say = (verdict, answer, word, more) => {
    made.element.dataset.verdict = verdict;
    setText(digit, answer);
    setText(told, word);
    setText(next, more);
  };
  const made = {
    element: div(
      "ll-outcome-of-all",
      digit,
      div("ll-verdict-line", told, next),
      bars.element,
    ),
    words: "",
    set(output, ranking, its = limits) {
      const verdict = verdictOf(kind, output, ranking, its);
      const [word, more] = verdictInWords(verdict, ranking);
      const [best] = ranking;
      const stranger = verdict === "stranger";
      say(verdict, stranger ? "?" : String(best), word, more);
      const lengths = Array.from(output, (value) => closeness(kind, value));
      bars.set(lengths, Array.from(output, write), stranger ? -1 : best);
      made.words = `Answer ${best}, ${word}, ${more}`;
    },
    /** No answer: nothing has been read. */
    rest(word, more) {
      say("none", "\u2013", word, more);
      const none = range(maps);
      bars.set(
        none.fill(0),
        none.map(() => ""),
        -1,
      );
      made.words = `${word}: ${more}`;
    },
  };
  return made;
}
