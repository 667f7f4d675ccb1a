// The training of a figure: its worker, what that learns from, and where it stands.
//
//   const learner = createLearner(model, view, { onprogress, ontrouble, onexplained, onshare });
//   await learner.begin(training)    {connections, settings}: from the start
//   learner.send({ type: "play" })   as `learning/session.js` takes messages
//   learner.prepare(training)        its start, before any digit is there
//   learner.network()                the layers as they are now
//   learner.trained()                {weights, connections}, to be kept
//   await learner.later()            what `later.js` exports, which comes with the digits

import { floats } from "../js/view.js";
import { loadLearning } from "../learning/page_learning.js";
import { startingWeights } from "../learning/start.js";
import { createTrainingWorker, scriptAddress } from "../learning/training_worker.js";
import { CONNECTIONS, networkOf } from "../learning/weights.js";
import { askForLearning } from "./notebook_learning.js";

export function createLearner(model, view, hear) {
  const codes = floats(view.value("codes"));
  let worker = null;
  let [learning, later] = [null, null];
  let connections = null;
  let weights = null;

  const load = async () => {
    learning ??= await (globalThis.livePage
      ? loadLearning(hear.onshare)
      : askForLearning(model));
  };
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
      weights = startingWeights(settings, connections);
    },
    async begin({ settings, connections: table }, start = null) {
      await load();
      const { digits, held } = learning;
      worker ??= createTrainingWorker(learning.worker, onmessage);
      connections = CONNECTIONS[table];
      worker.postMessage({
        ...{ type: "start", codes, settings, connections: table },
        ...{ digits, held, weights: start },
      });
    },
    async later() {
      await load();
      later ??= import(scriptAddress(learning.later));
      return (await later).default;
    },
    send: (message) => worker?.postMessage(message),
    network: () => networkOf(weights, connections, codes),
    trained: () => ({ weights, connections }),
  };
}
