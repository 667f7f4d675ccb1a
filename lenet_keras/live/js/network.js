// The store of a page: the network that its figures share. It is never displayed.
// `own` is the network that the reader keeps, if there is one that can take its place.

import { answer, forward, newStates, ranking, readNetwork } from "./lenet5.js";
import { keptNetwork } from "./own_network.js";

function storeOf(layers) {
  return {
    layers,
    newStates: () => newStates(layers),
    forward: (image, states) => forward(layers, image, states),
    answer: (output) => answer(layers, output),
    ranking: (output) => ranking(layers, output),
  };
}

/** What must agree for one network to take the place of another. */
function formOf(layers) {
  return JSON.stringify([
    layers.output.kind,
    layers.output.maps,
    layers.S2.reduction,
    layers.C3.connections,
  ]);
}

export default {
  initialize({ model }) {
    const layers = readNetwork(model.get("architecture"), model.get("weights"));
    const kept = globalThis.livePage ? keptNetwork() : null;
    return {
      ...storeOf(layers),
      own: kept && formOf(kept) === formOf(layers) ? storeOf(kept) : null,
    };
  },
};
