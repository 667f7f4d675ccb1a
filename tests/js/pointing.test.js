// Pointer and keys on the units of a picture, heard on a box that is none.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chooseUnits,
  drag,
  step,
  takeKeys,
} from "../../lenet_keras/live/js/pointing.js";

test("arrow keys stay inside the map, other keys are left alone", () => {
  assert.deepEqual(step("ArrowLeft", [2, 0], 4, 4), [2, 0]);
  assert.deepEqual(step("ArrowDown", [2, 0], 4, 4), [3, 0]);
  assert.deepEqual(step("End", [2, 0], 4, 5), [2, 4]);
  assert.equal(step("Tab", [2, 0], 4, 4), null);
});

/** Something that hears events, and the events that a page would send it. */
function createBox(t) {
  const box = new EventTarget();
  box.byKey = false;
  box.matches = () => box.byKey;
  box.setPointerCapture = () => {};
  globalThis.document = { activeElement: null };
  t.after(() => {
    delete globalThis.document;
  });
  const send = (type, properties) => {
    const event = Object.assign(new Event(type, { cancelable: true }), properties);
    box.dispatchEvent(event);
    return event;
  };
  return {
    box,
    move: (unit, pointerType = "mouse", buttons = 0) =>
      send("pointermove", { unit, pointerType, buttons }),
    click: (unit) => send("click", { unit }),
    leave: (pointerType = "mouse") => send("pointerleave", { pointerType }),
    press: (key) => send("keydown", { key }),
    focus(byKey) {
      box.byKey = byKey;
      document.activeElement = box;
      send("focus");
    },
    blur() {
      document.activeElement = null;
      send("blur");
    },
    send,
  };
}

/** Units 0 to 3 in a row, and what was heard of them. */
function createRow(t, options = {}) {
  const page = createBox(t);
  const heard = [];
  let at = 2;
  chooseUnits(page.box, {
    under: ({ unit }) => unit,
    at: () => at,
    lead: (key) => (key === "ArrowRight" ? Math.min(at + 1, 3) : null),
    point: (unit) => heard.push(`point ${unit}`),
    take(unit) {
      at = unit;
      heard.push(`take ${unit}`);
    },
    leave: () => heard.push("leave"),
    ...options,
  });
  return { ...page, heard: () => heard.splice(0) };
}

test("the mouse points, a click and a pressed button take", (t) => {
  const row = createRow(t);
  row.move(1);
  row.move(3, "mouse", 1);
  row.click(0);
  row.leave();
  assert.deepEqual(row.heard(), ["point 1", "take 3", "take 0", "leave"]);
});

test("a finger that scrolls chooses nothing, its tap does", (t) => {
  const row = createRow(t);
  row.move(1, "touch", 1);
  row.leave("touch");
  assert.deepEqual(row.heard(), []);
  row.click(1);
  assert.deepEqual(row.heard(), ["take 1"]);
});

test("keys take, from where they are; other keys are left to the page", (t) => {
  const row = createRow(t);
  assert.ok(row.press("ArrowRight").defaultPrevented);
  assert.ok(!row.press("Tab").defaultPrevented);
  assert.deepEqual(row.heard(), ["take 3"]);
});

test("focus by key points, focus by a press does not", (t) => {
  const row = createRow(t);
  row.focus(false);
  assert.deepEqual(row.heard(), []);
  row.focus(true);
  row.blur();
  assert.deepEqual(row.heard(), ["point 2", "leave"]);
});

test("while the focus is here, the mouse that leaves gives back the unit of the keys", (t) => {
  const row = createRow(t);
  row.focus(true);
  row.move(0);
  row.leave();
  assert.deepEqual(row.heard(), ["point 2", "point 0", "point 2"]);
});

test("where pointing is choosing, one function hears all", (t) => {
  const heard = [];
  const { move, click } = createRow(t, {
    point: (unit) => heard.push(unit),
    take: undefined,
  });
  move(1);
  click(3);
  assert.deepEqual(heard, [1, 3]);
});

test("a key that is taken goes no further", (t) => {
  const { box, send } = createBox(t);
  takeKeys(box, (key) => key === "a");
  let stopped = 0;
  const stopPropagation = () => {
    stopped += 1;
  };
  assert.ok(send("keydown", { key: "a", stopPropagation }).defaultPrevented);
  assert.ok(!send("keydown", { key: "b", stopPropagation }).defaultPrevented);
  assert.equal(stopped, 1);
});

test("a drag is followed from where it began until the pointer is let go", (t) => {
  const { box, send } = createBox(t);
  const moved = [];
  const ends = [];
  drag(box, {
    begin: ({ x }) => ({ from: x }),
    move: ({ x }, { from }) => moved.push(x - from),
    end: ({ from }) => ends.push(from),
  });
  send("pointermove", { x: 1 });
  send("pointerdown", { x: 10 });
  send("pointermove", { x: 12 });
  send("pointerup");
  send("pointermove", { x: 20 });
  send("pointercancel");
  assert.deepEqual([moved, ends], [[2], [10]]);
});

test("a second finger neither takes a drag over nor ends it", (t) => {
  const { box, send } = createBox(t);
  const heard = [];
  drag(box, {
    begin: ({ x }) => (x < 100 ? { from: x } : null),
    move: ({ x }, { from }) => heard.push([from, x]),
    end: ({ from }) => heard.push(from),
  });
  send("pointerdown", { pointerId: 1, x: 10 });
  send("pointerdown", { pointerId: 2, x: 50 });
  send("pointermove", { pointerId: 2, x: 51 });
  send("pointerup", { pointerId: 2 });
  send("pointermove", { pointerId: 1, x: 12 });
  send("pointerup", { pointerId: 1 });
  send("pointerdown", { pointerId: 3, x: 100 }); // `begin` leaves it alone
  send("pointermove", { pointerId: 3, x: 101 });
  assert.deepEqual(heard, [[10, 12], 10]);
});
