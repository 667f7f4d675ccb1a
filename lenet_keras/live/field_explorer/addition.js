// How a unit gets its state, addend by addend, with all its numbers.

import { symmetric, tints } from "../js/colours.js";
import { element } from "../js/element.js";
import { BACKGROUND, FOREGROUND } from "../js/images.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal } from "../js/numbers.js";
import { lessMotion } from "../js/player.js";
import { createTable } from "../js/ui.js";
import { addends, formula, sumUp } from "./fields.js";

export const PIXELS = { low: BACKGROUND, high: FOREGROUND, colours: "ink" };
const PACE = 500; // milliseconds from addend to addend
const SLOW_PACE = 1500;

/** The part of the addends in which the last of the first `added` stands, and where in it. */
export function placeOf(added, area) {
  const last = Math.max(added - 1, 0);
  return [Math.floor(last / area), added ? last % area : -1];
}

/** Numbers in a square, coloured; those from `shown` on are left out, `current` framed. */
function numberGrid(title, values, look, current, shown = values.length) {
  const side = Math.sqrt(values.length);
  const colours = tints(values, look);
  const cells = values.map((value, n) => {
    const cell = element("td", { class: n === current ? "ll-current" : null });
    if (n >= shown) return cell;
    cell.textContent = decimal(value, 3);
    Object.assign(cell.style, colours[n]);
    return cell;
  });
  const rows = Array.from({ length: side }, (_, row) =>
    element("tr", {}, ...cells.slice(row * side, (row + 1) * side)),
  );
  const body = element("tbody", {}, ...rows);
  return element("table", { class: "ll-numbers" }, element("caption", {}, title), body);
}

/** A button with what one input map adds: its window, the kernel, the sum of products. */
function createCard(onclick) {
  const [patch, kernel] = ["", ""].map(() => createPicture({ rows: 5, columns: 5 }));
  const sum = element("span", {});
  const pair = element(
    "span",
    { class: "ll-pair" },
    patch.element,
    "\u00d7",
    kernel.element,
  );
  return {
    element: element("button", { type: "button", onclick }, pair, sum),
    draw({ values, weights }, patches, kernels, text, open) {
      patch.draw(values, patches);
      kernel.draw(weights, kernels);
      sum.textContent = text;
      this.element.setAttribute("aria-pressed", String(open));
    },
  };
}

/**
 * The working of a unit. `unit()` is the unit, `added()` how many addends have been
 * added, `add(count)` changes that, `whisper(text)` reads aloud. `refresh()` shows what
 * they say now, `pause()` stops the walk.
 */
