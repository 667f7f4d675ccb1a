// The digits in a notebook: its kernel sends them, for there is no page with a file.

import { bytes } from "../js/view.js";

const PATIENCE = 20_000; // milliseconds

/** As `loadDigits` gives them; an Error if no kernel answers. */
export function askForDigits(model) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      model.off("msg:custom", take);
      const words = "The digits come from the kernel. Run the cell, then press again.";
      reject(new Error(words));
    }, PATIENCE);
    const take = (message, buffers) => {
      if (message !== "digits") return;
      clearTimeout(timer);
      model.off("msg:custom", take);
      const [images, labels, others, theirs] = buffers.map(bytes);
      resolve({ digits: { images, labels }, held: { images: others, labels: theirs } });
    };
    model.on("msg:custom", take);
    model.send("digits");
  });
}
