// The kernels of C1 and C3 as they learn: their weights, or what has just changed.

import { createChoices } from "../js/choices.js";
import { div, setText } from "../js/element.js";
import { createKernels } from "../training_replay/kernel_views.js";

const [THIS_PICTURE, CHANGE] = [1, 1]; // of `createKernels` and of the trait `shown`
const LEARNED_LAYERS = ["C1", "C3"];

/**
 * The last two pictures of some kernels, and how many digits lie between them.
 * `take(kernels, seen)` has new ones; nothing is new while as many digits are seen.
 */
export function createPair(kernels) {
  const pair = { passes: [kernels, kernels], seen: 0, between: 0 };
  pair.take = (now, seen) => {
    if (seen === pair.seen && seen > 0) return;
    pair.passes = [seen === 0 ? now : pair.passes[1], now];
    pair.between = seen === 0 ? 0 : seen - pair.seen;
    pair.seen = seen;
  };
  return pair;
}

/** Between which pictures kernels changed, in words. */
export function betweenInWords(digits) {
  if (digits === 0) return "nothing has changed yet";
  if (digits === 1) return "what the last digit changed";
  return `what the last ${digits.toLocaleString("en")} digits changed`;
}

/** `begin()` before another network comes; `draw(layers, seen)` shows it. */
export function createLearningKernels(view) {
  const choices = createChoices(view, "shown", "Kernels:", ["weights", "last change"]);
  const words = div("ll-caption ll-between");
  const kernels = div("ll-learning-kernels");
  let shown = [];
  return {
    element: div("ll-kernels", div("ll-choices-told", choices, words), kernels),
    begin() {
      shown = [];
    },
    draw(network, seen) {
      if (shown.length === 0) {
        shown = LEARNED_LAYERS.map((name) => {
          const { connections, kernels } = network[name];
          const layer = Object.assign(createPair(kernels), { name, connections });
          return { layer, view: createKernels(layer, () => {}) };
        });
        kernels.replaceChildren(...shown.map(({ view }) => view.element));
      }
      const isChange = view.value("shown") === CHANGE;
      for (const { layer, view } of shown) {
        layer.take(network[layer.name].kernels, seen);
        view.draw(1, isChange, THIS_PICTURE);
      }
      setText(words, isChange ? betweenInWords(shown[0].layer.between) : "");
    },
  };
}
