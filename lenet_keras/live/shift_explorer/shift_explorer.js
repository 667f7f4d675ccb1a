// Shift the input and watch every unit of the network.

import { createAnswerBars, measureOf } from "../js/answers.js";
import { departure, wayInWords } from "../js/departure.js";
import { button, div } from "../js/element.js";
import {
  addNoise,
  PIXEL_SCALE,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "../js/images.js";
import { createLayers, LAYER_SCALES } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal } from "../js/numbers.js";
import { drag, step, takeKeys } from "../js/pointing.js";
import { createTable, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";

const TRAITS = ["digit", "dx", "dy", "rotation", "scale", "noise", "view", "colours"];
const STILL = { dx: 0, dy: 0, rotation: 0, scale: 1, noise: 0 };
const STEP = { C1: 1, S2: 2, C3: 2, S4: 4 }; // input pixels from unit to unit
const DIFFERENCE = 1; // of the trait `view`: 0 shows the states

/** A shift in words. */
export function shiftInWords(dx, dy) {
  return dx || dy ? wayInWords(dx, dy, " px") : "not shifted";
}

/** What the figure shows, in words. */
export function inWords({ dx, dy, rotation, scale, noise }, output, ranking, measure) {
  const changes = [shiftInWords(dx, dy)];
  if (rotation) changes.push(`turned by ${decimal(rotation, 0)}\u00b0`);
  if (scale !== 1) changes.push(`size times ${decimal(scale)}`);
  if (noise) changes.push(`noise ${decimal(noise)}`);
  const [best, second] = ranking;
  return (
    `Input ${changes.join(", ")}. Answer ${best}, ${measure.name} ` +
    `${measure.write(output[best])}; next comes ${second} with ` +
    `${measure.write(output[second])}.`
  );
}

/**
 * A map minus what it was before the input was shifted: the old map moved with the
 * input by whole units where the layer has maps, and as it was where it has none.
 */
export function differenceOf({ name, size }, map, now, before, { dx, dy }) {
  if (!STEP[name]) return now[name].map((state, n) => state - before[name][n]);
  const along = (pixels) => Math.round(pixels / STEP[name]);
  return departure(now[name], before[name], map, size, along(dy), along(dx));
}

/** The shift to which a key leads, at most `span` each way; `null` if it is none of ours. */
export function shiftByKey(key, { dx, dy }, span) {
  if (key === "Home") return { dx: 0, dy: 0 };
  if (key === "End") return null;
  const next = step(key, [dy + span, dx + span], 2 * span + 1, 2 * span + 1);
  return next && { dx: next[1] - span, dy: next[0] - span };
}

/** Turns, scales and soils images; one that was changed in the same way stays as it is. */
export function createChanges(draws) {
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
function createInput({ value, values, set }) {
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
  });
  return picture;
}

async function render(context) {
  const view = await openView(context, "shift-explorer");
  const { network, layers, values, set } = view;
  const measure = measureOf(layers.output);
  const [now, before] = [network.newStates(), network.newStates()];
  const changes = createChanges(randomNumbers(SIDE * SIDE));

  const teller = createTeller();
  const input = createInput(view);
  const bars = createAnswerBars(layers.output);
  const maps = createLayers(layers, teller.whisper);
  const table = createTable(
    `${measure.names} as a table`,
    ["class", measure.name, "before the change"],
    () =>
      Array.from(now.output, (number, n) => [
        n,
        decimal(number, 3),
        decimal(before.output[n], 3),
      ]),
  );

  const draw = () => {
    const settings = values(TRAITS);
    const [changed, isNew] = changes.of(view.image(), settings);
    if (isNew) network.forward(changed, before);
    network.forward(shift(changed, settings.dx, settings.dy), now);
    input.draw(now.image, PIXEL_SCALE);
    const difference = (layer, map) => differenceOf(layer, map, now, before, settings);
    maps.draw(
      now,
      LAYER_SCALES[settings.colours],
      settings.view === DIFFERENCE ? difference : undefined,
    );
    const ranking = network.ranking(now.output);
    bars.set(now.output, ranking[0]);
    table.refresh();
    teller.tell(inWords(settings, now.output, ranking, measure));
  };

  view.show(
    div(
      "ll-columns",
      div(
        "ll-side",
        div("ll-layer-name", "Input"),
        input.element,
        button("Put everything back", () => set(STILL)),
        bars.element,
      ),
      maps.element,
    ),
    teller.element,
    view.hint(),
    table.element,
  );
  view.follow(TRAITS, draw);
}

export default { render };
