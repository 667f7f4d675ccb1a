// What learns in the page: settings, words, the plot, files of networks, drawings kept.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { keptInWords } from "../../lenet_keras/live/drawing_pad/teaching.js";
import {
  forgetDrawings,
  keepDrawing,
  ownDrawings,
} from "../../lenet_keras/live/js/own_drawings.js";
import { COURSE } from "../../lenet_keras/live/learning/course.js";
import { writeNpz } from "../../lenet_keras/live/learning/npz.js";
import { CONNECTIONS, WEIGHTS } from "../../lenet_keras/live/learning/weights.js";
import {
  acrossPlot,
  shortCount,
  upPlot,
} from "../../lenet_keras/live/live_training/course_plot.js";
import { canStandIn } from "../../lenet_keras/live/live_training/keepsakes.js";
import {
  betweenInWords,
  createPair,
} from "../../lenet_keras/live/live_training/learning_kernels.js";
import {
  fileOf,
  inPython,
  networkInFile,
  weightShapes,
} from "../../lenet_keras/live/live_training/network_file.js";
import { askForLearning } from "../../lenet_keras/live/live_training/notebook_learning.js";
import {
  learnedInWords,
  loadingInWords,
  messageInWords,
  progressInWords,
} from "../../lenet_keras/live/live_training/progress_words.js";
import {
  layerRatesInWords,
  placeOfRate,
  ratesOfNowInWords,
} from "../../lenet_keras/live/live_training/rates.js";
import {
  missingInWords,
  numberOfTable,
  trainingOf,
} from "../../lenet_keras/live/live_training/settings.js";
import { writeSmall } from "../../lenet_keras/live/live_training/sums_back.js";
import {
  derivativesOf,
  unitOnTheWayInWords,
  wayBackInWords,
} from "../../lenet_keras/live/live_training/way_back.js";
import { emptyStorage } from "./storage.js";

const TRAITS = {
  ...{ source: 0, one_class: 3, rate: 0, mu: 0.04, loss: 0, start: 0 },
  ...{ table: 0, method: 0, shuffled: false, distorted: false },
};
const of = (changes, drawings = []) => trainingOf({ ...TRAITS, ...changes }, drawings);

test("what nobody changed is the recipe `best`, on the digits of the page", () => {
  const { connections, settings } = of({});
  assert.equal(connections, "table_i");
  for (const [name, value] of Object.entries(settings)) {
    assert.deepEqual(value, COURSE[name], name);
  }
});

test("what was learned is said of digits not learned from, once they were judged", () => {
  assert.equal(learnedInWords(undefined), "");
  const answers = Uint8Array.of(3, 1);
  const words = [0.1, 0.6, 0.9].map((error) => learnedInWords({ error, answers }));
  assert.match(words[0], /most/);
  assert.match(words[1], /some/);
  assert.match(words[2], /guessing/);
});

test("who gives one answer to everything is not said to guess, if it saw no more", () => {
  const judged = { error: 0.895, answers: Uint8Array.of(3, 3, 3) };
  for (const settings of [of({ source: 3 }), of({ source: 5 }, [{ label: 3 }])]) {
    assert.equal(
      learnedInWords(judged, settings.settings),
      "It answers 3 to everything.",
    );
  }
  assert.equal(
    learnedInWords(judged, of({ shuffled: true }).settings),
    "It is still guessing. It answers 3 to everything.",
  );
  const others = { ...judged, answers: Uint8Array.of(3, 8) };
  assert.equal(learnedInWords(others, of({}).settings), "It is still guessing.");
});

test("when all passes are done, it says what leads on", () => {
  const message = { seen: 500, own: 0, pass: 4, passes: 5, error: 0.1, finite: true };
  const told = (more) => messageInWords({ ...message, ...more }, undefined, {});
  assert.match(told({ over: true, playing: false }), /all 5 passes.*Start again/);
  assert.doesNotMatch(told({ over: false, playing: false }), /Start again/);
  assert.match(told({ finite: false }), /no number any more/);
});

