// Three weights: what goes forward, what comes back, and what a step does.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrowBeside,
  LYING,
  UPRIGHT,
} from "../../lenet_keras/live/computation_graph/graph.js";
import {
  bothPasses,
  goBack,
  goForward,
  momentInWords,
  sceneAt,
  stepDown,
} from "../../lenet_keras/live/computation_graph/passes.js";

const START = { x: 2, t: 1, u: 1, b: -1, v: 2, rate: 0.05 };
const near = (a, b, apart = 1e-4) => assert.ok(Math.abs(a - b) < apart, `${a}, ${b}`);

test("the numbers of the chapter come out", () => {
  const forward = goForward(START);
  for (const [name, value] of Object.entries({ a: 1, h: 1, y: 2, E: 1 })) {
    near(forward[name], value);
  }
  const back = goBack(START, forward);
  const derivatives = {
    y: 2,
    v: 2,
    h: 4,
    slope: 0.7554,
    a: 3.0216,
    u: 6.0433,
    b: 3.0216,
  };
  for (const [name, value] of Object.entries(derivatives))
    near(back[name], value, 5e-4);
});

test("each derivative is what small variations measure", () => {
  const start = { x: -1.3, t: 0.4, u: 0.7, b: 0.2, v: -1.1, rate: 0.1 };
  const back = goBack(start, goForward(start));
  for (const name of ["u", "b", "v"]) {
    const at = (by) => goForward({ ...start, [name]: start[name] + by }).E;
    near(back[name], (at(1e-6) - at(-1e-6)) / 2e-6, 1e-6);
  }
});

test("a step goes against the derivatives; it may be too long", () => {
  const { u, b, v } = stepDown(START);
  near(u, 1 - 0.05 * 6.0433);
  near(b, -1 - 0.05 * 3.0216);
  near(v, 2 - 0.05 * 2);
  const after = (rate) => bothPasses({ ...START, rate }).after;
  assert.ok(after(0.05) < 1 && after(0.1) > 1);
});

test("numbers become known one after the other, then derivatives", () => {
  const known = (at) => {
    const { values, derivatives } = sceneAt({ ...START, at });
    return [Object.keys(values).length, Object.keys(derivatives).join("")];
  };
  const seen = Array.from({ length: 10 }, (_, at) => known(at));
  assert.deepEqual(
    seen.map(([numbers]) => numbers),
    [5, 6, 7, 8, 9, 9, 9, 9, 9, 9],
  );
  assert.deepEqual(
    seen.map(([, derivatives]) => derivatives),
    ["", "", "", "", "", "y", "yvh", "yvha", "yvhaub", "yvhaub"],
  );
});

test("the module at work goes to the end and comes back", () => {
  const active = Array.from(
    { length: 10 },
    (_, at) => sceneAt({ ...START, at }).active,
  );
  assert.deepEqual(active, [-1, 0, 1, 2, 3, 3, 2, 1, 0, -1]);
});

test("each moment tells its sum", () => {
  const told = (at, more) => momentInWords({ ...START, ...more, at });
  assert.equal(
    told(1),
    "Forward: a = u\u00d7x + b = 1.00 \u00d7 2.00 + (\u22121.00) = 1.00",
  );
  assert.match(
    told(4),
    /E = \(y \u2212 t\)\u00b2 = \(2\.00 \u2212 1\.00\)\u00b2 = 1\.00/,
  );
  assert.match(told(7), /0\.755 \u00d7 4\.00 = 3\.02/);
  assert.match(told(8), /2\.00 \u00d7 3\.02 = 6\.04/);
  assert.match(told(9), /the loss falls from 1\.00 to 0\.22/);
  assert.match(told(9, { rate: 0.1 }), /the loss rises from 1\.00/);
  assert.match(told(9, { v: 0, t: 0 }), /the loss stays at 0\.00/);
});

test("an arrow keeps to the right of its line, so that two do not meet", () => {
  assert.match(arrowBeside([0, 0], [10, 0]), /^M0 3L10 3/);
  assert.match(arrowBeside([10, 0], [0, 0]), /^M10 -3L0 -3/);
});

test("both layouts have the same lines, within the picture", () => {
  assert.deepEqual(Object.keys(LYING.lines), Object.keys(UPRIGHT.lines));
  for (const { size, lines } of [LYING, UPRIGHT]) {
    for (const [from, to, value, back] of Object.values(lines)) {
      for (const [x, y] of [from, to, value, back ?? value]) {
        assert.ok(x >= 0 && y >= 0 && x <= size[0] && y <= size[1]);
      }
    }
  }
});
