// Equation 7 as four pictures: F6, minus a code, makes differences, which are squared
// and added up.

import { about, reach } from "../js/colours.js";
import { div, group } from "../js/element.js";
import { createMap } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { rove } from "../js/pointing.js";
import { createLegend } from "../js/ui.js";
import { CODE_COLUMNS, CODE_ROWS, STATE_SCALE } from "./codes.js";
import { rowSums } from "./judgement.js";

const WRONG_SIGN = 2; // between the two values of a cell of a code
const TITLE = "Equation 7, unit by unit";

/** The end of the scale of differences: that of a wrong sign, or the largest of `own`. */
export function differenceEnd(differences, own) {
  return own ? reach(differences) : WRONG_SIGN;
}

/** The four pictures: values, colours and words. */
export function termLooks(states, code, chosen, { differences, squares }, end) {
  return [
    { values: states, ...STATE_SCALE, caption: "F6" },
    { values: code, ...STATE_SCALE, caption: `\u2212 code of ${chosen}` },
    { values: differences, ...about(end), caption: "= difference" },
    { values: squares, low: 0, high: end ** 2, colours: "ink", caption: "squared" },
  ];
}

/** The ends of the legends of differences and squares, and whether more lies beyond. */
export function legendEnds(end, own) {
  const [below, above] = own ? ["", ""] : ["\u2264\u00a0", "\u2265\u00a0"];
  return {
    difference: [below + decimal(-end), above + decimal(end)],
    square: ["0", above + decimal(end ** 2)],
  };
}

function createLegends() {
  const state = createLegend("signed", "state, code");
  const difference = createLegend("signed", "difference");
  const square = createLegend("ink", "square");
  const all = [state, difference, square].map((legend) => legend.element);
  return {
    element: div("ll-legends", ...all),
    set(ends) {
      state.set(STATE_SCALE.low, STATE_SCALE.high);
      difference.set(...ends.difference);
      square.set(...ends.square);
    },
  };
}

/** What each row of the squares adds, and the sum of all. */
function createAdded() {
  const rows = range(CODE_ROWS).map(() => div());
  const total = div("ll-total");
  return {
    element: div("ll-added", div("ll-rows", ...rows), total),
    set({ squares, sums }) {
      rowSums(squares, CODE_COLUMNS).forEach((sum, row) => {
        rows[row].textContent = `+ ${decimal(sum, 1)}`;
      });
      total.textContent = `= ${decimal(sums.at(-1), 1)}`;
    },
  };
}

/**
 * The pictures with their legends; `tell(unit)` gives the words for a unit and says
 * them, `action` is a button.
 */
export function createTerms(tell, action) {
  const unitLine = div("ll-caption ll-unit");
  const onunit = (row, column) => {
    for (const picture of pictures) picture.mark(row, column);
    unitLine.textContent = row == null ? "" : tell(row * CODE_COLUMNS + column);
  };
  const pictures = ["F6", "code", "difference", "square"].map((name) =>
    createMap({
      rows: CODE_ROWS,
      columns: CODE_COLUMNS,
      name,
      caption: name,
      className: "ll-drawn",
      onunit,
    }),
  );
  const [drawing, code, difference, square] = pictures.map(({ element }) => element);
  const added = createAdded();
  const legends = createLegends();
  const squares = div("ll-squares", square, added.element);
  const whole = group(
    TITLE,
    "ll-layer ll-opened",
    div("ll-opened-head", div("ll-layer-name", TITLE), action),
    div("ll-maps ll-terms", drawing, code, difference, squares),
    unitLine,
    legends.element,
  );
  rove(
    whole,
    pictures.map(({ box }) => box),
  );
  return {
    element: whole,
    draw(states, code, chosen, terms, own) {
      const end = differenceEnd(terms.differences, own);
      termLooks(states, code, chosen, terms, end).forEach(({ values, ...look }, n) => {
        pictures[n].draw(values, look);
        pictures[n].caption.textContent = look.caption;
      });
      legends.set(legendEnds(end, own));
      added.set(terms);
    },
  };
}
