// The connected network: who is joined with whom, the sum of a unit, the verdict.

import assert from "node:assert/strict";
import { test } from "node:test";
import { endOf } from "../../lenet_keras/live/connected_network/connected_network.js";
import {
  partsOf,
  sourceOf,
} from "../../lenet_keras/live/connected_network/opened_sum.js";
import {
  curve,
  keyOf,
  litBy,
  nodeByKey,
  nodeInWords,
  nodesOf,
  wiresOf,
} from "../../lenet_keras/live/connected_network/wires.js";
import { inkOn, LEVELS, paint } from "../../lenet_keras/live/js/colours.js";
import { unitAt, unitTitle } from "../../lenet_keras/live/js/fields.js";
import { drag } from "../../lenet_keras/live/js/pointing.js";
import {
  closeness,
  verdictInWords,
  verdictOf,
} from "../../lenet_keras/live/js/verdict.js";

const conv = (maps, size, connections) => ({
  kind: "convolution",
  maps,
  size,
  connections,
});
const LAYERS = {
  C1: conv(2, 28, [[0], [0]]),
  S2: { kind: "subsampling", maps: 2, size: 14 },
  C3: conv(3, 10, [[0], [1], [0, 1]]),
  S4: { kind: "subsampling", maps: 3, size: 5 },
  C5: conv(4, 1, Array(4).fill([0, 1, 2])),
  F6: { kind: "dense", maps: 84, size: 1, kernels: new Float64Array(84 * 4) },
  output: { kind: "rbf", maps: 10, size: 1 },
};
const WIRES = wiresOf(LAYERS);
const names = (numbers) =>
  [...numbers].map((n) => `${keyOf(WIRES[n].from)}-${keyOf(WIRES[n].to)}`).sort();

test("each connection of two maps is one wire", () => {
  assert.equal(nodesOf(LAYERS, "C3").length, 3);
  assert.equal(nodesOf(LAYERS, "C5").length, 1);
  assert.equal(WIRES.length, 2 + 2 + 4 + 3 + 3 + 1 + 1);
});

test("with a map lights up whence it comes and where it leads, and nothing else", () => {
  assert.deepEqual(names(litBy(WIRES, { layer: "C3", map: 1 })), [
    "C1 1-S2 1",
    "C3 1-S4 1",
    "C5 0-F6 0",
    "F6 0-output 0",
    "S2 1-C3 1",
    "S4 1-C5 0",
    "image 0-C1 1",
  ]);
  assert.equal(litBy(WIRES, { layer: "image", map: 0 }).size, WIRES.length);
  assert.equal(litBy(WIRES, { layer: "output", map: 0 }).size, WIRES.length);
});

test("a map of C3 says which maps it sees", () => {
  assert.match(
    nodeInWords(LAYERS, { layer: "C3", map: 2 }),
    /sees 2 of the 2 .*: 0 and 1$/,
  );
  assert.match(nodeInWords(LAYERS, { layer: "S4", map: 1 }), /^S4 map 1: C3 map 1/);
});

test("keys lead from map to map and from layer to layer, and no farther", () => {
  const from = { layer: "S2", map: 1 };
  assert.deepEqual(nodeByKey(LAYERS, "ArrowRight", from), { layer: "C3", map: 2 });
  assert.deepEqual(nodeByKey(LAYERS, "ArrowUp", from), { layer: "S2", map: 0 });
  assert.deepEqual(nodeByKey(LAYERS, "ArrowDown", from), from);
  const first = { layer: "C1", map: 0 };
  assert.deepEqual(nodeByKey(LAYERS, "ArrowLeft", first), first);
  const last = { layer: "F6", map: 0 };
  assert.deepEqual(nodeByKey(LAYERS, "ArrowRight", last), last);
  assert.equal(nodeByKey(LAYERS, "Tab", from), null);
});

test("a wire leads to the right of its source, or down where layers are rows", () => {
  const box = (left, top) => ({ left, right: left + 10, top, bottom: top + 10 });
  assert.equal(curve(box(0, 0), box(50, 20)), "M10.0 5.0C30.0 5.0 30.0 25.0 50.0 25.0");
  assert.equal(
    curve(box(0, 0), box(5, 40), true),
    "M5.0 10.0C5.0 25.0 10.0 25.0 10.0 40.0",
  );
});

