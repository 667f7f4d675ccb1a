// A row of pictures: what a C3 map sees and adds up, or what an S2 map feeds.

import { reach } from "../js/colours.js";
import { element } from "../js/element.js";
import { createMap } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { createLegend } from "../js/ui.js";
import { FEEDS, OFF, ON, SEES } from "./c3_switches.js";
import { addUp, unitInWords } from "./connections.js";

const KERNEL = 5;
const EACH_PICTURE = 1; // of the trait `colours`: 0 gives each kind one scale
const KINDS = { input: "S2 maps", kernel: "kernels", sum: "sums", state: "C3 maps" };

/**
 * Pictures with signs between them: `draw` takes the traits of the figure, the states
 * and the partial sums by C3 map; `tell(text)` says the value of a unit.
 */
export function createSums({ layers, at, onpress, tell }) {
  const { S2, C3 } = layers;
  const area = C3.size ** 2;
  let now; // {view, input, map, off, colours, states, parts}
  const part = ({ map, kernel }) => now.parts[map].find((p) => p.kernel === kernel);
  const kernelOf = ({ kernel }) => C3.kernels.subarray(25 * kernel, 25 * kernel + 25);
  const inputOf = (from) =>
    now.states.S2.subarray(from * S2.size ** 2, (from + 1) * S2.size ** 2);
  const stateOf = (map) => now.states.C3.subarray(map * area, (map + 1) * area);
  const totalOf = (map) => addUp(now.parts[map], C3.bias[map], now.off);

  const shown = []; // {kind, values: () => numbers, picture}
  const point = (row, column) => {
    for (const { kind, picture } of shown) {
      if (kind === "kernel" || row == null) picture.mark();
      else if (kind === "input") picture.mark(row, column, KERNEL, KERNEL);
      else picture.mark(row, column);
    }
  };
  const inWordsAt = (kind, name, values, row, column) => {
    const side = { input: S2.size, kernel: KERNEL }[kind] ?? C3.size;
    const unit = row * side + column;
    const where = `row ${row}, column ${column}`;
    if (now.view === FEEDS || kind === "input" || kind === "kernel") {
      return `${name}, ${where}: ${decimal(values[unit], 3)}`;
    }
    const sum = unitInWords(
      now.parts[now.map],
      C3.bias[now.map],
      now.off,
      stateOf(now.map),
      unit,
    );
    return `C3 map ${now.map}, ${where}: ${sum}`;
  };
  const createPart = (kind, name, values) => {
    const side = { input: S2.size, kernel: KERNEL }[kind] ?? C3.size;
    const picture = createMap({
      rows: side,
      columns: side,
      name,
      className: `ll-part ll-part-${kind}`,
      onunit: (row, column) => {
        if (row == null || kind === "sum" || kind === "state") point(row, column);
        tell(row == null ? "" : inWordsAt(kind, name, values(), row, column));
      },
    });
    shown.push({ kind, values, picture });
    return picture.element;
  };
  const createSign = (text) =>
    element("span", { class: "ll-sign", "aria-hidden": "true" }, text);
  const createTerm = (name, of, parts, sign = "") => {
    const symbol = element("span", { "aria-hidden": "true" });
    const button = element("button", {
      type: "button",
      onclick: () => onpress(of()),
    });
    button.append(symbol, name.replace(" map", ""));
    const stack = element("div", { class: "ll-stack" }, button, ...parts);
    const whole = element(
      "div",
      { class: "ll-term", role: "group", "aria-label": name },
      sign,
      stack,
    );
    return {
      element: whole,
      draw() {
        const connection = of();
        whole.hidden = !connection;
        if (!connection) return;
        const isOff = now.off.includes(connection.kernel);
        symbol.textContent = `${isOff ? OFF : ON} `;
        button.setAttribute("aria-pressed", String(!isOff));
        stack.classList.toggle("ll-dimmed", isOff);
      },
    };
  };
  const createResult = (sign, caption, content) =>
    element(
      "div",
      { class: "ll-term" },
      createSign(sign),
      element(
        "div",
        { class: "ll-stack" },
        element("div", { class: "ll-caption" }, caption),
        content,
      ),
    );

  const signs = range(S2.maps).map(() => createSign(""));
  const bias = createSign("");
  const seen = range(S2.maps).map((from) => {
    const of = () => at(from, now.map);
    const parts = [
      createPart("input", `S2 map ${from}`, () => inputOf(from)),
      createPart("kernel", `kernel for S2 map ${from}`, () => kernelOf(of())),
      createPart("sum", `partial sum from S2 map ${from}`, () => part(of()).sums),
    ];
    return createTerm(`S2 map ${from}`, of, parts, signs[from]);
  });
  const fed = range(C3.maps).map((map) => {
    const of = () => at(now.input, map);
    return createTerm(`C3 map ${map}`, of, [
      createPart("kernel", `kernel to C3 map ${map}`, () => kernelOf(of())),
      createPart("sum", `partial sum in C3 map ${map}`, () => part(of()).sums),
      createPart("state", `C3 map ${map}`, () => stateOf(map)),
    ]);
  });
  const sees = element(
    "div",
    { class: "ll-terms" },
    ...seen.map((term) => term.element),
    createResult("+", "bias", bias),
    createResult(
      "=",
      "sum",
      createPart("sum", "sum with bias", () => totalOf(now.map)),
    ),
    createResult(
      "\u2192",
      "squashed",
      createPart("state", "C3 map", () => stateOf(now.map)),
    ),
  );
  const feeds = element(
    "div",
    { class: "ll-terms ll-feeds" },
    createResult(
      "",
      "S2 map",
      createPart("input", "S2 map", () => inputOf(now.input)),
    ),
    ...fed.map((term) => term.element),
  );
  const heading = element("div", { class: "ll-layer-name" });
  const legend = createLegend("signed", "value");
  const scales = element("div", { class: "ll-caption" });
  const whole = element(
    "div",
    { role: "group", "aria-label": "Sums" },
    heading,
    sees,
    feeds,
  );
  return {
    element: element("div", {}, whole, legend.element, scales),
    draw(settings) {
      now = settings;
      const { view, map, input, off } = now;
      sees.hidden = view !== SEES;
      feeds.hidden = view !== FEEDS;
      for (const term of [...seen, ...fed]) term.draw();
      let some = false; // of the partial sums is on
      signs.forEach((sign, from) => {
        const connection = at(from, map);
        const isOn = connection && !off.includes(connection.kernel);
        sign.textContent = isOn ? (some ? "+" : "") : "off";
        some ||= isOn;
      });
      bias.textContent = decimal(C3.bias[map]);
      heading.textContent =
        view === SEES
          ? `C3 map ${map} sees ${C3.connections[map].length} S2 maps: kernel and partial sum of each`
          : `S2 map ${input} feeds ${fed.filter((_, to) => at(input, to)).length} C3 maps: kernel, partial sum, state`;
      const totals = range(C3.maps).map(totalOf);
      const numbers = [...now.parts.flat().map(({ sums }) => sums), ...totals];
      const limits = {
        input: reach(now.states.S2),
        kernel: reach(C3.kernels),
        sum: Math.max(...numbers.map(reach)),
        state: reach(now.states.C3),
      };
      const own = now.colours === EACH_PICTURE;
      for (const { kind, values, picture } of shown) {
        if (picture.element.closest("[hidden]")) continue;
        const limit = own ? reach(values()) : limits[kind];
        picture.draw(values(), { low: -limit, high: limit });
      }
      legend.set("\u2212 largest", "+ largest");
      const each = Object.entries(KINDS).map(
        ([kind, name]) => `${name} \u00b1${decimal(limits[kind])}`,
      );
      scales.textContent = own ? "each picture its own scale" : each.join(", ");
    },
  };
}
