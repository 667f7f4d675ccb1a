// Weights for nine pixels, or for two features, that are to tell bars from bars.

import { createChoices } from "../js/choices.js";
import { about, tints } from "../js/colours.js";
import { button, div, element, group, head, setText } from "../js/element.js";
import { createPicture } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { ALONG, step, takeKeys } from "../js/pointing.js";
import { dyed } from "../js/theme.js";
import { createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import {
  countOf,
  HEAVIEST,
  judged,
  SIDE_OF_BARS,
  scoresInWords,
  settingsFrom,
  sumOf,
  TASKS,
  turned,
  weightsFrom,
} from "./bar_tasks.js";

const TRAITS = ["weights", "features", "bias", "sees", "task"];
const CHANGES = { "+": 1, "=": 1, "-": -1, "\u2212": -1 }; // by key
const INK_SCALE = { low: 0, high: 1, colours: "ink" };

/**
 * Numbers that a click raises by one, in rows of `columns`: `change(number, by)` hears
 * it. One tab stop; arrow keys lead on, plus and minus change the number.
 */
function createWeights(names, columns, change) {
  const cells = names.map((name, n) =>
    button("", () => change(n, 1), { class: "ll-weight", title: name }),
  );
  const rows = Math.ceil(cells.length / columns);
  const grid = group(
    "Weights: plus and minus change one",
    `ll-weights ll-weights-${columns}`,
    ...cells,
  );
  const stopAt = (stop) => {
    for (const cell of cells) cell.tabIndex = cell === stop ? 0 : -1;
  };
  stopAt(cells[0]);
  grid.addEventListener("focusin", ({ target }) => stopAt(target));
  takeKeys(grid, (key) => {
    const at = cells.indexOf(document.activeElement);
    if (at < 0) return false;
    if (key in CHANGES) {
      change(at, CHANGES[key]);
      return true;
    }
    const place = [Math.floor(at / columns), at % columns];
    const next = key in ALONG && step(key, place, rows, columns);
    if (!next) return false;
    cells[next[0] * columns + next[1]]?.focus({ focusVisible: true });
    return true;
  });
  return {
    element: grid,
    set(weights) {
      const colours = tints(weights, dyed(about(HEAVIEST)));
      cells.forEach((cell, n) => {
        const text = decimal(weights[n], 0);
        Object.assign(cell.style, colours[n]);
        setText(cell, text);
        cell.setAttribute("aria-label", `${names[n]}, ${text}`);
      });
    },
  };
}

/** A picture, with its score and what it is called. */
function createWeighed(pixels) {
  const image = createPicture({ rows: SIDE_OF_BARS, columns: SIDE_OF_BARS });
  image.draw(pixels, INK_SCALE);
  const [number, answer] = [div("ll-score"), div("ll-called")];
  const whole = div("ll-bar", image.element, number, answer);
  return {
    element: whole,
    set({ score, name, right }) {
      setText(number, decimal(score, 0));
      setText(answer, `${right ? "\u2713" : "\u2717"} ${name}`);
      whole.classList.toggle("ll-wrong", !right);
    },
  };
}

/** Pictures of one kind in a row, and what their scores add up to. */
function createKind(kind, wanted, pictures) {
  const weighed = pictures.map(createWeighed);
  const sum = div("ll-score");
  const together = div("ll-together", sum, div("ll-caption", "together"));
  together.hidden = pictures.length < 2;
  const rows = weighed.map(({ element: one }) => one);
  return {
    element: group(
      `${kind}, ${wanted}`,
      "ll-kind",
      head(kind, wanted),
      ...rows,
      together,
    ),
    set(results) {
      weighed.forEach((one, n) => {
        one.set(results[n]);
      });
      setText(sum, decimal(sumOf(results), 0));
    },
  };
}

/** The two kinds of a task. */
function createResults({ kinds, pictures }) {
  const rows = kinds.map((kind, n) =>
    createKind(kind, n === 0 ? "should score above 0" : "should not", pictures[n]),
  );
  return {
    element: div("ll-kinds", ...rows.map((row) => row.element)),
    set(results) {
      rows.forEach((row, n) => {
        row.set(results[n]);
      });
    },
  };
}

/** Weights of pixels, of features, and the bias, each in a block of its own. */
function createScales(view) {
  const turn = (trait, count) => (number, by) => {
    const weights = weightsFrom(view.value(trait), count);
    weights[number] = turned(weights[number], by);
    view.set({ [trait]: weights });
  };
  const pixels = range(SIDE_OF_BARS ** 2).map(
    (n) => `row ${Math.floor(n / SIDE_OF_BARS) + 1}, column ${(n % SIDE_OF_BARS) + 1}`,
  );
  const sums = ["largest column sum", "largest row sum"];
  const ofPixels = createWeights(pixels, SIDE_OF_BARS, turn("weights", pixels.length));
  const ofFeatures = createWeights(sums, sums.length, turn("features", sums.length));
  const ofBias = createWeights(["bias"], 1, (_, by) =>
    view.set({ bias: turned(weightsFrom([view.value("bias")], 1)[0], by) }),
  );
  const features = div(
    "",
    ofFeatures.element,
    element(
      "div",
      { class: "ll-caption" },
      "of the largest column sum and of the largest row sum",
    ),
  );
  return {
    element: div(
      "ll-of-image",
      head("weights", "a click adds 1, after 2 comes \u22122"),
      div("ll-scales", ofPixels.element, features),
      div("ll-bias", element("span", {}, "bias "), ofBias.element),
    ),
    set({ weights, features: two, bias, sees }) {
      ofPixels.element.hidden = sees === 1;
      features.hidden = sees !== 1;
      ofPixels.set(weights);
      ofFeatures.set(two);
      ofBias.set([bias]);
    },
  };
}

async function render(context) {
  const view = await openView(context, "bar-weigher");
  const teller = createTeller();
  const scales = createScales(view);
  const tasks = TASKS.map(createResults);
  const count = div("ll-tally");
  const outcome = div("ll-outcome-of-all", count, div("", "right"));
  const start = view.values(["weights", "features", "bias"]);
  const none = { weights: Array(9).fill(0), features: [0, 0], bias: 0 };

  view.show(
    view.hint(),
    div(
      "ll-scene",
      scales.element,
      div("ll-tasks", ...tasks.map((task) => task.element)),
      outcome,
    ),
    teller.element,
    div(
      "ll-below",
      div(
        "",
        createChoices(view, "sees", "It weighs", ["nine pixels", "two features"]),
        createChoices(view, "task", "Task", ["bars", "diagonals"]),
      ),
      div(
        "ll-buttons",
        button("All to zero", () => view.set(none)),
        button("As at first", () => view.set(start)),
      ),
    ),
  );
  view.follow(TRAITS, () => {
    const settings = settingsFrom(view.values(TRAITS));
    scales.set(settings);
    tasks.forEach(({ element: whole }, task) => {
      whole.hidden = task !== settings.task;
    });
    const results = judged(settings);
    tasks[settings.task].set(results);
    const [right, all] = countOf(results);
    setText(count, `${right}/${all}`);
    outcome.dataset.verdict = right === all ? "sure" : "unsure";
    teller.tell(scoresInWords(settings.task, results));
  });
}

export default { render };
