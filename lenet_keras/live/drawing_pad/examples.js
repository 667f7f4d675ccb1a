// Digits that can be put on the pad.

import { createToolbar } from "../js/choices.js";
import { button } from "../js/element.js";
import { MNIST_SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { stretch } from "../js/numbers.js";
import { pictureOf } from "./drawing.js";
import { newPaper } from "./paper.js";

/** How an image of 28x28 bytes is drawn, 0 is background and 255 is ink. */
export const BYTES = { low: 0, high: 255, colours: "ink" };

/** Test digits in a row that is one tab stop; `show(paper)` puts one on the pad. */
export function createExamples(names, images, show) {
  const examples = names.map((name, n) => {
    const ink = stretch(images, n, MNIST_SIDE ** 2);
    const picture = createPicture({
      rows: MNIST_SIDE,
      columns: MNIST_SIDE,
      className: "ll-thumb",
    });
    picture.draw(ink, BYTES);
    const start = () => show(newPaper(pictureOf(ink)));
    const label = `Start from test digit ${name}`;
    return button([picture.element], start, { "aria-label": label });
  });
  return createToolbar("Test digits", "ll-thumbs", examples);
}
