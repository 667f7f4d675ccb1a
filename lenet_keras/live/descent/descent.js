// A landscape of two weights: where a start leads, at which rate, by which steps.

import { createChoices } from "../js/choices.js";
import { div } from "../js/element.js";
import { decimal } from "../js/numbers.js";
import { createSlider, createTeller } from "../js/ui.js";
import { openView } from "../js/view.js";
import { descentInWords, meanLoss, pathDown } from "./landscape.js";
import { createLossPlot } from "./loss_plot.js";
import { createWayDown } from "./way_down.js";

const TRAITS = ["u", "v", "rate", "batch", "steps"];

async function render(context) {
  const view = await openView(context, "descent");
  const patterns = view.value("patterns");
  const wayDown = createWayDown(view, patterns);
  const plot = createLossPlot();
  const teller = createTeller();
  const draw = () => {
    const path = pathDown(view.values(TRAITS), patterns);
    wayDown.draw(path);
    const words = descentInWords(view.values(TRAITS), path, patterns);
    plot.draw(
      path.map((weights) => meanLoss(weights, patterns)),
      words,
    );
    teller.tell(words);
  };
  view.show(
    view.hint(),
    div(
      "ll-side-by-side",
      div(
        "ll-of-landscape",
        wayDown.element,
        div(
          "ll-caption",
          "Across: weight u. Upright: weight v. Both from \u22122 to 2.",
        ),
      ),
      div(
        "ll-of-descent",
        teller.element,
        createChoices(view, "batch", "A step sees", view.value("batches")),
        createSlider(view, "rate", {
          label: "rate",
          min: 0.01,
          max: 0.7,
          step: 0.01,
          write: (value) => decimal(value),
        }),
        createSlider(view, "steps", { label: "steps", min: 1, max: 100, step: 1 }),
        plot.element,
      ),
    ),
  );
  view.follow(TRAITS, draw);
}

export default { render };
