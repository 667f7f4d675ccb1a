// From what is drawn to what the network receives, in steps short enough to draw between.

import { MNIST_SIDE } from "../js/images.js";
import { NORMALISING, REDUCING } from "./normalise.js";

/**
 * What the network receives of the picture that `look()` gives, which the first step asks.
 * The `steps`, each to be called once, after which `seen` has the `image` of 28x28 pixels,
 * blank where there is some `trouble`, which is said in words.
 */
export function readingOf(look, isEmpty, normalise) {
  const blank = new Uint8Array(MNIST_SIDE ** 2);
  const seen = { image: blank, trouble: isEmpty ? "Nothing is drawn yet." : "" };
  let made;
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
  const making = [look, ...(normalise ? NORMALISING : REDUCING)];
  return { seen, steps: [...making.map(take), finish] };
}
