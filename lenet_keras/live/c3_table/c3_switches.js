// Table I of the paper as a grid of switches.

import { element } from "../js/element.js";
import { range } from "../js/numbers.js";
import { step } from "../js/pointing.js";

export const [ON, OFF] = ["X", "\u25cb"];
// Of the trait `view`: what a C3 map sees, or what an S2 map feeds.
export const [SEES, FEEDS] = [0, 1];

/**
 * Table I: one tab stop, arrow keys and pointer choose a place. `onplace(input, map)` is
 * told, each `null` in a header; `onpress(connection)` when a cross is pressed.
 */
export function createSwitches({ inputs, maps, at, start, onplace, onpress }) {
  const cells = new Map();
  let place = start;
  const cellAt = ([row, column]) => cells.get(`${row},${column}`);
  const go = (row, column) => {
    if (row === 0 && column === 0) return; // the corner
    cellAt(place).tabIndex = -1;
    place = [row, column];
    cellAt(place).tabIndex = 0;
    cellAt(place).focus({ preventScroll: true });
    onplace(row ? row - 1 : null, column ? column - 1 : null);
  };
  const createCell = (row, column) => {
    if (!row && !column)
      return element("td", { role: "gridcell", class: "ll-corner" }, "C3");
    const name = row ? `S2 map ${row - 1}` : `C3 map ${column - 1}`;
    const press = () => {
      go(row, column);
      const connection = at(row - 1, column - 1);
      if (connection) onpress(connection);
    };
    const cell =
      row && column
        ? element("td", { role: "gridcell" })
        : element(
            "th",
            { role: row ? "rowheader" : "columnheader", "aria-label": name },
            row ? `S2 ${row - 1}` : column - 1,
          );
    cell.tabIndex = -1;
    cell.addEventListener("click", press);
    cell.addEventListener("keydown", (event) => {
      const next = step(event.key, [row, column], inputs + 1, maps + 1);
      if (next) go(...next);
      else if (event.key === "Enter" || event.key === " ") press();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    cells.set(`${row},${column}`, cell);
    return cell;
  };
  const grid = element(
    "table",
    {
      class: "ll-grid",
      role: "grid",
      "aria-label":
        "S2 maps by C3 maps. Arrow keys choose, Enter or the space bar switches a connection",
    },
    ...range(inputs + 1).map((row) =>
      element(
        "tr",
        { role: "row" },
        ...range(maps + 1).map((column) => createCell(row, column)),
      ),
    ),
  );
  cellAt(place).tabIndex = 0;
  return {
    element: grid,
    draw({ view, input, map, off }) {
      for (const [key, cell] of cells) {
        const [row, column] = key.split(",").map(Number);
        const connection = at(row - 1, column - 1);
        const isOff = connection && off.includes(connection.kernel);
        const chosen = view === SEES ? column - 1 === map : row - 1 === input;
        const joined =
          view === SEES ? !column && at(row - 1, map) : !row && at(input, column - 1);
        const look = [
          chosen && "ll-chosen",
          joined && "ll-joined",
          connection && "ll-connected",
          isOff && "ll-off",
        ].filter(Boolean);
        if (cell.dataset.look === look.join(" ")) continue; // the page need not lay it out
        cell.dataset.look = cell.className = look.join(" ");
        cell.ariaSelected = String(chosen);
        if (!row || !column) continue;
        cell.textContent = connection ? (isOff ? OFF : ON) : "";
        const state = connection
          ? isOff
            ? "switched off"
            : "connected"
          : "no connection";
        cell.ariaLabel = `S2 map ${row - 1}, C3 map ${column - 1}: ${state}`;
      }
    },
  };
}
