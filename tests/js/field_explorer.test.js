// The field explorer: who sees whom, and what a unit makes of what it sees.

import assert from "node:assert/strict";
import { test } from "node:test";
import { walkTo } from "../../lenet_keras/live/field_explorer/addition.js";
import {
  litRows,
  rangeInWords,
  unitInWords,
} from "../../lenet_keras/live/field_explorer/field_explorer.js";
import {
  cellOf,
  lightOf,
  neighbour,
  scaleInWords,
  shapeOf,
  unitSeen,
} from "../../lenet_keras/live/field_explorer/seen_maps.js";
import {
  addendRows,
  partInWords,
  placeOf,
  resultRows,
  saidInWords,
  titleInWords,
  windowInWords,
  workingOf,
} from "../../lenet_keras/live/field_explorer/working.js";
import {
  addends,
  CHAIN,
  fieldSide,
  formula,
  indexOf,
  lightUp,
  mapsSeeing,
  mapsSeen,
  nearestUnit,
  rangeSeeing,
  rangeSeen,
  stateOf,
  sumUp,
} from "../../lenet_keras/live/js/fields.js";
import { randomNumbers } from "../../lenet_keras/live/js/images.js";
import { forward } from "../../lenet_keras/live/js/lenet5.js";

const TABLE_I = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

let seed = 0;
const random = (count) => {
  seed += 1;
  return Float32Array.from(randomNumbers(count, seed), (number) => number - 0.5);
};
const convolution = (name, size, connections) => ({
  name,
  kind: "convolution",
  maps: connections.length,
  size,
  connections,
  activation: "scaled_tanh",
  kernels: random(25 * connections.flat().length),
  bias: random(connections.length),
});
const subsampling = (name, size, maps, reduction = "sum") => ({
  name,
  kind: "subsampling",
  maps,
  size,
  reduction,
  ...(["sum", "mean"].includes(reduction) && {
    activation: "scaled_tanh",
    coefficient: random(maps),
    bias: random(maps),
  }),
});
const lenet5 = (reduction) => ({
  C1: convolution("C1", 28, Array(6).fill([0])),
  S2: subsampling("S2", 14, 6, reduction),
  C3: convolution("C3", 10, TABLE_I),
  S4: subsampling("S4", 5, 16, reduction),
  C5: convolution("C5", 1, Array(120).fill([...TABLE_I.keys()])),
  F6: {
    name: "F6",
    kind: "dense",
    maps: 84,
    size: 1,
    activation: "scaled_tanh",
    kernels: random(84 * 120),
    bias: random(84),
  },
  output: { name: "output", kind: "rbf", maps: 10, size: 1, kernels: random(840) },
});
const layers = lenet5();
const SOME = [
  { layer: "C1", map: 2, row: 0, column: 27 },
  { layer: "S2", map: 5, row: 13, column: 6 },
  { layer: "C3", map: 0, row: 9, column: 0 },
  { layer: "C3", map: 15, row: 4, column: 5 },
  { layer: "S4", map: 9, row: 2, column: 4 },
  { layer: "C5", map: 119, row: 0, column: 0 },
];

test("fields are 5, 6, 14, 16 and 32 pixels wide", () => {
  const sides = CHAIN.slice(1).map((layer) => fieldSide(layers, layer));
  assert.deepEqual(sides, [5, 6, 14, 16, 32]);
});

test("a range of units sees its windows, from the first to the last", () => {
  assert.deepEqual(rangeSeen("convolution", [3, 1]), [3, 5]);
  assert.deepEqual(rangeSeen("convolution", [3, 2]), [3, 6]);
  assert.deepEqual(rangeSeen("subsampling", [3, 2]), [6, 4]);
});

