// What each connection between an S2 map and a C3 map adds, and what breaks without it.

import { addCorrelation, forward } from "../js/lenet5.js";
import { decimal } from "../js/numbers.js";

/** The connections of C3 in the order of their kernels, each from an S2 map to a C3 map. */
export function connectionsOf({ connections }) {
  return connections
    .flatMap((inputs, map) => inputs.map((from) => ({ from, map })))
    .map((pair, kernel) => ({ ...pair, kernel }));
}

/** What each S2 map that a C3 map sees adds to it, unit by unit. */
export function partialSums(network, states, map) {
  const { C3 } = network;
  return connectionsOf(C3)
    .filter((connection) => connection.map === map)
    .map((connection) => {
      const sums = new Float64Array(C3.size * C3.size);
      addCorrelation(C3, connection.kernel, states.S2, connection.from, sums);
      return { ...connection, sums };
    });
}

/** All states for an image of 32x32 pixels with the kernels numbered in `off` at zero. */
export function forwardWithout(network, image, off, states) {
  const kernels = network.C3.kernels.slice();
  for (const kernel of off) kernels.fill(0, 25 * kernel, 25 * (kernel + 1));
  return forward({ ...network, C3: { ...network.C3, kernels } }, image, states);
}

/** The bias and all partial sums that are not switched off, added up. */
export function addUp(parts, bias, off) {
  const total = new Float64Array(parts[0].sums.length).fill(bias);
  for (const { kernel, sums } of parts) {
    if (off.includes(kernel)) continue;
    for (let unit = 0; unit < total.length; unit++) total[unit] += sums[unit];
  }
  return total;
}

/** `off` with some kernels switched on if all of them were off, and off otherwise. */
export function toggled(off, kernels) {
  const others = off.filter((kernel) => !kernels.includes(kernel));
  const wereOff = others.length + kernels.length === off.length;
  return (wereOff ? others : [...others, ...kernels]).sort((a, b) => a - b);
}

/** What became of a digit whose answer changed; `null` if it did not change. */
export function verdict(label, before, now) {
  if (now === before) return null;
  if (before === label) return "breaks";
  return now === label ? "mended" : "still wrong";
}

/** Errors before and now, and the digits whose answer changed. */
export function compare(labels, before, now) {
  const digits = Array.from(labels, (label, digit) => ({
    digit,
    label,
    before: before[digit],
    now: now[digit],
    verdict: verdict(label, before[digit], now[digit]),
  }));
  return {
    errorsBefore: digits.filter((d) => d.before !== d.label).length,
    errorsNow: digits.filter((d) => d.now !== d.label).length,
    changed: digits.filter((d) => d.verdict),
  };
}

/** A unit of a C3 map as a sum of numbers. */
export function unitInWords(parts, bias, off, state, unit) {
  const kept = parts.filter(({ kernel }) => !off.includes(kernel));
  const numbers = kept.map(({ sums }) => sums[unit]);
  const sum = [...numbers, bias]
    .map((number, n) => {
      const sign = number < 0 ? "\u2212" : "+";
      const size = decimal(Math.abs(number));
      const name = n === numbers.length ? "bias " : "";
      return n === 0 && sign === "+" ? name + size : `${sign} ${name}${size}`;
    })
    .join(" ");
  const total = addUp(parts, bias, off)[unit];
  return `${sum} = ${decimal(total)}, squashed: ${decimal(state[unit])}`;
}

/**
 * What the figure shows, in words: how many connections are off, the answers `{best,
 * value}` now and before, and `compare`'s answer, once there is one; until then `done`
 * says how many digits are counted.
 */
export function cutInWords({ off, digits, measure, now, before, counted, done = 0 }) {
  const answerOf = ({ best, value }) =>
    `${best}, ${measure.name} ${measure.write(value)}`;
  const count = counted ? null : `counting, ${done} \u2026`;
  if (!off) {
    const errors = count ?? `${counted.errorsBefore} wrong.`;
    return `All connections on. This digit: answer ${answerOf(now)}. Of ${digits} digits: ${errors}`;
  }
  const errors =
    count ?? `${counted.errorsBefore} wrong with all on, ${counted.errorsNow} now.`;
  return (
    `${off} connection${off === 1 ? "" : "s"} off. This digit: answer ${answerOf(now)} ` +
    `(with all on ${answerOf(before)}). Of ${digits} digits: ${errors}`
  );
}