test("a unit of F6 sees all of C5, one of C3 a window of each of its maps", () => {
  const states = {
    C5: Float64Array.of(1, 2, 3, 4),
    S2: new Float64Array(2 * 196).fill(1),
  };
  LAYERS.F6.kernels.set([1, 0, 2, 0], 4 * 7);
  const [part] = partsOf(LAYERS, states, unitAt(LAYERS, { layer: "F6", map: 0 }, 7));
  assert.deepEqual(part.products, [1, 0, 6, 0]);
  assert.deepEqual(sourceOf(LAYERS, part)[0], { layer: "C5", map: 0 });
  const unit = unitAt(LAYERS, { layer: "C3", map: 2 }, 34);
  assert.deepEqual(unit, { layer: "C3", map: 2, row: 3, column: 4 });
  assert.equal(unitTitle(unit), "C3 map 2, row 3, column 4");
  const layers = {
    ...LAYERS,
    C3: { ...LAYERS.C3, kernels: new Float64Array(100).fill(2) },
  };
  const parts = partsOf(layers, states, unit);
  assert.deepEqual(
    parts.map(({ map }) => map),
    [0, 1],
  );
  assert.deepEqual(sourceOf(layers, parts[1]), [{ layer: "S2", map: 1 }, 5 * 14 + 6]);
});

test("sure needs a near code and a lead, far from all codes it is no digit", () => {
  const limits = { margin: 30, penalty: 40, far: 60 };
  const verdict = (...penalties) => verdictOf("rbf", penalties, [0, 1], limits);
  assert.equal(verdict(5, 100), "sure");
  assert.equal(verdict(5, 34), "unsure");
  assert.equal(verdict(41, 100), "unsure");
  assert.equal(verdict(61, 100), "stranger");
  assert.equal(verdictOf("softmax", [0.95, 0.05], [0, 1], limits), "sure");
  assert.equal(verdictOf("softmax", [0.6, 0.4], [0, 1], limits), "unsure");
  assert.deepEqual(verdictInWords("unsure", [3, 8]), ["unsure", "it could be 8"]);
});

test("the nearer the code, the longer the bar", () => {
  assert.equal(closeness("rbf", 0), 1);
  assert.ok(closeness("rbf", 10) > closeness("rbf", 100));
  assert.equal(closeness("softmax", 0.25), 0.25);
});

test("the paper's states share one scale, others have that of the largest", () => {
  const states = { C1: [3], S2: [-4], C3: [0], S4: [0], C5: [0], F6: [0] };
  assert.equal(endOf({ C1: { activation: "scaled_tanh" }, S2: {} }, states), 1.7159);
  assert.equal(endOf({ C1: { activation: "relu" } }, states), 4);
});

test("by night zero is dark, and both ends are light", () => {
  const pixels = new Uint32Array(3);
  paint(pixels, [-1, 0, 1], -1, 1, "signedNight");
  const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const inks = Array.from(pixels, (pixel) => inkOn(channels(pixel)));
  assert.deepEqual(inks, ["#000", "#fff", "#000"]);
  assert.ok(LEVELS > 2);
});

test("a pointer that the browser takes is told apart from one that is let go", () => {
  const heard = {};
  const box = {
    addEventListener: (name, hear) => {
      heard[name] = [...(heard[name] ?? []), hear];
    },
    setPointerCapture() {},
  };
  const calls = [];
  drag(box, {
    begin: () => "begun",
    move() {},
    end: (begun) => calls.push(["end", begun]),
    cancel: (begun) => calls.push(["cancel", begun]),
  });
  const fire = (name) => {
    for (const hear of heard[name]) hear({ pointerId: 1 });
  };
  fire("pointerdown");
  fire("pointercancel");
  fire("pointerdown");
  fire("pointerup");
  assert.deepEqual(calls, [
    ["cancel", "begun"],
    ["end", "begun"],
  ]);
});
