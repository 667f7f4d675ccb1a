// Numbers as a picture, and a picture whose units a reader can choose.
//
//   createPicture({ rows, columns, caption, className, ...attributes })
//     .draw(values, look)   .mark(row, column, height, width)   .under(event)   .caption
//   createMap({ name, onunit, cell, size, ...options of a picture })
//     onunit(row, column) hears what is chosen, onunit(null) that nothing is.

import { paint } from "./colours.js";
import { element } from "./element.js";
import { clamp, range } from "./numbers.js";
import { chooseUnits, step } from "./pointing.js";
import { dyed, REPAINT } from "./theme.js";

/** Layers without a place that are shown as pictures of so many rows and columns. */
export const VECTORS = { C5: [15, 8], F6: [12, 7] };

/** The pictures of a layer: {name, map, rows, columns, length}; a vector is one picture. */
export function picturesOf({ name, maps, size }) {
  if (VECTORS[name]) {
    const [rows, columns] = VECTORS[name];
    return [{ name, map: 0, rows, columns, length: maps }];
  }
  const square = { rows: size, columns: size, length: size ** 2 };
  return range(maps).map((map) => ({ name: `${name} map ${map}`, map, ...square }));
}

/**
 * A canvas of `rows` x `columns` units in a box: `draw(values, {low, high, colours})`
 * colours them, NaN leaving a unit empty; `mark(row, column, height, width)` frames
 * some, `mark()` none; `under(event)` is the unit at the pointer; `caption` is the
 * element with the words under it, if it has any.
 */
export function createPicture({
  rows,
  columns,
  caption,
  className = "",
  ...attributes
}) {
  const canvas = element("canvas", { width: columns, height: rows });
  const frame = element("div", { class: "ll-mark", hidden: true });
  const box = element(
    "div",
    { class: "ll-map-box", style: `aspect-ratio: ${columns} / ${rows}`, ...attributes },
    canvas,
    frame,
  );
  const whole = element("div", { class: `ll-map ${className}` }, box);
  const words = element("div", { class: "ll-caption" }, caption ?? "");
  if (caption) whole.append(words);
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  let drawn; // values and look
  const draw = (values, look) => {
    drawn = [values, look];
    const { low, high, colours } = dyed(look);
    paint(pixels, values, low, high, colours);
    context.putImageData(image, 0, 0);
  };
  canvas.addEventListener(REPAINT, () => drawn && draw(...drawn));
  return {
    element: whole,
    box,
    caption: words,
    mark(row, column, height = 1, width = 1) {
      frame.hidden = row == null;
      if (row == null) return;
      frame.style.top = `${(100 * row) / rows}%`;
      frame.style.left = `${(100 * column) / columns}%`;
      frame.style.height = `${(100 * height) / rows}%`;
      frame.style.width = `${(100 * width) / columns}%`;
    },
    under(event) {
      const edges = box.getBoundingClientRect();
      const part = (at, from, length, count) =>
        clamp(Math.floor(((at - from) / length) * count), 0, count - 1);
      return [
        part(event.clientY, edges.top, edges.height, rows),
        part(event.clientX, edges.left, edges.width, columns),
      ];
    },
    draw,
  };
}

/**
 * A map: a picture that is one tab stop. Arrow keys, a tap and the pointer choose a
 * unit; `onunit(row, column)` is told, and `onunit(null)` when the pointer or the focus
 * leaves. `name` is what a screen reader says. What is chosen may also be a `cell` of
 * several units a side, of which `size` are framed: a kernel among others.
 */
export function createMap({ name, onunit, cell = 1, size = cell, ...options }) {
  const { rows, columns } = options;
  const picture = createPicture({
    role: "application",
    "aria-roledescription": "feature map",
    "aria-label": `${name}, ${rows} by ${columns} units, arrow keys choose one, Page Down goes on`,
    tabindex: "0",
    ...options,
  });
  const [down, across] = [rows, columns].map((count) => Math.ceil(count / cell));
  let at = cell > 1 ? [0, 0] : [Math.floor(rows / 2), Math.floor(columns / 2)];
  const choose = ([row, column]) => {
    at = [row, column];
    picture.mark(row * cell, column * cell, size, size);
    onunit?.(row, column);
  };
  chooseUnits(picture.box, {
    under: (event) => picture.under(event).map((unit) => Math.floor(unit / cell)),
    at: () => at,
    lead: (key) => step(key, at, down, across),
    point: choose,
    leave() {
      picture.mark();
      onunit?.(null);
    },
  });
  return { ...picture, choose: (row, column) => choose([row, column]) };
}
