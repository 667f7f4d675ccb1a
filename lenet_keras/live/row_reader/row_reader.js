// Write digits in a row, and see what the network, swept over it, reads.

import { createChoices, createToolbar } from "../js/choices.js";
import { button, div, element, setText } from "../js/element.js";
import { SIDE } from "../js/images.js";
import { decimal, range } from "../js/numbers.js";
import { createTurns } from "../js/turns.js";
import { createMore, createTable, createTeller } from "../js/ui.js";
import { bytes, openView } from "../js/view.js";
import { byClass, createDigitButtons, createRows } from "./examples.js";
import { FIELD, inkOfSheet, prepareInk } from "./field.js";
import { LABELS, readRow, sweepRow } from "./paths.js";
import { createRowPad } from "./row_pad.js";
import { createTrellis, labelInWords, outputInWords } from "./trellis.js";
import { createSweep, newWideStates, STRIDE, widen } from "./wide.js";
import { createWideMaps } from "./wide_maps.js";

const TRAITS = ["drawing", "sweep", "gap", "stroke"];
const LONG = 6; // digits of an answer from which on it is written smaller

/** The path, the digits that it reads and where, in words. */
export function pathInWords({ text, places, penalty }) {
  if (!text) return `Blank at every output: penalty ${decimal(penalty, 1)} in all.`;
  const read = places.map((place, n) => `${text[n]} at ${place}`);
  return (
    `The path reads ${read.join(", ")} and blank at all other outputs: penalty ` +
    `${decimal(penalty, 1)} in all.`
  );
}

/** What comes next, and how far behind. */
export function rivalInWords({ penalty }, rival) {
  const behind = decimal(rival.penalty - penalty, 1);
  return `next: ${rival.text || "nothing"}, costs ${behind} more`;
}

/** The digits of a sheet, where they are known: of examples and keys, not of strokes. */
export function truthOf({ paper, strokes }, labels) {
  if (!paper || strokes.length > 0) return null;
  return (labels[paper.row] ?? "") + paper.text;
}

/** The answer, large, whether it is right, the next best, and what a plain sweep reads. */
function createOutcome() {
  const answer = div("ll-answer");
  const [told, next, sweep] = ["ll-verdict", "ll-next", "ll-sweep"].map((name) =>
    element("span", { class: name }),
  );
  const whole = div(
    "ll-outcome-of-all",
    answer,
    div("ll-verdict-line", told, next, sweep),
  );
  return {
    element: whole,
    set(reading, rival, alone, truth) {
      const isRight = reading.text === truth;
      whole.dataset.verdict = isRight ? "sure" : "unsure";
      setText(answer, reading.text || "\u2013");
      answer.classList.toggle("ll-long", reading.text.length >= LONG);
      if (truth === null) setText(told, "");
      else setText(told, isRight ? "right" : `wrong: ${truth} is written`);
      setText(next, rivalInWords(reading, rival));
      setText(sweep, alone ? `plain sweep: ${alone.text || "nothing"}` : "");
    },
    rest() {
      setText(answer, "\u2013");
      setText(told, "");
      setText(next, "nothing is written");
      setText(sweep, "");
    },
  };
}

function createNumbers(penalties, places) {
  const classes = range(LABELS).map(labelInWords);
  return createTable("Penalties as a table", ["output", ...classes], () =>
    range(places).map((place) => [
      place,
      ...range(LABELS).map((label) => decimal(penalties[place * LABELS + label], 1)),
    ]),
  );
}

async function render(context) {
  const view = await openView(context, "row-reader");
  const wide = widen(view.layers, FIELD);
  const states = newWideStates(wide);
  const sweep = createSweep(wide, states);
  const rows = bytes(view.value("rows"));
  const groups = view.value("groups");
  const labels = groups.flatMap((group) => group.labels);
  const written = byClass(bytes(view.value("digits")), view.value("counts"));
  let redraw = () => {};

  const teller = createTeller();
  let refusal = ""; // stays until the pad changes, whatever reading is under way
  const inkOf = (sheet) => inkOfSheet(sheet, { rows, written, gap: view.value("gap") });
  const pad = createRowPad({
    inkOf,
    written,
    width: () => view.value("stroke"),
    gap: () => view.value("gap"),
    tell(words) {
      refusal = words;
      teller.tell(words);
    },
    onchange(isOver) {
      if (isOver) view.set({ drawing: pad.code() });
      redraw();
    },
  });
  const trellis = createTrellis(wide.places, (place) => {
    if (place === null) pad.mark();
    else {
      pad.mark(0, place * STRIDE, SIDE, SIDE);
      teller.tell(outputInWords(place, states.output));
    }
  });
  const outcome = createOutcome();
  const maps = createWideMaps(wide);
  const table = createNumbers(states.output, wide.places);
  const steps = [button("Undo", pad.undo), button("Clear", pad.clear)];
  const keys = createDigitButtons(written, pad.put);
  const tools = createToolbar(
    "Pad, and digits to put there",
    "ll-buttons ll-tools",
    [...steps, ...keys],
    [...steps, div("ll-keys", ...keys)],
  );
  const below = div("ll-below", teller.element, createMore(view.el));

  view.show(
    view.hint(),
    div(
      "ll-writing",
      div("ll-of-image", pad.element, tools),
      outcome.element,
      trellis.element,
      div(
        "ll-shown",
        createChoices(view, "sweep", "Show", ["the path", "each output alone, too"]),
        createRows(groups, rows, pad.showRow),
      ),
    ),
    below,
    table.element,
    maps.element,
  );
  // Ink first: the network answers afterwards.
  const inTurns = createTurns((isBusy) => below.setAttribute("aria-busy", isBusy));
  const answer = () => {
    sweep();
    const reading = readRow(states.output);
    const alone = view.value("sweep") ? sweepRow(states.output) : null;
    trellis.draw(states.output, reading, alone?.labels);
    if (pad.isEmpty()) outcome.rest();
    else {
      const rival = readRow(states.output, reading.text);
      outcome.set(reading, rival, alone, truthOf(pad.now(), labels));
    }
    const words = pad.isEmpty() ? "Nothing is written yet." : pathInWords(reading);
    teller.tell(refusal || words);
    table.refresh();
    maps.draw(states);
  };
  const draw = () => {
    refusal = "";
    prepareInk(inkOf(pad.now()), states.image);
    pad.draw(states.image);
    inTurns(answer);
  };
  const look = () => pad.decode(view.value("drawing"), labels.length);
  view.on(["drawing"], look); // a link, or Python, may bring another sheet
  look();
  redraw = view.follow(TRAITS, draw);
}

export default { render };
