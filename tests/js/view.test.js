// How a view opens: what it waits for, what it hears, what it leaves behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SIDE } from "../../lenet_keras/live/js/images.js";
import { bytes, floats, openView } from "../../lenet_keras/live/js/view.js";

/** A model as a widget has it. */
function createModel(traits) {
  const listeners = [];
  return {
    listeners,
    saved: 0,
    get: (name) => traits[name],
    set(name, to) {
      traits[name] = to;
      for (const [event, hear] of [...listeners]) {
        if (event === `change:${name}`) hear();
      }
    },
    save_changes() {
      this.saved += 1;
    },
    on: (event, hear) => listeners.push([event, hear]),
    off(event, hear) {
      const place = listeners.findIndex(([e, h]) => e === event && h === hear);
      listeners.splice(place, 1);
    },
  };
}

const open = (traits, more = {}) => {
  const model = createModel(traits);
  const host = {
    getWidget: async (store) => ({ exports: { store, layers: "layers" } }),
  };
  return { model, opened: openView({ model, host, ...more }, "any-figure") };
};

test("it waits for the network of the page, where the figure has one", async () => {
  const view = await open({ network: "store" }).opened;
  assert.equal(view.network.store, "store");
  assert.equal(view.layers, "layers");
  const alone = await open({}).opened;
  assert.equal(alone.network, undefined);
});

test("the network that the reader keeps takes its place", async () => {
  const host = {
    getWidget: async () => ({ exports: { layers: "book", own: { layers: "own" } } }),
  };
  const view = await open({ network: "store", other: "store" }, { host }).opened;
  assert.equal(view.layers, "own");
  assert.equal(view.other.layers, "book"); // what it is compared with stays
});

test("traits are read by name, and changed together", async () => {
  const { model, opened } = open({ dx: 1, dy: 2 });
  const { set, value, values } = await opened;
  assert.equal(value("dx"), 1);
  set({ dx: 3, dy: 4 });
  assert.deepEqual(values(["dx", "dy"]), { dx: 3, dy: 4 });
  assert.equal(model.saved, 1);
});

test("what the page changes is heard until the view closes", async () => {
  const life = new AbortController();
  const { model, opened } = open({ dx: 0 }, { signal: life.signal });
  const view = await opened;
  let [heard, closed] = [0, 0];
  view.on(["dx"], () => {
    heard += 1;
  });
  view.onclose(() => {
    closed += 1;
  });
  model.set("dx", 1);
  life.abort();
  model.set("dx", 2);
  assert.deepEqual([heard, closed, model.listeners.length], [1, 1, 0]);
});

test("a view that closed before the network came hears nothing", async () => {
  const life = new AbortController();
  const { model, opened } = open({ network: "store" }, { signal: life.signal });
  life.abort();
  (await opened).on(["dx"], () => {});
  assert.equal(model.listeners.length, 0);
});

test("it draws at once, and then once a frame however much has changed", async (t) => {
  const frames = [];
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  t.after(() => {
    delete globalThis.requestAnimationFrame;
  });
  const view = await open({ dx: 0, dy: 0 }).opened;
  let drawn = 0;
  const redraw = view.follow(["dx", "dy"], () => {
    drawn += 1;
  });
  assert.equal(drawn, 1);
  view.set({ dx: 1, dy: 1 });
  redraw();
  assert.deepEqual([drawn, frames.length], [1, 1]);
  frames.pop()();
  assert.equal(drawn, 2);
  view.set({ dx: 2 });
  assert.equal(frames.length, 1);
});

test("an image is the one that was asked for, or the one of the trait `digit`", async () => {
  const numbers = Float32Array.from({ length: 3 * SIDE ** 2 }, (_, n) => n);
  const view = await open({ digit: 2, images: new DataView(numbers.buffer) }).opened;
  assert.equal(view.image(1)[0], SIDE ** 2);
  assert.equal(view.image()[5], 2 * SIDE ** 2 + 5);
  assert.equal(view.image().length, SIDE ** 2);
});

test("bytes of a trait become numbers wherever they begin", () => {
  const buffer = new ArrayBuffer(9);
  const view = new DataView(buffer, 1, 8);
  view.setFloat32(0, 1.5, true);
  view.setFloat32(4, -2, true);
  assert.deepEqual([...floats(view)], [1.5, -2]);
  assert.equal(bytes(view).length, 8);
});
