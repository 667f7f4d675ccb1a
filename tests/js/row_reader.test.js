// What the row reader does apart from the page: paths, ink, keys, links, words.

import assert from "node:assert/strict";
import test from "node:test";

import { byClass, inkedPart } from "../../lenet_keras/live/row_reader/examples.js";
import {
  boxOf,
  decodeSheet,
  encodeSheet,
  FIELD,
  FINE,
  inkEnd,
  inkOfSheet,
  typed,
  typeset,
} from "../../lenet_keras/live/row_reader/field.js";
import { BLANK, readRow, sweepRow } from "../../lenet_keras/live/row_reader/paths.js";
import { fieldPoint, rowWish } from "../../lenet_keras/live/row_reader/row_pad.js";
import {
  pathInWords,
  rivalInWords,
  truthOf,
} from "../../lenet_keras/live/row_reader/row_reader.js";
import { outputInWords } from "../../lenet_keras/live/row_reader/trellis.js";
import { widen } from "../../lenet_keras/live/row_reader/wide.js";
import {
  codesInRow,
  columnsOf,
  tiling,
} from "../../lenet_keras/live/row_reader/wide_maps.js";

/** Penalties of 50, and 20 for blank, but for some: {place: {label: penalty}}. */
function penaltiesWith(count, some) {
  const penalties = new Float64Array(11 * count).fill(50);
  for (let place = 0; place < count; place++) {
    penalties[11 * place + BLANK] = 20;
    for (const [label, penalty] of Object.entries(some[place] ?? {})) {
      penalties[11 * place + Number(label)] = penalty;
    }
  }
  return penalties;
}

const A_4_WITH_A_FALSE_1 = penaltiesWith(4, { 1: { 4: 5 }, 2: { 1: 15 } });

test("the path reads no two digits at neighbouring outputs, the sweep does", () => {
  const { text, places, labels, penalty } = readRow(A_4_WITH_A_FALSE_1);
  assert.deepEqual([text, places, penalty], ["4", [1], 65]);
  assert.deepEqual(labels, [BLANK, 4, BLANK, BLANK]);
  assert.deepEqual(sweepRow(A_4_WITH_A_FALSE_1), {
    text: "41",
    labels: [BLANK, 4, 1, BLANK],
  });
});

test("of a digit that neighbouring outputs see the sweep reads one", () => {
  const penalties = penaltiesWith(5, { 0: { 4: 5 }, 1: { 4: 6 }, 4: { 4: 1 } });
  assert.equal(sweepRow(penalties).text, "44");
});

test("paper is read as nothing", () => {
  const { text, labels } = readRow(penaltiesWith(3, {}));
  assert.deepEqual([text, labels], ["", [BLANK, BLANK, BLANK]]);
  assert.equal(readRow(new Float64Array(0)).text, "");
});

test("the next path reads another text: shorter, longer or with another digit", () => {
  const rival = (penalties) => {
    const { text } = readRow(penalties);
    const other = readRow(penalties, text);
    assert.notEqual(other.text, text);
    return [text, other.text, other.penalty - readRow(penalties).penalty];
  };
  assert.deepEqual(rival(penaltiesWith(3, { 1: { 7: 5, 2: 9 } })), ["7", "2", 4]);
  assert.deepEqual(rival(penaltiesWith(3, { 1: { 7: 18 } })), ["7", "", 2]);
  assert.deepEqual(rival(penaltiesWith(3, { 0: { 7: 5 }, 2: { 1: 21 } })), [
    "7",
    "71",
    1,
  ]);
  // The same text by another way is no other text.
  assert.deepEqual(rival(penaltiesWith(3, { 1: { 7: 5 }, 2: { 7: 6 } })), [
    "7",
    "",
    15,
  ]);
});

