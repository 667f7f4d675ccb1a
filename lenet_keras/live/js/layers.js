// All maps of the network from C1 to F6, layer by layer.

import { reach } from "./colours.js";
import { element } from "./element.js";
import { createMap } from "./map.js";
import { decimal, plusMinus } from "./numbers.js";
import { createLegend } from "./ui.js";

/** What shares a scale, by the trait `colours`. */
export const LAYER_SCALES = ["network", "layer", "map"];
const VECTORS = { C5: [15, 8], F6: [12, 7] }; // shown as pictures of so many rows, columns

/**
 * The layers as pictures. `draw(states, scale)` colours them, with one scale for
 * "map", "layer" or "network"; `whisper(text)` is told the unit that is pointed at.
 * `draw(states, scale, difference)` shows instead what `difference(layer, map)` gives,
 * NaN where there is nothing to compare.
 */
export function createLayers(layers, whisper) {
  const unitLine = element("div", { class: "ll-caption ll-unit" });
  const legend = createLegend();
  let values = [];
  let what = "state";
  const describe = (place, number) => {
    const text = Number.isNaN(number) ? "came in at the border" : decimal(number, 3);
    unitLine.textContent = `${place}: ${what} ${text}`;
    whisper(unitLine.textContent);
  };
  const pictures = [];
  const sections = [];
  for (const layer of Object.values(layers)) {
    if (layer.name === "output") continue;
    const vector = VECTORS[layer.name];
    const [rows, columns] = vector ?? [layer.size, layer.size];
    const ends = element("span", { class: "ll-caption" });
    const maps = element("div", { class: "ll-maps" });
    for (let map = 0; map < (vector ? 1 : layer.maps); map++) {
      const name = vector ? layer.name : `${layer.name} map ${map}`;
      const length = vector ? layer.maps : rows * columns;
      const number = pictures.length;
      const picture = createMap({
        rows,
        columns,
        name,
        className: `ll-${layer.name}`,
        onunit: (row, column) => {
          unitLine.textContent = "";
          if (row == null) return;
          const unit = row * columns + column;
          const place = vector ? `unit ${unit}` : `row ${row}, column ${column}`;
          describe(`${name}, ${place}`, values[number][unit]);
        },
      });
      maps.append(picture.element);
      pictures.push({ layer, map, start: map * length, length, picture, ends });
    }
    const title = element("span", { class: "ll-layer-name" }, `${layer.name} `);
    const shape = vector ? "ll-layer ll-vector" : "ll-layer";
    const group = { class: shape, role: "group", "aria-label": layer.name };
    sections.push(element("div", group, title, ends, maps));
  }
  return {
    element: element(
      "div",
      { class: "ll-layers" },
      ...sections,
      unitLine,
      legend.element,
    ),
    draw(states, scale, difference) {
      what = difference ? "difference" : "state";
      values = pictures.map(({ layer, map, start, length }) =>
        difference
          ? difference(layer, map)
          : states[layer.name].subarray(start, start + length),
      );
      const names = pictures.map(({ layer }) => layer.name);
      const limits = scaleEnds(scale, names, values);
      pictures.forEach(({ picture, ends }, n) => {
        picture.draw(values[n], { low: -limits[n], high: limits[n] });
        picture.box.classList.toggle("ll-compared", Boolean(difference));
        ends.textContent = plusMinus(limits[n]);
        if (
          scale === "map" &&
          pictures.filter((other) => other.ends === ends).length > 1
        ) {
          ends.textContent = "each map its own scale";
        }
      });
      if (scale === "network") legend.set(-limits[0], limits[0]);
      else legend.set();
    },
  };
}

/** The end of the colour scale for each picture, given their layers and values. */
export function scaleEnds(scale, layers, values) {
  const own = values.map(reach);
  if (scale === "map") return own;
  const shares = (n, other) => scale === "network" || layers[n] === layers[other];
  return own.map((_, n) => Math.max(...own.filter((_, other) => shares(n, other))));
}
