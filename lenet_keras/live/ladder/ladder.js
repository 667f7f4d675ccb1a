// Rungs that are switched on and off, and the error of the network that has them.

import { createToolbar } from "../js/choices.js";
import { button, div, element, group, setText } from "../js/element.js";
import { decimal } from "../js/numbers.js";
import { ALONG, rove } from "../js/pointing.js";
import { createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import {
  axisOf,
  changeBetween,
  changeInWords,
  flipped,
  grouped,
  meanOf,
  placeOn,
  rowFrom,
  uncertaintyOf,
} from "./trained_rows.js";

const percent = (share) => `${decimal(100 * share, 2)}%`;

/** The rungs, the highest first; `press(rung)` hears of each click. */
function createRungs(rungs, press) {
  const steps = rungs.map(({ name, title, was }) =>
    button(
      [
        element("span", { class: "ll-rung-title" }, title),
        element("span", { class: "ll-caption" }, was),
      ],
      () => press(name),
      { class: "ll-rung", "aria-label": `${title}, in place of ${was}` },
    ),
  );
  const ladder = group("Rungs, from the top", "ll-ladder-rungs", ...steps.toReversed());
  rove(ladder, steps.toReversed(), ALONG);
  return {
    element: ladder,
    set(rows, now) {
      steps.forEach((step, n) => {
        const { name } = rungs[n];
        const on = rows[now].rungs.includes(name);
        const trained = flipped(rows, now, name) >= 0;
        step.setAttribute("aria-pressed", String(on));
        step.setAttribute("aria-disabled", String(!trained));
      });
    },
  };
}

/** All errors on one axis: the row's interval and seeds, the other rows as lines. */
function createStrip(rows) {
  const axis = axisOf(rows);
  const at = (error) => percent(placeOn(axis, error));
  const place = (made, error) => {
    made.style.left = at(error);
    return made;
  };
  const others = rows.map(({ errors }) => place(div("ll-other-row"), meanOf(errors)));
  const ticks = axis.ticks.map((tick) =>
    place(div("ll-tick", decimal(tick, tick < 1 || tick === 1.5 ? 1 : 0)), tick),
  );
  const seeds = div("ll-seeds");
  const band = div("ll-band");
  const mean = div("ll-mean");
  const field = div("ll-field", ...others, band, seeds, mean);
  return {
    element: div(
      "ll-strip",
      field,
      div("ll-ticks", ...ticks),
      div("ll-caption", "test error in percent, on a logarithmic scale"),
    ),
    set(row) {
      const { errors, low, high } = row;
      place(mean, meanOf(errors));
      band.hidden = low === null;
      if (low !== null) {
        band.style.left = at(low);
        band.style.right = percent(1 - placeOn(axis, high));
      }
      seeds.replaceChildren(...errors.map((error) => place(div("ll-seed"), error)));
    },
  };
}

/** What a network is made of and how long it learned, each beside those of the first. */
function createCosts(first) {
  const [parameters, operations, time] = ["", "", ""].map((text) =>
    element("dd", {}, text),
  );
  const list = element(
    "dl",
    { class: "ll-costs" },
    ...[
      ["weights", parameters],
      ["multiply-accumulates", operations],
      ["minutes of a processor", time],
    ].flatMap(([name, value]) => [element("dt", {}, name), value]),
  );
  const minutes = ({ seconds }) =>
    seconds === null ? "not taken" : decimal(seconds / 60, 1);
  return {
    element: list,
    set(row) {
      const beside = (own, firsts) =>
        own === firsts ? own : `${own} (${first.name}: ${firsts})`;
      setText(parameters, beside(grouped(row.parameters), grouped(first.parameters)));
      setText(operations, beside(grouped(row.operations), grouped(first.operations)));
      setText(time, beside(minutes(row), minutes(first)));
    },
  };
}

async function render(context) {
  const view = await openView(context, "ladder");
  const { rows, rungs, changes } = view.values(["rows", "rungs", "changes"]);
  const now = () => rowFrom(view.value("row"), rows);
  const teller = createTeller();
  const answer = div("ll-tally");
  const uncertainty = div("ll-uncertainty");
  const change = div("ll-change");
  const outcome = div("ll-outcome-of-all", answer, uncertainty, change);
  const strip = createStrip(rows);
  const costs = createCosts(rows[0]);
  let shown = now();

  const ladder = createRungs(rungs, (name) => {
    const next = flipped(rows, now(), name);
    if (next >= 0) view.set({ row: next });
    else
      teller.tell("We have not trained this combination. Try a rung in full colour.");
  });
  const starts = view
    .value("starts")
    .map(({ name, row }) => button(name, () => view.set({ row })));
  view.show(
    view.hint(),
    div(
      "ll-scene",
      ladder.element,
      div("ll-found", outcome, strip.element, costs.element),
    ),
    teller.element,
    createToolbar("Go to", "ll-buttons", starts),
  );
  view.follow(["row"], () => {
    const row = rows[now()];
    ladder.set(rows, now());
    strip.set(row);
    costs.set(row);
    setText(answer, `${decimal(meanOf(row.errors))} %`);
    setText(uncertainty, uncertaintyOf(row));
    const moved = changeBetween(changes, shown, now());
    const words = moved ? changeInWords(moved) : "";
    setText(change, words || "\u00a0");
    teller.tell(`${row.name}.`);
    teller.whisper(
      `${row.name}: ${decimal(meanOf(row.errors))} % of the test digits wrong, ${uncertaintyOf(row)}. ${words}`,
    );
    shown = now();
  });
}

export default { render };
