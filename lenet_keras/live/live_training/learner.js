// The training of a figure: its digits, its worker, and where it stands.
//
//   const learner = createLearner(context, view, { onprogress, ontrouble, onexplained });
//   await learner.begin(training)    {connections, settings}: from the start
//   learner.send({ type: "play" })   as `learning/session.js` takes messages
//   learner.prepare(training)        its start, before any digit is there
//   learner.network()                the layers as they are now
//   learner.trained()                {weights, connections}, to be kept

import { COURSE, startingWeights } from "../learning/course.js";
import { loadDigits } from "../learning/digits.js";
import { createTrainingWorker } from "../learning/training_worker.js";
import { CONNECTIONS, networkOf } from "../learning/weights.js";
import { askForDigits } from "./notebook_digits.js";

export function createLearner(model, view, hear) {
  const codes = view.layers.output.kernels;
  let worker = null;
  let digits = null;
  let connections = null;
  let weights = null;

  const onmessage = (message) => {
    if (message.type === "progress") {
      weights = message.weights;
      hear.onprogress(message);
    }
    if (message.type === "explained") hear.onexplained(message);
    if (message.type === "error") hear.ontrouble(message.message);
  };
  view.onclose(() => worker?.terminate());

  return {
    prepare({ settings, connections: table }) {
      connections = CONNECTIONS[table];
      weights = startingWeights({ ...COURSE, ...settings }, connections);
    },
    async begin({ settings, connections: table }, start = null) {
      digits ??= await (globalThis.livePage ? loadDigits() : askForDigits(model));
      worker ??= await createTrainingWorker(onmessage);
      connections = CONNECTIONS[table];
      const { digits: learned, held } = digits;
      worker.postMessage({
        ...{ type: "start", codes, settings, connections: table },
        ...{ digits: learned, held, weights: start },
      });
    },
    send: (message) => worker?.postMessage(message),
    network: () => networkOf(weights, connections, codes),
    trained: () => ({ weights, connections }),
  };
}
