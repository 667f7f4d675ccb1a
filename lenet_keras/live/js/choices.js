// Things to choose from, of which one is chosen: one tab stop, arrow keys lead on.
//
//   createChoices(view, "view", "Show", ["states", "difference"])
//   createThumbnails(view, { trait: "digit", names: ["7", "2"] })     small pictures
//   createToolbar("Player", "ll-buttons", buttons)                    they only act
//
// The first two mark what the trait says.

import { button, element, group } from "./element.js";
import { PIXEL_SCALE, SIDE } from "./images.js";
import { createPicture } from "./map.js";
import { range } from "./numbers.js";
import { ALONG, rove, takeKeys } from "./pointing.js";

/** What a key leads to, from one of `count`; `null` for a key that is none of ours. */
export function nextChoice(key, from, count) {
  return key in ALONG ? (from + ALONG[key] + count) % count : null;
}

/**
 * Radio buttons: `radios` are [content, name] pairs, `choose(number)` is told, and
 * `chosen()` says which one is, -1 for none.
 */
function createRadios({ view, trait, label, className, radios, choose, chosen }) {
  const made = radios.map(([content, name], n) =>
    button(content, () => choose(n), { role: "radio", "aria-label": name }),
  );
  const row = group(label, className, ...made);
  row.setAttribute("role", "radiogroup");
  row.hidden = radios.length < 2;
  takeKeys(row, (key) => {
    const next = nextChoice(key, chosen(), made.length);
    if (next === null) return false;
    choose(next);
    made[next].focus();
    return true;
  });
  const check = () => {
    const now = chosen();
    made.forEach((radio, n) => {
      radio.setAttribute("aria-checked", String(n === now));
      radio.tabIndex = n === Math.max(now, 0) ? 0 : -1;
    });
  };
  view.on([trait], check);
  check();
  return row;
}

/** Words to choose from, for a trait that holds the number of the chosen one. */
export function createChoices(view, trait, label, names) {
  const row = createRadios({
    view,
    trait,
    label,
    className: "ll-choices",
    radios: names.map((name) => [name, name]),
    choose: (n) => view.set({ [trait]: n }),
    chosen: () => view.value(trait),
  });
  row.prepend(
    element("span", { class: "ll-caption", "aria-hidden": "true" }, `${label} `),
  );
  return row;
}

/**
 * Small pictures of `images`, those of the view if not given, of which the trait holds
 * the number; `numbers` are those to choose from. `onchoose(number)` is told.
 */
export function createThumbnails(
  view,
  {
    trait = "digit",
    names,
    numbers = range(names.length),
    image = view.image,
    onchoose = (number) => view.set({ [trait]: number }),
  },
) {
  const radios = numbers.map((number) => {
    const picture = createPicture({ rows: SIDE, columns: SIDE, className: "ll-thumb" });
    picture.draw(image(number), PIXEL_SCALE);
    return [[picture.element], names[number]];
  });
  return createRadios({
    view,
    trait,
    label: "Digits",
    className: "ll-thumbs",
    radios,
    choose: (n) => onchoose(numbers[n]),
    chosen: () => numbers.indexOf(view.value(trait)),
  });
}

/**
 * Buttons in a row that is one tab stop, arrow keys lead on. They are its `children`,
 * or stand in them.
 */
export function createToolbar(name, className, tools, children = tools) {
  const row = group(name, className, ...children);
  row.setAttribute("role", "toolbar");
  const stops = tools.map((tool) => tool.querySelector("input") ?? tool);
  rove(row, stops, ALONG);
  return row;
}
