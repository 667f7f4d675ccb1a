// Some test digits, and what the network answers after each pass.

import { div, element, group } from "../js/element.js";
import { MNIST_SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { stretch } from "../js/numbers.js";

const DIGIT_LOOK = { low: 0, high: 255, colours: "ink" };

/** How many of the digits are read correctly, in words; no words where there are none. */
export function rightInWords(answers, labels) {
  if (!labels.length) return "";
  const right = labels.filter((label, n) => answers[n] === label).length;
  return `${right} of these ${labels.length} digits are read correctly`;
}

/**
 * Digits with their answers below: `images` are 28x28 bytes each, `answers` a list for
 * each pass. `set(at)` shows those after a pass.
 */
export function createDigits(images, labels, answers) {
  const digits = labels.map((label, n) => {
    const picture = createPicture({ rows: MNIST_SIDE, columns: MNIST_SIDE });
    picture.draw(stretch(images, n, MNIST_SIDE ** 2), DIGIT_LOOK);
    const answer = element("span", { class: "ll-reading" });
    const whole = div("ll-read", picture.element, answer);
    whole.setAttribute("role", "img");
    return { label, answer, whole };
  });
  const said = div("ll-caption");
  const row = div("ll-reads", ...digits.map(({ whole }) => whole));
  const whole = group("Test digits", "ll-learned", said, row);
  whole.hidden = digits.length === 0;
  return {
    element: whole,
    set(at) {
      said.textContent = rightInWords(answers[at], labels);
      digits.forEach(({ label, answer, whole: one }, n) => {
        const read = answers[at][n];
        const isRight = read === label;
        answer.textContent = String(read);
        one.dataset.right = String(isRight);
        one.ariaLabel = `a ${label}, read as ${read}`;
      });
    },
  };
}
