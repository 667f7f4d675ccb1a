// The maps of the network over a wide field, layer by layer.

import { about, reach } from "../js/colours.js";
import { div, group, head } from "../js/element.js";
import { createPicture } from "../js/map.js";
import { stretch } from "../js/numbers.js";
import { createLegend } from "../js/ui.js";

const CODE = { rows: 12, columns: 7 }; // a picture of F6
// Maps in a line, and the units that are left free between two.
const TILES = {
  C1: { across: 2, gap: 3 },
  S2: { across: 2, gap: 2 },
  C3: { across: 4, gap: 3 },
  S4: { across: 4, gap: 2 },
};

/** The states of C5, one column of units for each place. */
export function columnsOf(states, units, places) {
  const turned = new Float64Array(states.length);
  for (let place = 0; place < places; place++) {
    for (let unit = 0; unit < units; unit++) {
      turned[unit * places + place] = states[place * units + unit];
    }
  }
  return turned;
}

/** The states of F6 at each place as a picture, side by side, a column between them. */
export function codesInRow(states, places) {
  const width = places * (CODE.columns + 1) - 1;
  const row = new Float64Array(CODE.rows * width).fill(Number.NaN);
  states.forEach((state, n) => {
    const [place, unit] = [Math.floor(n / 84), n % 84];
    const [y, x] = [Math.floor(unit / CODE.columns), unit % CODE.columns];
    row[y * width + place * (CODE.columns + 1) + x] = state;
  });
  return row;
}

/**
 * Maps side by side as one picture, `across` in a line, with a gap between them: what
 * draws quickly. `arrange(values)` gives the picture's numbers, NaN in the gaps.
 */
export function tiling({ maps, size, columns }, { across, gap }) {
  const lines = Math.ceil(maps / across);
  const width = across * (columns + gap) - gap;
  const shape = { rows: lines * (size + gap) - gap, columns: width };
  const picture = new Float64Array(shape.rows * width).fill(Number.NaN);
  return {
    ...shape,
    arrange(values) {
      for (let row = 0; row < maps * size; row++) {
        const map = Math.floor(row / size);
        const y = Math.floor(map / across) * (size + gap) + (row % size);
        const x = (map % across) * (columns + gap);
        picture.set(stretch(values, row, columns), y * width + x);
      }
      return picture;
    },
  };
}

/** The picture of a layer, with its name. */
function createWideLayer(name, words, { rows, columns, arrange }) {
  const picture = createPicture({
    rows,
    columns,
    className: `ll-wide-${name}`,
    role: "img",
    "aria-label": `${name}, ${words}`,
    style: name in TILES ? `aspect-ratio: ${columns} / ${rows}` : "", // else by the sheet
  });
  return {
    name,
    element: group(name, "ll-wide-layer", head(name, words), picture.element),
    draw: (states) => picture.draw(arrange(states), about(reach(states))),
  };
}

/** All maps from C1 to F6: `draw(states)` colours them, each layer on its own scale. */
export function createWideMaps({ layers, places }) {
  const { C5, F6 } = layers;
  const mapped = Object.entries(TILES).map(([name, tiles]) => {
    const { maps, size, columns } = layers[name];
    const words = `${maps} maps of ${size} \u00d7 ${columns}`;
    return createWideLayer(name, words, tiling(layers[name], tiles));
  });
  const parts = [
    ...mapped,
    createWideLayer("C5", `${C5.maps} units at each output`, {
      rows: C5.maps,
      columns: places,
      arrange: (states) => columnsOf(states, C5.maps, places),
    }),
    createWideLayer("F6", `${F6.maps} units at each output`, {
      rows: CODE.rows,
      columns: places * (CODE.columns + 1) - 1,
      arrange: (states) => codesInRow(states, places),
    }),
  ];
  const legend = createLegend("signed", "state");
  legend.set();
  const elements = parts.map((part) => part.element);
  return {
    element: div("ll-wide-network", ...elements, legend.element),
    draw(states) {
      for (const part of parts) part.draw(states[part.name]);
    },
  };
}
