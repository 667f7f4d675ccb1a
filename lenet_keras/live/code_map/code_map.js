// The ten codes as a map: each digit where F6 puts it, and the walk from one to another.

import { createThumbnails } from "../js/choices.js";
import { about } from "../js/colours.js";
import { div, head } from "../js/element.js";
import { MNIST_SIDE, PIXEL_SCALE, prepare, SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { decimal, range, stretch } from "../js/numbers.js";
import { inSlices } from "../js/slices.js";
import { createSlider, createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { bytes, floats, openView } from "../js/view.js";
import { createPlane, project } from "./plane.js";

const TRAITS = ["digit", "goal", "share"];
const WAY_STEPS = 20; // of the way, as it is drawn
const AMPLITUDE = 1.7159; // of the squashing function: no state is larger

/** The input on the way from one image to another, after some percent of it. */
export function onTheWay(from, to, percent) {
  return Float32Array.from(
    from,
    (pixel, x) => pixel + (percent / 100) * (to[x] - pixel),
  );
}

/** The first digit of each class that the network reads as it should. */
export function goalsAmong(labels, right) {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  return classes.map((label) => {
    const good = labels.findIndex((other, n) => other === label && right[n]);
    return good < 0 ? labels.indexOf(label) : good;
  });
}

/** What the figure shows, in words. */
export function walkInWords({ from, to, share, output, ranking: [best, second] }) {
  const where =
    share === 0 ? `A ${from}` : `${share} % of the way from a ${from} to a ${to}`;
  return (
    `${where}: answer ${best}, penalty ${decimal(output[best], 1)}; ` +
    `next ${second} with ${decimal(output[second], 1)}.`
  );
}

/** The input and what F6 draws of it. */
function createPictures() {
  const input = createPicture({ rows: SIDE, columns: SIDE, role: "img" });
  const drawing = createPicture({ rows: 12, columns: 7 });
  return {
    element: div(
      "ll-of-image",
      head("input"),
      input.element,
      head("F6", "what it draws"),
      drawing.element,
    ),
    draw(image, { F6 }, words) {
      input.draw(image, PIXEL_SCALE);
      input.box.ariaLabel = words;
      drawing.draw(F6, about(AMPLITUDE));
    },
  };
}

/** Draws the way between two digits where it is a new one; `at(from, to, percent)`. */
function createWay(plane, at) {
  let drawn = "";
  return ({ digit, goal }) => {
    if (drawn === `${digit} ${goal}`) return;
    drawn = `${digit} ${goal}`;
    const steps = range(WAY_STEPS + 1);
    plane.showWay(steps.map((step) => at(digit, goal, (100 * step) / WAY_STEPS)));
  };
}

async function render(context) {
  const view = await openView(context, "code-map");
  const { network, layers } = view;
  const { labels, ends } = view.values(["labels", "ends"]);
  const all = bytes(view.value("images"));
  const images = labels.map((_, n) => prepare(stretch(all, n, MNIST_SIDE ** 2)));
  const axes = floats(view.value("plane"));
  const states = network.newStates();
  const { maps, kernels } = layers.output;
  const read = (image) => {
    network.forward(image, states);
    return network.answer(states.output);
  };
  const right = [];
  let looked = null; // the digit that the mouse points at

  const teller = createTeller();
  const verdict = createVerdict(layers.output, view.value("limits"));
  const pictures = createPictures();
  const plane = createPlane({
    labels,
    classes: maps,
    ends,
    cloud: bytes(view.value("cloud")),
    chosen: () => view.value("digit"),
    ontake: (digit) => view.set({ digit, share: 0 }),
    onpoint(n) {
      if (looked === n) return;
      looked = n;
      redraw();
    },
  });
  const goals = div("ll-goals");
  const slider = createSlider(view, "share", {
    label: "of the way",
    min: 0,
    max: 100,
    step: 1,
    write: (percent) => `${percent} %`,
  });
  const showGoals = () => {
    const numbers = goalsAmong(labels, right);
    const names = labels.map((label) => `walk to a ${label}`);
    const image = (n) => images[n];
    const options = { trait: "goal", names, numbers, image };
    goals.replaceChildren("Walk to", createThumbnails(view, options));
    view.el.removeAttribute("aria-busy");
  };
  const showWay = createWay(plane, (from, to, percent) => {
    read(onTheWay(images[from], images[to], percent));
    return project(states.F6, axes);
  });

  view.show(
    view.hint(),
    div(
      "ll-scene",
      pictures.element,
      div("ll-of-plane", plane.element, goals, slider),
      verdict.element,
    ),
    teller.element,
  );
  range(maps).forEach((n) => {
    plane.placeCode(n, project(stretch(kernels, n, layers.F6.maps), axes));
  });
  view.el.setAttribute("aria-busy", "true"); // until all digits have their place
  const stop = inSlices(
    images.length,
    (n) => {
      right[n] = read(images[n]) === labels[n];
      plane.place(n, project(states.F6, axes), !right[n]);
    },
    showGoals,
  );
  view.onclose(stop);
  const redraw = view.follow(TRAITS, () => {
    const settings = view.values(TRAITS);
    showWay(settings);
    const { digit, goal } = settings;
    const share = looked === null ? settings.share : 0;
    const from = looked ?? digit;
    const image = onTheWay(images[from], images[goal], share);
    read(image);
    const { output } = states;
    const ranking = network.ranking(output);
    const words = walkInWords({
      from: labels[from],
      to: labels[goal],
      share,
      output,
      ranking,
    });
    pictures.draw(image, states, words);
    plane.showHere(project(states.F6, axes));
    verdict.set(output, ranking);
    teller.tell(words);
  });
}

export default { render };
