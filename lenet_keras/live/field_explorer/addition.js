// How a unit gets its state, addend by addend, with all its numbers.

import { createToolbar } from "../js/choices.js";
import { symmetric } from "../js/colours.js";
import { button, div, element, group } from "../js/element.js";
import { PIXEL_SCALE } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { createNumberGrid } from "../js/number_grid.js";
import { clamp, decimal } from "../js/numbers.js";
import { createPlayer } from "../js/player.js";
import { ALONG, rove } from "../js/pointing.js";
import { createTable } from "../js/ui.js";
import {
  addendRows,
  countInWords,
  partInWords,
  resultRows,
  saidInWords,
  titleInWords,
  windowInWords,
  workingOf,
} from "./working.js";

const PACE = 2; // addends a second

/** Where a walk leads that goes `by` addends on; from the end it begins anew. */
export function walkTo(added, by, count) {
  return clamp((by > 0 && added >= count ? 0 : added) + by, 0, count);
}

/** A button with what one input map adds: its window, the kernel, the sum of products. */
function createCard(onclick) {
  const [patch, kernel] = ["", ""].map(() => createPicture({ rows: 5, columns: 5 }));
  const sum = element("span");
  const pair = element(
    "span",
    { class: "ll-pair" },
    patch.element,
    "\u00d7",
    kernel.element,
  );
  return {
    element: button([pair, sum], onclick),
    draw({ values, weights }, patches, kernels, text, open) {
      patch.draw(values, patches);
      kernel.draw(weights, kernels);
      sum.textContent = text;
      this.element.setAttribute("aria-pressed", String(open));
    },
  };
}

/** A card for each input map, where there are several; `onopen(part)` when one is pressed. */
function createCards(onopen) {
  const row = group("Input maps", "ll-cards");
  let cards = [];
  return {
    element: row,
    draw({ parts, done, open }) {
      row.hidden = parts.length < 2;
      if (row.hidden) return;
      if (cards.length !== parts.length) {
        cards = parts.map((_, n) => createCard(() => onopen(n)));
        const buttons = cards.map((card) => card.element);
        row.replaceChildren(...buttons);
        rove(row, buttons, ALONG);
      }
      const patches = symmetric(parts.flatMap(({ values }) => values));
      const kernels = symmetric(parts.flatMap(({ weights }) => weights));
      parts.forEach((part, n) => {
        const text = partInWords(part, done(n));
        cards[n].draw(part, patches, kernels, text, n === open);
      });
    },
  };
}

/** The window of a part, and, where it has one, its kernel and the products so far. */
function productOf(part, current, done) {
  const { side, before, values, weights, products } = part;
  const grid = (title, numbers, look, shown) => {
    const made = createNumberGrid(side, title);
    made.set(numbers, look, { current, shown });
    return made.element;
  };
  const look = before === "image" ? PIXEL_SCALE : symmetric(values);
  const patch = grid(windowInWords(part), values, look, weights ? undefined : done);
  if (!weights) return [patch];
  return [
    patch,
    element("span", {}, "\u00d7"),
    grid("kernel", weights, symmetric(weights)),
    element("span", {}, "="),
    grid("products", products, symmetric(products), done),
  ];
}

/**
 * Buttons and a slider that walk through the addends. `added()` is how many have been
 * added, `count()` how many there are, `add(count)` changes that; `onhand()` hears that a
 * button was pressed.
 */
function createWalker(view, { added, count, add, onhand }) {
  const walk = (by) => {
    const to = walkTo(added(), by, count());
    if (to === count()) player.pause();
    add(to);
  };
  const player = createPlayer(() => PACE, walk);
  const byHand = (by) => () => {
    player.pause();
    walk(by);
    onhand();
  };
  const scrub = element("input", {
    type: "range",
    min: "0",
    "aria-label": "Addends added",
    oninput() {
      player.pause();
      add(Number(scrub.value));
    },
    onkeydown: (event) => event.stopPropagation(),
  });
  const steps = [
    player.createButton(() => walk(1)),
    button("Back", byHand(-1)),
    button("Step", byHand(1)),
  ];
  const whole = div("ll-walk", createToolbar("Add up", "ll-buttons", steps), scrub);
  player.stopWith(view, whole);
  return {
    element: whole,
    pause: player.pause,
    set(at, text) {
      scrub.max = String(count());
      scrub.value = String(at);
      scrub.setAttribute("aria-valuetext", text);
    },
  };
}

/**
 * The working of a unit. `unit()` is the unit, `added()` how many addends have been
 * added, `add(count)` changes that, `whisper(text)` reads aloud. `refresh()` shows what
 * they say now, `pause()` stops the walk, `table` holds all the addends.
 */
export function createAddition({ view, states, unit, added, add, whisper }) {
  const { layers } = view;
  let working = { parts: [], all: [] };
  let opened = 0; // the input map whose numbers are shown when all is added

  const title = div("ll-layer-name");
  const numbers = div("ll-product");
  const said = div("ll-caption ll-said");
  const result = element("table", { class: "ll-result" });
  const walker = createWalker(view, {
    added,
    count: () => working.all.length,
    add,
    onhand() {
      refresh();
      whisper(said.textContent);
    },
  });
  const cards = createCards((part) => {
    walker.pause();
    opened = part;
    add(working.all.length);
    refresh();
  });
  const table = createTable(
    "All that the unit adds up, as a table",
    [
      "number",
      "input map",
      "row",
      "column",
      "state",
      "weight",
      "product",
      "sum so far",
    ],
    () => addendRows(layers[unit().layer], working.parts),
  );
  const whole = div(
    "ll-addition ll-opened",
    title,
    cards.element,
    numbers,
    walker.element,
    said,
    result,
  );

  const refresh = () => {
    const chosen = unit();
    whole.hidden = chosen.layer === "image";
    if (whole.hidden) return;
    working = workingOf(layers, states, chosen, added(), opened);
    const { parts, open, current, done, count, sum } = working;
    title.textContent = titleInWords(chosen);
    cards.draw(working);
    numbers.replaceChildren(...productOf(parts[open], current, done(open)));
    walker.set(count, `${countInWords(working)}, sum ${decimal(sum, 3)}`);
    said.textContent = saidInWords(working);
    const rows = resultRows(working).map(([line, number]) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, line),
        element("td", {}, number),
      ),
    );
    result.replaceChildren(element("tbody", {}, ...rows));
    table.refresh();
  };
  return { element: whole, table, refresh, pause: walker.pause };
}
