// Draw a digit, or open a picture of one, and see what the network makes of it.

import { measureOf } from "../js/answers.js";
import { createChoices, createToolbar } from "../js/choices.js";
import { button, div, element } from "../js/element.js";
import { MNIST_SIDE, prepare } from "../js/images.js";
import { createLayers, LAYER_SCALES } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { createTurns } from "../js/turns.js";
import { createMore, createTable, createTeller } from "../js/ui.js";
import { createVerdict, reasonInWords } from "../js/verdict.js";
import { bytes, openView } from "../js/view.js";
import { createCropper } from "./crop.js";
import { BYTES, createExamples } from "./examples.js";
import { followDrawing } from "./follow_drawing.js";
import { createPad } from "./pad.js";
import { createOpener, createSaver } from "./pictures.js";
import { readingOf } from "./reading.js";
import { createRival } from "./rival.js";
import { createTeaching } from "./teaching.js";

const ERASER = 1; // of the trait `tool`: 0 is the pen

/** The answer, the second best, and why the answer is sure or is not. */
export function answerInWords(output, [best, second], layer, limits) {
  const { name, write } = measureOf(layer);
  const reason = reasonInWords(layer.kind, output, [best, second], limits);
  return (
    `Answer ${best}, ${name} ${write(output[best])}; next comes ${second} with ` +
    `${write(output[second])}. ${reason[0].toUpperCase()}${reason.slice(1)}.`
  );
}

/** The image of 28x28 pixels that is made of the drawing. */
function createReceived() {
  return createPicture({
    rows: MNIST_SIDE,
    columns: MNIST_SIDE,
    className: "ll-received",
    role: "img",
    "aria-label": "What the network receives, 28 by 28 pixels",
  });
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

/** The outputs of the network for each class, and those of the second one. */
function createNumbers(layer, states, rival, title) {
  const { name, names } = measureOf(layer);
  const answering = rival ? [states, rival.states] : [states];
  return createTable(
    `${names} as a table`,
    ["class", name, ...(rival ? [title] : [])],
    () =>
      range(layer.maps).map((n) => [
        n,
        ...answering.map(({ output }) => decimal(output[n], 3)),
      ]),
  );
}

/** The pad, with pen and eraser and the ways back below it. */
function createPadColumn(view, pad) {
  const steps = [button("Undo", pad.undo), button("Clear", pad.clear)];
  return div(
    "ll-of-image",
    pad.element,
    div(
      "ll-buttons ll-pens",
      createChoices(view, "tool", "Tool", ["pen", "eraser"]),
      createToolbar("Steps", "ll-buttons", steps),
    ),
  );
}

async function render(context) {
  const view = await openView(context, "drawing-pad");
  const { network, layers } = view;
  const states = network.newStates();
  let drawn = null; // what the network receives, where it can be read
  let redraw = () => {}; // until all is there

  const teller = createTeller();
  const notice = element("div", { class: "ll-caption ll-notice", role: "status" });
  const pad = createPad({
    pen: () => ({ width: view.value("stroke"), erase: view.value("tool") === ERASER }),
    onchange: () => redraw(),
    whisper: teller.whisper,
  });
  const cropper = createCropper(pad.show);
  const limits = view.value("limits");
  const verdict = createVerdict(layers.output, limits);
  const { other } = view;
  const title = view.value("title_of_other");
  const rival = other && createRival(other, title, view.value("limits_of_other"));
  const received = createReceived();
  const table = createNumbers(layers.output, states, rival, title);
  const teaching = createTeaching(() => drawn, notice);
  const everything = createEverything(layers, teller.whisper, () => redraw());
  const drawing = followDrawing(view, pad, (words) => {
    notice.textContent = words;
  });

  const below = div("ll-below", teller.element);
  const files = [
    ...createOpener(view.el, notice, cropper.open),
    createSaver(pad.canvas),
  ];
  view.show(
    view.hint(),
    div(
      "ll-scene",
      createPadColumn(view, pad),
      div(
        "ll-seen",
        div("ll-caption", "The network receives"),
        received.element,
        div("ll-caption", "Or start from a test digit"),
        createExamples(view.value("names"), bytes(view.value("images")), pad.show),
      ),
      verdict.element,
    ),
    ...(rival ? [rival.element] : []),
    below,
    div(
      "ll-buttons",
      createToolbar("Pictures", "ll-buttons", [...files, teaching.button]),
      createMore(view.el),
    ),
    notice,
    cropper.element,
    teaching.element,
    table.element,
    everything.element,
  );
  // Ink first: the network answers afterwards, and not before the next ink is seen.
  const inTurns = createTurns((isBusy) => below.setAttribute("aria-busy", isBusy));
  const answer = (seen) => {
    const { image } = seen;
    drawn = seen.trouble ? null : image;
    const input = prepare(image);
    network.forward(input, states);
    const ranking = network.ranking(states.output);
    received.draw(image, BYTES);
    if (seen.trouble) {
      for (const one of [verdict, rival]) one?.rest("no answer", "draw a digit");
    } else {
      verdict.set(states.output, ranking);
      rival?.set(input);
    }
    const words = answerInWords(states.output, ranking, layers.output, limits);
    teller.tell(seen.trouble || (rival ? `${words} ${rival.words()}` : words));
  };
  const show = () => {
    table.refresh();
    everything.draw(states, LAYER_SCALES[view.value("colours")]);
  };
  const draw = () => {
    pad.paint();
    const reading = readingOf(pad.picture, pad.isEmpty(), view.value("normalise"));
    const { seen } = reading;
    inTurns(
      ...reading.steps,
      () => answer(seen),
      show,
      () => drawing.keep(seen),
    );
  };
  drawing.restore();
  view.keep(["drawing", "tool", "stroke", "normalise", "colours"]);
  redraw = view.follow(["normalise", "colours"], draw);
}

export default { render };
