// A picture is turned, and a rectangle of it cut out: by mouse, finger or keys.

import { button, div, element } from "../js/element.js";
import { clamp } from "../js/numbers.js";
import { drag, focusByPointer, takeKeys } from "../js/pointing.js";

const WHOLE = { left: 0, top: 0, width: 1, height: 1 }; // shares of the picture
const SMALLEST = 0.05; // a smaller rectangle is a slip
const KEY_STEP = 0.02;
const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const CROP_NAME =
  "Crop: drag a rectangle around the digit. Arrow keys move the rectangle, with Shift " +
  "they change its size";

/** The rectangle between two points; the whole picture if they are hardly apart. */
export function cropBetween([x, y], [toX, toY]) {
  const [left, right] = [Math.min(x, toX), Math.max(x, toX)];
  const [top, bottom] = [Math.min(y, toY), Math.max(y, toY)];
  const [width, height] = [right - left, bottom - top];
  return width < SMALLEST || height < SMALLEST ? WHOLE : { left, top, width, height };
}

/** The rectangle after a key, with Shift or without; `null` for a key that is none. */
export function cropAfter(key, isShifted, { left, top, width, height }) {
  if (!KEYS[key]) return null;
  const [x, y] = KEYS[key].map((way) => way * KEY_STEP);
  if (isShifted) {
    const wide = clamp(width + x, SMALLEST, 1 - left);
    return { left, top, width: wide, height: clamp(height + y, SMALLEST, 1 - top) };
  }
  const right = clamp(left + x, 0, 1 - width);
  return { left: right, top: clamp(top + y, 0, 1 - height), width, height };
}

/**
 * How a picture is laid into a frame of its own shape when it is turned, without empty
 * corners: the frame, and the angle and scale about its middle.
 */
export function turnedLay({ width, height }, quarters, degrees) {
  const [wide, high] = quarters % 2 ? [height, width] : [width, height];
  const angle = (degrees * Math.PI) / 180;
  const ratio = Math.max(wide / high, high / wide);
  return {
    width: wide,
    height: high,
    angle: (quarters * Math.PI) / 2 + angle,
    scale: Math.cos(angle) + ratio * Math.abs(Math.sin(angle)),
  };
}

function paintTurned(canvas, source, lay) {
  canvas.width = lay.width;
  canvas.height = lay.height;
  const context = canvas.getContext("2d");
  context.translate(lay.width / 2, lay.height / 2);
  context.rotate(lay.angle);
  context.scale(lay.scale, lay.scale);
  context.drawImage(source, -source.width / 2, -source.height / 2);
}

function cutPaper(canvas, { left, top, width, height }) {
  const [wide, high] = [width * canvas.width, height * canvas.height].map((side) =>
    Math.max(1, Math.round(side)),
  );
  const paper = element("canvas", { width: wide, height: high });
  const [x, y] = [left * canvas.width, top * canvas.height].map(Math.round);
  paper.getContext("2d").drawImage(canvas, -x, -y);
  return paper;
}

/** Where the rectangle is, in words. */
function cropInWords({ left, top, width, height }) {
  const [x, y, wide, high] = [left, top, width, height].map((n) => Math.round(100 * n));
  return `from ${x}% across and ${y}% down, ${wide}% wide, ${high}% high`;
}

/** A stage on which a rectangle is drawn and moved; `onchange()` hears of it. */
function createCropStage(canvas, onchange) {
  const mark = div("ll-crop");
  const attributes = { class: "ll-crop-stage", tabindex: "0", role: "application" };
  const stage = element(
    "div",
    { ...attributes, "aria-label": CROP_NAME },
    canvas,
    mark,
  );
  let crop = WHOLE;
  const show = (next) => {
    crop = next;
    stage.setAttribute("aria-description", cropInWords(crop));
    for (const [name, share] of Object.entries(crop)) {
      mark.style[name] = `${100 * share}%`;
    }
  };
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map((share) =>
      clamp(share, 0, 1),
    );
  };
  drag(stage, {
    begin(event) {
      if (!event.isPrimary || event.button > 0) return null;
      event.preventDefault();
      focusByPointer(stage);
      return { from: at(event), before: crop };
    },
    move: (event, { from }) => show(cropBetween(from, at(event))),
    end: () => onchange(),
    cancel: ({ before }) => show(before),
  });
  takeKeys(stage, (key, event) => {
    const next = cropAfter(key, event.shiftKey, crop);
    if (!next) return false;
    show(next);
    onchange();
    return true;
  });
  return { element: stage, show, crop: () => crop };
}

/**
 * The tool that opens with a picture: it reads the whole of it at once, and again what is
 * left after each cut and turn. `show(paper)` gets what is to be read.
 */
export function createCropper(show) {
  const canvas = element("canvas");
  let source;
  let quarters = 0;
  const read = () => show(cutPaper(canvas, stage.crop()));
  const stage = createCropStage(canvas, read);
  const turn = () => {
    const lay = turnedLay(source, quarters, Number(slant.value));
    paintTurned(canvas, source, lay);
    read();
  };
  const slant = element("input", { type: "range", min: -45, max: 45, value: 0 });
  slant.addEventListener("change", turn);
  const turnBy = (count) => () => {
    quarters = (quarters + 4 + count) % 4;
    stage.show(WHOLE);
    turn();
  };
  const whole = () => {
    stage.show(WHOLE);
    read();
  };
  const close = () => {
    tool.hidden = true;
  };
  const tool = div(
    "ll-cropper",
    div("ll-caption", "Drag a rectangle around the digit; turn the picture upright."),
    stage.element,
    div(
      "ll-buttons",
      button("Turn left", turnBy(-1)),
      button("Turn right", turnBy(1)),
      element("label", { class: "ll-slant" }, "slant", slant),
      button("Whole picture", whole),
      button("Done", close),
    ),
  );
  tool.hidden = true;
  return {
    element: tool,
    close,
    open(picture) {
      [source, quarters, slant.value] = [picture, 0, "0"];
      tool.hidden = false;
      stage.show(WHOLE);
      turn();
    },
  };
}
