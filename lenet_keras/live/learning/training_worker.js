// A worker that trains, from the page's side.
//
//   const worker = createTrainingWorker(script, (message) => ...);
//   worker.postMessage({ type: "start", ... });      as `session.js` takes messages
//   worker.terminate();

/** The worker of a script, which is a text: one that is opened as a file has no address. */
export function createTrainingWorker(script, onmessage) {
  const worker = new Worker(URL.createObjectURL(new Blob([script])));
  worker.onmessage = ({ data }) => onmessage(data);
  worker.onerror = ({ message }) => onmessage({ type: "error", message });
  return worker;
}
