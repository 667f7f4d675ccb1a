// Numbers in a square, each on its colour.
//
//   const grid = createNumberGrid(5, "kernel");
//   grid.set(values, look, { digits: 3, shown: 7, current: 6 });
//   grid.element

import { tints } from "./colours.js";
import { element } from "./element.js";
import { decimal, range } from "./numbers.js";
import { dyed } from "./theme.js";

/** A square of `side` x `side` cells; `fields`, if given, stand in them and are written by others. */
export function createNumberGrid(side, title, fields) {
  const cells = range(side ** 2).map((n) => element("td", {}, fields?.[n] ?? ""));
  const rows = range(side).map((row) =>
    element("tr", {}, ...cells.slice(row * side, (row + 1) * side)),
  );
  return {
    element: element(
      "table",
      { class: "ll-numbers" },
      element("caption", {}, title),
      element("tbody", {}, ...rows),
    ),
    /** Those from `shown` on are left out; `current` is framed. */
    set(values, look, { digits = 2, shown = values.length, current = -1 } = {}) {
      const colours = tints(values, dyed(look));
      cells.forEach((cell, n) => {
        const empty = { background: "", color: "" };
        Object.assign(cell.style, n < shown ? colours[n] : empty);
        cell.classList.toggle("ll-current", n === current);
        if (!fields) cell.textContent = n < shown ? decimal(values[n], digits) : "";
      });
    },
  };
}
