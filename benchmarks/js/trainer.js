// Patterns a second that a program or a library learns from; `benchmarks/trainer.py` runs
// it: with `lenet5.c` in WebAssembly, or with the name of a peer.

import { readFileSync } from "node:fs";
import { createTrainer } from "../../lenet_keras/live/learning/trainer.js";
import { peers } from "./peers.js";

const WARM = 1; // seconds, until V8 has compiled for good
const TIMED = 2; // seconds
const STRETCH = 10; // patterns that a peer learns again and again

const [name, file] = process.argv.slice(2);
const given = JSON.parse(readFileSync(file, "utf-8"));
const pixels = Float32Array.from(given.images);
const learn = name in peers ? await peer() : ours();
rate(WARM);
console.log(rate(TIMED));

function rate(seconds) {
  const start = performance.now();
  let learnt = 0;
  let passed = 0;
  while (passed < 1000 * seconds) {
    learnt += learn();
    passed = performance.now() - start;
  }
  return (1000 * learnt) / passed;
}

function ours() {
  const { codes, weights, labels, loss } = given;
  const rates = labels.map(() => 3e-4);
  const trainer = createTrainer(readFileSync(name), { codes });
  trainer.setWeights(Float32Array.from(weights));
  const h = trainer.curvature(pixels, labels, { loss });
  trainer.setFactors(h.map((one) => 1 / (0.04 + one)));
  return () => {
    trainer.learn(pixels, labels, rates, { loss });
    return labels.length;
  };
}

async function peer() {
  const one = await peers[name]();
  const labels = given.labels.slice(0, STRETCH);
  const losses = () =>
    labels.map((label, n) => one(pixels.subarray(1024 * n, 1024 * (n + 1)), label));
  const total = () => losses().reduce((sum, loss) => sum + loss, 0);
  const first = total();
  return () => {
    const loss = total();
    if (!(loss < first))
      throw new Error(`Expected ${name} to learn: ${first}, ${loss}`);
    return STRETCH;
  };
}