const dot = { width: 2 * FINE, erase: false, points: [40 * FINE, 16 * FINE] };
const line = { ...dot, points: [20 * FINE, 8 * FINE, 20 * FINE, 24 * FINE] };
const blank = { paper: null, strokes: [] };
const column = (from, to) => {
  const image = new Uint8Array(784);
  for (let row = 4; row < 24; row++) image.fill(255, 28 * row + from, 28 * row + to);
  return image;
};
const written = Array.from({ length: 10 }, (_, digit) => [column(10, 11 + digit)]);
written[4].push(column(3, 20));
const rows = new Uint8Array(2 * 32 * FIELD);
rows.fill(255, 32 * FIELD + 16 * FIELD + 50, 32 * FIELD + 16 * FIELD + 60);
const given = { rows, written, gap: 2 };

test("a stroke is as wide as it should be, and no wider", () => {
  const ink = inkOfSheet({ ...blank, strokes: [line] }, given);
  const across = Array.from(ink.subarray(16 * FIELD, 17 * FIELD));
  assert.deepEqual(across.slice(18, 22), [0, 1, 1, 0]);
  assert.equal(
    across.reduce((sum, level) => sum + level),
    2,
  );
  assert.ok(ink.every((level) => level >= 0 && level <= 1));
  const sum = inkOfSheet({ ...blank, strokes: [dot] }, given).reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - Math.PI) < 0.5, `a dot of two pixels has ${sum} of ink`);
});

test("keys put digits in a row, so far from each other as the gap says", () => {
  let sheet = blank;
  for (const digit of "440") {
    const levels = inkOfSheet(sheet, given);
    sheet = typed(sheet, Number(digit), { ...given, levels });
  }
  assert.deepEqual(sheet.paper, { row: -1, text: "440", start: 16 });
  assert.deepEqual(
    typeset(sheet.paper, written, 2).map(({ box, left }) => [left, box[1] - box[0]]),
    [
      [16, 5], // the second 4 is another one
      [23, 17],
      [42, 1],
    ],
  );
  assert.equal(inkEnd(inkOfSheet(sheet, given)), 43);
  assert.equal(inkEnd(inkOfSheet(sheet, { ...given, gap: -1 })), 37);
});

test("keys go on after what is there, and stop at the end of the pad", () => {
  const sheet = { ...blank, strokes: [dot] };
  const levels = inkOfSheet(sheet, given);
  assert.equal(typed(sheet, 1, { ...given, levels }).paper.start, 43);
  const full = { paper: { row: -1, text: "99999999999", start: 16 }, strokes: [] };
  assert.equal(typed(full, 9, { ...given, levels }), null);
});

test("what has no ink is as wide as its image", () => {
  assert.deepEqual(boxOf(new Uint8Array(784)), [0, 28]);
});

test("an example lies where it was sent, and is shown as far as it has ink", () => {
  const ink = inkOfSheet({ paper: { row: 1, text: "", start: 0 }, strokes: [] }, given);
  assert.equal(ink[16 * FIELD + 55], 1);
  const { columns, levels } = inkedPart(rows.subarray(32 * FIELD));
  assert.equal(columns, 18);
  assert.equal(levels[16 * 18 + 4], 255);
});

test("a link brings back rows, keys and strokes", () => {
  const far = { ...line, points: [543, 127, 0, 0, 256, 5] };
  for (const sheet of [
    blank,
    { paper: { row: 1, text: "", start: 0 }, strokes: [line] },
    { paper: { row: -1, text: "2345", start: 16 }, strokes: [far, dot] },
    { paper: null, strokes: [far] },
  ]) {
    assert.deepEqual(decodeSheet(encodeSheet(sheet), 2), sheet);
  }
  assert.equal(
    encodeSheet({ paper: { row: 0, text: "", start: 0 }, strokes: [] }),
    "AQAA",
  );
});

test("a link that was tampered with brings back nothing", () => {
  const link = encodeSheet({
    paper: { row: 1, text: "2345", start: 9 },
    strokes: [line],
  });
  assert.equal(decodeSheet(link, 1), null); // there is no second row
  for (let length = 1; length < link.length; length++) {
    const sheet = decodeSheet(link.slice(0, length), 2);
    assert.ok(sheet === null || sheet.strokes.length === 0);
  }
  assert.equal(decodeSheet("%%%", 2), null);
});

