// Table I as switches: what each connection adds to C3, and which digits need it.

import { measureOf } from "../js/answers.js";
import { createThumbnails } from "../js/choices.js";
import { button, div } from "../js/element.js";
import { MNIST_SIDE, PIXEL_SCALE, prepare, SIDE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { decimal, range, stretch } from "../js/numbers.js";
import { createMore, createTable, createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { bytes, openView } from "../js/view.js";
import { createSums } from "./c3_sums.js";
import { createSwitches, FEEDS, OFF, ON, SEES } from "./c3_switches.js";
import { createChanged, createCounter } from "./changed_digits.js";
import {
  connectionsOf,
  cutInWords,
  forwardWithout,
  partialSums,
  toggled,
} from "./connections.js";

const TRAITS = ["digit", "off", "map", "input", "view", "colours"];

/** The connections of the C3 map that is looked at, or of the S2 map. */
export function chosenConnections(connections, { view, map, input }) {
  return connections.filter((connection) =>
    view === SEES ? connection.map === map : connection.from === input,
  );
}

/** What a button does to the connections that are looked at, in words. */
export function switchAllInWords({ view, map, input, off }, chosen) {
  const allOff = chosen.every(({ kernel }) => off.includes(kernel));
  const whose = view === SEES ? `C3 map ${map}` : `S2 map ${input}`;
  return `Switch all ${chosen.length} of ${whose} ${allOff ? "on" : "off"}`;
}

/** The traits that a place in the table stands for: `null` is a header. */
export function placeChosen(input, map) {
  return {
    ...(input != null && { input }),
    ...(map != null && { map }),
    ...(input == null && { view: SEES }),
    ...(map == null && { view: FEEDS }),
  };
}

/** The table, and buttons that switch several connections; `flip(kernels)` switches. */
function createTableSide(view, connections, connection, flip, told) {
  const switches = createSwitches({
    layers: view.layers,
    connection,
    start: [-1, view.value("map")],
    onpress: ({ kernel }) => flip([kernel]),
    onplace: (input, map) => view.set(placeChosen(input, map)),
  });
  const chosen = () => chosenConnections(connections, view.values(TRAITS));
  const allOn = button("All on", () => view.set({ off: [] }));
  const allChosen = button("", () => flip(chosen().map(({ kernel }) => kernel)));
  const legend = `${ON} connected, ${OFF} switched off: press one to switch it`;
  return {
    element: div("ll-table-side", div("ll-caption", legend), switches.element, told),
    buttons: div("ll-buttons", allOn, allChosen),
    draw(settings) {
      switches.draw(settings);
      allChosen.textContent = switchAllInWords(settings, chosen());
    },
  };
}

/** The number of the first digit of each class. */
export function firstOfEach(labels) {
  const first = [...new Set(labels)].sort((a, b) => a - b);
  return first.map((label) => labels.indexOf(label));
}

/** The digit and the answer to it; small pictures choose another. */
function createAnswerSide(view, labels, names, images) {
  const picture = createPicture({
    rows: SIDE,
    columns: SIDE,
    className: "ll-shown",
    role: "img",
  });
  const name = div("ll-caption");
  const verdict = createVerdict(view.layers.output, view.value("limits"));
  const thumbnails = createThumbnails(view, {
    names,
    numbers: firstOfEach(labels),
    image: (n) => images[n],
  });
  return {
    element: div(
      "ll-answer-side",
      div("ll-shown-side", picture.element, name, thumbnails),
      verdict.element,
    ),
    draw(digit, output, ranking) {
      picture.draw(images[digit], PIXEL_SCALE);
      name.textContent = `a ${labels[digit]}`;
      picture.box.ariaLabel = `${names[digit]}, a ${labels[digit]}`;
      verdict.set(output, ranking);
    },
  };
}

/** What each class gets with the connections that are left, and with all of them. */
function createClassTable(measure, now, before) {
  const rows = () =>
    Array.from(now.output, (value, n) => [
      n,
      decimal(value, 3),
      decimal(before.output[n], 3),
    ]);
  const header = ["class", "now", "all connections on"];
  return createTable(`${measure.names} as a table`, header, rows);
}

async function render(context) {
  const view = await openView(context, "c3-table");
  const { network, layers } = view;
  const { labels, names } = view.values(["labels", "names"]);
  const connections = connectionsOf(layers.C3);
  const connection = (from, map) =>
    connections.find((one) => one.from === from && one.map === map);
  const all = bytes(view.value("images"));
  const pictures = labels.map((_, n) => stretch(all, n, MNIST_SIDE ** 2));
  const images = pictures.map(prepare);
  const [before, now] = [network.newStates(), network.newStates()];
  const measure = measureOf(layers.output);
  const flip = (kernels) => view.set({ off: toggled(view.value("off"), kernels) });

  const teller = createTeller();
  const unitLine = div("ll-caption ll-unit");
  const table = createTableSide(view, connections, connection, flip, teller.element);
  const answer = createAnswerSide(view, labels, names, images);
  const sums = createSums({
    layers,
    connection,
    buttons: table.buttons,
    onpress: ({ kernel }) => flip([kernel]),
    tell(text) {
      unitLine.textContent = text;
      if (text) teller.whisper(text);
    },
  });
  const changed = createChanged(pictures, names, (digit) => view.set({ digit }));
  const classTable = createClassTable(measure, now, before);

  const counter = createCounter(network, images, labels);
  let counted = null;
  const answerOf = ({ output }) => {
    const best = network.answer(output);
    return { best, value: output[best] };
  };
  const tell = (done = 0) => {
    const off = view.value("off").length;
    const answers = { now: answerOf(now), before: answerOf(before) };
    const digits = labels.length;
    teller.tell(cutInWords({ off, digits, measure, ...answers, counted, done }));
  };
  const recount = () => {
    counted = null;
    const show = (comparison) => {
      counted = comparison;
      changed.show(counted);
      tell();
    };
    counter.count(view.value("off"), show, tell);
  };
  const draw = () => {
    const settings = view.values(TRAITS);
    const { digit, off } = settings;
    network.forward(images[digit], before);
    forwardWithout(layers, images[digit], off, now);
    const parts = range(layers.C3.maps).map((map) => partialSums(layers, now, map));
    table.draw(settings);
    sums.draw({ ...settings, states: now, parts });
    answer.draw(digit, now.output, network.ranking(now.output));
    classTable.refresh();
    tell();
  };

  view.show(
    view.hint(),
    div(
      "ll-board",
      table.element,
      answer.element,
      div("ll-opened", sums.element, unitLine),
      changed.element,
    ),
    createMore(view.el),
    classTable.element,
  );
  view.on(["off"], recount);
  view.onclose(counter.stop);
  recount();
  view.follow(TRAITS, draw);
}

export default { render };
