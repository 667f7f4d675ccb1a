// A row of pictures: what a C3 map sees and adds up, or what an S2 map feeds.

import { button, div, element, group } from "../js/element.js";
import { decimal, range } from "../js/numbers.js";
import { rove } from "../js/pointing.js";
import { createLegend } from "../js/ui.js";
import { createParts, limitsOf, numbersOf, scalesInWords } from "./c3_parts.js";
import { OFF, ON, SEES } from "./c3_switches.js";

/** What stands before each partial sum; `connections` by S2 map, undefined for none. */
export function signsOf(connections, off) {
  const isOn = (connection) => connection && !off.includes(connection.kernel);
  const first = connections.findIndex(isOn);
  return connections.map((connection, n) => {
    if (!isOn(connection)) return "off";
    return n === first ? "" : "+";
  });
}

/** What is shown, in words. */
export function sumsHeading({ view, map, input }, { connections }) {
  if (view === SEES) {
    const count = connections[map].length;
    return `C3 map ${map} sees ${count} S2 maps: kernel and partial sum of each`;
  }
  const count = connections.filter((inputs) => inputs.includes(input)).length;
  return `S2 map ${input} feeds ${count} C3 maps: kernel, partial sum, state`;
}

function createSign(text) {
  return element("span", { class: "ll-sign", "aria-hidden": "true" }, text);
}

/** Pictures that belong to a connection, and its switch; `of(now)` is the connection. */
function createTerm({ name, of, onpress, pictures, sign = "" }) {
  const symbol = element("span", { "aria-hidden": "true" });
  let connection;
  const press = button([symbol, name.replace(" map", "")], () => onpress(connection));
  const stack = div("ll-stack", press, ...pictures);
  const whole = group(name, "ll-term", sign, stack);
  return {
    element: whole,
    draw(now) {
      connection = of(now);
      whole.hidden = !connection;
      if (!connection) return;
      const isOff = now.off.includes(connection.kernel);
      symbol.textContent = `${isOff ? OFF : ON} `;
      press.setAttribute("aria-pressed", String(!isOff));
      stack.classList.toggle("ll-dimmed", isOff);
    },
  };
}

/** Something that stands among the terms without a switch. */
function createResult(sign, caption, content) {
  const stack = div("ll-stack", div("ll-caption", caption), content);
  return div("ll-term", createSign(sign), stack);
}

/** What a C3 map sees: S2 map, kernel and partial sum of each, bias, sum, state. */
function createSeen({ S2, C3 }, connection, parts, onpress) {
  const signs = range(S2.maps).map(() => createSign(""));
  const bias = createSign("");
  const terms = signs.map((sign, from) => {
    const name = `S2 map ${from}`;
    const of = ({ map }) => connection(from, map);
    const pictures = [
      parts.create("input", name, ({ numbers }) => numbers.input(from)),
      parts.create("kernel", `kernel for ${name}`, (now) =>
        now.numbers.kernel(of(now)),
      ),
      parts.create("sum", `partial sum from ${name}`, (now) =>
        now.numbers.sum(of(now)),
      ),
    ];
    return createTerm({ name, of, onpress, pictures, sign });
  });
  const sum = ({ map, numbers }) => numbers.total(map);
  const state = ({ map, numbers }) => numbers.state(map);
  return {
    element: div(
      "ll-terms",
      ...terms.map((term) => term.element),
      div(
        "ll-results",
        createResult("+", "bias", bias),
        createResult("=", "sum", parts.create("sum", "sum with bias", sum)),
        createResult("\u2192", "squashed", parts.create("state", "C3 map", state)),
      ),
    ),
    draw(now) {
      for (const term of terms) term.draw(now);
      const seen = terms.map((_, from) => connection(from, now.map));
      signsOf(seen, now.off).forEach((text, from) => {
        signs[from].textContent = text;
      });
      bias.textContent = decimal(C3.bias[now.map]);
    },
  };
}

/** What an S2 map feeds: kernel, partial sum and state of each C3 map. */
function createFed({ C3 }, connection, parts, onpress) {
  const terms = range(C3.maps).map((map) => {
    const name = `C3 map ${map}`;
    const of = ({ input }) => connection(input, map);
    const pictures = [
      parts.create("kernel", `kernel to ${name}`, (now) => now.numbers.kernel(of(now))),
      parts.create("sum", `partial sum in ${name}`, (now) => now.numbers.sum(of(now))),
      parts.create("state", name, ({ numbers }) => numbers.state(map)),
    ];
    return createTerm({ name, of, onpress, pictures });
  });
  const source = parts.create("input", "S2 map", (now) => now.numbers.input(now.input));
  return {
    element: div(
      "ll-terms ll-feeds",
      createResult("", "S2 map", source),
      ...terms.map((term) => term.element),
    ),
    draw(now) {
      for (const term of terms) term.draw(now);
    },
  };
}

/**
 * Pictures with signs between them: `draw` takes the traits of the figure, the states
 * and the partial sums by C3 map; `tell(text)` says the value of a unit.
 */
export function createSums({ layers, connection, buttons, onpress, tell }) {
  const parts = createParts(layers, tell);
  const seen = createSeen(layers, connection, parts, onpress);
  const fed = createFed(layers, connection, parts, onpress);
  const heading = div("ll-layer-name");
  const legend = createLegend("signed", "value");
  const scales = div("ll-caption");
  legend.set();
  const head = div("ll-opened-head", heading, buttons);
  const whole = group("Sums", "", head, seen.element, fed.element);
  const stops = [seen, fed].map(({ element: panel }) =>
    rove(panel, [...panel.querySelectorAll("button, .ll-map-box")]),
  );
  return {
    element: div("", whole, legend.element, scales),
    draw(settings) {
      const now = { ...settings, numbers: numbersOf(layers, settings) };
      seen.element.hidden = now.view !== SEES;
      fed.element.hidden = now.view === SEES;
      seen.draw(now);
      fed.draw(now);
      stops[now.view]();
      heading.textContent = sumsHeading(now, layers.C3);
      const limits = limitsOf(layers, now);
      parts.draw(now, limits);
      scales.textContent = scalesInWords(limits, now.colours);
    },
  };
}
