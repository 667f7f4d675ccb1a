// The player: its pace, its button, and when it stops by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlayer } from "../../lenet_keras/live/js/player.js";

test("the player keeps its pace, and stops when told", (t) => {
  let tick;
  let units = 0;
  const changes = [];
  t.mock.method(performance, "now", () => 0);
  globalThis.requestAnimationFrame = (next) => {
    tick = next;
    return 1;
  };
  globalThis.cancelAnimationFrame = () => {
    tick = null;
  };
  t.after(() => {
    delete globalThis.requestAnimationFrame;
    delete globalThis.cancelAnimationFrame;
  });
  const player = createPlayer(
    () => 20,
    (more) => {
      units += more;
    },
    () => changes.push(player.playing()),
  );
  assert.equal(player.playing(), false);
  player.play();
  for (let time = 10; time <= 1000; time += 10) tick(time);
  assert.ok(units === 19 || units === 20, `${units} units`); // rounding of 100 sums
  const before = units;
  tick(60_000); // the page was hidden: no jump
  assert.ok(units - before <= 3);
  player.pause();
  assert.equal(tick, null);
  assert.deepEqual(changes, [true, false]);
});

/** A page that has frames, a button and a sight, as far as the player needs them. */
function createPage(t) {
  const page = { frame: null, watched: null };
  const fakes = {
    requestAnimationFrame: (next) => {
      page.frame = next;
      return 1;
    },
    cancelAnimationFrame: () => {
      page.frame = null;
    },
    document: {
      createElement: () =>
        Object.assign(new EventTarget(), {
          dataset: {},
          setAttribute() {},
          append(text) {
            this.textContent = text;
          },
        }),
    },
    IntersectionObserver: class {
      constructor(tell) {
        page.see = (isIntersecting) => tell([{ isIntersecting }]);
      }
      observe(el) {
        page.watched = el;
      }
      disconnect() {
        page.watched = null;
      }
    },
  };
  Object.assign(globalThis, fakes);
  t.after(() => {
    for (const name of Object.keys(fakes)) delete globalThis[name];
  });
  return page;
}

test("the button says what it will do, and what begins follows", (t) => {
  const page = createPage(t);
  const begun = [];
  const player = createPlayer(
    () => 1,
    () => {},
  );
  const control = player.createButton(() => begun.push(player.playing()));
  const press = () => control.dispatchEvent(new Event("click"));
  assert.equal(control.textContent, "Play");
  press();
  assert.deepEqual([control.textContent, begun], ["Pause", [true]]);
  press();
  assert.deepEqual([control.textContent, begun], ["Play", [true]]);
  assert.equal(page.frame, null);
});

test("nothing plays out of sight, nor after the view has gone", (t) => {
  const page = createPage(t);
  const player = createPlayer(
    () => 1,
    () => {},
  );
  const view = { el: {}, signal: new EventTarget() };
  player.stopWith(view);
  assert.equal(page.watched, view.el);
  player.play();
  page.see(true);
  assert.ok(player.playing());
  page.see(false);
  assert.ok(!player.playing());
  player.play();
  view.signal.dispatchEvent(new Event("abort"));
  assert.ok(!player.playing());
  assert.equal(page.watched, null);
});
