// The pen that a pointer is: a mouse, a finger, a digital pen.

import { drag, focusByPointer } from "../js/pointing.js";

const ERASER_END = 32; // of a digital pen, among the buttons of a pointer

/** The pen that a pointer is: that of the figure, or the eraser on its other end. */
export function penOf({ buttons }, { width, erase }) {
  return { width, erase: erase || (buttons & ERASER_END) !== 0 };
}

/**
 * Lets pointers draw on the sheets: the first finger, the mouse's main button, a pen.
 * `under(event)` is the point of the sheet at the pointer, `pen()` tells what to draw
 * with, `lift()` hears that a stroke is over.
 */
export function drawByPointer(box, { under, sheets, pen, lift }) {
  drag(box, {
    begin(event) {
      if (!event.isPrimary) return false;
      if (event.pointerType === "mouse" && event.button !== 0) return false;
      event.preventDefault(); // no text is selected, no picture dragged
      focusByPointer(box);
      sheets.begin(under(event), penOf(event, pen()));
      return true;
    },
    move(event) {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const part of steps.length ? steps : [event]) sheets.moveTo(under(part));
    },
    end: lift,
  });
}
