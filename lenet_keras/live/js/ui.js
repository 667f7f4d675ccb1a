// What stands around the pictures: a legend, the line that tells, a table, controls.
//
//   createLegend("signed" or "ink", "state").set(low, high)   set() says "largest"
//   createTeller().tell(text)                 seen and read aloud; .whisper(text) only aloud
//   createTable(summary, header, rows).refresh()
//   createTables(summary, ...tables)          several of them
//   createMore(el)                           shows the controls under the figure
//   createSlider(view, "at", { label, min, max, step, write })      for one trait

import { LEVELS, paint } from "./colours.js";
import { button, div, element, setText } from "./element.js";
import { decimal, MINUS, range } from "./numbers.js";
import { dyed, REPAINT } from "./theme.js";

/**
 * The colours of a scale with its ends: `set(low, high)` writes them, numbers or words;
 * `set()` says that they are the largest values.
 */
export function createLegend(colours = "signed", what = "state") {
  const canvas = element("canvas", { width: LEVELS, height: 1, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(LEVELS, 1);
  const pixels = new Uint32Array(image.data.buffer);
  const draw = () => {
    paint(pixels, range(LEVELS), 0, LEVELS - 1, dyed({ colours }).colours);
    context.putImageData(image, 0, 0);
  };
  canvas.addEventListener(REPAINT, draw);
  draw();
  const [left, middle, right] = ["", colours === "signed" ? "0" : "", ""].map((text) =>
    element("span", {}, text),
  );
  const ends = div("ll-legend-ends", left, middle, right);
  const whole = div("ll-legend", `${what}: `, element("div", {}, canvas, ends));
  return {
    element: whole,
    set(low = `${MINUS} largest`, high = "+ largest") {
      setText(left, typeof low === "string" ? low : decimal(low));
      setText(right, typeof high === "string" ? high : decimal(high));
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
      setText(seen, text);
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

/** Several tables behind one summary, so that they are one tab stop while it is closed. */
export function createTables(summary, ...tables) {
  return {
    element: element(
      "details",
      {},
      element("summary", {}, summary),
      ...tables.map((table) => table.element),
    ),
    refresh() {
      for (const table of tables) table.refresh();
    },
  };
}

/** The button that shows the controls which stand under the figure. */
export function createMore(el) {
  const more = button("More settings", () => {
    const open = el.closest(".ll-column")?.classList.toggle("ll-open") ?? false;
    more.setAttribute("aria-expanded", String(open));
  });
  more.setAttribute("aria-expanded", "false");
  more.classList.add("ll-opens-more");
  return more;
}

/** A slider for a trait, with its name before it and its value, as `write` has it, behind. */
export function createSlider(view, trait, { label, write = String, ...ends }) {
  const value = element("output", { class: "ll-slider-value" });
  const input = element("input", {
    type: "range",
    ...ends,
    "aria-label": label,
    oninput: () => view.set({ [trait]: Number(input.value) }),
    onkeydown: (event) => event.stopPropagation(),
  });
  const show = () => {
    input.value = String(view.value(trait));
    value.textContent = write(view.value(trait));
    input.setAttribute("aria-valuetext", value.textContent);
  };
  view.on([trait], show);
  show();
  return element("label", { class: "ll-slider" }, label, input, value);
}
