// Shift the input and watch every unit of the network.

import { measureOf } from "../js/answers.js";
import { createChoices, createThumbnails } from "../js/choices.js";
import { departure } from "../js/departure.js";
import { button, div } from "../js/element.js";
import { PIXEL_SCALE, shift } from "../js/images.js";
import { createLayers, LAYER_SCALES } from "../js/layers.js";
import {
  changesInWords,
  createChanges,
  createInputColumn,
  createMovableInput,
  INPUT_TRAITS,
  STILL,
} from "../js/movable_input.js";
import { decimal } from "../js/numbers.js";
import { createMore, createTable, createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { openView } from "../js/view.js";

const TRAITS = [...INPUT_TRAITS, "view", "colours"];
const STEP = { C1: 1, S2: 2, C3: 2, S4: 4 }; // input pixels from unit to unit
const DIFFERENCE = 1; // of the trait `view`: 0 shows the states

/** What the figure shows, in words. */
export function inWords(settings, output, ranking, measure) {
  const [best, second] = ranking;
  return (
    `Input ${changesInWords(settings)}. Answer ${best}, ${measure.name} ` +
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

async function render(context) {
  const view = await openView(context, "shift-explorer");
  const { el, network, layers, values, set } = view;
  const measure = measureOf(layers.output);
  const [now, before] = [network.newStates(), network.newStates()];
  const changes = createChanges();

  const teller = createTeller();
  const input = createMovableInput(view);
  const verdict = createVerdict(layers.output, view.value("limits"));
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
    verdict.set(now.output, ranking);
    table.refresh();
    teller.tell(inWords(settings, now.output, ranking, measure));
  };

  const shown = createChoices(view, "view", "Show", ["states", "difference"]);
  const thumbnails = createThumbnails(view, { names: view.value("names") });
  view.show(
    view.hint(),
    div(
      "ll-scene",
      createInputColumn(input, thumbnails, shown),
      maps.element,
      verdict.element,
    ),
    div(
      "ll-below",
      teller.element,
      div(
        "ll-buttons",
        button("Put it back", () => set(STILL)),
        createMore(el),
      ),
    ),
    table.element,
  );
  view.follow(TRAITS, draw);
}

export default { render };
