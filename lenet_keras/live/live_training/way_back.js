// The way back for one digit: how the loss hangs on the weighted sum of every unit.

import { div, element } from "../js/element.js";
import { createLayers, unitOfMapInWords } from "../js/layers.js";
import { SLOPES } from "../js/lenet5.js";
import { VECTORS } from "../js/map.js";
import { decimal, scientific, stretch } from "../js/numbers.js";

const DERIVATIVE = "derivative";
const EACH_LAYER = "layer"; // the scale: derivatives shrink or grow from layer to layer

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
    `from F6, at most ${scientific(last)}, back to C1, at most ${scientific(first)}.`
  );
}

/** What stands above a unit of a layer, from which derivatives come back to it. */
const ABOVE = {
  S2: "the kernels of the C3 maps that see it",
  S4: "its weights to the 120 units of C5",
  C5: "its weights to the 84 units of F6",
  F6: "the ten codes: twice the distance to each, times what its penalty counts",
};
const SUBSAMPLED = { C1: "S2", C3: "S4" };

/** How the derivative of a unit comes about, in words. */
export function unitOnTheWayInWords(picture, row, column, network, message) {
  const { layer, map, columns, length } = picture;
  const unit = map * length + row * columns + column;
  const { states, derivatives } = message;
  const derivative = derivatives[layer.name][unit];
  const slope = SLOPES.scaled_tanh(states[layer.name][unit]);
  const here = unitOfMapInWords(picture, row, column, DERIVATIVE, derivative);
  const above = SUBSAMPLED[layer.name];
  if (!above) {
    const back = decimal(derivative / slope, 3);
    return `${here} = slope ${decimal(slope, 3)} \u00d7 ${back}, come back over ${ABOVE[layer.name]}`;
  }
  const [side, top, left] = [columns / 2, row >> 1, column >> 1];
  const its = derivatives[above][(map * side + top) * side + left];
  return (
    `${here} = slope ${decimal(slope, 3)} \u00d7 coefficient ` +
    `${decimal(network[above].coefficient[map], 3)} of ${above} map ${map} \u00d7 ` +
    `${decimal(its, 3)}, the derivative of the unit that adds it up`
  );
}

/** `ask()` asks for the digit that comes next while the panel is open; `show` draws it. */
export function createWayBack(layers, { send, network }, whisper) {
  let shown;
  const maps = createLayers(layers, whisper, {
    of: DERIVATIVE,
    differing: DERIVATIVE,
    words: (picture, row, column) =>
      unitOnTheWayInWords(picture, row, column, network(), shown),
  });
  const words = div("ll-caption");
  const ask = () => {
    if (whole.open) send({ type: "explain" });
  };
  const summary = element("summary", {}, "The way back, for the digit that comes next");
  const whole = element("details", { ontoggle: ask }, summary, words, maps.element);
  return {
    element: whole,
    ask,
    show(message) {
      shown = message;
      words.textContent = wayBackInWords(message);
      const { states, derivatives } = message;
      maps.draw(states, EACH_LAYER, (layer, map) =>
        derivativesOf(layer, map, derivatives),
      );
    },
  };
}
