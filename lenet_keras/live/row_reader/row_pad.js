// The wide pad: what pointers and keys put on it, step by step.

import { drawByPointer } from "../drawing_pad/pointer_pen.js";
import { createSheets } from "../drawing_pad/sheets.js";
import { PIXEL_SCALE, SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { clamp } from "../js/numbers.js";
import { takeKeys } from "../js/pointing.js";
import { decodeSheet, encodeSheet, FIELD, FINE, typed } from "./field.js";

const NAME =
  "Write digits in a row. Keys 0 to 9 put digits there, Backspace takes the last " +
  "step back, Delete clears the pad";

/** The point of the field at a pointer, given the edges of the pad on the page. */
export function fieldPoint({ clientX, clientY }, { left, top, width, height }) {
  const part = (at, length, pixels) =>
    clamp(Math.round((at / length) * pixels * FINE), 0, pixels * FINE - 1);
  return [part(clientX - left, width, FIELD), part(clientY - top, height, SIDE)];
}

/** What a key asks for: a digit, "undo", "clear", or nothing. */
export function rowWish({ key, ctrlKey, metaKey, altKey }) {
  const control = ctrlKey || metaKey;
  if (control && key.toLowerCase() === "z") return "undo";
  if (control || altKey) return null;
  if (/^\d$/.test(key)) return Number(key);
  return { Backspace: "undo", Delete: "clear" }[key] ?? null;
}

/**
 * The pad. `inkOf(sheet)` gives the ink of a sheet, `width()` that of a stroke in
 * pixels, `written` and `gap()` are the digits that keys put there and the space before
 * them, `tell(words)` says what was not possible; `onchange(isOver)` hears of each
 * change, and whether a stroke is over.
 */
export function createRowPad({ inkOf, width, written, gap, tell, onchange }) {
  const picture = createPicture({
    rows: SIDE,
    columns: FIELD,
    className: "ll-row-pad",
    role: "application",
    "aria-roledescription": "drawing pad",
    "aria-label": NAME,
    tabindex: "0",
  });
  const { box } = picture;
  const sheets = createSheets(() => onchange(!sheets.isDrawing()));
  const put = (digit) => {
    const now = sheets.now();
    const given = { written, gap: gap(), levels: inkOf(now) };
    const sheet = typed(now, digit, given);
    if (sheet) sheets.show(sheet.paper, sheet.strokes);
    else tell("No room for another digit: clear the pad, or take one back.");
  };
  takeKeys(box, (_, event) => {
    const wish = rowWish(event);
    if (wish === null) return false;
    if (typeof wish === "number") put(wish);
    else sheets[wish]();
    return true;
  });
  drawByPointer(box, {
    under: (event) => fieldPoint(event, box.getBoundingClientRect()),
    sheets,
    pen: () => ({ width: Math.round(width() * FINE), erase: false }),
    lift: sheets.lift,
  });
  return {
    element: picture.element,
    mark: picture.mark,
    put,
    undo: sheets.undo,
    clear: sheets.clear,
    isEmpty: sheets.isEmpty,
    now: sheets.now,
    showRow: (row) => sheets.show({ row, text: "", start: 0 }),
    draw: (image) => picture.draw(image, PIXEL_SCALE),
    code: () => encodeSheet(sheets.now()),
    /** Puts on the pad what a text of `code()` says, if it is another sheet. */
    decode(text, rows) {
      if (text === encodeSheet(sheets.now())) return;
      const sheet = decodeSheet(text, rows);
      if (sheet) sheets.show(sheet.paper, sheet.strokes);
    },
  };
}
