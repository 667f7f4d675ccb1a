import assert from "node:assert/strict";
import { test } from "node:test";
import { codeInWords, nextCode } from "../../lenet_keras/live/rbf_view/codes.js";
import {
  classNames,
  classRows,
  decide,
  decisionInWords,
  likeliest,
  posterior,
  rowSums,
  unitByUnit,
  unitInWords,
  unitRows,
} from "../../lenet_keras/live/rbf_view/judgement.js";
import { marginInWords } from "../../lenet_keras/live/rbf_view/margin.js";
import {
  changed,
  codeShown,
  codesOf,
} from "../../lenet_keras/live/rbf_view/rbf_view.js";
import {
  differenceEnd,
  legendEnds,
  termLooks,
} from "../../lenet_keras/live/rbf_view/terms.js";

const near = (found, expected) =>
  found.forEach((value, n) => {
    assert.ok(
      Math.abs(value - expected[n]) < 1e-6,
      `${value}, expected ${expected[n]}`,
    );
  });

test("a penalty adds up unit by unit, as in the chapter's example", () => {
  const { differences, squares, sums } = unitByUnit([0.5, 1, -1], [-1, 1, 1]);
  assert.deepEqual([...differences], [1.5, 0, -2]);
  assert.deepEqual([...squares], [2.25, 0, 4]);
  assert.deepEqual([...sums], [2.25, 2.25, 6.25]);
});

test("rows add up to the whole", () => {
  assert.deepEqual(rowSums(Float32Array.of(1, 2, 3, 4, 5, 6), 3), [6, 15]);
});

test("the posterior of the chapter's example, the rubbish class last", () => {
  near(posterior([Math.log(2), Math.log(4)], Math.log(4)), [1 / 2, 1 / 4, 1 / 4]);
});

test("penalties too large for their exponentials still have a posterior", () => {
  near(posterior([2000, 2000], 2000), [1 / 3, 1 / 3, 1 / 3]);
  near(posterior([2000, 3000], 10), [0, 0, 1]);
  near(posterior([2000, 2000], 1000, 0.5), [1 / 3, 1 / 3, 1 / 3]);
});

test("a margin below the threshold is rejected, one that equals it is not", () => {
  const penalties = [9, 4, 30];
  assert.deepEqual(decide(penalties, [1, 0, 2], 5), {
    best: 1,
    second: 0,
    margin: 5,
    rejected: false,
  });
  assert.equal(decide(penalties, [1, 0, 2], 5.1).rejected, true);
});

test("the line tells answer or rejection, and what is likeliest", () => {
  const penalties = [9, 4, 30];
  const decision = decide(penalties, [1, 0, 2], 2);
  assert.equal(
    decisionInWords(decision, penalties, [0.1, 0.8, 0, 0.1], 2),
    "Answer 1: penalties 4.0 of 1 and 9.0 of 0, a margin of 5.0; the threshold is 2.0. " +
      "Likeliest: 1, with probability 0.800.",
  );
  const words = decisionInWords(
    { ...decision, rejected: true },
    penalties,
    [0, 0.2, 0, 0.8],
    6,
  );
  assert.match(
    words,
    /^Rejected: penalties 4.0 of 1 .* Likeliest: rubbish, .* 0.800\.$/,
  );
});

test("a unit tells its term and the sum so far", () => {
  const terms = unitByUnit([0.5, 1, -1], [-1, 1, 1]);
  assert.equal(
    unitInWords(2, -1, 1, terms, 4),
    "Unit 2: (\u22121.00 \u2212 1.00)\u00b2 = (\u22122.00)\u00b2 = 4.000; " +
      "sum up to here 6.3 of 6.3, the penalty of 4",
  );
  assert.match(
    unitInWords(0, 0.5, -1, terms, 4),
    /\(0.50 \u2212 \(\u22121.00\)\)\u00b2 = 1.50/,
  );
});

test("arrow keys lead from code to code, up and down as left and right", () => {
  assert.deepEqual(
    ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "End"].map((key) =>
      nextCode(key, 4, 10),
    ),
    [5, 5, 3, 3, 0, 9],
  );
  assert.equal(nextCode("ArrowDown", 9, 10), 9);
  assert.equal(nextCode("Enter", 4, 10), null);
});

