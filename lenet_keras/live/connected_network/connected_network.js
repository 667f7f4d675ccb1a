// The whole network, connected: move the digit, point at a map, open a sum.

import { createThumbnails } from "../js/choices.js";
import { about, reach } from "../js/colours.js";
import { button, div } from "../js/element.js";
import { PIXEL_SCALE, shift } from "../js/images.js";
import {
  changesInWords,
  createChanges,
  createInputColumn,
  createMovableInput,
  INPUT_TRAITS,
  STILL,
} from "../js/movable_input.js";
import { focusByPointer } from "../js/pointing.js";
import { createMore, createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { openView } from "../js/view.js";
import { createOpenedSum } from "./opened_sum.js";
import { createStage } from "./stage.js";
import { COLUMNS } from "./wires.js";

const CHOICE = ["layer", "map", "unit"];
const AMPLITUDE = 1.7159; // no state of the paper's network is beyond it
const FIRST = { layer: "C3", map: 11 }; // lit until a reader points: four maps of S2
const AT_REST = "Point at a map to see what it is connected to. Click to open a sum.";

/** The largest state that the colours must show. */
export function endOf(layers, states) {
  const paper = Object.values(layers).every(
    ({ activation }) => !activation || activation === "scaled_tanh",
  );
  if (paper) return AMPLITUDE;
  return Math.max(...COLUMNS.slice(1, -1).map((layer) => reach(states[layer])));
}

async function render(context) {
  const view = await openView(context, "connected-network");
  const { el, network, layers, value, values, set, signal } = view;
  const states = network.newStates();
  const changes = createChanges();
  let hovered = null;
  let first = FIRST;
  let revealing = false; // a sum that was opened by hand comes into sight

  const chosen = () => {
    const { layer, map, unit } = values(CHOICE);
    return layer > 0 ? { layer: COLUMNS[layer], map, unit } : null;
  };
  const choose = ({ layer, map }, unit) =>
    set({ layer: COLUMNS.indexOf(layer), map, unit });
  const teller = createTeller();
  const input = createMovableInput(view);
  const verdict = createVerdict(layers.output, value("limits"));
  const thumbnails = createThumbnails(view, {
    names: value("names"),
    onchoose(n) {
      set({ digit: n, ...STILL });
      focusByPointer(input.box);
    },
  });
  const stage = createStage(
    layers,
    {
      box: input.box,
      element: createInputColumn(input, thumbnails),
    },
    verdict.element,
    {
      at: () => hovered ?? chosen() ?? { layer: "C3", map: 0 },
      point(node, unit) {
        hovered = node && { layer: node.layer, map: node.map, unit };
        first = null;
        light();
      },
      choose(node, unit) {
        choose(node, unit);
        revealing = true;
      },
    },
  );
  const opened = createOpenedSum(layers, choose, () => set({ layer: 0 }));

  const light = () => {
    const node = hovered ?? chosen();
    const lit = node ?? first;
    stage.light(lit, node?.unit);
    const words = [lit && stage.words(lit), !node && AT_REST];
    teller.tell(words.filter(Boolean).join(". "));
  };
  const draw = () => {
    const settings = values(INPUT_TRAITS);
    const [changed] = changes.of(view.image(), settings);
    network.forward(shift(changed, settings.dx, settings.dy), states);
    const state = about(endOf(layers, states));
    input.draw(states.image, PIXEL_SCALE);
    stage.draw(states, state);
    verdict.set(states.output, network.ranking(states.output));
    const node = chosen();
    const words = node && opened.show(node, states, state);
    if (!node) opened.hide();
    else if (revealing) opened.element.scrollIntoView({ block: "nearest" });
    revealing = false;
    light();
    teller.whisper(words ?? `Input ${changesInWords(settings)}. ${verdict.words}.`);
  };

  view.show(
    view.hint(),
    stage.element,
    div(
      "ll-below",
      teller.element,
      div(
        "ll-buttons",
        button("Put it back", () => set(STILL)),
        createMore(el),
      ),
    ),
    opened.element,
  );
  view.follow([...INPUT_TRAITS, ...CHOICE], draw);
  const observer = new ResizeObserver(stage.place);
  observer.observe(stage.element);
  signal?.addEventListener("abort", () => observer.disconnect());
}

export default { render };
