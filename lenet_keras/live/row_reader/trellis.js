// The penalties along the field, the path through them, and what it reads.

import { div, element, group, setText, svg } from "../js/element.js";
import { createMap } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { createLegend } from "../js/ui.js";
import { FIELD } from "./field.js";
import { BLANK, LABELS } from "./paths.js";
import { STRIDE } from "./wide.js";

const FARTHEST = 100; // a penalty from which on all are drawn alike
const NEARNESS = { low: FARTHEST, high: 0, colours: "ink" }; // near is dark
const FIRST = 16; // the column in the middle of what the first output sees

/** What a class is called. */
export function labelInWords(label) {
  return label === BLANK ? "blank" : String(label);
}

/** An output with the classes that are nearest there, in words. */
export function outputInWords(place, penalties) {
  const here = penalties.subarray(place * LABELS, (place + 1) * LABELS);
  const order = range(LABELS).sort((a, b) => here[a] - here[b]);
  const [best, ...next] = order
    .slice(0, 3)
    .map((label) => `${labelInWords(label)} ${decimal(here[label], 1)}`);
  return (
    `Output ${place}, centred on column ${FIRST + place * STRIDE}: nearest is ${best}; ` +
    `then come ${next.join(" and ")}.`
  );
}

/** Where the middle of an output lies along the field, in percent. */
function across(place) {
  return `${(100 * (FIRST + place * STRIDE)) / FIELD}%`;
}

/** A line of characters under the outputs: `set(characters)`, of which some are empty. */
function createLine(name, className, places) {
  const cells = range(places).map((place) =>
    element("span", { style: `left: ${across(place)}` }),
  );
  const line = div(`ll-line ${className}`, ...cells);
  line.setAttribute("aria-hidden", "true"); // the line that tells says it
  line.title = name;
  return {
    element: line,
    set(characters) {
      cells.forEach((cell, place) => {
        setText(cell, characters[place] ?? "");
      });
    },
  };
}

/** Marks on the cells of what each output reads; those of the path are joined. */
function createMarks(places) {
  const lines = ["ll-way-ground", "ll-way"].map((name) =>
    svg("polyline", { class: name }),
  );
  const drawing = svg(
    "svg",
    {
      viewBox: `0 0 ${places} ${LABELS}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    ...lines,
  );
  const dots = range(places).map((place) =>
    element("span", { class: "ll-best-here", style: `left: ${middle(place, places)}` }),
  );
  return {
    elements: [drawing, ...dots],
    set(path, sweep) {
      const points = path.map((label, place) => `${place + 0.5},${label + 0.5}`);
      for (const line of lines) line.setAttribute("points", points.join(" "));
      dots.forEach((dot, place) => {
        dot.hidden = !sweep;
        if (sweep) dot.style.top = middle(sweep[place], LABELS);
      });
    },
  };
}

function middle(number, count) {
  return `${(100 * (number + 0.5)) / count}%`;
}

/**
 * The penalties as a picture under the field, a row for each class, with the path; below
 * it the digits that the path reads, and what each output reads by itself where that is
 * asked for. `onplace(place)` hears at which output a reader looks, `null` at none.
 */
export function createTrellis(places, onplace) {
  const map = createMap({
    rows: LABELS,
    columns: places,
    name: "Penalties, a row for each class, a column for each output",
    className: "ll-penalties",
    style: "",
    onunit: (row, column) => onplace(row === null ? null : column),
  });
  const marks = createMarks(places);
  map.box.append(...marks.elements);
  const names = range(LABELS).map((label) => element("span", {}, labelInWords(label)));
  const legend = createLegend("ink", "penalty");
  legend.set(`${FARTHEST} and more`, "0");
  const read = createLine("read along the path", "ll-read", places);
  const alone = createLine("each output by itself", "ll-alone", places);
  const sides = `${(100 * (FIRST - STRIDE / 2)) / FIELD}%`;
  const field = element(
    "div",
    { class: "ll-trellis-field", style: `--sides: ${sides}` },
    element("div", { class: "ll-classes", "aria-hidden": "true" }, ...names),
    map.element,
  );
  return {
    element: group(
      "Penalties along the field, and the path",
      "ll-trellis",
      field,
      read.element,
      alone.element,
      legend.element,
    ),
    draw(penalties, { labels: path, places: reading }, sweep) {
      const byClass = new Float64Array(penalties.length);
      penalties.forEach((penalty, n) => {
        byClass[(n % LABELS) * places + Math.floor(n / LABELS)] = penalty;
      });
      map.draw(byClass, NEARNESS);
      marks.set(path, sweep);
      const at = new Set(reading);
      read.set(path.map((label, place) => (at.has(place) ? String(label) : "")));
      alone.element.hidden = !sweep;
      if (sweep) {
        alone.set(sweep.map((label) => (label === BLANK ? "\u00b7" : String(label))));
      }
    },
  };
}
