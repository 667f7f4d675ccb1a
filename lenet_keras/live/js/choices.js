// Things to choose from, of which one is chosen: one tab stop, arrow keys lead on.
//
//   createChoices(view, "view", "Show", ["states", "difference"])
//   createThumbnails(view, { trait: "digit", names: ["7", "2"] })     small pictures
//
// Each gives an element, and marks in it what the trait says.

import { button, element, group } from "./element.js";
import { PIXEL_SCALE, SIDE } from "./images.js";
import { createPicture } from "./map.js";
import { takeKeys } from "./pointing.js";

const WAYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** What a key leads to, from one of `count`; `null` for a key that is none of ours. */
export function nextChoice(key, from, count) {
  return key in WAYS ? (from + WAYS[key] + count) % count : null;
}

/** Radio buttons: `radios` are [content, name] pairs, `choose(number)` is told. */
function createRadios(view, trait, label, className, radios, choose) {
  const made = radios.map(([content, name], n) =>
    button(content, () => choose(n), { role: "radio", "aria-label": name }),
  );
  const row = group(label, className, ...made);
  row.setAttribute("role", "radiogroup");
  row.hidden = radios.length < 2;
  takeKeys(row, (key) => {
    const next = nextChoice(key, view.value(trait), made.length);
    if (next === null) return false;
    choose(next);
    made[next].focus();
    return true;
  });
  const check = () => {
    made.forEach((radio, n) => {
      const chosen = n === view.value(trait);
      radio.setAttribute("aria-checked", String(chosen));
      radio.tabIndex = chosen ? 0 : -1;
    });
  };
  view.on([trait], check);
  check();
  return row;
}

/** Words to choose from, for a trait that holds the number of the chosen one. */
export function createChoices(view, trait, label, names) {
  const choose = (n) => view.set({ [trait]: n });
  const radios = names.map((name) => [name, name]);
  const row = createRadios(view, trait, label, "ll-choices", radios, choose);
  row.prepend(
    element("span", { class: "ll-caption", "aria-hidden": "true" }, `${label} `),
  );
  return row;
}

/** Small pictures of the images of a view; `onchoose(number)` is told, or the trait set. */
export function createThumbnails(view, { trait = "digit", names, onchoose } = {}) {
  const radios = names.map((name, n) => {
    const picture = createPicture({ rows: SIDE, columns: SIDE, className: "ll-thumb" });
    picture.draw(view.image(n), PIXEL_SCALE);
    return [[picture.element], name];
  });
  const choose = onchoose ?? ((n) => view.set({ [trait]: n }));
  return createRadios(view, trait, "Digits", "ll-thumbs", radios, choose);
}