export function createAddition({ layers, states, unit, added, add, whisper }) {
  const title = element("div", { class: "ll-layer-name" });
  const group = (name, className, ...children) =>
    element(
      "div",
      { class: className, role: "group", "aria-label": name },
      ...children,
    );
  const cardRow = group("Input maps", "ll-cards");
  const numbers = element("div", { class: "ll-product" });
  const said = element("div", { class: "ll-caption ll-said" });
  const result = element("table", { class: "ll-result" });
  let cards = [];
  let parts = [];
  let addendsInAll = [];
  let opened = 0; // the input map whose numbers are shown when all is added
  let timer = null;

  const button = (text, onclick) =>
    element("button", { type: "button", onclick }, text);
  const pause = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const walk = (by) => {
    const count = addendsInAll.length;
    const from = by > 0 && added() >= count ? 0 : added();
    const to = clamp(from + by, 0, count);
    if (to === count) pause();
    add(to);
  };
  const walkByHand = (by) => {
    pause();
    walk(by);
    refresh();
    whisper(said.textContent);
  };
  const play = button("Play", () => {
    if (timer) {
      pause();
      return;
    }
    timer = setInterval(() => walk(1), lessMotion() ? SLOW_PACE : PACE);
    play.textContent = "Pause";
    walk(1);
  });
  const scrub = element("input", {
    type: "range",
    min: "0",
    "aria-label": "Addends added",
    oninput() {
      pause();
      add(Number(scrub.value));
    },
    onkeydown: (event) => event.stopPropagation(),
  });
  const back = button("Back", () => walkByHand(-1));
  const forth = button("Step", () => walkByHand(1));
  const walker = group("Add up", "ll-walk", back, forth, play, scrub);

  const nameOf = ({ before, map }) =>
    before === "image" ? "input" : `${before} map ${map}`;
  const drawCards = (open, count, area) => {
    cardRow.hidden = parts.length < 2;
    if (cardRow.hidden) return;
    if (cards.length !== parts.length) {
      cards = parts.map((_, n) =>
        createCard(() => {
          pause();
          opened = n;
          add(addendsInAll.length);
          refresh();
        }),
      );
      cardRow.replaceChildren(...cards.map((card) => card.element));
    }
    const patches = symmetric(parts.flatMap(({ values }) => values));
    const kernels = symmetric(parts.flatMap(({ weights }) => weights));
    parts.forEach((part, n) => {
      const done = clamp(count - n * area, 0, area);
      const sum = done ? decimal(sumUp({}, part.products.slice(0, done)), 3) : "\u2026";
      cards[n].draw(part, patches, kernels, `${nameOf(part)}: ${sum}`, n === open);
    });
  };
  const drawNumbers = (part, current, done) => {
    const { top, left, side, values, weights, products } = part;
    const place = `rows ${top}\u2013${top + side - 1}, columns ${left}\u2013${left + side - 1}`;
    const look = part.before === "image" ? PIXELS : symmetric(values);
    const shown = weights ? values.length : done;
    const patch = numberGrid(`${nameOf(part)}, ${place}`, values, look, current, shown);
    numbers.replaceChildren(patch);
    if (!weights) return;
    numbers.append(
      element("span", {}, "\u00d7"),
      numberGrid("kernel", weights, symmetric(weights), current),
      element("span", {}, "="),
      numberGrid("products", products, symmetric(products), current, done),
    );
  };
  const refresh = () => {
    const chosen = unit();
    whole.hidden = chosen.layer === "image";
    if (whole.hidden) return;
    const layer = layers[chosen.layer];
    parts = addends(layers, states, chosen);
    addendsInAll = parts.flatMap(({ products }) => products);
    const { length } = addendsInAll;
    const area = parts[0].products.length;
    const count = clamp(added(), 0, length);
    const all = count === length;
    const place = placeOf(count, area);
    const [open, current] = all ? [clamp(opened, 0, parts.length - 1), -1] : place;
    const part = parts[open];
    const what = part.weights ? "products" : "states";
    const sum = sumUp(layer, addendsInAll.slice(0, count));
    const so = `${count} of ${length} ${what}`;

    title.textContent =
      chosen.layer === "C5"
        ? `How C5 unit ${chosen.map} gets its state`
        : `How the unit in ${chosen.layer} map ${chosen.map}, row ${chosen.row}, column ${chosen.column} gets its state`;
    drawCards(open, count, area);
    drawNumbers(part, current, clamp(count - open * area, 0, area));
    scrub.max = String(length);
    scrub.value = String(count);
    scrub.setAttribute("aria-valuetext", `${so}, sum ${decimal(sum, 3)}`);
    const [value, weight] = [part.values[current], part.weights?.[current]];
    const last = part.weights
      ? `${decimal(value ?? 0, 3)} \u00d7 ${decimal(weight ?? 0, 3)} = ${decimal((value ?? 0) * (weight ?? 0), 3)}`
      : decimal(value ?? 0, 3);
    said.textContent = current < 0 ? `${so} added` : `${so}: ${last} came last`;
    const lines = [
      [`${layer.reduction === "max" ? "largest" : "sum"} of ${so}`, sum],
      ...formula(layer, chosen.map, sum).map(([line, number]) => [
        line,
        all ? number : null,
      ]),
      ["state in the map", states[chosen.layer][indexOf(layer, chosen)]],
    ];
    const rows = lines.map(([line, number]) => {
      const text = number === null ? "\u2026" : decimal(number, 3);
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, line),
        element("td", {}, text),
      );
    });
    result.replaceChildren(element("tbody", {}, ...rows));
    table.refresh();
  };
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
    () => addendRows(layers[unit().layer], parts),
  );
  const whole = element(
    "div",
    { class: "ll-addition" },
    title,
    cardRow,
    numbers,
    walker,
    said,
    result,
    table.element,
  );
  return { element: whole, refresh, pause };
}

/** Where a unit stands in the states of its layer. */
export function indexOf({ size }, { map, row, column }) {
  return (map * size + row) * size + column;
}

/** Every addend with its place and its factors, and the sum so far. */
export function addendRows(layer, parts) {
  const added = [];
  return parts.flatMap(({ map, top, left, side, values, weights, products }) =>
    products.map((product, n) => {
      added.push(product);
      const place = [map, top + Math.floor(n / side), left + (n % side)];
      const weight = weights ? decimal(weights[n], 4) : "\u2013";
      const sum = sumUp(layer, added);
      return [
        added.length,
        ...place,
        decimal(values[n], 4),
        weight,
        decimal(product, 4),
        decimal(sum, 4),
      ];
    }),
  );
}
