// The pen that the keyboard moves over the pad, from place to place.

import { div } from "../js/element.js";
import { step, takeKeys } from "../js/pointing.js";
import { PAD } from "./drawing.js";

const GRID = 32; // places along each side

/** The point of the pad at a place, row and column from 0 to 32. */
export function pointOf([row, column]) {
  return [column, row].map((n) => Math.min((n * PAD) / GRID, PAD - 1));
}

/** Where the pen is, in words. */
export function penInWords([row, column], isDown) {
  return `pen ${isDown ? "down" : "up"} at row ${row}, column ${column} of ${GRID}`;
}

/** What a key asks for: "undo", "clear", "pen", a place to go to, or nothing. */
export function wishOf({ key, ctrlKey, metaKey, altKey }, place) {
  const control = ctrlKey || metaKey;
  if (control && key.toLowerCase() === "z") return "undo";
  if (control || altKey) return null;
  return { " ": "pen", Delete: "clear" }[key] ?? step(key, place, GRID + 1, GRID + 1);
}

/**
 * A pen that draws on `sheets` what the keys of `box` ask for; `pen()` tells how wide it
 * is, `whisper(text)` where. `lift()` takes it up, whoever put it down.
 */
export function createKeyboardPen(box, sheets, pen, whisper) {
  const cursor = div("ll-pen");
  cursor.hidden = true;
  let place = [GRID / 2, GRID / 2];
  const lift = () => {
    sheets.lift();
    cursor.classList.remove("ll-down");
  };
  const show = () => {
    cursor.hidden = false;
    cursor.style.top = `${(100 * place[0]) / GRID}%`;
    cursor.style.left = `${(100 * place[1]) / GRID}%`;
  };
  const tell = () => {
    show();
    whisper(penInWords(place, sheets.isDrawing()));
  };
  const putDownOrLift = () => {
    if (sheets.isDrawing()) {
      lift();
    } else {
      sheets.begin(pointOf(place), pen());
      cursor.classList.add("ll-down");
    }
    tell();
  };
  const goTo = (next) => {
    place = next;
    sheets.moveTo(pointOf(place));
    tell();
  };
  const clear = () => {
    lift();
    sheets.clear();
  };
  const undo = () => {
    lift();
    sheets.undo();
  };
  const wishes = { pen: putDownOrLift, clear, undo };
  takeKeys(box, (_, event) => {
    const wish = wishOf(event, place);
    if (Array.isArray(wish)) goTo(wish);
    else wishes[wish]?.();
    return wish;
  });
  box.addEventListener("focus", () => {
    if (box.matches(":focus-visible:not(.ll-by-pointer)")) show();
  });
  box.addEventListener("pointerdown", () => {
    cursor.hidden = true;
  });
  box.addEventListener("blur", () => {
    cursor.hidden = true;
    lift();
  });
  return { element: cursor, lift, clear, undo };
}
