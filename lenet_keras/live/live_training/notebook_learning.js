// What a notebook needs to learn: its kernel sends it, for there is no page with a file.

import { bytes } from "../js/view.js";

const PATIENCE = 20_000; // milliseconds

/** As `loadLearning` gives it; an Error if no kernel answers. */
export function askForLearning(model) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      model.off("msg:custom", take);
      const words = "The digits come from the kernel. Run the cell, then press again.";
      reject(new Error(words));
    }, PATIENCE);
    const take = (message, buffers) => {
      if (message !== "learning") return;
      clearTimeout(timer);
      model.off("msg:custom", take);
      const [images, labels, others, theirs, ...scripts] = buffers.map(bytes);
      const [worker, later] = scripts.map((text) => new TextDecoder().decode(text));
      resolve({
        digits: { images, labels },
        held: { images: others, labels: theirs },
        worker,
        later,
      });
    };
    model.on("msg:custom", take);
    model.send("learning");
  });
}
