// F6 as a drawing, the codes that judge it, and what follows: penalties unit by unit,
// posterior, rejection.

import { button, div } from "../js/element.js";
import {
  addNoise,
  PIXEL_SCALE,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "../js/images.js";
import { createPicture } from "../js/map.js";
import { range, stretch } from "../js/numbers.js";
import { createBars, createTable, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { CODE_COLUMNS, CODE_ROWS, createCodes } from "./codes.js";
import {
  classNames,
  classRows,
  decide,
  decisionInWords,
  likeliest,
  posterior,
  unitByUnit,
  unitInWords,
  unitRows,
} from "./judgement.js";
import { createMargin } from "./margin.js";
import { createTerms } from "./terms.js";

const CHANGES = ["picture", "dx", "dy", "rotation", "noise"];
const SETTINGS = [...CHANGES, "code", "j", "scale", "threshold", "colours"];
const UNTOUCHED = { dx: 0, dy: 0, rotation: 0, noise: 0 };
const OWN_SCALE = 1; // of the trait `colours`: 0 is one scale for all pictures

/** The codes of an output layer, class by class. */
export function codesOf({ kernels, maps }) {
  return range(maps).map((place) => stretch(kernels, place, CODE_ROWS * CODE_COLUMNS));
}

/** An image turned, shifted and soiled, as the reader wants it. */
export function changed(image, { dx, dy, rotation, noise }, draws) {
  return addNoise(shift(turn(image, rotation, 1), dx, dy), noise, draws);
}

/** The input of the network, with a button that undoes what was done to it. */
function createInput(view) {
  const picture = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-input",
    role: "img",
  });
  const back = button("Put it back", () => view.set(UNTOUCHED));
  return {
    element: div("", div("ll-layer-name", "Input"), picture.element, back),
    draw(image, name) {
      picture.draw(image, PIXEL_SCALE);
      picture.box.setAttribute("aria-label", `Input: ${name}`);
    },
  };
}

/** Posterior and margin; `set` gives the words for both. */
function createOutcome(classes) {
  const bars = createBars(classNames(classes), "Posterior, equation 9", 3);
  const margin = createMargin();
  return {
    element: div("ll-columns ll-outcome", bars.element, margin.element),
    set(penalties, decision, { j, scale, threshold }) {
      const probabilities = posterior(penalties, j, scale);
      bars.set(probabilities, likeliest(probabilities), 1);
      margin.set(decision, threshold);
      return decisionInWords(decision, penalties, probabilities, threshold);
    },
  };
}

async function render(context) {
  const view = await openView(context, "rbf-view");
  const { network } = view;
  const codes = codesOf(view.layers.output);
  const draws = randomNumbers(SIDE * SIDE);
  const states = network.newStates();
  const code = () => codes[view.value("code")];
  let terms; // of equation 7

  const teller = createTeller();
  const input = createInput(view);
  const gallery = createCodes(codes, (place) => view.set({ code: place }));
  const nearest = () => view.set({ code: network.ranking(states.output)[0] });
  const tellUnit = (unit) => {
    const [state, target, chosen] = [states.F6[unit], code()[unit], view.value("code")];
    const words = unitInWords(unit, state, target, terms, chosen);
    teller.whisper(words);
    return words;
  };
  const equation = createTerms(tellUnit, button("Choose the nearest code", nearest));
  const outcome = createOutcome(codes.length);
  const classTable = createTable(
    "Classes as a table",
    ["class", "penalty", "posterior"],
    () => classRows(states.output, view.value("j"), view.value("scale")),
  );
  const unitTable = createTable(
    "Units as a table",
    ["unit", "F6", "code", "difference", "square", "sum so far"],
    () => unitRows(states.F6, code(), terms),
  );

  view.show(
    div(
      "ll-columns",
      input.element,
      div("ll-judges", div("ll-layer-name", "Codes and penalties"), gallery.element),
    ),
    teller.element,
    equation.element,
    outcome.element,
    view.hint(),
    classTable.element,
    unitTable.element,
  );
  view.follow(SETTINGS, () => {
    const settings = view.values(SETTINGS);
    const image = view.image(settings.picture);
    network.forward(changed(image, settings, draws), states);
    terms = unitByUnit(states.F6, code());
    input.draw(states.image, view.value("names")[settings.picture]);
    const own = settings.colours === OWN_SCALE;
    equation.draw(states.F6, code(), settings.code, terms, own);
    const penalties = states.output;
    const decision = decide(penalties, network.ranking(penalties), settings.threshold);
    gallery.set(penalties, settings.code, decision.best);
    const words = outcome.set(penalties, decision, settings);
    classTable.refresh();
    unitTable.refresh();
    teller.tell(words);
  });
}

export default { render };
