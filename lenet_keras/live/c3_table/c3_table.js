// Table I as switches: what each connection adds to C3, and which digits need it.

import { element } from "../js/element.js";
import { BACKGROUND, FOREGROUND, prepare, SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { decimal, range } from "../js/numbers.js";
import { createBars, createTable, createTeller } from "../js/ui.js";
import { listen, oncePerFrame } from "../js/view.js";
import { createSums } from "./c3_sums.js";
import { createSwitches, FEEDS, OFF, ON, SEES } from "./c3_switches.js";
import {
  compare,
  connectionsOf,
  cutInWords,
  forwardWithout,
  inSlices,
  partialSums,
  toggled,
} from "./connections.js";

const TRAITS = ["digit", "off", "map", "input", "view", "colours"];
const PICTURE = 28; // side of an image as it is sent

/** The digits whose answer changed, each a button: `show(comparison)` fills the list. */
function createChanged(pictures, names, onchoose) {
  const title = element("div", { class: "ll-layer-name" });
  const list = element("div", { class: "ll-changed" });
  const createThumb = (digit) => {
    const picture = createPicture({ rows: PICTURE, columns: PICTURE });
    picture.draw(pictures[digit], { low: 0, high: 255, colours: "ink" });
    const text = element("span");
    const onclick = () => onchoose(digit);
    const button = { type: "button", class: "ll-digit", onclick };
    return { element: element("button", button, picture.element, text), text };
  };
  const thumbs = new Map();
  return {
    element: element("div", { class: "ll-layer" }, title, list),
    show({ changed }) {
      title.textContent = `Digits whose answer changed: ${changed.length} of ${pictures.length}`;
      const buttons = changed.map(({ digit, label, before, now, verdict }) => {
        if (!thumbs.has(digit)) thumbs.set(digit, createThumb(digit));
        const thumb = thumbs.get(digit);
        const change = `${before} \u2192 ${now} ${verdict}`;
        thumb.text.textContent = change;
        thumb.element.ariaLabel = `${change}: ${names[digit]}, a ${label}. Show it`;
        return thumb.element;
      });
      const none = element(
        "span",
        { class: "ll-caption" },
        "None: each digit keeps its answer.",
      );
      list.replaceChildren(...(buttons.length ? buttons : [none]));
    },
  };
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const { layers } = network;
  const { S2, C3, output } = layers;
  const rbf = output.kind === "rbf";
  const connections = connectionsOf(C3);
  const byPlace = new Map(connections.map((c) => [`${c.from},${c.map}`, c]));
  const at = (from, map) => byPlace.get(`${from},${map}`);
  const [labels, names, { buffer, byteOffset }] = ["labels", "names", "images"].map(
    (name) => model.get(name),
  );
  const pictures = labels.map(
    (_, n) => new Uint8Array(buffer, byteOffset + n * PICTURE ** 2, PICTURE ** 2),
  );
  const images = pictures.map(prepare);
  const [before, now, trial] = range(3).map(() => network.newStates());
  const set = (changes) => {
    for (const [name, to] of Object.entries(changes)) model.set(name, to);
    model.save_changes();
  };
  const flip = (kernels) => set({ off: toggled(model.get("off"), kernels) });
  const onpress = ({ kernel }) => flip([kernel]);

  const switches = createSwitches({
    inputs: S2.maps,
    maps: C3.maps,
    at,
    start: [0, model.get("map") + 1],
    onpress,
    onplace: (input, map) =>
      set({
        ...(input != null && { input }),
        ...(map != null && { map }),
        ...(input == null && { view: SEES }),
        ...(map == null && { view: FEEDS }),
      }),
  });
  const teller = createTeller();
  const unitLine = element("div", { class: "ll-caption ll-unit" });
  const sums = createSums({
    layers,
    at,
    onpress,
    tell: (text) => {
      unitLine.textContent = text;
      if (text) teller.whisper(text);
    },
  });
  const allOn = element(
    "button",
    { type: "button", onclick: () => set({ off: [] }) },
    "All on",
  );
  const chosen = () =>
    connections.filter(({ from, map }) =>
      model.get("view") === SEES
        ? map === model.get("map")
        : from === model.get("input"),
    );
  const allChosen = element("button", {
    type: "button",
    onclick: () => flip(chosen().map(({ kernel }) => kernel)),
  });
  const shown = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-shown",
    role: "img",
  });
  const shownName = element("div", { class: "ll-caption" });
  const classes = range(output.maps).map(String);
  const bars = createBars(classes, rbf ? "Penalties (small is good)" : "Probabilities");
  const table = createTable(
    rbf ? "Penalties as a table" : "Probabilities as a table",
    ["class", "now", "all connections on"],
    () =>
      classes.map((name, n) => [
        name,
        decimal(now.output[n], 3),
        decimal(before.output[n], 3),
      ]),
  );

  // The answers for all digits, with all connections and with those that are left.
  const changed = createChanged(pictures, names, (digit) => set({ digit }));
  const answers = { before: [], now: [] };
  let counted = null;
  let stop = () => {};
  const recount = () => {
    stop();
    counted = null;
    const off = model.get("off");
    stop = inSlices(
      images.length,
      (n) => {
        answers.before[n] ??= network.answer(network.forward(images[n], trial).output);
        answers.now[n] = off.length
          ? network.answer(forwardWithout(layers, images[n], off, trial).output)
          : answers.before[n];
      },
      () => {
        counted = compare(labels, answers.before, answers.now);
        changed.show(counted);
        tell();
      },
    );
  };
  const tell = () => {
    const off = model.get("off").length;
    teller.tell(
      cutInWords({
        off,
        digits: labels.length,
        rbf,
        output: now.output,
        before: before.output,
        counted,
      }),
    );
  };
  const draw = () => {
    const settings = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
    const { digit, off, view, map, input } = settings;
    network.forward(images[digit], before);
    forwardWithout(layers, images[digit], off, now);
    const parts = range(C3.maps).map((to) => partialSums(layers, now, to));
    switches.draw(settings);
    sums.draw({ ...settings, states: now, parts });
    const allOff = chosen().every(({ kernel }) => off.includes(kernel));
    const whose = view === SEES ? `C3 map ${map}` : `S2 map ${input}`;
    allChosen.textContent = `Switch all ${chosen().length} of ${whose} ${allOff ? "on" : "off"}`;
    shown.draw(images[digit], { low: BACKGROUND, high: FOREGROUND, colours: "ink" });
    shownName.textContent = `${names[digit]}, a ${labels[digit]}`;
    shown.box.ariaLabel = shownName.textContent;
    bars.set(now.output, network.answer(now.output), rbf ? undefined : 1);
    table.refresh();
    tell();
  };

  el.classList.add("ll-figure", "ll-c3-table");
  el.append(
    element(
      "div",
      { class: "ll-columns" },
      element(
        "div",
        { class: "ll-table-side" },
        element(
          "div",
          { class: "ll-caption" },
          `${ON} connected, ${OFF} switched off: press one to switch it`,
        ),
        switches.element,
        element("div", { class: "ll-buttons" }, allOn, allChosen),
        teller.element,
      ),
      element(
        "div",
        { class: "ll-answer-side" },
        shown.element,
        shownName,
        bars.element,
      ),
    ),
    sums.element,
    unitLine,
    changed.element,
    element("p", { class: "ll-hint" }, model.get("hint")),
    table.element,
  );
  listen(model, TRAITS, oncePerFrame(draw), signal);
  listen(model, ["off"], recount, signal);
  signal?.addEventListener("abort", () => stop());
  recount();
  draw();
}

export default { render };
