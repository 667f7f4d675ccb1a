// The digits whose answer changes without some connections, counted while the page is idle.

import { button, div, element } from "../js/element.js";
import { MNIST_SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { ALONG, rove } from "../js/pointing.js";
import { inSlices } from "../js/slices.js";
import { compare, forwardWithout } from "./connections.js";

/**
 * Answers for all digits, with all connections and without those that are off.
 * `count(off, done, after)` starts anew, `done` hears the comparison, and `after` how many
 * digits are counted so far; `stop()` leaves it.
 */
export function createCounter(network, images, labels) {
  const states = network.newStates();
  const answers = { before: [], now: [] };
  const answerTo = (n, off) => {
    const answer = ({ output }) => network.answer(output);
    answers.before[n] ??= answer(network.forward(images[n], states));
    answers.now[n] = off.length
      ? answer(forwardWithout(network.layers, images[n], off, states))
      : answers.before[n];
  };
  let stop = () => {};
  return {
    count(off, done, after = () => {}) {
      stop();
      stop = inSlices(
        images.length,
        (n) => {
          answerTo(n, off);
          after(n + 1);
        },
        () => done(compare(labels, answers.before, answers.now)),
      );
    },
    stop: () => stop(),
  };
}

/** A digit that changed, in words: what is seen on its button, and what is said of it. */
export function changeInWords({ label, before, now, verdict }, name) {
  const change = `${before} \u2192 ${now} ${verdict}`;
  return { change, label: `${change}: ${name}, a ${label}. Show it` };
}

/** The digits whose answer changed, each a button: `show(comparison)` fills the list. */
export function createChanged(pictures, names, onchoose) {
  const title = div("ll-layer-name");
  const list = div("ll-changed");
  const none = element(
    "span",
    { class: "ll-caption" },
    "None: each digit keeps its answer.",
  );
  const createThumb = (digit) => {
    const picture = createPicture({ rows: MNIST_SIDE, columns: MNIST_SIDE });
    const text = element("span");
    const choose = () => onchoose(digit);
    const thumb = button([picture.element, text], choose, { class: "ll-digit" });
    return { element: thumb, text, picture };
  };
  const thumbs = new Map(); // of those that have been shown
  const thumbOf = (changed) => {
    const { digit } = changed;
    if (!thumbs.has(digit)) thumbs.set(digit, createThumb(digit));
    const thumb = thumbs.get(digit);
    thumb.picture.draw(pictures[digit], { low: 0, high: 255, colours: "ink" });
    const { change, label } = changeInWords(changed, names[digit]);
    thumb.text.textContent = change;
    thumb.element.ariaLabel = label;
    return thumb.element;
  };
  return {
    element: div("ll-layer ll-changes", title, list),
    show({ changed }) {
      title.textContent = `Digits whose answer changed: ${changed.length} of ${pictures.length}`;
      const shown = changed.map(thumbOf);
      list.replaceChildren(...(shown.length ? shown : [none]));
      if (shown.length) rove(list, shown, ALONG);
    },
  };
}
