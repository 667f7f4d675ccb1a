// Shift the input and watch every unit of the network.

import { departure } from "../js/departure.js";
import { element } from "../js/element.js";
import {
  addNoise,
  BACKGROUND,
  FOREGROUND,
  randomNumbers,
  SIDE,
  shift,
  turn,
} from "../js/images.js";
import { createLayers } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal } from "../js/numbers.js";
import { step } from "../js/pointing.js";
import { createBars, createTable, createTeller } from "../js/ui.js";
import { floats, listen, oncePerFrame } from "../js/view.js";

const TRAITS = ["digit", "dx", "dy", "rotation", "scale", "noise", "view", "colours"];
const UNSHIFTED = ["digit", "rotation", "scale", "noise"];
const STILL = { dx: 0, dy: 0, rotation: 0, scale: 1, noise: 0 };
const STEP = { C1: 1, S2: 2, C3: 2, S4: 4 }; // input pixels from unit to unit
const DIFFERENCE = 1; // of the trait `view`: 0 shows the states
const SCALES = ["network", "layer", "map"]; // of the trait `colours`
const PIXELS = { low: BACKGROUND, high: FOREGROUND, colours: "ink" };

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
  const maps = createLayers(layers, teller.whisper);
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
  const difference = ({ name, size }, map) => {
    if (!STEP[name]) return now[name].map((state, n) => state - before[name][n]);
    const along = (pixels) => Math.round(pixels / STEP[name]);
    const [down, right] = [along(value("dy")), along(value("dx"))];
    return departure(now[name], before[name], map, size, down, right);
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
    const differences = value("view") === DIFFERENCE ? difference : undefined;
    maps.draw(now, SCALES[value("colours")], differences);
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
      maps.element,
    ),
    teller.element,
    element("p", { class: "ll-hint" }, model.get("hint")),
    table.element,
  );
  listen(model, TRAITS, redraw, signal);
  draw();
}

export default { render };
