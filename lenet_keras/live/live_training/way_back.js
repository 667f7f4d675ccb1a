// The way back for one digit: how the loss hangs on the weighted sum of every unit.

import { div, element } from "../js/element.js";
import { createLayers } from "../js/layers.js";
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

/** `ask()` asks for the digit that comes next while the panel is open; `show` draws it. */
export function createWayBack(layers, send, whisper) {
  const maps = createLayers(layers, whisper, { of: DERIVATIVE, differing: DERIVATIVE });
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
      words.textContent = wayBackInWords(message);
      const { states, derivatives } = message;
      maps.draw(states, EACH_LAYER, (layer, map) =>
        derivativesOf(layer, map, derivatives),
      );
    },
  };
}
