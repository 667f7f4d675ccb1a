// A worker that trains, from the page's side.
//
//   const worker = await createTrainingWorker((message) => ...);
//   worker.postMessage({ type: "start", ... });      as `session.js` takes messages
//   worker.terminate();

const SCRIPT = new URL("./worker.js", import.meta.url);

/** The worker; its script travels in the page's, so that none need be fetched. */
export async function createTrainingWorker(onmessage) {
  const script = await (await fetch(SCRIPT)).blob();
  const worker = new Worker(URL.createObjectURL(script));
  worker.onmessage = ({ data }) => onmessage(data);
  worker.onerror = ({ message }) => onmessage({ type: "error", message });
  return worker;
}
