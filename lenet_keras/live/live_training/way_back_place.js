// The place of the way back, which comes with the digits.

import { div, element } from "../js/element.js";

/**
 * `ask()` asks for the digit that comes next while the place is open, `show(explained)`
 * draws what comes of it.
 */
export function createWayBackPlace(view, learner, whisper) {
  const place = div(
    "",
    div("ll-caption", "It comes with the first digit: press One digit."),
  );
  const ask = () => {
    if (whole.open) learner.send({ type: "explain" });
  };
  const summary = element("summary", {}, "The way back, for the digit that comes next");
  const whole = element("details", { ontoggle: ask }, summary, place);
  let way = null;
  const create = async () => {
    const { createWayBack } = await learner.later();
    const made = createWayBack(view, learner, whisper);
    place.replaceChildren(made.element);
    return made;
  };
  return {
    element: whole,
    ask,
    async show(message) {
      way ??= create();
      (await way).show(message);
    },
  };
}
