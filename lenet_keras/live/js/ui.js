// What stands around the pictures: a legend, the line that tells, a table, bars.
//
//   createLegend("signed" or "ink", "state").set(low, high)   set() says "largest"
//   createTeller().tell(text)                 seen and read aloud; .whisper(text) only aloud
//   createTable(summary, header, rows).refresh()
//   createBars(names, what, digits).set(values, best, largest)

import { LEVELS, paint } from "./colours.js";
import { div, element, group } from "./element.js";
import { clamp, decimal, MINUS, range } from "./numbers.js";

/**
 * The colours of a scale with its ends: `set(low, high)` writes them, numbers or words;
 * `set()` says that they are the largest values.
 */
export function createLegend(colours = "signed", what = "state") {
  const canvas = element("canvas", { width: LEVELS, height: 1, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(LEVELS, 1);
  const pixels = new Uint32Array(image.data.buffer);
  paint(pixels, range(LEVELS), 0, LEVELS - 1, colours);
  context.putImageData(image, 0, 0);
  const [left, middle, right] = ["", colours === "signed" ? "0" : "", ""].map((text) =>
    element("span", {}, text),
  );
  const ends = div("ll-legend-ends", left, middle, right);
  const whole = div("ll-legend", `${what}: `, element("div", {}, canvas, ends));
  return {
    element: whole,
    set(low = `${MINUS} largest`, high = "+ largest") {
      left.textContent = typeof low === "string" ? low : decimal(low);
      right.textContent = typeof high === "string" ? high : decimal(high);
    },
  };
}

/**
 * The line that tells value and answer: seen at once, and read aloud when nothing has
 * changed for a moment, so that dragging does not flood a screen reader.
 */
export function createTeller() {
  const seen = element("div", { class: "ll-told", "aria-hidden": "true" });
  const heard = element("div", { class: "ll-heard", "aria-live": "polite" });
  let timer;
  /** Only for the ear: what the eye sees elsewhere. */
  const whisper = (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      heard.textContent = text;
    }, 400);
  };
  return {
    element: element("div", {}, seen, heard),
    whisper,
    tell(text) {
      if (text === seen.textContent) return;
      seen.textContent = text;
      whisper(text);
    },
  };
}

/**
 * Numbers as a table, behind a summary. `rows()` gives arrays of cells, the first of
 * each being its header; it is asked only while the table is open, by `refresh()`.
 */
export function createTable(summary, header, rows) {
  const body = element("tbody");
  const head = header.map((text) => element("th", { scope: "col" }, text));
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    body,
  );
  const scroller = element(
    "div",
    { class: "ll-scroller", tabindex: "0", role: "region", "aria-label": summary },
    table,
  );
  const details = element("details", {}, element("summary", {}, summary), scroller);
  const refresh = () => {
    if (!details.open) return;
    body.replaceChildren(
      ...rows().map(([first, ...others]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, String(first)),
          ...others.map((cell) => element("td", {}, String(cell))),
        ),
      ),
    );
  };
  details.addEventListener("toggle", refresh);
  return { element: details, refresh };
}

/**
 * A bar for each class; `set(values, best, largest)` writes lengths and numbers, these
 * with so many `digits` after the point.
 */
export function createBars(names, what, digits = 1) {
  const bars = names.map((name) => {
    const fill = div("ll-bar-fill");
    const number = element("span", { class: "ll-bar-number" });
    const row = div(
      "ll-bar",
      element("span", { class: "ll-bar-name" }, name),
      div("ll-bar-track", fill),
      number,
    );
    return { row, fill, number };
  });
  const rows = bars.map(({ row }) => row);
  const whole = group(what, "ll-bars", div("ll-caption", what), ...rows);
  return {
    element: whole,
    set(values, best, largest = Math.max(...values)) {
      bars.forEach(({ row, fill, number }, n) => {
        fill.style.transform = `scaleX(${clamp(values[n] / (largest || 1), 0, 1)})`;
        number.textContent = `${decimal(values[n], digits)}${n === best ? " \u25c0" : ""}`;
        row.classList.toggle("ll-best", n === best);
      });
    },
  };
}
