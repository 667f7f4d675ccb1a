// Shift the input and watch every unit of the network.

import {
  addNoise,
  BACKGROUND,
  FOREGROUND,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "./images.js";
import {
  clamp,
  createBars,
  createLegend,
  createMap,
  createPicture,
  createTable,
  createTeller,
  decimal,
  element,
  floats,
  listen,
  oncePerFrame,
  reach,
  step,
} from "./ui.js";

const TRAITS = ["digit", "dx", "dy", "rotation", "scale", "noise", "view", "colours"];
const UNSHIFTED = ["digit", "rotation", "scale", "noise"];
const STILL = { dx: 0, dy: 0, rotation: 0, scale: 1, noise: 0 };
const STEP = { C1: 1, S2: 2, C3: 2, S4: 4 }; // input pixels from unit to unit
const SHAPES = { C5: [15, 8], F6: [12, 7] }; // vectors shown as pictures
const DIFFERENCE = 1; // of the trait `view`: 0 shows the states
const SCALES = ["network", "layer", "map"]; // of the trait `colours`
const PIXELS = { low: BACKGROUND, high: FOREGROUND, colours: "ink" };

/**
 * A map minus the map of the unshifted input, itself shifted by `down` rows and `right`
 * columns: zero where the map moved with the input, NaN where nothing can be compared.
 */
export function departure(states, before, map, size, down, right) {
  const result = new Float32Array(size * size).fill(Number.NaN);
  for (let row = Math.max(down, 0); row < size + Math.min(down, 0); row++) {
    for (
      let column = Math.max(right, 0);
      column < size + Math.min(right, 0);
      column++
    ) {
      const now = (map * size + row) * size + column;
      result[row * size + column] = states[now] - before[now - down * size - right];
    }
  }
  return result;
}

/** A shift in words. */
export function shiftInWords(dx, dy) {
  const across = dx ? `${Math.abs(dx)} px ${dx > 0 ? "right" : "left"}` : "";
  const along = dy ? `${Math.abs(dy)} px ${dy > 0 ? "down" : "up"}` : "";
  return [across, along].filter(Boolean).join(", ") || "not shifted";
}

/** What the figure shows, in words. */
export function inWords({ dx, dy, rotation, scale, noise }, output, ranking, rbf) {
  const changes = [shiftInWords(dx, dy)];
  if (rotation) changes.push(`turned by ${decimal(rotation, 0)}\u00b0`);
  if (scale !== 1) changes.push(`size times ${decimal(scale)}`);
  if (noise) changes.push(`noise ${decimal(noise)}`);
  const [best, second] = ranking;
  const what = rbf ? "penalty" : "probability";
  const digits = rbf ? 1 : 3;
  return (
    `Input ${changes.join(", ")}. Answer ${best}, ${what} ` +
    `${decimal(output[best], digits)}; next comes ${second} with ` +
    `${decimal(output[second], digits)}.`
  );
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const images = floats(model.get("images"));
  const draws = randomNumbers(SIDE * SIDE);
  const now = network.newStates();
  const before = network.newStates();
  const { layers } = network;
  const rbf = layers.output.kind === "rbf";
  const value = (name) => model.get(name);
  const set = (changes) => {
    for (const [name, to] of Object.entries(changes)) model.set(name, to);
    model.save_changes();
  };

  const teller = createTeller();
  const input = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-input",
    role: "application",
    "aria-roledescription": "movable picture",
    "aria-label": "Input, 32 by 32 pixels. Arrow keys shift it, Home puts it back",
    tabindex: "0",
  });
  const classes = layers.output.maps;
  const bars = createBars(
    Array.from({ length: classes }, (_, n) => String(n)),
    rbf ? "Penalties (small is good)" : "Probabilities",
  );
  const legend = createLegend();
  const table = createTable(
    rbf ? "Penalties as a table" : "Probabilities as a table",
    ["class", rbf ? "penalty" : "probability", "before the change"],
    () =>
      Array.from(now.output, (p, n) => [
        n,
        decimal(p, 3),
        decimal(before.output[n], 3),
      ]),
  );
  const unitLine = element("div", { class: "ll-caption ll-unit" }, "");

  const shown = []; // {layer, map, offset, length, picture}
  const sections = Object.values(layers)
    .filter(({ name }) => name !== "output")
    .map((layer) => {
      const reachText = element("span", { class: "ll-caption" });
      const vector = SHAPES[layer.name];
      const count = vector ? 1 : layer.maps;
      const [rows, columns] = vector ?? [layer.size, layer.size];
      const pictures = Array.from({ length: count }, (_, map) => {
        const offset = map * layer.size ** 2;
        const picture = createMap({
          rows,
          columns,
          name: vector ? layer.name : `${layer.name} map ${map}`,
          className: `ll-${layer.name}`,
          onunit: (row, column) => describeUnit(layer, map, row, column, columns),
        });
        const length = vector ? layer.maps : layer.size ** 2;
        shown.push({ layer, map, offset, length, picture, reachText });
        return picture.element;
      });
      return element(
        "div",
        {
          class: `ll-layer${vector ? " ll-vector" : ""}`,
          role: "group",
          "aria-label": layer.name,
        },
        element("span", { class: "ll-layer-name" }, `${layer.name} `),
        reachText,
        element("div", { class: "ll-maps" }, ...pictures),
      );
    });

  const describeUnit = (layer, map, row, column, columns) => {
    if (row == null) {
      unitLine.textContent = "";
      return;
    }
    const unit = row * columns + column;
    const place = SHAPES[layer.name]
      ? `unit ${unit}`
      : `map ${map}, row ${row}, column ${column}`;
    const values = shownValues(layer, map);
    const text = Number.isNaN(values[unit])
      ? "came in at the border"
      : decimal(values[unit], 3);
    const what = value("view") === DIFFERENCE ? "difference" : "state";
    unitLine.textContent = `${layer.name} ${place}: ${what} ${text}`;
    teller.whisper(unitLine.textContent);
  };

  const shownValues = (layer, map) => {
    const { name, size } = layer;
    const length = SHAPES[name] ? layer.maps : size * size;
    const offset = map * length;
    if (value("view") !== DIFFERENCE)
      return now[name].subarray(offset, offset + length);
    if (SHAPES[name]) return now[name].map((state, n) => state - before[name][n]);
    const along = (pixels) => Math.round(pixels / STEP[name]);
    return departure(
      now[name],
      before[name],
      map,
      size,
      along(value("dy")),
      along(value("dx")),
    );
  };

  // Turned, scaled and soiled, but not yet shifted: most often this stays as it was.
  let changed;
  let madeFrom;
  const prepareImage = () => {
    const [digit, rotation, scale, noise] = UNSHIFTED.map(value);
    if (String([digit, rotation, scale, noise]) === madeFrom) return;
    madeFrom = String([digit, rotation, scale, noise]);
    const image = images.subarray(digit * SIDE ** 2, (digit + 1) * SIDE ** 2);
    changed = addNoise(turn(image, rotation, scale), noise, draws);
    network.forward(changed, before);
  };

  const draw = () => {
    prepareImage();
    network.forward(shift(changed, value("dx"), value("dy")), now);
    input.draw(now.image, PIXELS);
    const values = shown.map(({ layer, map }) => shownValues(layer, map));
    const scales = SCALES[value("colours")];
    const limits = colourLimits(scales, shown, values);
    shown.forEach(({ layer, picture, reachText }, n) => {
      picture.draw(values[n], { low: -limits[n], high: limits[n] });
      picture.box.classList.toggle("ll-compared", value("view") === DIFFERENCE);
      const own = scales === "map" && !SHAPES[layer.name];
      reachText.textContent = own
        ? "each map its own scale"
        : `\u00b1${decimal(limits[n])}`;
    });
    if (scales === "network") legend.set(-limits[0], limits[0]);
    else legend.set("\u2212 largest", "+ largest");
    const ranking = network.ranking(now.output);
    bars.set(now.output, ranking[0], rbf ? undefined : 1);
    table.refresh();
    const settings = Object.fromEntries(
      Object.keys(STILL).map((name) => [name, value(name)]),
    );
    teller.tell(inWords(settings, now.output, ranking, rbf));
  };
  const redraw = oncePerFrame(draw);

  const span = model.get("span");
  const moveTo = (dx, dy) =>
    set({ dx: clamp(dx, -span, span), dy: clamp(dy, -span, span) });
  input.box.addEventListener("keydown", (event) => {
    const place = [value("dy") + span, value("dx") + span];
    const next =
      event.key === "Home"
        ? [span, span]
        : step(event.key, place, 2 * span + 1, 2 * span + 1);
    if (!next || event.key === "End") return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(next[1] - span, next[0] - span);
  });
  let grip = null;
  input.box.addEventListener("pointerdown", (event) => {
    input.box.setPointerCapture(event.pointerId);
    grip = { x: event.clientX, y: event.clientY, dx: value("dx"), dy: value("dy") };
  });
  input.box.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const pixel = input.box.clientWidth / SIDE;
    const moved = (to, from) => Math.round((to - from) / pixel);
    moveTo(
      grip.dx + moved(event.clientX, grip.x),
      grip.dy + moved(event.clientY, grip.y),
    );
  });
  for (const end of ["pointerup", "pointercancel"]) {
    input.box.addEventListener(end, () => {
      grip = null;
    });
  }

  const reset = element(
    "button",
    { type: "button", onclick: () => set(STILL) },
    "Put everything back",
  );
  el.classList.add("ll-figure", "ll-shift-explorer");
  el.append(
    element(
      "div",
      { class: "ll-columns" },
      element(
        "div",
        { class: "ll-side" },
        element("div", { class: "ll-layer-name" }, "Input"),
        input.element,
        reset,
        bars.element,
      ),
      element("div", { class: "ll-layers" }, ...sections, unitLine, legend.element),
    ),
    teller.element,
    element("p", { class: "ll-hint" }, model.get("hint")),
    table.element,
  );
  listen(model, TRAITS, redraw, signal);
  draw();
}

/** The end of the colour scale for each picture. */
export function colourLimits(choice, shown, values) {
  const own = values.map(reach);
  if (choice === "map") return own;
  const group = ({ layer }) => (choice === "layer" ? layer.name : "network");
  const largest = {};
  shown.forEach((picture, n) => {
    largest[group(picture)] = Math.max(largest[group(picture)] ?? 0, own[n]);
  });
  return shown.map((picture) => largest[group(picture)]);
}

export default { render };
