// Choose a unit and see what it sees and how it adds that up; or a pixel, and who sees it.

import { createThumbnails, createToolbar } from "../js/choices.js";
import { button, div, element, group } from "../js/element.js";
import { CHAIN, fieldSide, lightUp, nearestUnit, stateOf } from "../js/fields.js";
import { LAYER_SCALES } from "../js/layers.js";
import { decimal } from "../js/numbers.js";
import { rove } from "../js/pointing.js";
import {
  createLegend,
  createMore,
  createTable,
  createTables,
  createTeller,
} from "../js/ui.js";
import { oncePerFrame, openView } from "../js/view.js";
import { createAddition } from "./addition.js";
import { createSeenMaps, neighbour, scaleInWords } from "./seen_maps.js";

const PLACE = ["layer", "map", "row", "column"]; // the traits of the chosen unit
const ALL = -1; // of the trait `added`
const ROLES = { chosen: "chosen", source: "seen by it", target: "sees it" };
const ARROWS = {
  ArrowLeft: ["\u25c0", "to the left"],
  ArrowUp: ["\u25b2", "above"],
  ArrowDown: ["\u25bc", "below"],
  ArrowRight: ["\u25b6", "to the right"],
};

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

/** The sections of the layers behind the input; `say(layer, text)` tells their scales. */
function createSections(layers, maps) {
  const scaleTexts = {};
  const sections = CHAIN.slice(1).map((name) => {
    const side = fieldSide(layers, name);
    scaleTexts[name] = element("span");
    return group(
      name,
      "ll-layer",
      element("span", { class: "ll-layer-name" }, `${name} `),
      element(
        "span",
        { class: "ll-caption" },
        `a unit sees ${side} \u00d7 ${side} pixels; scale `,
        scaleTexts[name],
      ),
      div(`ll-seen-maps ll-seen-${name}`, ...maps[name]),
    );
  });
  return {
    element: div("ll-layers", ...sections),
    say(layer, text) {
      scaleTexts[layer].textContent = text;
    },
  };
}

/** What the colours of the frames mean. */
function createKey() {
  const roles = Object.entries(ROLES).map(([role, text]) =>
    element("span", {}, element("span", { class: "ll-key", "data-role": role }), text),
  );
  return div("ll-caption ll-keys", ...roles);
}

async function render(context) {
  const view = await openView(context, "field-explorer");
  const { network, layers, value, set } = view;
  const states = network.newStates();
  const chosen = () => {
    const { layer, ...place } = view.values(PLACE);
    return nearestUnit(layers, { layer: CHAIN[layer], ...place });
  };
  let pointed = null; // the unit under the pointer or the focus, which is not chosen yet
  const point = (unit) => {
    pointed = unit;
    relight();
  };
  const choose = ({ layer, map, row, column }) => {
    point(null); // also where it is the one that was chosen
    set({ layer: CHAIN.indexOf(layer), map, row, column, added: ALL });
  };

  const seen = createSeenMaps(layers, { chosen, point, choose });
  const sections = createSections(layers, seen.maps);
  const arrows = Object.entries(ARROWS).map(([key, [sign, where]]) =>
    button(sign, () => choose(neighbour(layers, chosen(), key)), {
      "aria-label": `Choose the one ${where}`,
    }),
  );
  const teller = createTeller();
  const legend = createLegend();
  const addition = createAddition({
    view,
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
    seen.light(unit);
    teller.tell(unitInWords(layers, unit, stateOf(layers, states, unit)));
  };
  const relight = oncePerFrame(light);
  const colour = () => {
    const scale = LAYER_SCALES[value("colours")];
    const ends = seen.draw(states, scale);
    for (const [layer, end] of Object.entries(ends)) {
      sections.say(layer, scaleInWords(scale, layer, end));
    }
    if (scale === "network") legend.set(-ends.C1, ends.C1);
    else legend.set();
  };
  const refresh = () => {
    light();
    addition.refresh();
    table.refresh();
  };
  const compute = () => {
    network.forward(view.image(), states);
    colour();
    refresh();
  };

  const names = value("names");
  const side = div(
    "ll-side",
    div(
      "ll-of-image",
      div("ll-layer-name", "Input"),
      seen.input,
      createThumbnails(view, { names }),
      createToolbar("Neighbours", "ll-walk", arrows),
    ),
    div("", teller.element, createKey(), legend.element),
  );
  const board = div("ll-columns", side, sections.element);
  rove(board, seen.boxes);
  const tables = createTables("Numbers as tables", table, addition.table);
  view.show(view.hint(), board, addition.element, createMore(view.el), tables.element);
  compute();
  view.on(["digit", ...PLACE], addition.pause);
  view.on(PLACE, () => point(null));
  view.on(PLACE, oncePerFrame(refresh));
  view.on(["digit"], compute);
  view.keep(["digit", ...PLACE, "added", "colours"]);
  view.follow(["colours"], colour);
  view.on(["added"], oncePerFrame(addition.refresh));
}

export default { render };
