// The maps of C1 with those of S2 that they become: the chosen pair large, all of them small.

import { about } from "../js/colours.js";
import { button, div, group } from "../js/element.js";
import { createMap, createPicture } from "../js/map.js";
import { plusMinus, range } from "../js/numbers.js";
import { ALONG, rove } from "../js/pointing.js";

/** The chosen map of a layer, large; `step` is how many of its units a window has a side. */
function createLarge({ name, size }, step, onunit) {
  const title = div("ll-layer-name", name);
  const line = div("ll-caption");
  const map = createMap({
    rows: size,
    columns: size,
    name: `${name}, the chosen map`,
    className: step > 1 ? "ll-windows" : "",
    onunit: (row, column) =>
      row == null
        ? onunit(null)
        : onunit(Math.floor(row / step), Math.floor(column / step)),
  });
  return { map, title, line, element: div("ll-large", title, map.element, line) };
}

/** A button that chooses a map of both layers. */
function createSmall(layers, map, onmap) {
  const pictures = layers.map(({ size }) =>
    createPicture({ rows: size, columns: size }),
  );
  const content = [...pictures.map((picture) => picture.element), String(map)];
  const attributes = { "aria-label": `map ${map}` };
  return { pictures, element: button(content, () => onmap(map), attributes) };
}

/**
 * The pairs. `onunit(row, column)` hears of the unit of S2 that is pointed at in either
 * layer, `onunit(null)` that there is none; `onmap(map)` that a map is chosen. `draw`
 * takes the chosen map and, by layer and map, values, ends of scales and words.
 */
export function createPairs({ C1, S2 }, { onunit, onmap }) {
  const layers = [C1, S2];
  const steps = [2, 1];
  const mark = (row, column) => {
    large.forEach(({ map }, layer) => {
      const step = steps[layer];
      if (row == null) map.mark();
      else map.mark(step * row, step * column, step, step);
    });
    onunit(row, column);
  };
  const large = layers.map((layer, n) => createLarge(layer, steps[n], mark));
  const small = range(C1.maps).map((map) => createSmall(layers, map, onmap));
  const buttons = small.map((each) => each.element);
  const six = group("Maps: C1 above, S2 below", "ll-six", ...buttons);
  rove(six, buttons, ALONG);
  return {
    large: large.map((each) => each.element),
    boxes: large.map(({ map }) => map.box),
    small: six,
    draw(chosen, values, ends, words) {
      layers.forEach(({ name }, layer) => {
        const { map, title, line } = large[layer];
        const end = ends[layer][chosen];
        map.draw(values[layer][chosen], about(end));
        title.textContent = `${name}, map ${chosen}`;
        line.textContent = `${plusMinus(end)}; ${words[layer]}`;
        small.forEach(({ pictures }, which) => {
          pictures[layer].draw(values[layer][which], about(ends[layer][which]));
        });
      });
      small.forEach(({ element }, which) => {
        element.setAttribute("aria-pressed", which === chosen);
      });
    },
  };
}
