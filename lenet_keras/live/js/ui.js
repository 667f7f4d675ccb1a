// What all figures are made of: maps drawn on canvases that can be read by eye, by
// pointer, by keyboard and by ear; a legend; the line that tells; numbers as a table.

// Eleven colours of ColorBrewer's RdBu, from blue over white to red, as matplotlib's
// RdBu_r: told apart with any common colour vision, and by lightness.
const SIGNED = [
  [5, 48, 97],
  [33, 102, 172],
  [67, 147, 195],
  [146, 197, 222],
  [209, 229, 240],
  [247, 247, 247],
  [253, 219, 199],
  [244, 165, 130],
  [214, 96, 77],
  [178, 24, 43],
  [103, 0, 31],
];
const INK = [
  [255, 255, 255],
  [0, 0, 0],
];
const LEVELS = 255; // an odd number: zero has a level of its own

/** A table of `LEVELS` colours, packed as ImageData wants them. */
function lookup(colours) {
  const table = new Uint32Array(LEVELS);
  const bytes = new Uint8Array(table.buffer);
  for (let level = 0; level < LEVELS; level++) {
    const place = (level / (LEVELS - 1)) * (colours.length - 1);
    const below = Math.min(Math.floor(place), colours.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [colours[below][channel], colours[below + 1][channel]];
      bytes[4 * level + channel] = Math.round(from + (place - below) * (to - from));
    }
    bytes[4 * level + 3] = 255;
  }
  return table;
}

const TABLES = { signed: lookup(SIGNED), ink: lookup(INK) };

/** Writes the colours of `values` into `pixels`; `low` and `high` are the ends. */
export function paint(pixels, values, low, high, colours = "signed") {
  const table = TABLES[colours];
  const slope = (LEVELS - 1) / (high - low || 1);
  for (let n = 0; n < pixels.length; n++) {
    const level = Math.round((values[n] - low) * slope);
    pixels[n] = table[level < 0 ? 0 : level >= LEVELS ? LEVELS - 1 : level]; // NaN: clear
  }
}

/** The largest absolute value, the end of a scale that is symmetric about zero. */
export function reach(values) {
  let largest = 0;
  for (const value of values) {
    if (Math.abs(value) > largest) largest = Math.abs(value); // NaN is never above
  }
  return largest || 1;
}

const TAKES_KEYS = ["button", "input", "select", "summary"];

/** An element with attributes (`on...` are listeners) and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  // JupyterLab reads keys before the page does; here it leaves them alone.
  if (TAKES_KEYS.includes(tag) || "tabindex" in attributes) {
    made.dataset.lmSuppressShortcuts = "true";
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children);
  return made;
}

const STEPS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Where a key leads from a cell; `null` for a key that is none of ours. */
export function step(key, [row, column], rows, columns) {
  if (key === "Home") return [row, 0];
  if (key === "End") return [row, columns - 1];
  const [down, right] = STEPS[key] ?? [];
  if (down === undefined) return null;
  return [clamp(row + down, 0, rows - 1), clamp(column + right, 0, columns - 1)];
}

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * A canvas of `rows` x `columns` units in a box: `draw(values, {low, high, colours})`
 * colours them, NaN leaving a unit empty; `mark(row, column, height, width)` frames
 * some, `mark()` none; `under(event)` is the unit at the pointer.
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
  if (caption) whole.append(element("div", { class: "ll-caption" }, caption));
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  return {
    element: whole,
    box,
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
    draw(values, { low, high, colours }) {
      paint(pixels, values, low, high, colours);
      context.putImageData(image, 0, 0);
    },
  };
}

/**
 * A map: a picture that is one tab stop. Arrow keys, a tap and the pointer choose a
 * unit; `onunit(row, column)` is told, and `onunit(null)` when the pointer or the focus
 * leaves. `name` is what a screen reader says.
 */
export function createMap({ name, onunit, ...options }) {
  const { rows, columns } = options;
  const picture = createPicture({
    role: "application",
    "aria-roledescription": "feature map",
    "aria-label": `${name}, ${rows} by ${columns} units, arrow keys choose one`,
    tabindex: "0",
    ...options,
  });
  const { box } = picture;
  let unit = [Math.floor(rows / 2), Math.floor(columns / 2)];
  const choose = (row, column) => {
    unit = [row, column];
    picture.mark(row, column);
    onunit?.(row, column);
  };
  const leave = () => {
    picture.mark();
    onunit?.(null);
  };
  box.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") choose(...picture.under(event));
  });
  box.addEventListener("pointerdown", (event) => choose(...picture.under(event)));
  box.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && document.activeElement !== box) leave();
  });
  box.addEventListener("focus", () => {
    if (box.matches(":focus-visible")) choose(...unit);
  });
  box.addEventListener("blur", leave);
  box.addEventListener("keydown", (event) => {
    const next = step(event.key, unit, rows, columns);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would scroll, or select another cell
    choose(...next);
  });
  return { ...picture, choose };
}

/** The colours of a scale with its ends: `set(low, high)` writes them. */
export function createLegend(colours = "signed", what = "state") {
  const canvas = element("canvas", { width: LEVELS, height: 1, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(LEVELS, 1);
  new Uint32Array(image.data.buffer).set(TABLES[colours]);
  context.putImageData(image, 0, 0);
  const [left, middle, right] = ["", colours === "signed" ? "0" : "", ""].map((text) =>
    element("span", {}, text),
  );
  const ends = element("div", { class: "ll-legend-ends" }, left, middle, right);
  const whole = element(
    "div",
    { class: "ll-legend" },
    `${what}: `,
    element("div", {}, canvas, ends),
  );
  return {
    element: whole,
    set(low, high) {
      left.textContent = typeof low === "string" ? low : decimal(low);
      right.textContent = typeof high === "string" ? high : decimal(high);
    },
  };
}

/** A number as the figures write it, with a true minus sign. */
export function decimal(value, digits = 2) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "\u2212");
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
    const fill = element("div", { class: "ll-bar-fill" });
    const number = element("span", { class: "ll-bar-number" });
    const row = element(
      "div",
      { class: "ll-bar" },
      element("span", { class: "ll-bar-name" }, name),
      element("div", { class: "ll-bar-track" }, fill),
      number,
    );
    return { row, fill, number };
  });
  const rows = bars.map(({ row }) => row);
  const whole = element(
    "div",
    { class: "ll-bars", role: "group", "aria-label": what },
    element("div", { class: "ll-caption" }, what),
    ...rows,
  );
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

/** Calls `draw` once before the next frame, however often it was asked. */
export function oncePerFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

/** Calls `change` whenever one of the traits changes, until the view goes. */
export function listen(model, names, change, signal) {
  for (const name of names) model.on(`change:${name}`, change);
  signal?.addEventListener("abort", () => {
    for (const name of names) model.off(`change:${name}`, change);
  });
}

/** Whether the reader asked the system for less motion. */
export function lessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** An array of float32 numbers out of a bytes trait. */
export function floats(view) {
  return new Float32Array(
    view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength),
  );
}
