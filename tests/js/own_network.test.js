// The network that a reader keeps: as text, in the storage of the browser, in the store.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import store from "../../lenet_keras/live/js/network.js";
import {
  forgetNetwork,
  keepNetwork,
  keptNetwork,
  networkAsText,
  networkOfText,
} from "../../lenet_keras/live/js/own_network.js";
import { emptyStorage } from "./storage.js";

const LAYERS = {
  S2: { name: "S2", reduction: "sum", coefficient: Float64Array.of(0.25) },
  C3: { name: "C3", connections: [[0, 1]], kernels: Float64Array.of(0.5, -1.25, 3) },
  output: { name: "output", kind: "rbf", maps: 1, kernels: Float64Array.of(1, -1) },
};

beforeEach(emptyStorage);

afterEach(() => {
  delete globalThis.localStorage;
  delete globalThis.livePage;
});

test("a network goes through text without a change", () => {
  assert.deepEqual(networkOfText(networkAsText(LAYERS)), LAYERS);
});

test("it is kept until it is forgotten", () => {
  assert.equal(keptNetwork(), null);
  assert.equal(keepNetwork(LAYERS), true);
  assert.deepEqual(keptNetwork(), LAYERS);
  forgetNetwork();
  assert.equal(keptNetwork(), null);
});

test("where nothing can be stored, or something else is, no network is kept", () => {
  globalThis.localStorage.getItem = () => "{";
  assert.equal(keptNetwork(), null);
  globalThis.localStorage.setItem = () => {
    throw new Error("full");
  };
  assert.equal(keepNetwork(LAYERS), false);
  delete globalThis.localStorage;
  assert.equal(keptNetwork(), null);
});

/** What the store of a page gives, for C3 and the classes of the book's network. */
function exportsFor(connections, classes = 1) {
  const bytes = new DataView(Float32Array.of(9).buffer);
  const layer = (name, more) => ({ name, maps: 1, size: 1, weights: [], ...more });
  const architecture = {
    format: "float32",
    layers: [
      layer("S2", { reduction: "sum" }),
      layer("C3", { connections, weights: [["kernels", 1]] }),
      layer("output", { kind: "rbf", maps: classes }),
    ],
  };
  const planes = new DataView(Uint8Array.from(new Uint8Array(bytes.buffer)).buffer);
  const traits = { architecture, weights: planes };
  return store.initialize({ model: { get: (name) => traits[name] } });
}

test("in a page it takes the place of the book's network if it has its form", () => {
  keepNetwork(LAYERS);
  assert.equal(exportsFor([[0, 1]]).own, null); // no page of the book
  globalThis.livePage = {};
  const { own, layers } = exportsFor([[0, 1]]);
  assert.deepEqual(own.layers, LAYERS);
  assert.equal(layers.C3.kernels[0], 9);
  assert.equal(exportsFor([[0], [1]]).own, null);
  assert.equal(exportsFor([[0, 1]], 11).own, null);
  forgetNetwork();
  assert.equal(exportsFor([[0, 1]]).own, null);
});