test("each choice changes what it names", () => {
  assert.equal(of({ source: 1 }).settings.first, 1000);
  assert.equal(of({ source: 2 }).settings.first, 100);
  assert.equal(of({ source: 3, one_class: 7 }).settings.digit, 7);
  assert.equal(of({ rate: -1 }).settings.rate.toPrecision(3), "0.0000300");
  assert.deepEqual(of({ loss: 1 }).settings.loss, { equation: 8 });
  assert.equal(of({ start: 1 }).settings.start, "literal");
  assert.equal(of({ start: 2 }).settings.equal, true);
  assert.equal(of({ table: 1 }).connections, "full");
  const { method, rate } = of({ method: 1 }).settings;
  assert.deepEqual([method, rate], ["sgd", 1e-3]);
  assert.equal(of({ shuffled: true }).settings.shuffledLabels, true);
  assert.deepEqual(of({ distorted: true }).settings.distortion, {});
});

test("drawings come so often that they matter, and a training without any is none", () => {
  const mine = [{ label: 2 }, { label: 7 }, { label: 1 }];
  const [all, only] = [4, 5].map((source) => of({ source }, mine).settings);
  for (const { drawings } of [all, only]) {
    assert.equal(drawings.length, 1002);
    assert.deepEqual(new Set(drawings), new Set(mine));
  }
  assert.deepEqual([all.first, only.first], [null, 0]);
  assert.deepEqual(of({}, mine).settings.drawings, []);
  for (const [source, drawings, words] of [
    ...[
      [4, [], /No drawing of yours/],
      [5, [], /No drawing of yours/],
    ],
    ...[
      [0, [], /^$/],
      [5, mine, /^$/],
    ],
  ]) {
    assert.match(missingInWords({ source }, drawings), words);
  }
});

test("few digits are shown as often as many, or nearly", () => {
  const shown = (source, count) => of({ source }).settings.passes * count;
  assert.equal(shown(2, 100), 10_000);
  assert.equal(shown(1, 1000), 20_000);
});

test("a notebook's kernel is asked for digits and scripts", async () => {
  const heard = new Set();
  const asked = [];
  const model = {
    on: (_, take) => heard.add(take),
    off: (_, take) => heard.delete(take),
    send: (message) => asked.push(message),
  };
  const answer = askForLearning(model);
  assert.deepEqual(asked, ["learning"]);
  const [take] = heard;
  take("something else", []);
  const parts = [[1, 2], [3], [4, 5], [6], [0x61, 0x3d, 0x62], [0x63]];
  take(
    "learning",
    parts.map((part) => new DataView(Uint8Array.from(part).buffer)),
  );
  assert.deepEqual(await answer, {
    digits: { images: Uint8Array.of(1, 2), labels: Uint8Array.of(3) },
    held: { images: Uint8Array.of(4, 5), labels: Uint8Array.of(6) },
    worker: "a=b",
    later: "c",
  });
  assert.equal(heard.size, 0);
});

test("how much of the digits is there is told", () => {
  assert.equal(loadingInWords(), "The digits are on their way.");
  assert.match(loadingInWords(0.426), /: 43\u00a0% are there\.$/);
});

test("progress is told in words", () => {
  const message = { seen: 0, pass: 0, passes: 5, error: null, over: false };
  assert.equal(
    progressInWords(message, { error: 0.9 }),
    "0 digits seen, pass 1 of 5. Wrong: 90.0\u00a0% of digits not learned from.",
  );
  const mine = { ...message, seen: 250, own: 12, error: 0.5 };
  assert.match(
    progressInWords(mine),
    /^250 digits seen, 12 of them yours, pass 1 of 5/,
  );
  const later = { ...message, seen: 12_500, pass: 1, error: 0.05 };
  assert.equal(
    progressInWords(later, { error: 0.031 }),
    "12,500 digits seen, pass 2 of 5. Wrong: 5.0\u00a0% of the last ones, " +
      "3.1\u00a0% of digits not learned from.",
  );
  assert.match(progressInWords({ ...later, over: true }, null), /all 5 passes/);
});

