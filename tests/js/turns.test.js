// Work in several turns.

import assert from "node:assert/strict";
import test from "node:test";

import { createTurns } from "../../lenet_keras/live/js/turns.js";

const later = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

test("steps come soon, in order, and other tasks between them", async () => {
  const done = [];
  const inTurns = createTurns();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done.push("input");
  inTurns(
    () => {
      done.push("read");
      port2.postMessage("");
    },
    () => done.push("answer"),
    () => done.push("show"),
  );
  assert.deepEqual(done, []);
  while (!done.includes("show")) await later(1);
  port1.close();
  assert.deepEqual(
    done.filter((one) => one !== "input"),
    ["read", "answer", "show"],
  );
  assert.ok(done.indexOf("input") < done.indexOf("show"));
});

test("asked meanwhile, it ends what it began and then does the last", async () => {
  const done = [];
  const inTurns = createTurns();
  const ask = (name) => inTurns(...[1, 2].map((n) => () => done.push(name + n)));
  inTurns(
    () => {
      done.push("a1");
      ask("b");
      ask("c");
    },
    () => done.push("a2"),
  );
  while (!done.includes("c2")) await later(1);
  assert.deepEqual(done, ["a1", "a2", "c1", "c2"]);
  ask("d"); // it has not stopped for good
  while (!done.includes("d2")) await later(1);
});

test("it tells when it begins and when all that was asked is done", async () => {
  const told = [];
  const inTurns = createTurns((isBusy) => told.push(isBusy));
  inTurns(() => inTurns(() => told.push("last")));
  while (told.length < 3) await later(1);
  assert.deepEqual(told, [true, "last", false]);
});
