// F6 as a drawing, the codes that judge it, and what follows: penalties unit by unit,
// posterior, rejection.

import { createBars } from "../js/bars.js";
import { createThumbnails } from "../js/choices.js";
import { button, div, element } from "../js/element.js";
import {
  addNoise,
  PIXEL_SCALE,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "../js/images.js";
import { createInputColumn, createMovableInput } from "../js/movable_input.js";
import { decimal, range, stretch } from "../js/numbers.js";
import {
  createMore,
  createSlider,
  createTable,
  createTables,
  createTeller,
} from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
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
const NEAREST = -1; // of the trait `code`: whichever code that is

/** The codes of an output layer, class by class. */
export function codesOf({ kernels, maps }) {
  return range(maps).map((place) => stretch(kernels, place, CODE_ROWS * CODE_COLUMNS));
}

/** An image turned, shifted and soiled, as the reader wants it. */
export function changed(image, { dx, dy, rotation, noise }, draws) {
  return addNoise(shift(turn(image, rotation, 1), dx, dy), noise, draws);
}

/** The code that is looked at: the one chosen, or the nearest. */
export function codeShown(code, [nearest]) {
  return code === NEAREST ? nearest : code;
}

/** The input, which pointer and keys shift, and what to choose it from. */
function createInput(view) {
  const names = view.value("names");
  const input = createMovableInput(view);
  const onchoose = (picture) => view.set({ picture, code: NEAREST, ...UNTOUCHED });
  const thumbnails = createThumbnails(view, { trait: "picture", names, onchoose });
  return {
    element: createInputColumn(input, thumbnails),
    draw(image, name) {
      input.draw(image, PIXEL_SCALE);
      const how = "32 by 32 pixels. Arrow keys shift it, Home puts it back";
      input.box.setAttribute("aria-label", `Input: ${name}, ${how}`);
    },
  };
}

/** The posterior, with the slider of the penalty of rubbish. */
function createPosterior(view, classes, ends) {
  const bars = createBars(classNames(classes), "Posterior, equation 9");
  const write = (value) => decimal(value, 1);
  const slider = createSlider(view, "j", { label: "j, rubbish", ...ends, write });
  return {
    element: div("ll-opened ll-posterior", bars.element, slider),
    set(penalties, { j, scale }) {
      const probabilities = posterior(penalties, j, scale);
      const texts = probabilities.map((share) => decimal(share, 3));
      bars.set(probabilities, texts, likeliest(probabilities));
      return probabilities;
    },
  };
}

/** Classes and units as tables. */
function createNumbers(view, states, code, terms) {
  return createTables(
    "Numbers as tables",
    createTable("Classes as a table", ["class", "penalty", "posterior"], () =>
      classRows(states.output, view.value("j"), view.value("scale")),
    ),
    createTable(
      "Units as a table",
      ["unit", "F6", "code", "difference", "square", "sum so far"],
      () => unitRows(states.F6, code(), terms()),
    ),
  );
}

async function render(context) {
  const view = await openView(context, "rbf-view");
  const { el, network, layers } = view;
  const codes = codesOf(layers.output);
  const draws = randomNumbers(SIDE * SIDE);
  const states = network.newStates();
  const number = () => codeShown(view.value("code"), network.ranking(states.output));
  const code = () => codes[number()];
  let terms; // of equation 7

  const teller = createTeller();
  const input = createInput(view);
  const verdict = createVerdict(layers.output, view.value("limits"));
  const gallery = createCodes(codes, (place) => view.set({ code: place }));
  const tellUnit = (unit) => {
    const [state, target] = [states.F6[unit], code()[unit]];
    const words = unitInWords(unit, state, target, terms, number());
    teller.whisper(words);
    return words;
  };
  const nearest = button("Nearest code", () => view.set({ code: NEAREST }));
  const equation = createTerms(tellUnit, nearest);
  const { most, least } = view.value("ends");
  const margin = createMargin(view, most);
  const rubbish = createPosterior(view, codes.length, {
    min: least,
    max: most,
    step: 0.5,
  });
  const tables = createNumbers(view, states, code, () => terms);

  const back = button("Put it back", () => view.set(UNTOUCHED));

  view.show(
    view.hint(),
    div(
      "ll-scene",
      input.element,
      div(
        "ll-judges",
        element("span", { class: "ll-layer-name" }, "Codes "),
        element("span", { class: "ll-caption" }, "and their penalties; choose one"),
        gallery.element,
        margin.element,
      ),
      verdict.element,
    ),
    div("ll-below", teller.element, div("ll-buttons", back, createMore(el))),
    equation.element,
    rubbish.element,
    tables.element,
  );
  view.follow(SETTINGS, () => {
    const settings = view.values(SETTINGS);
    const image = view.image(settings.picture);
    network.forward(changed(image, settings, draws), states);
    terms = unitByUnit(states.F6, code());
    back.disabled = Object.keys(UNTOUCHED).every((trait) => !settings[trait]);
    input.draw(states.image, view.value("names")[settings.picture]);
    const own = settings.colours === OWN_SCALE;
    equation.draw(states.F6, code(), number(), terms, own);
    const { output } = states;
    const ranking = network.ranking(output);
    const { threshold } = settings;
    const decision = decide(output, ranking, threshold);
    nearest.disabled = settings.code === NEAREST;
    gallery.set(output, number(), decision.best);
    verdict.set(output, ranking, {
      ...view.value("limits"),
      margin: threshold,
    });
    margin.set(decision, threshold);
    const probabilities = rubbish.set(output, settings);
    tables.refresh();
    teller.tell(decisionInWords(decision, output, probabilities, threshold));
  });
}

export default { render };
