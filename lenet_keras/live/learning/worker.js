// What runs in a worker: a session, once its program is there.

import { loadProgram } from "./program.js";
import { createSession } from "./session.js";

let session = null;

async function begin() {
  const program = await loadProgram();
  return createSession(program, (message, transferred = []) =>
    self.postMessage(message, transferred),
  );
}

self.onmessage = async ({ data }) => {
  try {
    session ??= begin();
    (await session)(data);
  } catch (error) {
    self.postMessage({ type: "error", message: error.message });
  }
};
