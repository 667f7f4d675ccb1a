// What was drawn, labelled and kept, for a network that learns in the page.

import { createToolbar } from "../js/choices.js";
import { button, div, element } from "../js/element.js";
import { range } from "../js/numbers.js";
import { forgetDrawings, keepDrawing, ownDrawings } from "../js/own_drawings.js";

const DIGITS = 10;

/** How many digits are kept, in words. */
export function keptInWords(count) {
  if (count === 0) return "None is kept.";
  const digits = count === 1 ? "1 digit of yours is" : `${count} digits of yours are`;
  return `${digits} kept in this browser: a network that learns can learn from them, too.`;
}

/**
 * A button that opens a row of others, which keep `image()`, null where nothing is drawn;
 * `notice` tells.
 */
export function createTeaching(image, notice) {
  const say = (text) => {
    notice.textContent = text;
  };
  const keep = (label) => {
    const drawn = image();
    if (!drawn) return say("Draw a digit first.");
    const count = keepDrawing(drawn, label);
    return say(
      count === null ? "This browser keeps nothing for pages." : keptInWords(count),
    );
  };
  const labels = range(DIGITS).map((label) =>
    button(String(label), () => keep(label), { "aria-label": `It is a ${label}` }),
  );
  const forget = button("Forget mine", () => {
    forgetDrawings();
    say(keptInWords(ownDrawings().length));
  });
  const row = div(
    "ll-choices",
    element("span", { class: "ll-caption" }, "It is a"),
    createToolbar("What the drawing is", "ll-buttons", [...labels, forget]),
  );
  row.hidden = true;
  const open = button("Keep it to learn from", () => {
    row.hidden = !row.hidden;
    open.setAttribute("aria-expanded", String(!row.hidden));
  });
  open.setAttribute("aria-expanded", "false");
  return { element: row, button: open };
}