test("a pointer is a point of the field, at its edges too", () => {
  const edges = { left: 100, top: 50, width: 272, height: 64 };
  const at = (clientX, clientY) => fieldPoint({ clientX, clientY }, edges);
  assert.deepEqual(at(100, 50), [0, 0]);
  assert.deepEqual(at(236, 82), [68 * FINE, 16 * FINE]);
  assert.deepEqual(at(900, 900), [FIELD * FINE - 1, 32 * FINE - 1]);
  assert.deepEqual(at(0, 0), [0, 0]);
});

test("keys are digits, undo and clear, and no keys of the browser", () => {
  assert.equal(rowWish({ key: "0" }), 0);
  assert.equal(rowWish({ key: "Backspace" }), "undo");
  assert.equal(rowWish({ key: "Z", metaKey: true }), "undo");
  assert.equal(rowWish({ key: "Delete" }), "clear");
  for (const event of [{ key: "1", ctrlKey: true }, { key: "Tab" }, { key: "F1" }]) {
    assert.equal(rowWish(event), null);
  }
});

test("the words name digits, outputs and penalties", () => {
  const reading = readRow(A_4_WITH_A_FALSE_1);
  assert.equal(
    pathInWords(reading),
    "The path reads 4 at 1 and blank at all other outputs: penalty 65.0 in all.",
  );
  assert.match(pathInWords(readRow(penaltiesWith(2, {}))), /^Blank at every output/);
  assert.equal(
    rivalInWords(reading, { text: "1", penalty: 75 }),
    "next: 1, costs 10.0 more",
  );
  assert.equal(
    outputInWords(1, A_4_WITH_A_FALSE_1),
    "Output 1, centred on column 20: nearest is 4 5.0; then come blank 20.0 and 0 50.0.",
  );
});

test("what is written is known of examples and keys, and not of strokes", () => {
  const paper = { row: 1, text: "", start: 0 };
  const labels = ["2345", "540"];
  assert.equal(truthOf({ paper, strokes: [] }, labels), "540");
  assert.equal(
    truthOf({ paper: { ...paper, text: "7" }, strokes: [] }, labels),
    "5407",
  );
  const keys = { row: -1, text: "42", start: 16 };
  assert.equal(truthOf({ paper: keys, strokes: [] }, labels), "42");
  assert.equal(truthOf({ paper, strokes: [line] }, labels), null);
  assert.equal(truthOf(blank, labels), null);
});

test("units are shown under their output", () => {
  const states = Float64Array.from([1, 2, 3, 4, 5, 6]); // three of one place, of another
  assert.deepEqual([...columnsOf(states, 3, 2)], [1, 4, 2, 5, 3, 6]);
  const codes = codesInRow(
    Float64Array.from({ length: 168 }, (_, n) => n),
    2,
  );
  assert.equal(codes.length, 12 * 15);
  assert.deepEqual([...codes.subarray(0, 15)].slice(5, 10), [5, 6, NaN, 84, 85]);
});

test("maps are shown side by side, in lines, with gaps", () => {
  const layer = { maps: 3, size: 1, columns: 2 };
  const { rows: height, columns, arrange } = tiling(layer, { across: 2, gap: 1 });
  assert.deepEqual([height, columns], [3, 5]);
  const picture = arrange(Float64Array.from([1, 2, 3, 4, 5, 6]));
  const gap = NaN;
  assert.deepEqual(
    [...picture],
    [...[1, 2, gap, 3, 4], ...Array(5).fill(gap), ...[5, 6, gap, gap, gap]],
  );
});

test("images are handed out by class", () => {
  const images = new Uint8Array(3 * 784).fill(7, 784);
  const [zeros, ones] = byClass(images, [1, 2]);
  assert.deepEqual([zeros.length, ones.length, zeros[0][0], ones[1][0]], [1, 2, 0, 7]);
});

test("a field is as wide as the steps of the network ask for", () => {
  assert.throws(() => widen({}, 134), /Received: 134/);
  assert.throws(() => widen({}, 28), /Received: 28/);
});
