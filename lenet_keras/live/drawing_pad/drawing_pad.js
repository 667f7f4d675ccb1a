// Draw a digit, or open a picture of one, and see what the network makes of it.

import { createAnswerBars, measureOf } from "../js/answers.js";
import { button, div, element } from "../js/element.js";
import { MNIST_SIDE, prepare } from "../js/images.js";
import { createLayers, LAYER_SCALES } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { decimal, stretch } from "../js/numbers.js";
import { createTable, createTeller } from "../js/ui.js";
import { bytes, openView } from "../js/view.js";
import { createCropper } from "./crop.js";
import { pictureOf } from "./drawing.js";
import { createLinks } from "./links.js";
import { normaliseDigit, reduceDigit } from "./normalise.js";
import { createPad } from "./pad.js";
import { newPaper } from "./paper.js";
import { createOpener, createSaver } from "./pictures.js";

const PIXELS = { low: 0, high: 255, colours: "ink" };
const AREA = MNIST_SIDE ** 2;
const ERASER = 1; // of the trait `tool`: 0 is the pen

/** What the network receives of a picture: {image, trouble}, blank where there is some. */
export function receive(picture, isEmpty, normalise) {
  const blank = new Uint8Array(AREA);
  if (isEmpty) return { image: blank, trouble: "Nothing is drawn yet." };
  try {
    const image = (normalise ? normaliseDigit : reduceDigit)(picture);
    return { image, trouble: "" };
  } catch (error) {
    return { image: blank, trouble: error.message };
  }
}

/** The answer, the second best, and whether the margin between them is enough. */
export function answerInWords(output, [best, second], measure, threshold) {
  const words =
    `Answer ${best}, ${measure.name} ${measure.write(output[best])}; next comes ` +
    `${second} with ${measure.write(output[second])}.`;
  if (threshold == null) return words;
  const margin = Math.abs(output[second] - output[best]);
  const [verb, verdict] =
    margin < threshold ? ["is below", "rejected"] : ["reaches", "accepted"];
  return (
    `${words} The margin of ${measure.write(margin)} ${verb} the threshold of ` +
    `${measure.write(threshold)}: ${verdict}.`
  );
}

/** Why there is no answer, and what the network says of blank paper. */
export function troubleInWords(trouble, output, [best], measure) {
  const answer = `${best}, ${measure.name} ${measure.write(output[best])}`;
  return `${trouble} Of empty paper the network says ${answer}.`;
}

/** Buttons that put test digits on the pad. */
function createExamples(names, images, show) {
  return names.map((name, n) => {
    const ink = stretch(images, n, AREA);
    const picture = createPicture({ rows: MNIST_SIDE, columns: MNIST_SIDE });
    picture.draw(ink, PIXELS);
    const start = () => show(newPaper(pictureOf(ink)));
    const label = `Start from test digit ${name}`;
    const attributes = { class: "ll-example", "aria-label": label };
    return button([picture.element], start, attributes);
  });
}

/** What the network receives, and its answer. */
function createSeen(output) {
  const received = createPicture({
    rows: MNIST_SIDE,
    columns: MNIST_SIDE,
    className: "ll-received",
    role: "img",
    "aria-label": "What the network receives, 28 by 28 pixels",
  });
  const bars = createAnswerBars(output);
  const heading = div("ll-layer-name", "What the network receives");
  return {
    element: div("ll-seen", heading, received.element, bars.element),
    draw(image, values, best) {
      received.draw(image, PIXELS);
      bars.set(values, best);
    },
  };
}

/** All maps of the network, drawn while they are unfolded. */
function createEverything(layers, whisper, onopen) {
  const maps = createLayers(layers, whisper);
  const summary = element("summary", {}, "All maps of the network");
  const details = element("details", { ontoggle: onopen }, summary, maps.element);
  return {
    element: details,
    draw(states, scale) {
      if (details.open) maps.draw(states, scale);
    },
  };
}

function createTools(...children) {
  return div("ll-tools", ...children);
}

async function render(context) {
  const view = await openView(context, "drawing-pad");
  const { network, layers } = view;
  const measure = measureOf(layers.output);
  const states = network.newStates();
  let image; // what the network receives
  let redraw = () => {}; // until all is there

  const teller = createTeller();
  const notice = element("div", { class: "ll-caption ll-notice", role: "status" });
  const pad = createPad({
    pen: () => ({ width: view.value("stroke"), erase: view.value("tool") === ERASER }),
    onchange: () => redraw(),
    whisper: teller.whisper,
  });
  const cropper = createCropper(pad.show, teller.whisper);
  const seen = createSeen(layers.output);
  const table = createTable(
    `${measure.names} as a table`,
    ["class", measure.name],
    () => Array.from(states.output, (value, n) => [n, decimal(value, 3)]),
  );
  const everything = createEverything(layers, teller.whisper, () => redraw());
  const links = createLinks(pad, notice, () =>
    pad.hasPaper() ? { image } : { strokes: pad.strokes() },
  );
  // In a frame of its own, as VS Code and Colab show it, a figure has no useful address.
  const copying = window.parent === window ? [links.button] : [];
  const images = bytes(view.value("images"));

  view.show(
    div(
      "ll-columns",
      div(
        "ll-paper",
        pad.element,
        teller.element, // below the pad, which must not move while someone draws
        createTools(button("Undo", pad.undo), button("Clear", pad.clear)),
      ),
      seen.element,
    ),
    createTools(
      ...createOpener(view.el, notice, cropper.open),
      createSaver(pad.canvas),
      ...copying,
    ),
    notice,
    cropper.element,
    links.address,
    div("ll-caption", "or start from a test digit:"),
    createTools(...createExamples(view.value("names"), images, pad.show)),
    view.hint(),
    table.element,
    everything.element,
  );
  const draw = () => {
    const received = receive(pad.paint(), pad.isEmpty(), view.value("normalise"));
    const { trouble } = received;
    image = received.image;
    network.forward(prepare(image), states);
    const ranking = network.ranking(states.output);
    seen.draw(image, states.output, ranking[0]);
    table.refresh();
    everything.draw(states, LAYER_SCALES[view.value("colours")]);
    teller.tell(
      trouble
        ? troubleInWords(trouble, states.output, ranking, measure)
        : answerInWords(states.output, ranking, measure, view.value("threshold")),
    );
  };
  window.addEventListener("hashchange", links.restore, { signal: view.signal });
  links.restore();
  redraw = view.follow(["normalise", "colours"], draw);
}

export default { render };