test("the way back has a picture for each map, and one for a vector", () => {
  const derivatives = { C1: Float32Array.of(1, 2, 3, -4), F6: Float32Array.of(5, -6) };
  assert.deepEqual(
    [...derivativesOf({ name: "C1", maps: 2 }, 1, derivatives)],
    [3, -4],
  );
  assert.deepEqual(
    [...derivativesOf({ name: "F6", maps: 2 }, 0, derivatives)],
    [5, -6],
  );
  const words = wayBackInWords({ label: 7, loss: 3.25, derivatives });
  assert.match(
    words,
    /labelled 7: loss 3.25.*from F6, at most 6.000, back to C1, at most 4.000\./,
  );
});

test("small derivatives are powers of ten, with their sign", () => {
  assert.deepEqual([0, 0.25, -2, -0.00024].map(writeSmall), [
    ...["0.000", "0.250", "\u22122.000", "\u22122.4\u00b710\u207b\u2074"],
  ]);
});

test("how the derivative of a unit comes about is told: slope, and what comes back", () => {
  const message = {
    states: { C1: new Float32Array(6 * 784), F6: new Float32Array(84) },
    derivatives: { C1: new Float32Array(6 * 784), F6: new Float32Array(84).fill(2) },
  };
  const slope = (2 / 3) * 1.7159; // of a state of zero
  message.derivatives.C1[784 + 3 * 28 + 4] = slope * -0.125;
  const c1 = {
    layer: { name: "C1" },
    name: "C1 map 1",
    map: 1,
    columns: 28,
    length: 784,
  };
  assert.match(
    unitOnTheWayInWords(c1, 3, 4, message),
    /C1 map 1, row 3, column 4: derivative \u22120.143 = slope 1.144 \u00d7 \u22120.125, come back from S2/,
  );
  const f6 = { layer: { name: "F6" }, name: "F6", map: 0, columns: 7, length: 84 };
  assert.match(
    unitOnTheWayInWords(f6, 1, 2, message),
    /F6, unit 9: derivative 2.000 = slope 1.144 \u00d7 1.748, come back from output/,
  );
});

test("kernels are compared with the last picture, however often that is drawn", () => {
  const [start, one, later, other] = [0, 1, 2, 3].map((value) => [value]);
  const pair = createPair(start);
  pair.take(one, 1);
  for (const again of [one.slice(), one.slice()]) pair.take(again, 1);
  assert.deepEqual([pair.passes, pair.between], [[start, one], 1]);
  pair.take(later, 613);
  assert.deepEqual([pair.passes, pair.between], [[one, later], 612]);
  pair.take(other, 0); // another training, from other weights
  assert.deepEqual([pair.passes, pair.between], [[other, other], 0]);
  assert.match(betweenInWords(0), /nothing/);
  assert.equal(betweenInWords(1), "what the last digit changed");
  assert.equal(betweenInWords(1612), "what the last 1,612 digits changed");
});

test("the rates of a layer are told in words", () => {
  assert.equal(
    layerRatesInWords("C1", Float32Array.of(1e-5, 2e-5, 3e-4)),
    "C1: 1.0\u00b710\u207b\u2075 to 3.0\u00b710\u207b\u2074, the middle one " +
      "2.0\u00b710\u207b\u2075",
  );
});

