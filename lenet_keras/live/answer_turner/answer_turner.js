// The smallest change of the pixels that turns the answer, as a picture.

import { createChoices, createThumbnails } from "../js/choices.js";
import { symmetric } from "../js/colours.js";
import { div, element, head } from "../js/element.js";
import { smallestChange } from "../js/gradient.js";
import {
  BACKGROUND,
  FOREGROUND,
  PIXEL_SCALE,
  randomNumbers,
  SIDE,
} from "../js/images.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal, range } from "../js/numbers.js";
import { createLegend, createSlider, createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { openView } from "../js/view.js";

const TRAITS = ["digit", "target", "share", "direction"];
const ANY = 0; // of the trait `target`; the classes follow
const AT_RANDOM = 1; // of the trait `direction`

/** The length of a change, or of the ink of an image. */
export function lengthOf(values, zero = 0) {
  return Math.hypot(...Array.from(values, (value) => value - zero));
}

/** A change as long as another, in a direction at random, the same every time. */
export function asLong(change, draws = randomNumbers(2 * change.length, 5)) {
  const random = Float64Array.from(
    change,
    (_, x) => draws[2 * x] + draws[2 * x + 1] - 1,
  );
  const by = lengthOf(change) / lengthOf(random);
  return random.map((value) => by * value);
}

/** The image with a percentage of a change, between paper and ink. */
export function withChange(image, change, percent) {
  return Float64Array.from(image, (pixel, x) =>
    clamp(pixel + (percent / 100) * change[x], BACKGROUND, FOREGROUND),
  );
}

/** What the figure shows, in words. */
export function changeInWords({ length, ink, percent, before, now, random }) {
  const part = (100 * length * percent) / 100 / ink;
  const change = random ? "A change at random" : "The change";
  const turned =
    now === before ? `leaves the answer ${before}` : `turns ${before} into ${now}`;
  return `${change} is ${decimal((length * percent) / 100)} long, ${decimal(part, 0)} % of the ink, and ${turned}.`;
}

/** A picture of 32x32 pixels under its name. */
function createPanel(name, words, ...below) {
  const picture = createPicture({ rows: SIDE, columns: SIDE });
  const panel = div("ll-panel", head(name, words), picture.element, ...below);
  return { element: panel, draw: picture.draw };
}

async function render(context) {
  const view = await openView(context, "answer-turner");
  const { network, layers, values } = view;
  const states = network.newStates();
  const teller = createTeller();
  // Which digit it turns into is the question here, however far from its code.
  const limits = { ...view.value("limits"), far: Infinity };
  const verdict = createVerdict(layers.output, limits);
  const legend = createLegend("signed", "change");
  const names = view.value("names");
  const thumbnails = createThumbnails(view, { names });
  const digit = createPanel("digit", "32 \u00d7 32");
  const lengthTold = element("span");
  const added = createPanel("+ change", lengthTold, legend.element);
  const sum = createPanel("= sum", "the input");
  const classes = range(layers.output.maps).map(String);
  const read = (image) => {
    network.forward(image, states);
    return network.answer(states.output);
  };
  let found;
  let foundFor;

  view.show(
    view.hint(),
    div(
      "ll-scene",
      div("ll-sum", digit.element, added.element, sum.element),
      verdict.element,
    ),
    div(
      "ll-turns",
      thumbnails,
      createChoices(view, "target", "Turn it into", ["any", ...classes]),
      createSlider(view, "share", {
        label: "How much of it",
        min: 0,
        max: 200,
        step: 5,
        write: (percent) => `${percent} %`,
      }),
      createChoices(view, "direction", "Direction", ["the shortest way", "at random"]),
    ),
    teller.element,
  );
  view.follow(TRAITS, () => {
    const { digit: number, target, share, direction } = values(TRAITS);
    const image = view.image();
    const isFor = String([number, target]);
    if (isFor !== foundFor) {
      const wanted = target === ANY ? null : target - 1;
      const before = read(image);
      found = { before, ...smallestChange(layers, image, wanted) };
      found.atRandom = asLong(found.change);
      foundFor = isFor;
    }
    const random = direction === AT_RANDOM;
    const change = random ? found.atRandom : found.change;
    const sums = withChange(image, change, share);
    const now = read(sums);
    digit.draw(image, PIXEL_SCALE);
    const look = symmetric(found.change);
    legend.set(look.low, look.high);
    added.draw(change, look);
    sum.draw(sums, PIXEL_SCALE);
    verdict.set(states.output, network.ranking(states.output));
    const length = lengthOf(change);
    lengthTold.textContent = `length ${decimal((length * share) / 100)}`;
    const ink = lengthOf(image, BACKGROUND);
    const state = { length, ink, percent: share, before: found.before, now, random };
    const lost = found.found ? "" : `No change found that makes it ${target - 1}. `;
    teller.tell(lost + changeInWords(state));
  });
}

export default { render };
