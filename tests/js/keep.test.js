// What a link holds of a figure, and what is made of links that hold something else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, nameOf, settingsIn } from "../../lenet_keras/live/js/keep.js";

const START = { digit: 0, dx: 0, off: [], random: false, text: "seven" };

test("a figure has the same name in every visit, and another start another name", () => {
  const name = nameOf("shift-explorer", START);
  assert.equal(name, nameOf("shift-explorer", { ...START }));
  assert.match(name, /^shift-explorer\.[0-9a-z]+$/);
  assert.notEqual(name, nameOf("shift-explorer", { ...START, digit: 1 }));
});

test("a link brings back what was changed, and only that is in it", () => {
  const settings = { ...START, dx: -3, off: [1, 5], random: true, text: "a & b" };
  const hash = hashOf("one", START, settings);
  assert.ok(!hash.includes("digit"));
  assert.deepEqual(settingsIn(hash, "one", START), settings);
  assert.equal(hashOf("one", START, { ...START }), "");
});

test("a link to another figure, to a heading or to nothing changes nothing", () => {
  const hash = hashOf("one", START, { ...START, dx: 1 });
  assert.equal(settingsIn(hash, "two", START), null);
  for (const other of ["", "#how-to-read-it", "#drawing=abc"]) {
    assert.equal(settingsIn(other, "one", START), null);
  }
});

test("what is no setting of that kind stays as it started", () => {
  const hash = '#figure=one&dx="far"&digit=2&off=3&random=1&text=7&wild={}&dy=1';
  assert.deepEqual(settingsIn(hash, "one", START), { ...START, digit: 2 });
  assert.deepEqual(settingsIn("#figure=one&dx=%7Bbroken", "one", START), START);
  assert.deepEqual(settingsIn("#figure=one&dx=null", "one", START), START);
});