test("rates lie on a logarithmic scale, and are told as what they are", () => {
  assert.deepEqual([1e-7, 1, 0, 100].map(placeOfRate), [0, 1, 0, 1]);
  const tenfold = placeOfRate(1e-3) - placeOfRate(1e-4);
  assert.ok(Math.abs(tenfold - 1 / 7) < 1e-9);
  assert.match(ratesOfNowInWords(null, null), /none yet/);
  assert.match(ratesOfNowInWords({ C1: [1, 2, 3] }, 1), /smallest to the largest/);
  assert.equal(
    ratesOfNowInWords(null, 1e-3),
    "rate 1.0\u00b710\u207b\u00b3 for every weight",
  );
});

test("the plot is logarithmic both ways, and keeps what lies beyond inside", () => {
  assert.equal(acrossPlot(0), acrossPlot(100));
  const step = acrossPlot(1000) - acrossPlot(100);
  assert.ok(Math.abs(acrossPlot(10_000) - acrossPlot(1000) - step) < 1e-9);
  assert.ok(upPlot(1) > upPlot(10));
  assert.equal(upPlot(0.1), upPlot(0.5));
  assert.deepEqual([100, 1000, 1e6].map(shortCount), ["100", "1k", "1M"]);
});

test("the file of a network is one of all its weights, and read again", async () => {
  for (const [table, connections] of Object.entries(CONNECTIONS)) {
    const kernels = 25 * connections.flat().length;
    const weights = Float32Array.from({ length: WEIGHTS }, (_, n) => n % 1013);
    weights.fill(0, 168 + kernels, 168 + 2400); // places of kernels that are not there
    const read = await networkInFile(fileOf({ weights, connections }));
    assert.equal(read.table, table);
    assert.deepEqual(read.weights, weights);
  }
});

test("the standard network has 60,000 weights, and can stand in for the book's", () => {
  const size = (shape) => shape.reduce((product, side) => product * side, 1);
  const count = (connections) =>
    weightShapes(connections).reduce((sum, [, shape]) => sum + size(shape), 0);
  assert.equal(count(CONNECTIONS.table_i), 60_000);
  assert.equal(count(CONNECTIONS.full), 60_900);
  assert.ok(canStandIn({ connections: CONNECTIONS.table_i }));
  assert.ok(!canStandIn({ connections: CONNECTIONS.full }));
});

test("how a file is read in Python names the table where it must", () => {
  const words = Object.values(CONNECTIONS).map((connections) =>
    inPython({ connections }),
  );
  assert.deepEqual(words, [
    'In Python: lenet5(weights="lenet5.npz").',
    'In Python: lenet5(weights="lenet5.npz", connections="full").',
  ]);
  for (const name of Object.keys(CONNECTIONS)) {
    assert.equal(of({ table: numberOfTable(name) }).connections, name);
  }
});

test("the file of something else is refused in words", async () => {
  const other = writeNpz({ "C1/kernel": { shape: [1], values: [1] } });
  await assert.rejects(networkInFile(other), /Expected the file of a LeNet-5/);
});

beforeEach(emptyStorage);

afterEach(() => {
  delete globalThis.localStorage;
});

test("drawings are kept with their labels until they are forgotten", () => {
  assert.deepEqual(ownDrawings(), []);
  const image = Uint8Array.from({ length: 784 }, (_, n) => n % 256);
  assert.equal(keepDrawing(image, 7), 1);
  assert.equal(keepDrawing(image, 2), 2);
  const [first, second] = ownDrawings();
  assert.deepEqual([first, second.label], [{ image, label: 7 }, 2]);
  forgetDrawings();
  assert.deepEqual(ownDrawings(), []);
});

test("how many drawings are kept is told in words", () => {
  assert.equal(keptInWords(0), "None is kept.");
  assert.match(keptInWords(1), /^1 digit of yours is kept/);
  assert.match(keptInWords(2), /^2 digits of yours are kept/);
});

test("without room no drawing is kept", () => {
  globalThis.localStorage.setItem = () => {
    throw new Error("full");
  };
  assert.equal(keepDrawing(new Uint8Array(784), 1), null);
});
