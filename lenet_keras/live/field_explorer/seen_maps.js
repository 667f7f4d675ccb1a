// The pictures of all maps from the input to C5, whose units a reader points at and takes.

import { about } from "../js/colours.js";
import { CHAIN, lightUp, nearestUnit } from "../js/fields.js";
import { PIXEL_SCALE, SIDE } from "../js/images.js";
import { scaleEnds } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { plusMinus, range, stretch } from "../js/numbers.js";
import { chooseUnits, step } from "../js/pointing.js";

const FOLDED = 8; // columns in which the units of C5 are shown

/** Rows and columns of the picture of a map; the units of C5 share one. */
export function shapeOf(layers, layer) {
  const { maps, size } = layers[layer] ?? { maps: 1, size: SIDE };
  return layer === "C5" ? [Math.ceil(maps / FOLDED), FOLDED] : [size, size];
}

/** The cell of a unit in the picture of its map. */
export function cellOf({ layer, map, row, column }) {
  return layer === "C5" ? [Math.floor(map / FOLDED), map % FOLDED] : [row, column];
}

/** The unit in a cell of the picture of a map. */
export function unitSeen(layers, layer, map, [row, column]) {
  const folded = { layer, map: row * FOLDED + column, row: 0, column: 0 };
  return nearestUnit(layers, layer === "C5" ? folded : { layer, map, row, column });
}

/** The unit to which a key leads; `null` for a key that is none of ours. */
export function neighbour(layers, unit, key) {
  const next = step(key, cellOf(unit), ...shapeOf(layers, unit.layer));
  return next && unitSeen(layers, unit.layer, unit.map, next);
}

/** What a picture shows while units are lit: its role and the frame in it, if it has one. */
export function lightOf(layers, unit, lit, { layer, map }) {
  const { role, maps, rows, columns } = lit[layer];
  if (layer !== "C5") {
    if (!maps.includes(map)) return { role: "apart", frame: [] };
    return { role, frame: [rows[0], columns[0], rows[1], columns[1]] };
  }
  const frame = role === "chosen" ? cellOf(unit) : [0, 0, ...shapeOf(layers, layer)];
  return { role, frame };
}

/** The scale of the maps of a layer in words; the units of C5 share one. */
export function scaleInWords(scale, layer, end) {
  return scale === "map" && layer !== "C5" ? "own for each map" : plusMinus(end);
}

/**
 * The pictures. `chosen()` is the unit, `point(unit)` hears of the one that is pointed
 * at, `null` when there is none, `choose(unit)` of the one that is taken. `input` is the
 * element of the image, `maps[layer]` are those of a layer, `boxes` what has the focus; `light(unit)` frames what is
 * in touch with a unit, and `draw(states, scale)` colours; it returns the end of the
 * scale of each layer's last map.
 */
export function createSeenMaps(layers, { chosen, point, choose }) {
  const pictures = [];
  const add = (layer, map, name) => {
    const picture = createSeen(layers, layer, map, name, { chosen, point, choose });
    pictures.push({ layer, map, picture });
    return picture.element;
  };
  const input = add("image", 0, "Input");
  const maps = {};
  for (const layer of CHAIN.slice(1)) {
    maps[layer] =
      layer === "C5"
        ? [add(layer, 0, layer)]
        : range(layers[layer].maps).map((map) =>
            add(layer, map, `${layer} map ${map}`),
          );
  }
  const boxes = pictures.map(({ picture }) => picture.box);
  return {
    input,
    maps,
    boxes,
    light(unit) {
      const lit = lightUp(layers, unit);
      for (const { layer, map, picture } of pictures) {
        const { role, frame } = lightOf(layers, unit, lit, { layer, map });
        picture.element.dataset.role = role;
        picture.mark(...frame);
      }
    },
    draw(states, scale) {
      const [image, ...others] = pictures;
      image.picture.draw(states.image, PIXEL_SCALE);
      const values = others.map(({ layer, map }) => {
        const [rows, columns] = shapeOf(layers, layer);
        return stretch(states[layer], map, rows * columns);
      });
      const names = others.map(({ layer }) => layer);
      const limits = scaleEnds(scale, names, values);
      others.forEach(({ picture }, n) => {
        picture.draw(values[n], about(limits[n]));
      });
      return Object.fromEntries(names.map((name, n) => [name, limits[n]]));
    },
  };
}

/** The picture of a map; the keys start from the chosen unit, or from the last one taken. */
function createSeen(layers, layer, map, name, { chosen, point, choose }) {
  const [rows, columns] = shapeOf(layers, layer);
  const picture = createPicture({
    rows,
    columns,
    className: "ll-seen",
    role: "application",
    "aria-roledescription": layer === "image" ? "picture" : "feature map",
    "aria-label": `${name}, ${rows} by ${columns}, arrow keys choose, Page Down goes on`,
    tabindex: "0",
  });
  const middle = [rows, columns].map((count) => Math.floor(count / 2));
  let last = unitSeen(layers, layer, map, middle);
  const here = () => {
    const unit = chosen();
    if (unit.layer === layer && (layer === "C5" || unit.map === map)) last = unit;
    return last;
  };
  chooseUnits(picture.box, {
    under: (event) => unitSeen(layers, layer, map, picture.under(event)),
    at: here,
    lead: (key) =>
      key === "Enter" || key === " " ? here() : neighbour(layers, here(), key),
    point,
    take(unit) {
      last = unit;
      choose(unit);
    },
    leave: () => point(null),
  });
  return picture;
}
