// What is seen of a training: its digit, its errors, its answers, its kernels, its rates.

import { div } from "../js/element.js";
import { MNIST_SIDE, prepare } from "../js/images.js";
import { forward, ranking } from "../js/lenet5.js";
import { stretch } from "../js/numbers.js";
import { bytes } from "../js/view.js";
import { createDigits } from "../training_replay/learned_digits.js";
import { createCoursePlot } from "./course_plot.js";
import { createLearningKernels } from "./learning_kernels.js";
import { createPattern } from "./pattern.js";
import { createRates } from "./rates.js";

/** The digits that are asked again and again, with the answers of `draw`'s network. */
function createExamination(view) {
  const images = bytes(view.value("images"));
  const labels = view.value("labels");
  const answers = [[]];
  const inputs = labels.map((_, n) => prepare(stretch(images, n, MNIST_SIDE ** 2)));
  const digits = createDigits(images, labels, answers);
  return {
    element: digits.element,
    draw(layers) {
      const answerOf = (image) => ranking(layers, forward(layers, image).output)[0];
      answers[0] = inputs.map(answerOf);
      digits.set(0);
    },
  };
}

/** The pictures of a training: `reset()` before one, `take(message)` of its progress. */
export function createPictures(view, learner) {
  const pattern = createPattern(learner.network().output, view.value("limits"));
  const plot = createCoursePlot(view.value("errors"));
  const examination = createExamination(view);
  const kernels = createLearningKernels(view);
  const rates = createRates();
  let [judged, last, seen] = [[], null, 0];
  let [three, rate] = [null, null]; // the rates of each layer, or one for all weights
  return {
    scene: div(
      "ll-scene",
      div("ll-of-image", pattern.element, rates.element),
      div("ll-course", plot.element, examination.element),
      pattern.verdict,
      kernels.element,
    ),
    judged: () => judged.at(-1),
    reset() {
      [judged, last, seen, three, rate] = [[], null, 0, null, null];
      pattern.rest();
      kernels.begin();
    },
    take(message) {
      last = message.last;
      seen = message.seen;
      three = message.rates ?? three;
      if (seen > 0 && !message.over) rate = message.rate;
      if (message.judged) judged.push(message.judged);
    },
    draw() {
      const layers = learner.network();
      plot.set(judged);
      rates.set(three, rate);
      if (last) pattern.set(last, layers);
      examination.draw(layers);
      kernels.draw(layers, seen);
    },
  };
}
