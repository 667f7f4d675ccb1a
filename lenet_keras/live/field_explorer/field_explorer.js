// Choose a unit and see what it sees and how it adds that up; or a pixel, and who sees it.

import { element } from "../js/element.js";
import { SIDE } from "../js/images.js";
import { scaleEnds } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { decimal } from "../js/numbers.js";
import { step } from "../js/pointing.js";
import { createLegend, createTable, createTeller } from "../js/ui.js";
import { floats, listen, oncePerFrame } from "../js/view.js";
import { createAddition, indexOf, PIXELS } from "./addition.js";
import { CHAIN, fieldSide, lightUp, nearestUnit } from "./fields.js";

const FOLDED = 8; // columns in which the units of C5 are shown
const SCALES = ["network", "layer", "map"]; // of the trait `colours`
const ALL = -1; // of the trait `added`
const ROLES = { chosen: "chosen", source: "seen by it", target: "sees it" };
const ARROWS = {
  ArrowLeft: ["\u25c0", "to the left"],
  ArrowUp: ["\u25b2", "above"],
  ArrowDown: ["\u25bc", "below"],
  ArrowRight: ["\u25b6", "to the right"],
};

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
export function unitAt(layers, layer, map, [row, column]) {
  const folded = { layer, map: row * FOLDED + column, row: 0, column: 0 };
  return nearestUnit(layers, layer === "C5" ? folded : { layer, map, row, column });
}

/** The unit to which a key leads; `null` for a key that is none of ours. */
export function neighbour(layers, unit, key) {
  const next = step(key, cellOf(unit), ...shapeOf(layers, unit.layer));
  return next && unitAt(layers, unit.layer, unit.map, next);
}

/** The first of a range and its last. */
export function rangeInWords([first, count]) {
  return count === 1 ? String(first) : `${first} to ${first + count - 1}`;
}

/** A unit, its state and what it is in touch with, in words. */
export function unitInWords(layers, unit, state) {
  const { layer, map, row, column } = unit;
  const lit = lightUp(layers, unit);
  const extent = ({ rows, columns }) => `${rows[1]} \u00d7 ${columns[1]}`;
  if (layer === "image") {
    const units = CHAIN.slice(1, -1).map((name) => `${extent(lit[name])} of ${name}`);
    return (
      `Pixel in row ${row}, column ${column}: ${decimal(state, 3)}. ` +
      `In each map it is seen by ${units.join(", ")} units, and by all of C5.`
    );
  }
  const place =
    layer === "C5" ? `unit ${map}` : `map ${map}, row ${row}, column ${column}`;
  const before = CHAIN[CHAIN.indexOf(layer) - 1];
  const { image, [before]: near } = lit;
  const all = near.maps.length === layers[before]?.maps ? "all" : near.maps.join(", ");
  const through =
    layer === "C1"
      ? ""
      : ` It looks at ${extent(near)} units of ${before}, maps: ${all}.`;
  return (
    `${layer} ${place}: state ${decimal(state, 3)}. It sees ${extent(image)} pixels: rows ` +
    `${rangeInWords(image.rows)}, columns ${rangeInWords(image.columns)}.${through}`
  );
}

