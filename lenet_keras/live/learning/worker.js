// What runs in a worker: a session, as soon as its program is there.

import { loadProgram } from "./program.js";
import { createSession } from "./session.js";

const session = loadProgram().then((program) =>
  createSession(program, (message, transferred = []) =>
    self.postMessage(message, transferred),
  ),
);

self.onmessage = async ({ data }) => {
  try {
    (await session)(data);
  } catch (error) {
    self.postMessage({ type: "error", message: error.message });
  }
};
