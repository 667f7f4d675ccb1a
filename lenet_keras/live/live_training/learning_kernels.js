// The kernels of C1 and C3 as they learn: their weights, or what has just changed.

import { div } from "../js/element.js";
import { createKernels } from "../training_replay/kernel_views.js";

const THIS_PICTURE = 1; // the scale of kernels, as `createKernels` numbers it
const LEARNED_LAYERS = ["C1", "C3"];

/** `begin()` before another network comes; `draw(layers, isChange)` shows it. */
export function createLearningKernels() {
  const whole = div("ll-learning-kernels");
  let shown = [];
  return {
    element: whole,
    begin() {
      shown = [];
    },
    draw(network, isChange) {
      if (shown.length === 0) {
        shown = LEARNED_LAYERS.map((name) => {
          const { connections, kernels } = network[name];
          const layer = { name, connections, passes: [kernels, kernels] };
          return { layer, view: createKernels(layer, () => {}) };
        });
        whole.replaceChildren(...shown.map(({ view }) => view.element));
      }
      for (const { layer, view } of shown) {
        const [, last] = layer.passes;
        const { kernels } = network[layer.name];
        if (kernels !== last) layer.passes = [last, kernels];
        view.draw(1, isChange, THIS_PICTURE);
      }
    },
  };
}
