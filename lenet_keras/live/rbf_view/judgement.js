// What follows from the states of F6, the codes and the penalties: equation 7 unit by
// unit, the posterior of equation 9, an answer or its rejection, each also in words.

import { decimal, range, stretch } from "../js/numbers.js";

/** Equation 7, unit by unit: differences from a code, squares, and their sums so far. */
export function unitByUnit(states, code) {
  const differences = Float32Array.from(states, (state, unit) => state - code[unit]);
  const squares = differences.map((difference) => difference ** 2);
  let sum = 0;
  const sums = squares.map((square) => {
    sum += square;
    return sum;
  });
  return { differences, squares, sums };
}

/** What each row of a picture adds to the sum over all its units. */
export function rowSums(values, columns) {
  return range(values.length / columns).map((row) =>
    stretch(values, row, columns).reduce((sum, value) => sum + value, 0),
  );
}

/** Equation 9, with penalties times `scale`: the probability of each class and, last, of
 *  rubbish with penalty `j`. */
export function posterior(penalties, j, scale = 1) {
  const all = [...Array.from(penalties, (penalty) => scale * penalty), j];
  const smallest = Math.min(...all);
  const shares = all.map((penalty) => Math.exp(smallest - penalty));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** The two best classes, how far apart they are, and whether that is too near. */
export function decide(penalties, ranking, threshold) {
  const [best, second] = ranking;
  const margin = penalties[second] - penalties[best];
  return { best, second, margin, rejected: margin < threshold };
}

/** The decision in words. */
export function decisionInWords(
  { best, second, margin, rejected },
  penalties,
  probabilities,
  threshold,
) {
  const likely = likeliest(probabilities);
  const name = classNames(penalties.length)[likely];
  return (
    `${rejected ? "Rejected" : `Answer ${best}`}: penalties ${decimal(penalties[best], 1)} ` +
    `of ${best} and ${decimal(penalties[second], 1)} of ${second}, a margin of ` +
    `${decimal(margin, 1)}; the threshold is ${decimal(threshold, 1)}. ` +
    `Likeliest: ${name}, with probability ${decimal(probabilities[likely], 3)}.`
  );
}

/** A unit in words. */
export function unitInWords(unit, state, target, { differences, squares, sums }, code) {
  const signed = (value) => (value < 0 ? `(${decimal(value)})` : decimal(value));
  return (
    `Unit ${unit}: (${decimal(state)} \u2212 ${signed(target)})\u00b2 = ` +
    `${signed(differences[unit])}\u00b2 = ${decimal(squares[unit], 3)}; sum up to here ` +
    `${decimal(sums[unit], 1)} of ${decimal(sums.at(-1), 1)}, the penalty of ${code}`
  );
}

/** The number of the likeliest class. */
export function likeliest(probabilities) {
  return probabilities.indexOf(Math.max(...probabilities));
}

/** The names of the classes, rubbish being the last. */
export function classNames(count) {
  return [...range(count).map(String), "rubbish"];
}

/** The rows of the table of classes: each with penalty and posterior. That of rubbish is
 *  the penalty of a class with as much probability. */
export function classRows(penalties, j, scale = 1) {
  const probabilities = posterior(penalties, j, scale);
  const all = [...penalties, j / scale];
  return classNames(penalties.length).map((name, place) => [
    name,
    decimal(all[place], 3),
    decimal(probabilities[place], 4),
  ]);
}

/** The rows of the table of units: state, code, and the terms of equation 7. */
export function unitRows(states, code, { differences, squares, sums }) {
  return Array.from(states, (state, unit) => [
    unit,
    decimal(state, 3),
    decimal(code[unit], 0),
    decimal(differences[unit], 3),
    decimal(squares[unit], 3),
    decimal(sums[unit], 2),
  ]);
}
