// Draw a digit: many classifiers read it. Shift it, and see who fails first.

import { encodeDrawing } from "../drawing_pad/drawing.js";
import { createExamples } from "../drawing_pad/examples.js";
import { followDrawing } from "../drawing_pad/follow_drawing.js";
import { createPad } from "../drawing_pad/pad.js";
import { readingOf } from "../drawing_pad/reading.js";
import { createToolbar } from "../js/choices.js";
import { button, div, element } from "../js/element.js";
import { MNIST_SIDE, PIXEL_SCALE, SIDE, shift } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { range, stretch } from "../js/numbers.js";
import { createTurns } from "../js/turns.js";
import { createSlider, createTeller } from "../js/ui.js";
import { bytes, openView } from "../js/view.js";
import {
  createReaders,
  failuresInWords,
  inputsOf,
  lastsUntil,
  ranked,
} from "./readers.js";
import { createRow, createScale } from "./rows.js";

const STROKE = { width: 20, erase: false };

/** What the readers are given, shifted, as LeNet-5 sees it. */
function createShifted() {
  return createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-received",
    role: "img",
    "aria-label": "What LeNet-5 receives, 32 by 32 pixels",
  });
}

/** The answers of all readers, line by line. */
function createAnswers(readers, span) {
  const rows = readers.map((reader) => createRow(reader, span));
  const attributes = { class: "ll-readers", role: "list", "aria-label": "Answers" };
  return {
    element: element(
      "div",
      attributes,
      createScale(span),
      ...rows.map((row) => row.element),
    ),
    rest() {
      for (const row of rows) row.rest();
    },
    /** The answers to inputs that are shifted by so much. */
    set(inputs, dx, dy) {
      readers.forEach((reader, n) => {
        rows[n].set(ranked(reader.scores(inputs, dx, dy)), dx);
      });
    },
    /** The answers of one reader at all shifts; how far it lasts. */
    strip(n, inputs, dy) {
      const answers = range(2 * span + 1).map(
        (place) => ranked(readers[n].scores(inputs, place - span, dy))[0],
      );
      rows[n].strip(answers);
      return [readers[n].name, lastsUntil(answers)];
    },
  };
}

/** The pad with what is done to it, and the digits to start from. */
function createPadColumn(view, pad, digits) {
  const steps = [button("Undo", pad.undo), button("Clear", pad.clear)];
  return div(
    "ll-of-image ll-drawing-pad",
    pad.element,
    createToolbar("Steps", "ll-buttons", steps),
    div("ll-caption", "Or start from a test digit"),
    createExamples(view.value("names"), digits, pad.show),
  );
}

async function render(context) {
  const view = await openView(context, "many-classifiers");
  const { value } = view;
  const span = value("span");
  const readers = createReaders(view);
  const answers = createAnswers(readers, span);
  const teller = createTeller();
  const shifted = createShifted();
  let redraw = () => {}; // until all is there
  const pad = createPad({
    pen: () => STROKE,
    onchange: () => redraw(),
    whisper: teller.whisper,
  });
  const digits = bytes(value("images"));
  const drawing = followDrawing(view, pad);
  const ends = { min: -span, max: span, step: 1 };
  const below = div("ll-below", teller.element);
  view.show(
    view.hint(),
    div(
      "ll-scene",
      createPadColumn(view, pad, digits),
      div(
        "ll-read",
        answers.element,
        div(
          "ll-shifting",
          shifted.element,
          div(
            null,
            createSlider(view, "dx", { label: "shift right", ...ends }),
            createSlider(view, "dy", { label: "shift down", ...ends }),
          ),
        ),
      ),
    ),
    below,
  );
  // Ink first: the readers answer afterwards, one by one.
  const inTurns = createTurns((isBusy) => below.setAttribute("aria-busy", isBusy));
  const draw = () => {
    pad.paint();
    const { dx, dy } = view.values(["dx", "dy"]);
    const { seen, steps } = readingOf(pad.picture, pad.isEmpty(), true);
    let inputs;
    const lasting = [];
    const answer = () => {
      inputs = inputsOf(seen.image);
      shifted.draw(shift(inputs.regular, dx, dy), PIXEL_SCALE);
      if (seen.trouble) answers.rest();
      else answers.set(inputs, dx, dy);
    };
    const strips = readers.map((_, n) => () => {
      if (!seen.trouble) lasting.push(answers.strip(n, inputs, dy));
    });
    const tell = () => teller.tell(seen.trouble || failuresInWords(lasting));
    inTurns(...steps, answer, ...strips, tell, () => drawing.keep(seen));
  };
  if (!value("drawing")) {
    const first = stretch(digits, 0, MNIST_SIDE ** 2);
    view.set({ drawing: encodeDrawing({ image: first }) });
  }
  drawing.restore();
  view.keep(["drawing", "dx", "dy"]);
  redraw = view.follow(["dx", "dy"], draw);
}

export default { render };
