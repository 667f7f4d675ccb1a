// The page's own runtime: models, links, and which widgets it leaves to ipywidgets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AnyWidgets } from "../../tools/runtime/anywidget.js";
import { isKnown } from "../../tools/runtime/known.js";
import { follow, link, Model } from "../../tools/runtime/model.js";
import { whole } from "../../tools/runtime/state.js";

const heard = (model, event) => {
  const values = [];
  model.on(event, (_, value) => values.push(value));
  return values;
};

test("a model tells at once what has changed, and only that", () => {
  const model = new Model("AnyModel", { dx: 0, names: ["a"] });
  const [dx, names, any] = ["change:dx", "change:names", "change"].map((event) =>
    heard(model, event),
  );
  model.set("dx", 0);
  model.set("names", ["a"]);
  assert.equal(any.length, 0);
  model.set("dx", 3);
  model.set("names", ["a", "b"]);
  assert.deepEqual([dx, names, any.length], [[3], [["a", "b"]], 2]);
});

test("bytes that differ are another value, whatever their text", () => {
  const model = new Model("AnyModel", { images: new DataView(new ArrayBuffer(4)) });
  const images = heard(model, "change:images");
  model.set("images", new DataView(new ArrayBuffer(8)));
  assert.equal(images.length, 1);
});

test("who no longer listens hears nothing", () => {
  const model = new Model("AnyModel", { dx: 0 });
  const values = [];
  const listener = () => values.push(model.get("dx"));
  model.on("change:dx", listener);
  model.set("dx", 1);
  model.off("change:dx", listener);
  model.set("dx", 2);
  model.on("change:dx", listener);
  model.off();
  model.set("dx", 3);
  assert.deepEqual(values, [1]);
});

test("linked models hold the same value, a follower only takes it", () => {
  const [slider, view] = [{ value: 2 }, { dx: 0 }].map(
    (state) => new Model("AnyModel", state),
  );
  link(slider, "value", view, "dx");
  assert.equal(view.get("dx"), 2);
  view.set("dx", 5);
  assert.equal(slider.get("value"), 5);
  const follower = new Model("AnyModel", { value: 0 });
  follow(slider, "value", follower, "value");
  follower.set("value", 1);
  assert.equal(slider.get("value"), 5);
});

test("a text has its shared parts in their places", () => {
  globalThis.window = { liveShared: { one: "a", two: "b" } };
  const part = (name) => ({ shared: name, file: "x.js" });
  assert.equal(whole([part("one"), "-", part("two")]), "a-b");
  assert.equal(whole(part("two")), "b");
  assert.equal(whole("c"), "c");
  delete globalThis.window;
});

const slider = (changes) => ({
  model_name: "IntSliderModel",
  state: {
    _view_name: "IntSliderView",
    orientation: "horizontal",
    readout: true,
    value: 3,
    ...changes,
  },
});
const linked = (trait) => ({
  model_name: "LinkModel",
  state: { source: ["IPY_MODEL_a", trait], target: ["IPY_MODEL_a", "value"] },
});

test("what is not drawn here as ipywidgets draws it is left to ipywidgets", () => {
  const known = (widget) => isKnown(widget, { a: slider() });
  assert.ok(known(slider({ value: 4, description: "shift" })));
  assert.ok(known(linked("value")));
  assert.ok(!known(slider({ orientation: "vertical" })));
  assert.ok(!known(slider({ disabled: true })));
  assert.ok(!known(slider({ a_setting_of_a_later_version: 1 })));
  assert.ok(!known(linked("max")));
  assert.ok(!known({ model_name: "IntTextModel", state: { value: 1 } }));
  assert.ok(!known({ model_name: "toString", state: {} }));
});

const ASKING = `export default {
  initialize({ model }) { return { twice: () => 2 * model.get("n") }; },
  async render({ model, el, host }) {
    const other = await host.getWidget(model.get("other"));
    const { buffer } = model.get("bytes");
    el.says = [other.exports.twice(), ...new Uint8Array(buffer)];
    (await host.getModel(model.get("other"))).set("n", 8);
  },
}`;

test("a widget asks others of its page, which are initialised once", async (t) => {
  // Node imports no blobs.
  t.mock.method(globalThis, "Blob", function Source([text]) {
    this.address = `data:text/javascript,${encodeURIComponent(text)}`;
  });
  t.mock.method(URL, "createObjectURL", ({ address }) => address);
  const state = {
    one: {
      state: { _esm: ASKING, other: "anywidget:two", bytes: null, n: 1 },
      buffers: [{ path: ["bytes"], data: "AQL/" }],
    },
    two: { state: { _esm: ASKING, n: 21 } },
  };
  const models = new Map(
    Object.entries(state).map(([id, { state }]) => [id, new Model("AnyModel", state)]),
  );
  const widgets = new AnyWidgets(models, state);
  const element = {};
  await widgets.render("one", element);
  assert.deepEqual(element.says, [42, 1, 2, 255]);
  assert.equal(models.get("two").get("n"), 8);
  assert.equal(widgets.bind("two"), widgets.bind("two"));
});
