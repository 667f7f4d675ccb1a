// The pad itself: what pointer and keyboard draw, step by step.

import { element } from "../js/element.js";
import { clamp } from "../js/numbers.js";
import { step } from "../js/pointing.js";
import { PAD } from "./drawing.js";
import { paintPaper } from "./paper.js";

const GRID = 32; // places of the keyboard's pen along each side
const ERASER_END = 32; // of a digital pen, among the buttons of a pointer

/**
 * The pad: paper, a pen that the pointer or the keyboard moves, and what was done
 * before. `pen()` tells what to draw with; `onchange()` hears of each change.
 */
export function createPad({ pen, onchange, whisper }) {
  const canvas = element("canvas", { width: PAD, height: PAD });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const cursor = element("div", { class: "ll-pen", hidden: true });
  const box = element(
    "div",
    {
      class: "ll-pad",
      role: "application",
      "aria-roledescription": "drawing pad",
      "aria-label":
        "Draw a digit. Arrow keys move the pen, space puts it down and lifts it, " +
        "Delete clears the pad, Control Z takes the last step back",
      tabindex: "0",
    },
    canvas,
    cursor,
  );
  let history = [{ paper: null, strokes: [] }];
  let stroke = null; // the one being drawn
  let cell = [GRID / 2, GRID / 2]; // where the keyboard's pen is

  const now = () => history.at(-1);
  const change = (sheet) => {
    stroke = null;
    history.push(sheet);
    onchange();
  };
  const begin = (x, y, { width, erase }) => {
    const started = { width, erase, points: [x, y] };
    change({ ...now(), strokes: [...now().strokes, started] });
    stroke = started;
  };
  const moveTo = (x, y) => {
    const { points } = stroke;
    if (points.at(-2) === x && points.at(-1) === y) return;
    points.push(x, y);
    onchange();
  };
  const lift = () => {
    stroke = null;
    cursor.classList.remove("ll-down");
  };
  const under = ({ clientX, clientY }) => {
    const edges = canvas.getBoundingClientRect();
    const unit = (at, from, length) =>
      clamp(Math.round(((at - from) / length) * PAD), 0, PAD - 1);
    return [
      unit(clientX, edges.left, edges.width),
      unit(clientY, edges.top, edges.height),
    ];
  };

  box.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || (event.pointerType === "mouse" && event.button !== 0))
      return;
    event.preventDefault(); // no text is selected, no picture dragged
    box.focus({ preventScroll: true });
    box.setPointerCapture(event.pointerId);
    const { width, erase } = pen();
    begin(...under(event), {
      width,
      erase: erase || (event.buttons & ERASER_END) !== 0,
    });
  });
  box.addEventListener("pointermove", (event) => {
    if (!stroke || !box.hasPointerCapture(event.pointerId)) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const part of steps.length ? steps : [event]) moveTo(...under(part));
  });
  box.addEventListener("pointerup", lift);
  box.addEventListener("pointercancel", lift);

  const showPen = () => {
    cursor.hidden = false;
    cursor.style.top = `${(100 * cell[0]) / GRID}%`;
    cursor.style.left = `${(100 * cell[1]) / GRID}%`;
  };
  const place = () =>
    [cell[1], cell[0]].map((n) => Math.min((n * PAD) / GRID, PAD - 1));
  const tellPen = () =>
    whisper(
      `pen ${stroke ? "down" : "up"} at row ${cell[0]}, column ${cell[1]} of ${GRID}`,
    );
  const keys = {
    " ": () => {
      if (stroke) {
        lift();
      } else {
        begin(...place(), pen());
        cursor.classList.add("ll-down");
      }
      showPen();
      tellPen();
    },
    Delete: () => pad.clear(),
  };
  box.addEventListener("keydown", (event) => {
    const undo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const next = plain && step(event.key, cell, GRID + 1, GRID + 1);
    if (!undo && !next && !(plain && keys[event.key])) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would act on its cells
    if (undo) {
      pad.undo();
    } else if (next) {
      cell = next;
      showPen();
      if (stroke) moveTo(...place());
      tellPen();
    } else {
      keys[event.key]();
    }
  });
  box.addEventListener("focus", () => {
    if (box.matches(":focus-visible")) showPen();
  });
  box.addEventListener("blur", () => {
    cursor.hidden = true;
    lift();
  });

  const pad = {
    element: box,
    canvas,
    get strokes() {
      return now().strokes;
    },
    get isEmpty() {
      return !now().paper && !now().strokes.some(({ erase }) => !erase);
    },
    get hasPaper() {
      return now().paper !== null;
    },
    paint() {
      paintPaper(context, now());
      const { width, height } = canvas;
      box.classList.toggle("ll-coarse", Math.max(width, height) < PAD);
      return context.getImageData(0, 0, width, height);
    },
    show(paper, strokes = []) {
      change({ paper, strokes });
    },
    clear() {
      lift();
      if (now().paper || now().strokes.length) change({ paper: null, strokes: [] });
    },
    undo() {
      lift();
      if (history.length === 1) return;
      history = history.slice(0, -1);
      onchange();
    },
  };
  return pad;
}