test("a code is named with its penalty, the smallest as such", () => {
  assert.equal(codeInWords(7, "4.1", true), "code of 7, penalty 4.1, the smallest");
  assert.equal(codeInWords(8, "9.9", false), "code of 8, penalty 9.9");
});

test("the margin is told against the threshold", () => {
  const decision = { best: 3, margin: 12.34, rejected: false };
  assert.equal(marginInWords(decision, 12.3), "12.3 \u2265 12.3: answer 3");
  assert.equal(
    marginInWords({ ...decision, rejected: true }, 20),
    "12.3 < 20.0: rejected",
  );
});

test("tables have a row for each class, rubbish last, and one for each unit", () => {
  assert.deepEqual(classNames(2), ["0", "1", "rubbish"]);
  assert.equal(likeliest([0.2, 0.5, 0.3]), 1);
  const rows = classRows([Math.log(2), Math.log(4)], Math.log(4));
  assert.deepEqual(rows, [
    ["0", "0.693", "0.5000"],
    ["1", "1.386", "0.2500"],
    ["rubbish", "1.386", "0.2500"],
  ]);
  const [states, code] = [
    [0.5, -1],
    [-1, 1],
  ];
  assert.deepEqual(unitRows(states, code, unitByUnit(states, code)), [
    [0, "0.500", "\u22121", "1.500", "2.250", "2.25"],
    [1, "\u22121.000", "1", "\u22122.000", "4.000", "6.25"],
  ]);
});

test("differences end at a wrong sign, or at the largest of the picture", () => {
  assert.equal(differenceEnd([0.5, -2.7], false), 2);
  assert.equal(differenceEnd([0.5, -2.7], true), 2.7);
  assert.deepEqual(legendEnds(2, false), {
    difference: ["\u2264\u00a0\u22122.00", "\u2265\u00a02.00"],
    square: ["0", "\u2265\u00a04.00"],
  });
  assert.deepEqual(legendEnds(2.7, true).square, ["0", "7.29"]);
});

test("the four pictures of equation 7 have each its scale and its words", () => {
  const terms = unitByUnit([0.5], [-1]);
  const looks = termLooks([0.5], [-1], 6, terms, 2);
  assert.deepEqual(
    looks.map(({ values, low, high, caption }) => [values[0], low, high, caption]),
    [
      [0.5, -1.7159, 1.7159, "F6"],
      [-1, -1.7159, 1.7159, "\u2212 code of 6"],
      [1.5, -2, 2, "= difference"],
      [2.25, 0, 4, "squared"],
    ],
  );
});

test("the code that is looked at is the nearest until another is chosen", () => {
  assert.equal(codeShown(-1, [4, 7]), 4);
  assert.equal(codeShown(0, [4, 7]), 0);
});

test("codes are those of the output layer, class by class", () => {
  const kernels = Float64Array.from({ length: 168 }, (_, n) => n);
  const codes = codesOf({ kernels, maps: 2 });
  assert.deepEqual(
    codes.map((code) => [code.length, code[0]]),
    [
      [84, 0],
      [84, 84],
    ],
  );
});

test("an image that nothing is done to stays, a shift moves it, noise inverts", () => {
  const image = new Float32Array(1024).fill(-0.1);
  image[32 * 10 + 10] = 1.175;
  const untouched = { dx: 0, dy: 0, rotation: 0, noise: 0 };
  const draws = new Float64Array(1024).fill(0.5);
  assert.deepEqual(changed(image, untouched, draws), image);
  const moved = changed(image, { ...untouched, dx: 2, dy: -1 }, draws);
  assert.equal(moved.indexOf(image[330]), 32 * 9 + 12);
  const soiled = changed(image, { ...untouched, noise: 0.6 }, draws);
  assert.ok(soiled.every((level, n) => Math.abs(level + image[n] - 1.075) < 1e-6));
  const turned = changed(image, { ...untouched, rotation: 90 }, draws);
  assert.ok(turned[32 * 10 + 21] > 1); // clockwise about the centre
});