test("a unit is seen by exactly those units whose window holds it", () => {
  for (const layer of ["C1", "S2", "C3", "S4", "C5"].map((name) => layers[name])) {
    const before = layer.kind === "subsampling" ? 2 * layer.size : layer.size + 4;
    for (let place = 0; place < before; place++) {
      const [from, count] = rangeSeeing(layer, [place, 1]);
      for (let unit = 0; unit < layer.size; unit++) {
        const [first, side] = rangeSeen(layer.kind, [unit, 1]);
        const sees = place >= first && place < first + side;
        assert.equal(unit >= from && unit < from + count, sees);
      }
    }
  }
});

test("maps of C3 see and are seen as Table I says; maps of S2 stay with their own", () => {
  assert.deepEqual(mapsSeen(layers.C3, [0]), [0, 1, 2]);
  assert.deepEqual(mapsSeen(layers.C3, [3, 0]), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(mapsSeeing(layers.C3, [0]), [0, 4, 5, 6, 9, 10, 11, 12, 14, 15]);
  assert.deepEqual(mapsSeen(layers.S2, [4]), [4]);
  assert.deepEqual(mapsSeeing(layers.S2, [4]), [4]);
});

test("a unit of C3 lights its sources down to the input, and what sees it", () => {
  const lit = lightUp(layers, { layer: "C3", map: 0, row: 5, column: 0 });
  assert.deepEqual(lit.image, {
    role: "source",
    maps: [0],
    rows: [10, 14],
    columns: [0, 14],
  });
  assert.deepEqual(lit.C1, {
    role: "source",
    maps: [0, 1, 2],
    rows: [10, 10],
    columns: [0, 10],
  });
  assert.deepEqual(lit.S2, {
    role: "source",
    maps: [0, 1, 2],
    rows: [5, 5],
    columns: [0, 5],
  });
  assert.deepEqual(lit.C3, {
    role: "chosen",
    maps: [0],
    rows: [5, 1],
    columns: [0, 1],
  });
  assert.deepEqual(lit.S4, {
    role: "target",
    maps: [0],
    rows: [2, 1],
    columns: [0, 1],
  });
  assert.equal(lit.C5.maps.length, 120);
});

test("a unit of C1 is seen by the maps of C3 that look at its map of S2", () => {
  const lit = lightUp(layers, { layer: "C1", map: 5, row: 0, column: 0 });
  assert.deepEqual(lit.S2.maps, [5]);
  assert.deepEqual(lit.C3.maps, mapsSeeing(layers.C3, [5]));
  assert.deepEqual(lit.S4.maps, lit.C3.maps);
});

test("both directions agree: a pixel is seen by the units whose field holds it", () => {
  for (const [row, column] of [
    [0, 0],
    [16, 16],
    [31, 5],
    [13, 30],
  ]) {
    const lit = lightUp(layers, { layer: "image", map: 0, row, column });
    for (const name of CHAIN.slice(1)) {
      assert.deepEqual(lit[name].maps, [...Array(layers[name].maps).keys()]);
      for (let unit = 0; unit < layers[name].size; unit++) {
        const { image } = lightUp(layers, {
          layer: name,
          map: 0,
          row: unit,
          column: unit,
        });
        for (const [axis, place] of [
          ["rows", row],
          ["columns", column],
        ]) {
          const holds =
            place >= image[axis][0] && place < image[axis][0] + image[axis][1];
          const [from, count] = lit[name][axis];
          assert.equal(unit >= from && unit < from + count, holds);
        }
      }
    }
  }
});

test("a pixel in the middle is seen by 5, 3, 7, 4 and 1 units a side, one in the corner by one", () => {
  const sides = (row) => {
    const lit = lightUp(layers, { layer: "image", map: 0, row, column: row });
    return CHAIN.slice(1).map((name) => lit[name].rows[1]);
  };
  assert.deepEqual(sides(16), [5, 3, 7, 4, 1]);
  assert.deepEqual(sides(0), [1, 1, 1, 1, 1]);
});

for (const reduction of ["sum", "mean", "average", "max"]) {
  test(`the working gives the state that the network has, sub-sampling by ${reduction}`, () => {
    const network = lenet5(reduction);
    const states = forward(network, random(32 * 32));
    for (const unit of SOME) {
      const layer = network[unit.layer];
      const parts = addends(network, states, unit);
      const sum = sumUp(
        layer,
        parts.flatMap(({ products }) => products),
      );
      const state = formula(layer, unit.map, sum).at(-1)[1];
      const held = states[unit.layer][indexOf(layer, unit)];
      assert.ok(Math.abs(state - held) < 1e-5, `${unit.layer}: ${state}, ${held}`);
    }
  });
}

test("a unit of C3 has a window and a kernel for each map that Table I connects", () => {
  const states = forward(layers, random(32 * 32));
  const parts = addends(layers, states, { layer: "C3", map: 9, row: 1, column: 2 });
  assert.deepEqual(
    parts.map(({ map }) => map),
    TABLE_I[9],
  );
  assert.deepEqual([parts[1].top, parts[1].left, parts[1].side], [1, 2, 5]);
  assert.equal(parts[1].values[6], states.S2[(3 * 14 + 2) * 14 + 3]);
  const before = TABLE_I.slice(0, 9).flat().length;
  assert.equal(parts[1].weights[6], layers.C3.kernels[25 * (before + 1) + 6]);
});

test("a unit of S4 adds the four states of its own map", () => {
  const states = forward(layers, random(32 * 32));
  const [part, ...others] = addends(layers, states, {
    layer: "S4",
    map: 3,
    row: 1,
    column: 2,
  });
  assert.equal(others.length, 0);
  assert.equal(part.weights, undefined);
  const first = (3 * 10 + 2) * 10 + 4;
  assert.deepEqual(
    part.products,
    [0, 1, 10, 11].map((n) => states.C3[first + n]),
  );
});

test("nothing added is a sum of nothing, and the largest of nothing too", () => {
  assert.equal(sumUp({}, []), 0);
  assert.equal(sumUp({ reduction: "max" }, []), 0);
  assert.equal(sumUp({ reduction: "max" }, [-2, -1]), -1);
  assert.equal(sumUp({ reduction: "sum" }, [-2, -1]), -3);
});

test("the formula names what it does, in order", () => {
  const names = (layer) => formula(layer, 0, 1).map(([name]) => name);
  const squash = "state = 1.7159 tanh(2a/3)";
  const end = ["plus the bias of the map", "weighted sum a", squash];
  assert.deepEqual(names(layers.C1), end);
  assert.deepEqual(names(layers.S2), ["times the coefficient of the map", ...end]);
  assert.equal(names(subsampling("S2", 14, 6, "mean"))[0], "divided by 4: their mean");
  assert.deepEqual(formula(subsampling("S2", 14, 6, "max"), 0, 0.25), [
    ["state", 0.25],
  ]);
});

test("a unit that does not exist is replaced by the nearest", () => {
  const far = { layer: "C3", map: 40, row: 27, column: -1 };
  assert.deepEqual(nearestUnit(layers, far), {
    layer: "C3",
    map: 15,
    row: 9,
    column: 0,
  });
  const pixel = { layer: "image", map: 3, row: 31, column: 32 };
  assert.deepEqual(nearestUnit(layers, pixel), {
    layer: "image",
    map: 0,
    row: 31,
    column: 31,
  });
});

test("the 120 units of C5 fill a picture of 15 by 8", () => {
  assert.deepEqual(shapeOf(layers, "C5"), [15, 8]);
  assert.deepEqual(shapeOf(layers, "S2"), [14, 14]);
  assert.deepEqual(shapeOf(layers, "image"), [32, 32]);
  for (let map = 0; map < 120; map++) {
    const unit = { layer: "C5", map, row: 0, column: 0 };
    assert.deepEqual(unitSeen(layers, "C5", 0, cellOf(unit)), unit);
  }
  const unit = { layer: "S4", map: 7, row: 3, column: 1 };
  assert.deepEqual(unitSeen(layers, "S4", 7, cellOf(unit)), unit);
});

test("arrow keys lead to the neighbour and stop at the border", () => {
  const unit = { layer: "C1", map: 1, row: 0, column: 4 };
  assert.deepEqual(neighbour(layers, unit, "ArrowRight"), { ...unit, column: 5 });
  assert.deepEqual(neighbour(layers, unit, "ArrowUp"), unit);
  assert.deepEqual(neighbour(layers, unit, "End"), { ...unit, column: 27 });
  assert.equal(neighbour(layers, unit, "a"), null);
  const last = { layer: "C5", map: 100, row: 0, column: 0 };
  assert.equal(neighbour(layers, last, "ArrowDown").map, 108);
});

test("words say what a unit sees, and who sees a pixel", () => {
  const unit = { layer: "C3", map: 0, row: 5, column: 5 };
  assert.equal(
    unitInWords(layers, unit, 0.5),
    "C3 map 0, row 5, column 5: state 0.500. It sees 14 \u00d7 14 pixels: rows 10 to 23, " +
      "columns 10 to 23. It looks at 5 \u00d7 5 units of S2, maps: 0, 1, 2.",
  );
  const pixel = { layer: "image", map: 0, row: 16, column: 16 };
  assert.equal(
    unitInWords(layers, pixel, 1.175),
    "Pixel in row 16, column 16: 1.175. In each map it is seen by 5 \u00d7 5 of C1, " +
      "3 \u00d7 3 of S2, 7 \u00d7 7 of C3, 4 \u00d7 4 of S4 units, and by all of C5.",
  );
  assert.match(
    unitInWords(layers, { layer: "C5", map: 3, row: 0, column: 0 }, -1),
    /^C5 unit 3: .*maps: all\.$/,
  );
  assert.match(
    unitInWords(layers, { layer: "C1", map: 3, row: 0, column: 0 }, 1),
    /columns 0 to 4\.$/,
  );
});

test("a range in words", () => {
  assert.equal(rangeInWords([3, 1]), "3");
  assert.equal(rangeInWords([3, 2]), "3 to 4");
});

test("a row for each layer tells what lights up", () => {
  assert.deepEqual(litRows(layers, { layer: "S4", map: 15, row: 4, column: 0 }), [
    ["input", "seen by it", "0", "16 to 31", "0 to 15"],
    ["C1", "seen by it", "all", "16 to 27", "0 to 11"],
    ["S2", "seen by it", "all", "8 to 13", "0 to 5"],
    ["C3", "seen by it", "15", "8 to 9", "0 to 1"],
    ["S4", "chosen", "15", "4", "0"],
    ["C5", "sees it", "all", "0", "0"],
  ]);
});

test("the place of the last addend", () => {
  assert.deepEqual(placeOf(0, 25), [0, -1]);
  assert.deepEqual(placeOf(25, 25), [0, 24]);
  assert.deepEqual(placeOf(26, 25), [1, 0]);
});

test("a row for each addend, with the sum so far", () => {
  const states = forward(layers, random(32 * 32));
  const parts = addends(layers, states, { layer: "C3", map: 1, row: 2, column: 3 });
  const rows = addendRows(layers.C3, parts);
  assert.equal(rows.length, 75);
  assert.deepEqual(rows[31].slice(0, 4), [32, 2, 3, 4]);
  const sum = parts.flatMap(({ products }) => products).reduce((a, b) => a + b);
  assert.equal(rows.at(-1).at(-1), sum.toFixed(4).replace("-", "\u2212"));
});

test("a unit of a layer and a pixel have their state at their place", () => {
  const states = forward(layers, random(32 * 32));
  const unit = { layer: "S2", map: 1, row: 2, column: 3 };
  assert.equal(stateOf(layers, states, unit), states.S2[(14 + 2) * 14 + 3]);
  const pixel = { layer: "image", map: 0, row: 2, column: 3 };
  assert.equal(stateOf(layers, states, pixel), states.image[67]);
});

test("a walk stops at the ends, and begins anew from the last", () => {
  assert.deepEqual(
    [
      walkTo(3, 1, 5),
      walkTo(4, 3, 5),
      walkTo(5, 1, 5),
      walkTo(0, -1, 5),
      walkTo(5, -1, 5),
    ],
    [4, 5, 1, 0, 4],
  );
});

const ADDED = { layer: "C3", map: 1, row: 2, column: 3 };
const STATES = forward(layers, random(32 * 32));
const working = (added, opened) => workingOf(layers, STATES, ADDED, added, opened);

test("the working stands in the part of the last addend, or in the one that is opened", () => {
  const start = working(0);
  assert.deepEqual([start.open, start.current, start.complete], [0, -1, false]);
  const middle = working(26);
  assert.deepEqual([middle.open, middle.current], [1, 0]);
  assert.deepEqual([0, 1, 2].map(middle.done), [25, 1, 0]);
  const end = working(Number.POSITIVE_INFINITY, 2);
  assert.deepEqual([end.count, end.open, end.current, end.complete], [75, 2, -1, true]);
  assert.equal(working(75, 9).open, 2); // another unit had more maps
});

test("the working in words", () => {
  assert.equal(
    titleInWords(ADDED),
    "How the unit in C3 map 1, row 2, column 3 gets its state",
  );
  assert.equal(titleInWords({ layer: "C5", map: 7 }), "How C5 unit 7 gets its state");
  const some = working(26);
  const [first, second, third] = some.parts;
  assert.equal(windowInWords(first), "S2 map 1, rows 2\u20136, columns 3\u20137");
  const write = (number) => number.toFixed(3).replace("-", "\u2212");
  assert.equal(partInWords(third, 0), "S2 map 3: \u2026");
  assert.equal(partInWords(second, 1), `S2 map 2: ${write(second.products[0])}`);
  const [value, weight, product] = [second.values, second.weights, second.products].map(
    (numbers) => write(numbers[0]),
  );
  assert.equal(
    saidInWords(some),
    `26 of 75 products: ${value} \u00d7 ${weight} = ${product} came last`,
  );
  assert.equal(saidInWords(working(75)), "75 of 75 products added");
});

test("what is not known yet is left open, and all ends in the state of the map", () => {
  const rows = resultRows(working(26));
  assert.equal(rows[0][0], "sum of 26 of 75 products");
  assert.ok(rows.slice(1, -1).every(([, number]) => number === "\u2026"));
  const all = resultRows(working(75));
  assert.equal(all.at(-2)[1], all.at(-1)[1]);
  assert.equal(all.at(-1)[1], rows.at(-1)[1]);
});

test("a picture is framed where it is in touch with the unit", () => {
  const unit = { layer: "S4", map: 15, row: 4, column: 0 };
  const lit = lightUp(layers, unit);
  const light = (layer, map) => lightOf(layers, unit, lit, { layer, map });
  assert.deepEqual(light("S4", 15), { role: "chosen", frame: [4, 0, 1, 1] });
  assert.deepEqual(light("S4", 14), { role: "apart", frame: [] });
  assert.deepEqual(light("C3", 15), { role: "source", frame: [8, 0, 2, 2] });
  assert.deepEqual(light("C5", 0), { role: "target", frame: [0, 0, 15, 8] });
  const last = { layer: "C5", map: 9, row: 0, column: 0 };
  const itself = lightOf(layers, last, lightUp(layers, last), { layer: "C5", map: 0 });
  assert.deepEqual(itself, { role: "chosen", frame: [1, 1] });
});

test("the scale of a layer in words", () => {
  assert.equal(scaleInWords("layer", "C1", 1.5), "\u00b11.50");
  assert.equal(scaleInWords("map", "C1", 1.5), "own for each map");
  assert.equal(scaleInWords("map", "C5", 1.5), "\u00b11.50");
});
