// From what is drawn to what the network receives, in steps short enough to draw between.

import { MNIST_SIDE } from "../js/images.js";
import { NORMALISING, REDUCING } from "./normalise.js";

/**
 * The `steps`, each to be called once, after which `seen` has the `image` of 28x28 pixels,
 * blank where there is some `trouble`, which is said in words.
 */
export function readingOf(picture, isEmpty, normalise) {
  const blank = new Uint8Array(MNIST_SIDE ** 2);
  const seen = { image: blank, trouble: isEmpty ? "Nothing is drawn yet." : "" };
  let made = picture;
  const take = (step) => () => {
    if (seen.trouble) return;
    try {
      made = step(made);
    } catch (error) {
      seen.trouble = error.message;
    }
  };
  const finish = () => {
    if (!seen.trouble) seen.image = made;
  };
  return { seen, steps: [...(normalise ? NORMALISING : REDUCING).map(take), finish] };
}
