// Hide a part of the input and see what the answer hangs on.

import { createChoices, createThumbnails } from "../js/choices.js";
import { about } from "../js/colours.js";
import { button, div, head } from "../js/element.js";
import { BACKGROUND, FOREGROUND, PIXEL_SCALE, SIDE } from "../js/images.js";
import { createMap, createPicture } from "../js/map.js";
import { createInputColumn } from "../js/movable_input.js";
import { clamp, decimal } from "../js/numbers.js";
import { drag, step, takeKeys } from "../js/pointing.js";
import { onceSeen } from "../js/sight.js";
import { createLegend, createMore, createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { openView } from "../js/view.js";
import { createLeads, hide, leadOf } from "./hidden.js";

const TRAITS = ["digit", "row", "column", "size", "cover"];
const SCENE = ["digit", "size", "cover"]; // with another one the map is another
const COVERS = [(BACKGROUND + FOREGROUND) / 2, BACKGROUND]; // grey, paper
const SLICE = 8; // milliseconds of a frame

/** What the figure shows, in words. */
export function hiddenInWords({ row, column, size }, before, now) {
  const place = `A square of ${size} about row ${row}, column ${column}`;
  const lead = `Lead of ${before.answer}: ${decimal(now.lead, 1)}, with nothing hidden ${decimal(before.lead, 1)}`;
  const turned = now.answer === before.answer ? "" : `. The answer is ${now.answer}`;
  return `${place}. ${lead}${turned}.`;
}

/** The input; pointer and keys move the square that hides a part of it. */
function createHider({ value, values, set }) {
  const picture = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-input",
    role: "application",
    "aria-roledescription": "picture with a square",
    "aria-label":
      "Input, 32 by 32 pixels. Arrow keys move the square that hides a part",
    tabindex: "0",
  });
  const { box } = picture;
  const place = (event) => {
    const [row, column] = picture.under(event);
    set({ row, column });
  };
  takeKeys(box, (key) => {
    const next = step(key, [value("row"), value("column")], SIDE, SIDE);
    if (next) set({ row: next[0], column: next[1] });
    return next;
  });
  drag(box, {
    begin(event) {
      const before = values(["row", "column"]);
      place(event);
      return before;
    },
    move: place,
    cancel: (before) => set(before), // the page scrolled instead
  });
  return {
    element: picture.element,
    how: "drag the square",
    draw(image, { row, column, size }) {
      picture.draw(image, PIXEL_SCALE);
      const reach = (size - 1) / 2;
      const from = (at) => clamp(at - reach, 0, SIDE);
      const length = (at) => clamp(at + reach + 1, 0, SIDE) - from(at);
      picture.mark(from(row), from(column), length(row), length(column));
    },
  };
}

/** The map of leads, its button and its scale. */
function createLeadMap(view, leads, scene) {
  const legend = createLegend("signed", "lead");
  const map = createMap({
    name: "Lead of the answer by the place of the square",
    rows: SIDE,
    columns: SIDE,
    onunit: (row, column) => row !== null && view.set({ row, column }),
  });
  let end = 1;
  const paint = () => map.draw(leads.leads, about(end));
  const go = () => {
    if (leads.isDone || view.signal?.aborted) return;
    const until = performance.now() + SLICE;
    leads.go(() => performance.now() < until);
    paint();
    whole.setAttribute("aria-busy", String(!leads.isDone));
    requestAnimationFrame(go);
  };
  const start = () => {
    const { image, size, cover } = scene();
    leads.start(image, size, COVERS[cover]);
    requestAnimationFrame(go);
  };
  const whole = button("Draw the whole map", start);
  onceSeen(map.box, start, view.signal); // who arrives sees what it is
  return {
    element: div(
      "ll-leads",
      head("lead", "square in the middle of"),
      map.element,
      legend.element,
    ),
    button: whole,
    clear(lead) {
      end = 1.5 * Math.max(lead, 1e-3);
      leads.clear();
      legend.set(-end, end);
      paint();
    },
  };
}

async function render(context) {
  const view = await openView(context, "occlusion-explorer");
  const { el, network, layers, values } = view;
  const states = network.newStates();
  const teller = createTeller();
  const verdict = createVerdict(layers.output, view.value("limits"));
  const hider = createHider(view);
  const scene = () => ({ image: view.image(), ...values(SCENE) });
  const map = createLeadMap(view, createLeads(layers), scene);
  const thumbnails = createThumbnails(view, { names: view.value("names") });
  const covers = createChoices(view, "cover", "Cover with", ["grey", "paper"]);
  const read = (image) => {
    network.forward(image, states);
    return network.answer(states.output);
  };
  let before; // the whole image's answer and lead
  let drawnFor;

  view.show(
    view.hint(),
    div(
      "ll-scene",
      createInputColumn(hider, thumbnails, covers),
      map.element,
      verdict.element,
    ),
    div("ll-below", teller.element, div("ll-buttons", map.button, createMore(el))),
  );
  view.follow(TRAITS, () => {
    const settings = values(TRAITS);
    const image = view.image();
    const isFor = String(SCENE.map((trait) => settings[trait]));
    if (isFor !== drawnFor) {
      const answer = read(image);
      before = { answer, lead: leadOf(layers.output.kind, states.output, answer) };
      map.clear(before.lead);
      drawnFor = isFor;
    }
    const { row, column, size, cover } = settings;
    const hidden = hide(image, row, column, size, COVERS[cover]);
    const answer = read(hidden);
    const lead = leadOf(layers.output.kind, states.output, before.answer);
    hider.draw(hidden, settings);
    verdict.set(states.output, network.ranking(states.output));
    teller.tell(hiddenInWords(settings, before, { answer, lead }));
  });
}

export default { render };
