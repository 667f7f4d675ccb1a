// Patterns a second of `lenet5.c` in WebAssembly; `benchmarks/trainer.py` runs it.

import { readFileSync } from "node:fs";
import { createTrainer } from "../../lenet_keras/live/learning/trainer.js";

const WARM = 1000; // patterns, until V8 has compiled the program for good

const [program, file] = process.argv.slice(2);
const { codes, weights, images, labels, loss } = JSON.parse(
  readFileSync(file, "utf-8"),
);
const pixels = Float32Array.from(images);
const rates = labels.map(() => 3e-4);
const trainer = createTrainer(readFileSync(program), { codes });
trainer.setWeights(Float32Array.from(weights));
const h = trainer.curvature(pixels, labels, { loss });
trainer.setFactors(h.map((one) => 1 / (0.04 + one)));
const learn = () => trainer.learn(pixels, labels, rates, { loss });
for (let seen = 0; seen < WARM; seen += labels.length) learn();
const start = performance.now();
learn();
console.log((1000 * labels.length) / (performance.now() - start));
