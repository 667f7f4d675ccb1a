// The pad itself: what pointer and keyboard draw, step by step.

import { element } from "../js/element.js";
import { clamp } from "../js/numbers.js";
import { PAD } from "./drawing.js";
import { createKeyboardPen } from "./keyboard_pen.js";
import { paintPaper } from "./paper.js";
import { drawByPointer } from "./pointer_pen.js";
import { createSheets } from "./sheets.js";

const NAME =
  "Draw a digit. Arrow keys move the pen, space puts it down and lifts it, " +
  "Delete clears the pad, Control Z takes the last step back";

/** The point of the pad at the pointer, given the edges of the pad on the page. */
export function pointUnder({ clientX, clientY }, { left, top, width, height }) {
  const unit = (at, length) => clamp(Math.round((at / length) * PAD), 0, PAD - 1);
  return [unit(clientX - left, width), unit(clientY - top, height)];
}

/**
 * The pad: paper, a pen that the pointer or the keyboard moves, and what was done
 * before. `pen()` tells what to draw with; `onchange()` hears of each change, and that a
 * stroke is over.
 */
export function createPad({ pen, onchange, whisper }) {
  const canvas = element("canvas", { width: PAD, height: PAD });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const attributes = {
    class: "ll-pad",
    role: "application",
    "aria-roledescription": "drawing pad",
    "aria-label": NAME,
    tabindex: "0",
  };
  const box = element("div", attributes, canvas);
  const sheets = createSheets(onchange);
  const keys = createKeyboardPen(box, sheets, pen, whisper);
  box.append(keys.element);
  const under = (event) => pointUnder(event, canvas.getBoundingClientRect());
  drawByPointer(box, { under, sheets, pen, lift: keys.lift });
  return {
    element: box,
    canvas,
    strokes: () => sheets.now().strokes,
    isEmpty: sheets.isEmpty,
    isDrawing: sheets.isDrawing,
    hasPaper: () => sheets.now().paper !== null,
    show: sheets.show,
    clear: keys.clear,
    undo: keys.undo,
    /** Paints the sheet. */
    paint() {
      paintPaper(context, sheets.now());
      const { width, height } = canvas;
      const coarse = Math.max(width, height) < PAD;
      box.classList.toggle("ll-coarse", coarse);
      box.classList.toggle("ll-photo", sheets.now().paper !== null && !coarse);
    },
    /** What is to be seen of the sheet, as `ImageData`. */
    picture: () => context.getImageData(0, 0, canvas.width, canvas.height),
  };
}
