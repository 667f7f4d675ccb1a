// F6 as a drawing, the codes that judge it, and what follows: penalties unit by unit,
// posterior, rejection.

import { reach } from "../js/colours.js";
import { element } from "../js/element.js";
import {
  addNoise,
  BACKGROUND,
  FOREGROUND,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "../js/images.js";
import { createMap, createPicture } from "../js/map.js";
import { clamp, decimal } from "../js/numbers.js";
import { step } from "../js/pointing.js";
import { createBars, createLegend, createTable, createTeller } from "../js/ui.js";
import { floats, listen, oncePerFrame } from "../js/view.js";

const CHANGES = ["picture", "dx", "dy", "rotation", "noise"];
const SETTINGS = [...CHANGES, "code", "j", "threshold", "colours"];
const UNTOUCHED = { dx: 0, dy: 0, rotation: 0, noise: 0 };
const [CODE_ROWS, CODE_COLUMNS] = [12, 7];
const AMPLITUDE = 1.7159; // of the squashing function: no state is larger
const WRONG_SIGN = 2; // between the two values of a cell of a code
const MARGINS = 100; // the margin at the right end of its bar
const ONE_SCALE = 0; // of the trait `colours`: 1 gives each picture its own

/** Equation 7, unit by unit: differences from a code, squares, and their sums so far. */
export function unitByUnit(states, code) {
  const differences = Float32Array.from(states, (state, unit) => state - code[unit]);
  const squares = differences.map((difference) => difference ** 2);
  let sum = 0;
  const sums = squares.map((square) => {
    sum += square;
    return sum;
  });
  return { differences, squares, sums };
}

/** What each row of a picture adds to the sum over all its units. */
export function rowSums(values, columns) {
  return Array.from({ length: values.length / columns }, (_, row) =>
    values
      .subarray(row * columns, (row + 1) * columns)
      .reduce((sum, value) => sum + value, 0),
  );
}

/** Equation 9: the probability of each class and, last, of rubbish with penalty `j`. */
export function posterior(penalties, j) {
  const smallest = Math.min(j, ...penalties);
  const shares = [...penalties, j].map((penalty) => Math.exp(smallest - penalty));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** The two best classes, how far apart they are, and whether that is too near. */
export function decide(penalties, ranking, threshold) {
  const [best, second] = ranking;
  const margin = penalties[second] - penalties[best];
  return { best, second, margin, rejected: margin < threshold };
}

/** The decision in words. */
export function decisionInWords(
  { best, second, margin, rejected },
  penalties,
  probabilities,
  threshold,
) {
  const likeliest = probabilities.indexOf(Math.max(...probabilities));
  const name = likeliest === penalties.length ? "rubbish" : String(likeliest);
  return (
    `${rejected ? "Rejected" : `Answer ${best}`}: penalties ${decimal(penalties[best], 1)} ` +
    `of ${best} and ${decimal(penalties[second], 1)} of ${second}, a margin of ` +
    `${decimal(margin, 1)}; the threshold is ${decimal(threshold, 1)}. ` +
    `Likeliest: ${name}, with probability ${decimal(probabilities[likeliest], 3)}.`
  );
}

/** A unit in words. */
export function unitInWords(unit, state, target, { differences, squares, sums }, code) {
  const signed = (value) => (value < 0 ? `(${decimal(value)})` : decimal(value));
  return (
    `Unit ${unit}: (${decimal(state)} \u2212 ${signed(target)})\u00b2 = ` +
    `${signed(differences[unit])}\u00b2 = ${decimal(squares[unit], 3)}; sum up to here ` +
    `${decimal(sums[unit], 1)} of ${decimal(sums.at(-1), 1)}, the penalty of ${code}`
  );
}

/** The codes as a group of radio buttons with their penalties: one tab stop. */
function createCodes(codes, onchoose) {
  const buttons = codes.map((code, place) => {
    const picture = createPicture({
      rows: CODE_ROWS,
      columns: CODE_COLUMNS,
      caption: "\u00a0",
    });
    picture.draw(code, { low: -AMPLITUDE, high: AMPLITUDE });
    const caption = picture.element.lastChild;
    const button = element(
      "div",
      { class: "ll-code", role: "radio", onclick: () => onchoose(place) },
      picture.element,
    );
    return { button, caption };
  });
  const group = element(
    "div",
    {
      class: "ll-codes",
      role: "radiogroup",
      "aria-label": "Codes, arrow keys choose one",
    },
    ...buttons.map(({ button }) => button),
  );
  group.addEventListener("keydown", (event) => {
    const sideways = { ArrowUp: "ArrowLeft", ArrowDown: "ArrowRight" };
    const from = buttons.findIndex(({ button }) => button === document.activeElement);
    const next = step(sideways[event.key] ?? event.key, [0, from], 1, buttons.length);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onchoose(next[1]);
    buttons[next[1]].button.focus();
  });
  return {
    element: group,
    set(penalties, chosen, best) {
      buttons.forEach(({ button, caption }, place) => {
        const penalty = decimal(penalties[place], 1);
        caption.textContent = `${place}: ${penalty}`;
        button.classList.toggle("ll-best", place === best);
        button.setAttribute("aria-checked", place === chosen);
        button.setAttribute("tabindex", place === chosen ? "0" : "-1");
        const nearest = place === best ? ", the smallest" : "";
        button.setAttribute(
          "aria-label",
          `code of ${place}, penalty ${penalty}${nearest}`,
        );
      });
    },
  };
}

/** The margin as a bar, the threshold as a line across it. */
function createMargin() {
  const fill = element("div", { class: "ll-bar-fill" });
  const line = element("div", { class: "ll-threshold" });
  const text = element("div", { class: "ll-verdict" });
  const track = element("div", { class: "ll-bar-track ll-margin" }, fill, line);
  return {
    element: element(
      "div",
      {},
      element("div", { class: "ll-caption" }, "Margin and threshold"),
      track,
      text,
    ),
    set({ best, margin, rejected }, threshold) {
      fill.style.transform = `scaleX(${clamp(margin / MARGINS, 0, 1)})`;
      line.style.left = `${clamp((100 * threshold) / MARGINS, 0, 100)}%`;
      const [sign, result] = rejected
        ? ["<", "rejected"]
        : ["\u2265", `answer ${best}`];
      text.textContent = `${decimal(margin, 1)} ${sign} ${decimal(threshold, 1)}: ${result}`;
    },
  };
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const { output } = network.layers;
  const length = CODE_ROWS * CODE_COLUMNS;
  const codes = Array.from({ length: output.maps }, (_, place) =>
    output.kernels.subarray(place * length, (place + 1) * length),
  );
  const images = floats(model.get("images"));
  const names = model.get("names");
  const draws = randomNumbers(SIDE * SIDE);
  const states = network.newStates();
  const value = (name) => model.get(name);
  const set = (changes) => {
    for (const [name, to] of Object.entries(changes)) model.set(name, to);
    model.save_changes();
  };
  let terms;

  const teller = createTeller();
  const unitLine = element("div", { class: "ll-caption ll-unit" });
  const input = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-input",
    role: "img",
  });
  const gallery = createCodes(codes, (place) => set({ code: place }));

  const mark = (row, column) => {
    for (const { picture } of maps) picture.mark(row, column);
    unitLine.textContent = "";
    if (row == null) return;
    const [unit, code] = [row * CODE_COLUMNS + column, value("code")];
    unitLine.textContent = unitInWords(
      unit,
      states.F6[unit],
      codes[code][unit],
      terms,
      code,
    );
    teller.whisper(unitLine.textContent);
  };
  const maps = ["F6", "code", "difference", "square"].map((name) => {
    const picture = createMap({
      rows: CODE_ROWS,
      columns: CODE_COLUMNS,
      name,
      caption: name,
      className: "ll-drawn",
      onunit: mark,
    });
    return { picture, caption: picture.element.lastChild };
  });
  const sums = Array.from({ length: CODE_ROWS }, () => element("div"));
  const total = element("div", { class: "ll-total" });
  const added = element(
    "div",
    { class: "ll-added" },
    element("div", { class: "ll-rows" }, ...sums),
    total,
  );

  const bars = createBars(
    [...codes.keys(), "rubbish"].map(String),
    "Posterior, equation 9",
    3,
  );
  const margin = createMargin();
  const stateLegend = createLegend("signed", "state, code");
  const differenceLegend = createLegend("signed", "difference");
  const squareLegend = createLegend("ink", "square");
  const classTable = createTable(
    "Classes as a table",
    ["class", "penalty", "posterior"],
    () => {
      const probabilities = posterior(states.output, value("j"));
      const penalties = [...states.output, value("j")];
      return penalties.map((penalty, place) => [
        place < codes.length ? place : "rubbish",
        decimal(penalty, 3),
        decimal(probabilities[place], 4),
      ]);
    },
  );
  const unitTable = createTable(
    "Units as a table",
    ["unit", "F6", "code", "difference", "square", "sum so far"],
    () =>
      Array.from(states.F6, (state, unit) => [
        unit,
        decimal(state, 3),
        decimal(codes[value("code")][unit], 0),
        decimal(terms.differences[unit], 3),
        decimal(terms.squares[unit], 3),
        decimal(terms.sums[unit], 2),
      ]),
  );

  const draw = () => {
    const image = images.subarray(
      value("picture") * SIDE ** 2,
      (value("picture") + 1) * SIDE ** 2,
    );
    const moved = shift(turn(image, value("rotation"), 1), value("dx"), value("dy"));
    network.forward(addNoise(moved, value("noise"), draws), states);
    const penalties = states.output;
    const code = codes[value("code")];
    terms = unitByUnit(states.F6, code);
    input.draw(states.image, { low: BACKGROUND, high: FOREGROUND, colours: "ink" });
    input.box.setAttribute("aria-label", `Input: ${names[value("picture")]}`);

    const fixed = value("colours") === ONE_SCALE;
    const difference = fixed ? WRONG_SIGN : reach(terms.differences);
    const shown = [
      [states.F6, -AMPLITUDE, AMPLITUDE, "signed", "F6"],
      [code, -AMPLITUDE, AMPLITUDE, "signed", `\u2212 code of ${value("code")}`],
      [terms.differences, -difference, difference, "signed", "= difference"],
      [terms.squares, 0, difference ** 2, "ink", "squared"],
    ];
    shown.forEach(([values, low, high, colours, text], n) => {
      maps[n].picture.draw(values, { low, high, colours });
      maps[n].caption.textContent = text;
    });
    stateLegend.set(-AMPLITUDE, AMPLITUDE);
    const [below, above] = fixed ? ["\u2264\u00a0", "\u2265\u00a0"] : ["", ""]; // what lies beyond the ends
    differenceLegend.set(below + decimal(-difference), above + decimal(difference));
    squareLegend.set("0", above + decimal(difference ** 2));
    rowSums(terms.squares, CODE_COLUMNS).forEach((sum, row) => {
      sums[row].textContent = `+ ${decimal(sum, 1)}`;
    });
    total.textContent = `= ${decimal(terms.sums.at(-1), 1)}`;

    const decision = decide(penalties, network.ranking(penalties), value("threshold"));
    const probabilities = posterior(penalties, value("j"));
    gallery.set(penalties, value("code"), decision.best);
    bars.set(probabilities, probabilities.indexOf(Math.max(...probabilities)), 1);
    margin.set(decision, value("threshold"));
    classTable.refresh();
    unitTable.refresh();
    teller.tell(
      decisionInWords(decision, penalties, probabilities, value("threshold")),
    );
  };

  const nearest = () => set({ code: network.ranking(states.output)[0] });
  const button = (text, onclick) =>
    element("button", { type: "button", onclick }, text);
  el.classList.add("ll-figure", "ll-rbf-view");
  el.append(
    element(
      "div",
      { class: "ll-columns" },
      element(
        "div",
        {},
        element("div", { class: "ll-layer-name" }, "Input"),
        input.element,
        button("Put it back", () => set(UNTOUCHED)),
      ),
      element(
        "div",
        { class: "ll-judges" },
        element("div", { class: "ll-layer-name" }, "Codes and penalties"),
        gallery.element,
      ),
    ),
    teller.element,
    element(
      "div",
      { class: "ll-layer", role: "group", "aria-label": "Equation 7, unit by unit" },
      element("div", { class: "ll-layer-name" }, "Equation 7, unit by unit"),
      element(
        "div",
        { class: "ll-maps ll-terms" },
        ...maps.slice(0, 2).map(({ picture }) => picture.element),
        maps[2].picture.element,
        element("div", { class: "ll-squares" }, maps[3].picture.element, added),
      ),
      unitLine,
      element(
        "div",
        { class: "ll-legends" },
        stateLegend.element,
        differenceLegend.element,
        squareLegend.element,
      ),
      button("Choose the nearest code", nearest),
    ),
    element("div", { class: "ll-columns ll-outcome" }, bars.element, margin.element),
    element("p", { class: "ll-hint" }, model.get("hint")),
    classTable.element,
    unitTable.element,
  );
  listen(model, SETTINGS, oncePerFrame(draw), signal);
  draw();
}

export default { render };
