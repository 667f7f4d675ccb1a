// Three weights as a graph: step through it, forward, back and downhill.

import { createToolbar } from "../js/choices.js";
import { button, div } from "../js/element.js";
import { decimal } from "../js/numbers.js";
import { createSlider, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { createGraph, LYING, UPRIGHT } from "./graph.js";
import { DOWNHILL, momentInWords, sceneAt, stepDown } from "./passes.js";

const SLIDERS = {
  x: { label: "input x", min: -3, max: 3, step: 0.1 },
  t: { label: "target t", min: -3, max: 3, step: 0.1 },
  u: { label: "weight u", min: -3, max: 3, step: 0.1 },
  b: { label: "bias b", min: -3, max: 3, step: 0.1 },
  v: { label: "weight v", min: -3, max: 3, step: 0.1 },
  rate: { label: "rate", min: 0.01, max: 0.2, step: 0.01 },
};
const TRAITS = [...Object.keys(SLIDERS), "at"];

async function render(context) {
  const view = await openView(context, "computation-graph");
  const now = () => view.values(TRAITS);
  const start = now();
  const graphs = [LYING, UPRIGHT].map(createGraph);
  const teller = createTeller();
  const next = () => {
    const { at } = now();
    view.set(at < DOWNHILL ? { at: at + 1 } : { ...stepDown(now()), at: 1 });
  };
  const goDown = () => {
    const isThere = now().at === DOWNHILL;
    view.set({ ...(isThere ? stepDown(now()) : {}), at: DOWNHILL });
  };
  const back = button("Back", () => view.set({ at: Math.max(now().at - 1, 0) }));
  const tools = createToolbar("Steps", "ll-buttons", [
    back,
    button("Next", next),
    button("Step downhill", goDown),
    button("Start again", () => view.set({ ...start, at: 0 })),
  ]);
  const sliders = Object.entries(SLIDERS).map(([trait, ends]) =>
    createSlider(view, trait, { ...ends, write: (value) => decimal(value) }),
  );
  const draw = () => {
    const scene = sceneAt(now());
    for (const graph of graphs) graph.draw(scene);
    back.setAttribute("aria-disabled", String(now().at === 0));
    teller.tell(momentInWords(now()));
  };
  view.show(
    view.hint(),
    ...graphs.map(({ element }) => element),
    teller.element,
    tools,
    div("ll-sliders", ...sliders),
  );
  view.follow(TRAITS, draw);
}

export default { render };
