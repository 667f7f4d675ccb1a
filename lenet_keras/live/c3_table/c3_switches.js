// Table I of the paper as a grid of switches.

import { element } from "../js/element.js";
import { range } from "../js/numbers.js";
import { step, takeKeys } from "../js/pointing.js";

export const [ON, OFF] = ["X", "\u25cb"];
// Of the trait `view`: what a C3 map sees, or what an S2 map feeds.
export const [SEES, FEEDS] = [0, 1];
const HEADER = -1; // the number of the row, or the column, in which the headers stand
const NAME =
  "S2 maps by C3 maps. Arrow keys choose, Enter or the space bar switches a connection";

/** The classes of a cell; `connection(input, map)` is undefined where there is none. */
export function cellLook(input, map, now, connection) {
  const own = connection(input, map);
  const sees = now.view === SEES;
  const chosen = sees ? map === now.map : input === now.input;
  const joined = sees
    ? map === HEADER && connection(input, now.map)
    : input === HEADER && connection(now.input, map);
  const looks = {
    "ll-chosen": chosen,
    "ll-joined": joined,
    "ll-connected": own,
    "ll-off": own && now.off.includes(own.kernel),
  };
  return Object.keys(looks).filter((name) => looks[name]);
}

/** What stands in a cell of that look, and what a screen reader says. */
export function cellWords(input, map, look) {
  const connected = look.includes("ll-connected");
  const isOff = look.includes("ll-off");
  const state = isOff ? "switched off" : connected ? "connected" : "no connection";
  return {
    text: isOff ? OFF : connected ? ON : "",
    label: `S2 map ${input}, C3 map ${map}: ${state}`,
  };
}

function createHeader(input, map) {
  const isRow = map === HEADER;
  const role = isRow ? "rowheader" : "columnheader";
  const name = isRow ? `S2 map ${input}` : `C3 map ${map}`;
  return element("th", { role, "aria-label": name }, isRow ? `S2 ${input}` : map);
}

function isCorner(input, map) {
  return input === HEADER && map === HEADER;
}

/** The headers and crosses with their places; `go` and `press` hear what is chosen. */
function createCells(inputs, maps, go, press) {
  const createCell = (input, map) => {
    if (isCorner(input, map))
      return element("td", { role: "gridcell", class: "ll-corner" }, "C3");
    const inside = input !== HEADER && map !== HEADER;
    const cell = inside
      ? element("td", { role: "gridcell" })
      : createHeader(input, map);
    cell.tabIndex = -1;
    cell.addEventListener("click", () => press(input, map));
    takeKeys(cell, (key) => {
      const next = step(key, [input + 1, map + 1], inputs + 1, maps + 1);
      if (next) go(next[0] - 1, next[1] - 1);
      else if (key === "Enter" || key === " ") press(input, map);
      else return false;
      return true;
    });
    return cell;
  };
  const numbers = (count) => range(count + 1).map((n) => n - 1); // the header first
  return numbers(inputs).map((input) =>
    numbers(maps).map((map) => ({ input, map, cell: createCell(input, map) })),
  );
}

/**
 * Table I: one tab stop, arrow keys and pointer choose a place. `onplace(input, map)` is
 * told, each `null` in a header; `onpress(connection)` when a cross is pressed.
 */
export function createSwitches({ layers, connection, start, onplace, onpress }) {
  let place = start;
  const cellAt = ([input, map]) => rows[input + 1][map + 1].cell;
  const go = (input, map) => {
    if (isCorner(input, map)) return;
    cellAt(place).tabIndex = -1;
    place = [input, map];
    cellAt(place).tabIndex = 0;
    cellAt(place).focus({ preventScroll: true });
    onplace(...place.map((number) => (number === HEADER ? null : number)));
  };
  const press = (input, map) => {
    go(input, map);
    const pressed = connection(input, map);
    if (pressed) onpress(pressed);
  };
  const rows = createCells(layers.S2.maps, layers.C3.maps, go, press);
  cellAt(place).tabIndex = 0;
  const attributes = { class: "ll-grid", role: "grid", "aria-label": NAME };
  const lines = rows.map((row) =>
    element("tr", { role: "row" }, ...row.map(({ cell }) => cell)),
  );
  return {
    element: element("table", attributes, ...lines),
    draw(now) {
      for (const { input, map, cell } of rows.flat()) {
        if (isCorner(input, map)) continue;
        const look = cellLook(input, map, now, connection);
        if (cell.dataset.look === look.join(" ")) continue; // the page need not lay it out
        cell.dataset.look = cell.className = look.join(" ");
        cell.ariaSelected = String(look.includes("ll-chosen"));
        if (input === HEADER || map === HEADER) continue;
        const { text, label } = cellWords(input, map, look);
        cell.textContent = text;
        cell.ariaLabel = label;
      }
    },
  };
}
