// All maps of the network from C1 to F6, layer by layer.

import { about, reach } from "./colours.js";
import { div, element, group, setText } from "./element.js";
import { createMap, picturesOf, VECTORS } from "./map.js";
import { decimal, plusMinus, stretch } from "./numbers.js";
import { rove, takeKeys } from "./pointing.js";
import { createLegend } from "./ui.js";

/** What shares a scale, by the trait `colours`. */
export const LAYER_SCALES = ["network", "layer", "map"];

/** A unit of a picture and its state, or the difference, in words. */
export function unitOfMapInWords({ name, columns }, row, column, what, number) {
  const place =
    name in VECTORS ? `unit ${row * columns + column}` : `row ${row}, column ${column}`;
  const text = Number.isNaN(number) ? "came in at the border" : decimal(number, 3);
  return `${name}, ${place}: ${what} ${text}`;
}

/** A layer with its title and its pictures; `onunit(picture, row, column)` hears of units. */
function createLayer(layer, onunit) {
  const ends = element("span", { class: "ll-caption" });
  const pictures = picturesOf(layer).map((shape) => {
    const { name, rows, columns } = shape;
    const picture = { ...shape, layer, values: [] };
    picture.canvas = createMap({
      rows,
      columns,
      name,
      className: `ll-${layer.name}`,
      onunit: (row, column) => onunit(picture, row, column),
    });
    return picture;
  });
  const title = element("span", { class: "ll-layer-name" }, `${layer.name} `);
  const maps = div(
    `ll-maps ll-maps-${layer.name}`,
    ...pictures.map(({ canvas }) => canvas.element),
  );
  const className = layer.name in VECTORS ? "ll-layer ll-vector" : "ll-layer";
  return {
    pictures,
    element: group(layer.name, className, title, ends, maps),
    say(scale, end) {
      const own = scale === "map" && pictures.length > 1;
      setText(ends, own ? "each map its own scale" : plusMinus(end));
    },
  };
}

/**
 * The layers as pictures. `draw(states, scale)` colours them, with one scale for
 * "map", "layer" or "network"; `whisper(text)` is told the unit that is pointed at.
 * `draw(states, scale, difference)` shows instead what `difference(layer, map)` gives,
 * NaN where there is nothing to compare. `of` and `differing` are what these are called,
 * and `words` tells of a unit as `unitOfMapInWords` does; `press(picture, row, column)`,
 * if given, hears of a click on a unit, and of Enter.
 */
export function createLayers(
  layers,
  whisper,
  { of = "state", differing = "difference", words = unitOfMapInWords, press } = {},
) {
  const unitLine = div("ll-caption ll-unit");
  const legend = createLegend("signed", of);
  let what = of;
  let pointed = null;
  const describe = (picture, row, column) => {
    pointed = row == null ? null : [picture, row, column];
    unitLine.textContent = "";
    if (row == null) return;
    const number = picture.values[row * picture.columns + column];
    unitLine.textContent = words(picture, row, column, what, number);
    whisper(unitLine.textContent);
  };
  const shown = Object.values(layers).filter(({ name }) => name !== "output");
  const sections = shown.map((layer) => createLayer(layer, describe));
  const pictures = sections.flatMap((section) => section.pictures);
  const names = pictures.map(({ layer }) => layer.name);
  const elements = sections.map((section) => section.element);
  const foot = div("ll-foot", legend.element, unitLine);
  const whole = div("ll-layers", ...elements, foot);
  rove(
    whole,
    pictures.map(({ canvas }) => canvas.box),
  );
  if (press) {
    const pressed = (isUnit) => isUnit && pointed && press(...pointed);
    whole.addEventListener("click", ({ target }) => pressed(target.closest(".ll-map")));
    takeKeys(whole, (key) => {
      const isPress = key === "Enter" || key === " ";
      pressed(isPress);
      return isPress;
    });
  }
  return {
    element: whole,
    draw(states, scale, difference) {
      what = difference ? differing : of;
      for (const picture of pictures) {
        const { layer, map, length } = picture;
        picture.values = difference
          ? difference(layer, map)
          : stretch(states[layer.name], map, length);
      }
      const values = pictures.map((picture) => picture.values);
      const limits = scaleEnds(scale, names, values);
      pictures.forEach(({ canvas }, n) => {
        canvas.draw(values[n], about(limits[n]));
        canvas.box.classList.toggle("ll-compared", Boolean(difference));
      });
      for (const section of sections) {
        section.say(scale, limits[pictures.indexOf(section.pictures[0])]);
      }
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
