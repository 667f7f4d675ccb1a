// The store of a page: the network that its figures share. It is never displayed.

import { answer, forward, newStates, ranking, readNetwork } from "./lenet5.js";

export default {
  initialize({ model }) {
    const network = readNetwork(model.get("architecture"), model.get("weights"));
    return {
      layers: network,
      newStates: () => newStates(network),
      forward: (image, states) => forward(network, image, states),
      answer: (output) => answer(network, output),
      ranking: (output) => ranking(network, output),
    };
  },
};
