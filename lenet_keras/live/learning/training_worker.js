// A worker that trains, from the page's side.
//
//   const worker = createTrainingWorker(script, (message) => ...);
//   worker.postMessage({ type: "start", ... });      as `session.js` takes messages
//   worker.terminate();

/** Where a script can be loaded that is there, as a text or as bytes. */
export function scriptAddress(text) {
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

/** The worker of a script, which is a text: one that is opened as a file has no address. */
export function createTrainingWorker(script, onmessage) {
  const worker = new Worker(scriptAddress(script));
  worker.onmessage = ({ data }) => onmessage(data);
  worker.onerror = ({ message }) => onmessage({ type: "error", message });
  return worker;
}
