// Networks with some rungs of a ladder, of which not all combinations were trained.

import { decimal, MINUS } from "../js/numbers.js";

const TICKS = [0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10, 20, 50, 100];

/** The number of the row that has these rungs and no other; -1 if none was trained. */
export function rowWith(rows, rungs) {
  const wanted = new Set(rungs);
  return rows.findIndex(
    ({ rungs: those }) =>
      those.length === wanted.size && those.every((rung) => wanted.has(rung)),
  );
}

/** The row in which one rung is on that was off, or off that was on; -1 for none. */
export function flipped(rows, now, rung) {
  const { rungs } = rows[now];
  const others = rungs.filter((one) => one !== rung);
  return rowWith(rows, others.length < rungs.length ? others : [...rungs, rung]);
}

/** A row that is there, whatever a link said. */
export function rowFrom(value, rows) {
  return rows[value] ? value : 0;
}

export function meanOf(errors) {
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** Half of the interval of a row; `null` where one seed has none. */
export function halfOf({ low, high }) {
  return low === null || high === null ? null : (high - low) / 2;
}

/** What a rung changed, on from off or back: `null` where the rows differ by more. */
export function changeBetween(changes, before, now) {
  const forth = changes.find((one) => one.before === before && one.after === now);
  const back = changes.find((one) => one.before === now && one.after === before);
  if (!forth && !back) return null;
  const { by, low, high } = forth ?? back;
  return { by: forth ? by : -by, half: halfOf({ low, high }) };
}

/** The ends of an axis that shows all rows, and the round numbers on it. */
export function axisOf(rows) {
  const all = rows.flatMap(({ errors, low, high }) =>
    [...errors, low, high].filter((end) => end > 0),
  );
  const [least, most] = [Math.min(...all) / 1.06, Math.max(...all) * 1.06];
  return { least, most, ticks: TICKS.filter((one) => one >= least && one <= most) };
}

/** The place of an error on a logarithmic axis, from 0 to 1. */
export function placeOn({ least, most }, error) {
  const place = Math.log(error / least) / Math.log(most / least);
  return Math.min(Math.max(place, 0), 1);
}

const seedsInWords = (count) => (count === 1 ? "1 seed" : `${count} seeds`);

/** The uncertainty of an error, in few words. */
export function uncertaintyOf(row) {
  const seeds = seedsInWords(row.errors.length);
  const half = halfOf(row);
  return half === null ? `${seeds}, no interval` : `\u00b1${decimal(half)}, ${seeds}`;
}

/** What a change did, in words. */
export function changeInWords({ by, half }) {
  const points = decimal(Math.abs(by));
  const sign = by < 0 ? MINUS : "+";
  if (half === null) return `${sign}${points} points; one seed cannot say more`;
  const sure = Math.abs(by) > half;
  const verdict = sure ? (by < 0 ? "better" : "worse") : "within chance";
  return `${sign}${points} \u00b1 ${decimal(half)} points: ${verdict}`;
}

/** Whole numbers as they are read: 340,908. */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}