/** Rows of a table of all that lights up with a unit. */
export function litRows(layers, unit) {
  const lit = lightUp(layers, unit);
  return CHAIN.map((name) => {
    const { role, maps, rows, columns } = lit[name];
    const which =
      maps.length > 1 && maps.length === layers[name].maps ? "all" : maps.join(", ");
    const label = name === "image" ? "input" : name;
    return [label, ROLES[role], which, rangeInWords(rows), rangeInWords(columns)];
  });
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const { layers } = network;
  const images = floats(model.get("images"));
  const states = network.newStates();
  const value = (name) => model.get(name);
  const set = (changes) => {
    for (const [name, to] of Object.entries(changes)) model.set(name, to);
    model.save_changes();
  };
  const chosen = () => {
    const [map, row, column] = ["map", "row", "column"].map(value);
    return nearestUnit(layers, { layer: CHAIN[value("layer")], map, row, column });
  };
  const stateOf = (unit) =>
    states[unit.layer][indexOf(layers[unit.layer] ?? { size: SIDE }, unit)];
  let pointed = null; // the unit under the pointer or the focus, which is not chosen yet
  const point = (unit) => {
    pointed = unit;
    relight();
  };
  const choose = (unit) => {
    const { layer, map, row, column } = unit;
    point(null);
    set({ layer: CHAIN.indexOf(layer), map, row, column, added: ALL });
  };

  const pictures = [];
  const addPicture = (layer, map, name) => {
    const [rows, columns] = shapeOf(layers, layer);
    const picture = createPicture({
      rows,
      columns,
      className: "ll-seen",
      role: "application",
      "aria-roledescription": layer === "image" ? "picture" : "feature map",
      "aria-label": `${name}, ${rows} by ${columns}, arrow keys choose`,
      tabindex: "0",
    });
    pictures.push({ layer, map, picture });
    const { box } = picture;
    const under = (event) => unitAt(layers, layer, map, picture.under(event));
    let last = unitAt(layers, layer, map, [
      Math.floor(rows / 2),
      Math.floor(columns / 2),
    ]);
    const here = () => {
      const unit = chosen();
      if (unit.layer === layer && (layer === "C5" || unit.map === map)) last = unit;
      return last;
    };
    box.addEventListener("pointermove", (event) => {
      if (event.buttons) choose(under(event));
      else point(under(event));
    });
    box.addEventListener("click", (event) => choose(under(event)));
    for (const end of ["pointerleave", "pointercancel", "blur"]) {
      box.addEventListener(end, () => point(null));
    }
    box.addEventListener("focus", () => {
      if (box.matches(":focus-visible")) point(here());
    });
    box.addEventListener("keydown", (event) => {
      const taken = event.key === "Enter" || event.key === " ";
      const next = taken ? here() : neighbour(layers, here(), event.key);
      if (!next) return;
      event.preventDefault();
      event.stopPropagation(); // JupyterLab would scroll, or select another cell
      last = next;
      choose(next);
    });
    return picture.element;
  };
  const input = addPicture("image", 0, "Input");
  const scaleTexts = {};
  const sections = CHAIN.slice(1).map((name) => {
    const together = name === "C5"; // one picture for all its units
    const side = fieldSide(layers, name);
    const behind = together ? ", and so do F6 and the output" : "";
    const boxes = Array.from({ length: together ? 1 : layers[name].maps }, (_, map) =>
      addPicture(name, map, together ? name : `${name} map ${map}`),
    );
    scaleTexts[name] = element("span");
    return element(
      "div",
      { class: "ll-layer", role: "group", "aria-label": name },
      element("span", { class: "ll-layer-name" }, `${name} `),
      element(
        "span",
        { class: "ll-caption" },
        `a unit sees ${side} \u00d7 ${side} pixels${behind}; scale `,
        scaleTexts[name],
      ),
      element("div", { class: `ll-seen-maps ll-seen-${name}` }, ...boxes),
    );
  });
  const arrows = Object.entries(ARROWS).map(([key, [sign, where]]) => {
    const onclick = () => choose(neighbour(layers, chosen(), key));
    return element(
      "button",
      { type: "button", "aria-label": `Choose the one ${where}`, onclick },
      sign,
    );
  });
  const teller = createTeller();
  const legend = createLegend();
  const key = element(
    "div",
    { class: "ll-caption ll-keys" },
    ...Object.entries(ROLES).map(([role, text]) =>
      element(
        "span",
        {},
        element("span", { class: "ll-key", "data-role": role }),
        text,
      ),
    ),
  );
  const addition = createAddition({
    layers,
    states,
    unit: chosen,
    added: () => (value("added") === ALL ? Number.POSITIVE_INFINITY : value("added")),
    add: (added) => set({ added }),
    whisper: teller.whisper,
  });
  const table = createTable(
    "All that lights up, as a table",
    ["layer", "what", "maps", "rows", "columns"],
    () => litRows(layers, chosen()),
  );

  const light = () => {
    const unit = pointed ?? chosen();
    const lit = lightUp(layers, unit);
    for (const { layer, map, picture } of pictures) {
      const { role, maps, rows, columns } = lit[layer];
      const together = layer === "C5";
      const on = together || maps.includes(map);
      picture.element.dataset.role = on ? role : "apart";
      if (!on) picture.mark();
      else if (!together) picture.mark(rows[0], columns[0], rows[1], columns[1]);
      else if (role === "chosen") picture.mark(...cellOf(unit));
      else picture.mark(0, 0, ...shapeOf(layers, layer));
    }
    teller.tell(unitInWords(layers, unit, stateOf(unit)));
  };
  const relight = oncePerFrame(light);
  const colour = () => {
    const [image, ...maps] = pictures;
    image.picture.draw(states.image, PIXELS);
    const values = maps.map(({ layer, map }) => {
      const [rows, columns] = shapeOf(layers, layer);
      return states[layer].subarray(map * rows * columns, (map + 1) * rows * columns);
    });
    const scale = SCALES[value("colours")];
    const names = maps.map(({ layer }) => layer);
    const limits = scaleEnds(scale, names, values);
    maps.forEach(({ layer, picture }, n) => {
      picture.draw(values[n], { low: -limits[n], high: limits[n] });
      const own = scale === "map" && layer !== "C5";
      scaleTexts[layer].textContent = own
        ? "own for each map"
        : `\u00b1${decimal(limits[n])}`;
    });
    if (scale === "network") legend.set(-limits[0], limits[0]);
    else legend.set("\u2212 largest", "+ largest");
  };
  const refresh = () => {
    light();
    addition.refresh();
    table.refresh();
  };
  const compute = () => {
    const start = value("digit") * SIDE ** 2;
    network.forward(images.subarray(start, start + SIDE ** 2), states);
    colour();
    refresh();
  };

  const side = element(
    "div",
    { class: "ll-side" },
    element("div", { class: "ll-layer-name" }, "Input"),
    input,
    element(
      "div",
      { class: "ll-walk", role: "group", "aria-label": "Neighbours" },
      ...arrows,
    ),
    key,
    teller.element,
    legend.element,
  );
  el.classList.add("ll-figure", "ll-field-explorer");
  el.append(
    element(
      "div",
      { class: "ll-columns" },
      side,
      element("div", { class: "ll-layers" }, ...sections),
    ),
    element("p", { class: "ll-hint" }, value("hint")),
    table.element,
    addition.element,
  );
  listen(model, ["digit", "layer", "map", "row", "column"], addition.pause, signal);
  listen(model, ["layer", "map", "row", "column"], oncePerFrame(refresh), signal);
  listen(model, ["digit"], compute, signal);
  listen(model, ["colours"], colour, signal);
  listen(model, ["added"], oncePerFrame(addition.refresh), signal);
  signal?.addEventListener("abort", addition.pause);
  compute();
}

export default { render };
