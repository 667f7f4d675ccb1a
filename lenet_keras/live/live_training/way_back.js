// The way back for one digit: how the loss hangs on the weighted sum of every unit.

import { symmetric } from "../js/colours.js";
import { div } from "../js/element.js";
import { unitAt, unitTitle } from "../js/fields.js";
import { createLayers, unitOfMapInWords } from "../js/layers.js";
import { SLOPES } from "../js/lenet5.js";
import { VECTORS } from "../js/map.js";
import { decimal, stretch } from "../js/numbers.js";
import { createSumCard, createSumPanel } from "../js/sum_panel.js";
import { followTheme } from "../js/theme.js";
import { createPenalties } from "./penalties.js";
import { ABOVE, largestAbove, partsBack, stepsBack, writeSmall } from "./sums_back.js";

const DERIVATIVE = "derivative";
const EACH_LAYER = "layer"; // the scale: derivatives shrink or grow from layer to layer
/** What comes back from layers without maps. */
const WHOLE = {
  output: "how each penalty counts \u00d7 twice the distance from its code",
  F6: "the derivatives of F6 \u00d7 their weights",
  C5: "the derivatives of C5 \u00d7 their weights",
};

/** The derivatives of one picture of a layer. */
export function derivativesOf({ name, maps }, map, derivatives) {
  const units = derivatives[name];
  return name in VECTORS ? units : stretch(units, map, units.length / maps);
}

/** What is seen, in words. */
export function wayBackInWords({ label, loss, derivatives }) {
  const largest = (units) => Math.max(...units.map(Math.abs));
  const [first, last] = ["C1", "F6"].map((name) => largest(derivatives[name]));
  return (
    `The digit that comes next, labelled ${label}: loss ${decimal(loss)}. Where it is ` +
    "red, a larger sum makes the loss larger; where it is blue, smaller. The way leads " +
    `from F6, at most ${writeSmall(last)}, back to C1, at most ${writeSmall(first)}. ` +
    "Click on a unit, or press Enter, to open its sum."
  );
}

/** How the derivative of a unit comes about, in words. */
export function unitOnTheWayInWords(picture, row, column, { states, derivatives }) {
  const { layer, map, columns, length } = picture;
  const unit = map * length + row * columns + column;
  const derivative = derivatives[layer.name][unit];
  const slope = SLOPES.scaled_tanh(states[layer.name][unit]);
  const here = unitOfMapInWords(picture, row, column, DERIVATIVE, derivative);
  const back = `${decimal(derivative / slope, 3)}, come back from ${ABOVE[layer.name]}`;
  return `${here} = slope ${decimal(slope, 3)} \u00d7 ${back}`;
}

/** The sum of a unit, opened; a card leads on to the unit above that counts most in it. */
function createSumBack(network) {
  let [message, unit] = [null, null];
  const panel = createSumPanel("What comes back to it", () => open(null));
  const createCard = (part, looks) => {
    const above = largestAbove(unit, part);
    const name =
      part.map === null ? WHOLE[part.after] : `${part.after} map ${part.map}`;
    const lead = {
      title: above && `Go on to ${unitTitle(above)}, which counts most`,
      press: above && (() => open(above)),
    };
    return createSumCard(part, looks, { name, write: writeSmall, ...lead });
  };
  const draw = () => {
    if (!unit) return panel.hide();
    const layers = network();
    const parts = partsBack(layers, message, unit);
    const all = (what) => symmetric(parts.flatMap((part) => part[what]));
    const looks = { values: all("values"), weights: all("weights") };
    const steps = stepsBack(layers, message, unit, parts);
    return panel.show(
      `${unitTitle(unit)}: what comes back`,
      parts.map((part) => createCard(part, looks)),
      steps.map(([what, value]) => [what, writeSmall(value)]),
    );
  };
  const open = (one) => {
    unit = one;
    draw();
    if (unit) panel.element.scrollIntoView({ block: "nearest" });
  };
  return {
    element: panel.element,
    open,
    show(explained) {
      message = explained;
      draw();
    },
  };
}

/** `show(explained)` draws it; `view` is that of the figure in which it stands. */
export function createWayBack({ el, signal }, { network }, whisper) {
  let shown;
  const layers = network();
  const backwards = Object.fromEntries(Object.entries(layers).reverse());
  const sum = createSumBack(network);
  const penalties = createPenalties();
  const maps = createLayers(backwards, whisper, {
    of: DERIVATIVE,
    differing: DERIVATIVE,
    words: (picture, row, column) => unitOnTheWayInWords(picture, row, column, shown),
    press({ layer: { name }, map, columns }, row, column) {
      sum.open(unitAt(layers, { layer: name, map }, row * columns + column));
    },
  });
  const words = div("ll-caption");
  const show = (message) => {
    shown = message;
    words.textContent = wayBackInWords(message);
    penalties.set(message);
    const { states, derivatives } = message;
    maps.draw(states, EACH_LAYER, (layer, map) =>
      derivativesOf(layer, map, derivatives),
    );
    sum.show(message);
  };
  followTheme(el, () => shown && show(shown), signal); // this script's own colours
  const parts = [words, penalties.element, maps.element, sum.element];
  return { element: div("ll-way-back", ...parts), show };
}
