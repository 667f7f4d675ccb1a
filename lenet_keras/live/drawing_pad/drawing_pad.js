// Draw a digit, or open a picture of one, and see what the network makes of it.

import { measureOf } from "../js/answers.js";
import { createChoices, createToolbar } from "../js/choices.js";
import { button, div, element, group } from "../js/element.js";
import { MNIST_SIDE } from "../js/images.js";
import { createLayers, LAYER_SCALES } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { createTurns } from "../js/turns.js";
import { createMore, createTable, createTeller } from "../js/ui.js";
import { reasonInWords } from "../js/verdict.js";
import { bytes, openView } from "../js/view.js";
import { createAnswerer } from "./answerer.js";
import { createCropper } from "./crop.js";
import { BYTES, createExamples } from "./examples.js";
import { followDrawing } from "./follow_drawing.js";
import { createPad } from "./pad.js";
import { createOpener, createSaver } from "./pictures.js";
import { readingOf } from "./reading.js";
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

/** The outputs of each network for each class, none where nothing has been read. */
function createNumbers(layer, answerers, title, isRead) {
  const { name, names } = measureOf(layer);
  const cell = ({ states }, n) => (isRead() ? decimal(states.output[n], 3) : "\u2013");
  return createTable(
    `${names} as a table`,
    ["class", name, title].slice(0, 1 + answerers.length),
    () => range(layer.maps).map((n) => [n, ...answerers.map((one) => cell(one, n))]),
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
  const { network, layers, other } = view;
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
  const own = createAnswerer(network, limits);
  const title = view.value("title_of_other");
  const rival = other && createAnswerer(other, view.value("limits_of_other"));
  const answerers = rival ? [own, rival] : [own];
  const received = createReceived();
  const table = createNumbers(layers.output, answerers, title, () => drawn);
  const teaching = createTeaching(() => drawn, notice);
  const everything = createEverything(layers, teller.whisper, () => redraw());
  const drawing = followDrawing(view, pad, (words) => {
    notice.textContent = words;
  });

  const below = div("ll-below", teller.element);
  const opener = createOpener(view, notice, cropper.open);
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
      own.element,
    ),
    ...(rival ? [group(`Answer: ${title}`, "ll-rival", title, rival.element)] : []),
    below,
    div(
      "ll-buttons",
      createToolbar("Pictures", "ll-buttons", [
        ...opener.tools,
        createSaver(pad.canvas),
        teaching.button,
      ]),
      createMore(view.el),
    ),
    notice,
    opener.finder,
    cropper.element,
    teaching.element,
    table.element,
    everything.element,
  );
  // Ink first: the network answers afterwards, and not before the next ink is seen.
  const inTurns = createTurns((isBusy) => below.setAttribute("aria-busy", isBusy));
  const receive = ({ image, trouble }) => {
    drawn = trouble ? null : image;
    received.draw(image, BYTES);
  };
  const tell = ({ trouble }) => {
    const { output } = own.states;
    const words = answerInWords(output, own.ranking(), layers.output, limits);
    const more = rival ? ` ${title}: ${rival.words()}.` : "";
    teller.tell(trouble || words + more);
    table.refresh();
  };
  const draw = () => {
    pad.paint();
    const reading = readingOf(pad.picture, pad.isEmpty(), view.value("normalise"));
    const { seen } = reading;
    inTurns(
      ...reading.steps,
      () => receive(seen),
      ...answerers.flatMap((one) => one.steps(seen)),
      () => tell(seen),
      () => everything.draw(own.states, LAYER_SCALES[view.value("colours")]),
      () => drawing.keep(seen),
    );
  };
  drawing.restore();
  view.keep(["drawing", "tool", "stroke", "normalise", "colours"]);
  redraw = view.follow(["normalise", "colours"], draw);
}

export default { render };
