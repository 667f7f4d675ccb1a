// An input that a reader shifts by pointer and keys, turns, scales and soils.
//
//   const input = createMovableInput(view);       traits: dx, dy, span; .draw(image, look)
//   const changes = createChanges();              traits: digit, rotation, scale, noise
//   const [changed, isNew] = changes.of(image, settings);
//   createInputColumn(input, ...children)         with a head, and what stands below it
//   shift(changed, dx, dy)                        is then what the network sees

import { wayInWords } from "./departure.js";
import { div, element, head } from "./element.js";
import { addNoise, randomNumbers, SIDE, turn } from "./images.js";
import { createPicture } from "./map.js";
import { clamp, decimal } from "./numbers.js";
import { drag, step, takeKeys } from "./pointing.js";

export const INPUT_TRAITS = ["digit", "dx", "dy", "rotation", "scale", "noise"];
/** What puts everything back. */
export const STILL = { dx: 0, dy: 0, rotation: 0, scale: 1, noise: 0 };

/** A shift in words. */
export function shiftInWords(dx, dy) {
  return dx || dy ? wayInWords(dx, dy, " px") : "not shifted";
}

/** All that was done to the input, in words. */
export function changesInWords({ dx, dy, rotation, scale, noise }) {
  const changes = [shiftInWords(dx, dy)];
  if (rotation) changes.push(`turned by ${decimal(rotation, 0)}\u00b0`);
  if (scale !== 1) changes.push(`size times ${decimal(scale)}`);
  if (noise) changes.push(`noise ${decimal(noise)}`);
  return changes.join(", ");
}

/** The shift to which a key leads, at most `span` each way; `null` if it is none of ours. */
export function shiftByKey(key, { dx, dy }, span) {
  if (key === "Home") return { dx: 0, dy: 0 };
  if (key === "End") return null;
  const next = step(key, [dy + span, dx + span], 2 * span + 1, 2 * span + 1);
  return next && { dx: next[1] - span, dy: next[0] - span };
}

/** Turns, scales and soils images; one that was changed in the same way stays as it is. */
export function createChanges(draws = randomNumbers(SIDE * SIDE)) {
  let made;
  let madeFrom;
  return {
    /** The image, and whether it is another than last time. */
    of(image, { digit, rotation, scale, noise }) {
      const from = String([digit, rotation, scale, noise]);
      const isNew = from !== madeFrom;
      if (isNew) made = addNoise(turn(image, rotation, scale), noise, draws);
      madeFrom = from;
      return [made, isNew];
    },
  };
}

/** The input, which pointer and arrow keys shift. */
export function createMovableInput({ value, values, set }) {
  const span = value("span");
  const picture = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-input",
    role: "application",
    "aria-roledescription": "movable picture",
    "aria-label": "Input, 32 by 32 pixels. Arrow keys shift it, Home puts it back",
    tabindex: "0",
  });
  const { box } = picture;
  takeKeys(box, (key) => {
    const next = shiftByKey(key, values(["dx", "dy"]), span);
    if (next) set(next);
    return next;
  });
  drag(box, {
    begin: ({ clientX, clientY }) => ({ clientX, clientY, ...values(["dx", "dy"]) }),
    move({ clientX, clientY }, begun) {
      const pixels = (moved) => Math.round(moved / (box.clientWidth / SIDE));
      const limit = (pixel) => clamp(pixel, -span, span);
      set({
        dx: limit(begun.dx + pixels(clientX - begun.clientX)),
        dy: limit(begun.dy + pixels(clientY - begun.clientY)),
      });
    },
    cancel: ({ dx, dy }) => set({ dx, dy }), // the page scrolled instead
  });
  return { ...picture, how: "drag it" };
}

/** The input under its name, how it is moved, and what stands below it. */
export function createInputColumn(input, ...children) {
  return div(
    "ll-column-of ll-of-image",
    head("input", "32 \u00d7 32"),
    input.element,
    div(
      "ll-caption ll-drag",
      input.how,
      element("span", { class: "ll-by-keys" }, ", or use the arrow keys"),
    ),
    ...children,
  );
}
