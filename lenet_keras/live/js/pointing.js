// How a reader points: with a mouse, a finger, the keys. The one wiring of all figures.
//
//   chooseUnits(box, { under, at, lead, point, take, leave })   units of a picture
//   takeKeys(target, (key, event) => took)     keys that the page and JupyterLab do not see
//   drag(box, { begin, move, end, cancel })    something that follows the pointer
//   rove(whole, boxes)        boxes that are one tab stop, Page Up and Down lead on
//   focusByPointer(box)       focus without a frame
//   step(key, [row, column], rows, columns)    where an arrow key, Home or End leads

import { clamp } from "./numbers.js";

/** Which keys lead on in a row, and which back. */
export const ALONG = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const STEPS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Where a key leads from a cell; `null` for a key that is none of ours. */
export function step(key, [row, column], rows, columns) {
  if (key === "Home") return [row, 0];
  if (key === "End") return [row, columns - 1];
  const [down, right] = STEPS[key] ?? [];
  if (down === undefined) return null;
  return [clamp(row + down, 0, rows - 1), clamp(column + right, 0, columns - 1)];
}

/**
 * Makes units of a box be pointed at and taken. What a unit is, the caller decides.
 *
 * under(event): the unit at the pointer.
 * at(): the unit from which the keys start.
 * lead(key): the unit to which a key leads, `null` for a key that is none of ours.
 * point(unit): the mouse is over it, or the focus came to it by key.
 * take(unit): a tap, a click or a key chose it; the same as `point` if not given.
 * leave(): neither pointer nor focus is here any more.
 */
export function chooseUnits(
  box,
  { under, at, lead, point, take = point, leave = () => {} },
) {
  box.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse") return; // a finger scrolls, its tap is a click
    (event.buttons ? take : point)(under(event));
  });
  box.addEventListener("click", (event) => take(under(event)));
  box.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "mouse") return;
    if (document.activeElement === box) point(at());
    else leave();
  });
  box.addEventListener("focus", () => {
    if (box.matches(":focus-visible")) point(at());
  });
  box.addEventListener("blur", () => leave());
  takeKeys(box, (key) => {
    const next = lead(key);
    if (next) take(next);
    return next;
  });
}

/**
 * Makes many boxes of a whole one tab stop: the one that was last in use. Page Down and
 * Page Up, or other `keys`, lead to the next and to the one before of those shown. The
 * function that is returned finds another stop where the last one is no longer shown.
 */
export function rove(whole, boxes, keys = { PageDown: 1, PageUp: -1 }) {
  const stopAt = (stop) => {
    for (const box of boxes) box.tabIndex = box === stop ? 0 : -1;
  };
  const refresh = () => {
    const isStop = (box) => box.tabIndex === 0 && box.checkVisibility();
    if (!boxes.some(isStop)) stopAt(boxes.find((box) => box.checkVisibility()));
  };
  stopAt(boxes[0]);
  whole.addEventListener("focusin", ({ target }) => {
    if (boxes.includes(target)) stopAt(target);
  });
  takeKeys(whole, (key) => {
    const by = keys[key];
    const from = boxes.indexOf(document.activeElement);
    if (!by || from < 0) return false;
    const shown = boxes.filter((box) => box.checkVisibility());
    const to = clamp(shown.indexOf(boxes[from]) + by, 0, shown.length - 1);
    shown[to].focus({ focusVisible: true });
    return true;
  });
  return refresh;
}

/** Gives a box the focus, without the frame that is for keys until one is pressed. */
export function focusByPointer(box) {
  const quiet = "ll-by-pointer";
  box.classList.add(quiet);
  for (const over of ["keydown", "blur"]) {
    box.addEventListener(over, () => box.classList.remove(quiet), { once: true });
  }
  box.focus({ preventScroll: true });
}

/** Hears keys; those of which `take(key, event)` says that it took them go no further. */
export function takeKeys(target, take) {
  target.addEventListener("keydown", (event) => {
    if (!take(event.key, event)) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would scroll, or select another cell
  });
}

/**
 * Follows a pointer from where it is pressed to where it is let go; another finger is not
 * heard meanwhile. `begin(event)` gives what `move(event, begun)` is told, or nothing if
 * there is nothing to follow; `end(begun)`, if given, hears that it is over, and
 * `cancel(begun)` in its place that the browser took the pointer, to scroll the page.
 */
export function drag(box, { begin, move, end = () => {}, cancel = end }) {
  let begun = null;
  let pointer;
  const follows = (event) => begun && event.pointerId === pointer;
  box.addEventListener("pointerdown", (event) => {
    if (begun) return;
    begun = begin(event);
    if (!begun) return;
    pointer = event.pointerId;
    box.setPointerCapture(pointer);
  });
  box.addEventListener("pointermove", (event) => {
    if (follows(event)) move(event, begun);
  });
  for (const [over, hear] of [
    ["pointerup", end],
    ["pointercancel", cancel],
  ]) {
    box.addEventListener(over, (event) => {
      if (!follows(event)) return;
      hear(begun);
      begun = null;
    });
  }
}
