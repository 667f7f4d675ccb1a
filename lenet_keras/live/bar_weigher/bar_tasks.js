// Two tasks in nine pixels, and a weighted sum that is to solve them.

import { clamp, decimal, range } from "../js/numbers.js";

export const SIDE_OF_BARS = 3;
export const HEAVIEST = 2; // weights and bias are whole numbers from -2 to 2
const PLACES = range(SIDE_OF_BARS);

const picture = (ink) =>
  PLACES.flatMap((row) => PLACES.map((c) => Number(ink(row, c))));

/** A task: two kinds of pictures, of which the first is to score above zero. */
export const TASKS = [
  {
    kinds: ["upright", "level"],
    pictures: [
      PLACES.map((place) => picture((_, column) => column === place)),
      PLACES.map((place) => picture((row) => row === place)),
    ],
  },
  {
    kinds: ["falling", "rising"],
    pictures: [
      [picture((row, column) => row === column)],
      [picture((row, column) => row + column === SIDE_OF_BARS - 1)],
    ],
  },
];

const [PIXELS_SEEN, FEATURES_SEEN] = [0, 1]; // of the trait `sees`

/** The largest column sum and the largest row sum of a picture. */
export function featuresOf(pixels) {
  const at = (row, column) => pixels[row * SIDE_OF_BARS + column];
  const sum = (pick) => PLACES.reduce((total, n) => total + pick(n), 0);
  const columns = PLACES.map((column) => sum((row) => at(row, column)));
  const rows = PLACES.map((row) => sum((column) => at(row, column)));
  return [Math.max(...columns), Math.max(...rows)];
}

/** The weighted sum of some numbers, with a bias. */
export function scoreOf(numbers, weights, bias) {
  return numbers.reduce((sum, number, n) => sum + number * weights[n], bias);
}

/** So many weights within their bounds; those that are missing are zero. */
export function weightsFrom(values, count) {
  return range(count).map((n) => clamp(values[n] ?? 0, -HEAVIEST, HEAVIEST));
}

/** Settings that the figure knows, whatever a link said. */
export function settingsFrom({ weights, features, bias, sees, task }) {
  return {
    weights: weightsFrom(weights, SIDE_OF_BARS ** 2),
    features: weightsFrom(features, 2),
    bias: weightsFrom([bias], 1)[0],
    sees: sees === FEATURES_SEEN ? sees : PIXELS_SEEN,
    task: TASKS[task] ? task : 0,
  };
}

/** A weight one step further; after the last comes the first. */
export function turned(weight, by) {
  const values = 2 * HEAVIEST + 1;
  return ((weight + by + HEAVIEST + values) % values) - HEAVIEST;
}

/** What each picture of a task scores, what it is called, and whether that is right. */
export function judged({ task, sees, weights, features, bias }) {
  const { kinds, pictures } = TASKS[task];
  return pictures.map((some, kind) =>
    some.map((pixels) => {
      const score =
        sees === PIXELS_SEEN
          ? scoreOf(pixels, weights, bias)
          : scoreOf(featuresOf(pixels), features, bias);
      const answer = score > 0 ? 0 : 1;
      return { pixels, score, name: kinds[answer], right: answer === kind };
    }),
  );
}

/** How many are right, and of how many. */
export function countOf(results) {
  const all = results.flat();
  return [all.filter(({ right }) => right).length, all.length];
}

/** What the scores of some pictures add up to. */
export function sumOf(results) {
  return results.reduce((total, { score }) => total + score, 0);
}

/** The scores of each kind and what they add up to, in words. */
export function scoresInWords(task, results) {
  const [right, all] = countOf(results);
  const kinds = results.map((some, kind) => {
    const scores = some.map(({ score }) => decimal(score, 0));
    const together = some.length > 1 ? `, together ${decimal(sumOf(some), 0)}` : "";
    return `${TASKS[task].kinds[kind]} ${scores.join(", ")}${together}`;
  });
  return `${right} of ${all} right. Scores: ${kinds.join("; ")}.`;
}
