// The whole network, connected: move the digit, point at a map, open a sum.

import { about, byNight, reach } from "../js/colours.js";
import { button, div, element, group } from "../js/element.js";
import { PIXEL_SCALE, shift } from "../js/images.js";
import { createPicture } from "../js/map.js";
import {
  changesInWords,
  createChanges,
  createMovableInput,
  INPUT_TRAITS,
  STILL,
} from "../js/movable_input.js";
import { takeKeys } from "../js/pointing.js";
import { followTheme, isDark } from "../js/theme.js";
import { createTeller } from "../js/ui.js";
import { createVerdict } from "../js/verdict.js";
import { openView } from "../js/view.js";
import { createOpenedSum } from "./opened_sum.js";
import { createStage } from "./stage.js";
import { COLUMNS } from "./wires.js";

const CHOICE = ["layer", "map", "unit"];
const AMPLITUDE = 1.7159; // no state of the paper's network is beyond it
const AT_REST = "Point at a map to see what it is connected to. Click to open a sum.";

/** Small pictures of the digits to choose from: one tab stop, arrow keys lead on. */
function createThumbnails(view, onchoose) {
  const names = view.value("names");
  const choose = (n) => {
    view.set({ digit: n, ...STILL });
    onchoose();
  };
  const pictures = names.map((name, n) => {
    const picture = createPicture({ rows: 32, columns: 32, className: "ll-thumb" });
    return {
      picture,
      element: button([picture.element], () => choose(n), {
        role: "radio",
        "aria-label": name,
      }),
    };
  });
  const row = group("Digits", "ll-thumbs", ...pictures.map((one) => one.element));
  row.setAttribute("role", "radiogroup");
  row.hidden = names.length < 2;
  takeKeys(row, (key) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (!by) return false;
    const next = (view.value("digit") + by + names.length) % names.length;
    choose(next);
    pictures[next].element.focus();
    return true;
  });
  return {
    element: row,
    draw(look) {
      for (const [n, { picture }] of pictures.entries()) {
        picture.draw(view.image(n), look);
      }
    },
    check() {
      pictures.forEach(({ element: thumb }, n) => {
        const chosen = n === view.value("digit");
        thumb.setAttribute("aria-checked", String(chosen));
        thumb.tabIndex = chosen ? 0 : -1;
      });
    },
  };
}

/** The first column: the input, and the digits to choose from. */
function createInputColumn(input, thumbnails) {
  const head = div(
    "ll-head",
    element("span", { class: "ll-layer-name" }, "input"),
    element("span", { class: "ll-caption" }, "32 \u00d7 32"),
  );
  return div(
    "ll-column-of ll-of-image",
    head,
    input.element,
    div("ll-caption ll-drag", "drag it, or use the arrow keys"),
    thumbnails.element,
  );
}

/** The button that shows the controls which stand under the figure. */
function createMore(el) {
  const more = button("More settings", () => {
    const open = el.closest(".ll-column")?.classList.toggle("ll-open") ?? false;
    more.setAttribute("aria-expanded", String(open));
  });
  more.setAttribute("aria-expanded", "false");
  return more;
}

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
  let looks; // by day or by night
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
  const thumbnails = createThumbnails(view, () =>
    input.box.focus({ focusVisible: false }),
  );
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
    stage.light(node, node?.unit);
    teller.tell(node ? stage.words(node) : AT_REST);
  };
  const draw = () => {
    const settings = values(INPUT_TRAITS);
    const [changed] = changes.of(view.image(), settings);
    network.forward(shift(changed, settings.dx, settings.dy), states);
    const { input: paper, signed } = looks;
    const state = signed(about(endOf(layers, states)));
    input.draw(states.image, paper);
    thumbnails.check();
    stage.draw(states, state);
    verdict.set(states.output, network.ranking(states.output));
    const node = chosen();
    const words = node && opened.show(node, states, { ...looks, state });
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
  const dye = () => {
    const signed = isDark(el) ? byNight : (look) => look;
    looks = { input: signed(PIXEL_SCALE), signed };
    thumbnails.draw(looks.input);
  };
  dye();
  const redraw = view.follow([...INPUT_TRAITS, ...CHOICE], draw);
  followTheme(() => {
    dye();
    redraw();
  }, signal);
  const observer = new ResizeObserver(stage.place);
  observer.observe(stage.element);
  signal?.addEventListener("abort", () => observer.disconnect());
}

export default { render };
