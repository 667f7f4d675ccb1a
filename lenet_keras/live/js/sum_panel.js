// A sum that is opened: a card for each part of what is added, and what becomes of it.
//
//   const panel = createSumPanel("What it adds up", close);
//   panel.show("C3 map 2", parts.map((part) => createSumCard(part, looks, how)), steps);
//   panel.hide();
//   panel.element
//
// A part is {rows, columns, values, weights, products}, `steps` are [what it is, text].

import { button, div, element, group } from "./element.js";
import { sumUp } from "./fields.js";
import { createPicture } from "./map.js";
import { decimal } from "./numbers.js";

/**
 * A part as a card: its values, times the weights, make so much. `looks` are those of
 * both; where there is something to `press` for, the card is a button, with a `title`.
 */
export function createSumCard(
  { rows, columns, values, weights, products },
  looks,
  { name, title, press, write = decimal },
) {
  const picture = (numbers, look) => {
    if (numbers.length === 1) return element("span", {}, write(numbers[0]));
    const made = createPicture({ rows, columns, className: `ll-tile ll-${columns}` });
    made.draw(numbers, look);
    return made.element;
  };
  const row = [picture(values, looks.values)];
  if (weights) row.push(element("span", {}, "\u00d7"), picture(weights, looks.weights));
  row.push(element("span", { class: "ll-sum" }, `= ${write(sumUp({}, products))}`));
  const shown = [
    element("span", { class: "ll-caption" }, name),
    element("span", { class: "ll-pair" }, ...row),
  ];
  return press
    ? button(shown, press, { class: "ll-card", title })
    : div("ll-card", ...shown);
}

/** The panel, hidden at first; `close()` is told that a reader is done with it. */
export function createSumPanel(what, close) {
  const title = div("ll-layer-name");
  const row = group(what, "ll-cards");
  const rest = div("ll-steps");
  const closing = button("Close", close, { class: "ll-small" });
  const head = div("ll-opened-head", title, closing);
  const whole = div("ll-opened ll-sum-panel", head, row, rest);
  whole.hidden = true;
  return {
    element: whole,
    hide() {
      whole.hidden = true;
    },
    show(name, cards, steps) {
      whole.hidden = false;
      title.textContent = name;
      row.replaceChildren(...cards);
      rest.replaceChildren(
        ...steps.map(([words, text]) =>
          div("ll-step", element("span", { class: "ll-caption" }, words), text),
        ),
      );
    },
  };
}
