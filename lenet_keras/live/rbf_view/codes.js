// The codes of the classes, one of which is chosen.

import { about } from "../js/colours.js";
import { div, element } from "../js/element.js";
import { createPicture } from "../js/map.js";
import { decimal } from "../js/numbers.js";
import { step, takeKeys } from "../js/pointing.js";

export const [CODE_ROWS, CODE_COLUMNS] = [12, 7];
const AMPLITUDE = 1.7159; // of the squashing function: no state is larger
export const STATE_SCALE = about(AMPLITUDE);
const SIDEWAYS = { ArrowUp: "ArrowLeft", ArrowDown: "ArrowRight" };

/** The code to which a key leads from another; `null` for a key that is none of ours. */
export function nextCode(key, from, count) {
  return step(SIDEWAYS[key] ?? key, [0, from], 1, count)?.[1] ?? null;
}

/** A code as a screen reader says it. */
export function codeInWords(place, penalty, smallest) {
  const nearest = smallest ? ", the smallest" : "";
  return `code of ${place}, penalty ${penalty}${nearest}`;
}

/** One of them: its picture with the penalty below. */
function createCode(code, onclick) {
  const picture = createPicture({
    rows: CODE_ROWS,
    columns: CODE_COLUMNS,
    caption: "\u00a0",
  });
  picture.draw(code, STATE_SCALE);
  const attributes = { class: "ll-code", role: "radio", onclick };
  const radio = element("div", attributes, picture.element);
  return {
    element: radio,
    set(place, penalty, chosen, best) {
      picture.caption.textContent = `${place}: ${penalty}`;
      radio.classList.toggle("ll-best", best);
      radio.setAttribute("aria-checked", chosen);
      radio.setAttribute("tabindex", chosen ? "0" : "-1");
      radio.setAttribute("aria-label", codeInWords(place, penalty, best));
    },
  };
}

/** The codes as a group of radio buttons with their penalties: one tab stop. */
export function createCodes(codes, onchoose) {
  const radios = codes.map((code, place) => createCode(code, () => onchoose(place)));
  const group = div("ll-codes", ...radios.map((radio) => radio.element));
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", "Codes, arrow keys choose one");
  takeKeys(group, (key) => {
    const from = radios.findIndex((radio) => radio.element === document.activeElement);
    const next = nextCode(key, from, radios.length);
    if (next === null) return false;
    onchoose(next);
    radios[next].element.focus();
    return true;
  });
  return {
    element: group,
    set(penalties, chosen, best) {
      radios.forEach((radio, place) => {
        const penalty = decimal(penalties[place], 1);
        radio.set(place, penalty, place === chosen, place === best);
      });
    },
  };
}
