// The whole network as one object: columns of maps, and the wires between them.

import { div, element, head, svg } from "../js/element.js";
import { createPicture, picturesOf } from "../js/map.js";
import { stretch } from "../js/numbers.js";
import { takeKeys } from "../js/pointing.js";
import {
  COLUMNS,
  curve,
  keyOf,
  litBy,
  nodeByKey,
  nodeInWords,
  wiresOf,
} from "./wires.js";

const SUMMARIES = {
  C1: "6 maps",
  S2: "6",
  C3: "16, each sees some",
  S4: "16",
  C5: "120",
  F6: "84",
};

/** A column: its name and its maps, each a picture whose units can be pointed at. */
function createColumn(layers, layer) {
  const nodes = picturesOf(layers[layer]).map(({ map, rows, columns, length }) => ({
    layer,
    map,
    columns,
    length,
    picture: createPicture({ rows, columns }),
  }));
  const pictures = nodes.map(({ picture }) => picture.element);
  return {
    nodes,
    element: div(
      `ll-column-of ll-of-${layer}`,
      head(layer, SUMMARIES[layer]),
      div("ll-nodes", ...pictures),
    ),
  };
}

/**
 * The wires as SVG under the maps; `boxOf(node)` is the element of a node. Upright, the
 * network begins below all of `top`.
 */
function createWires(layers, boxOf, top) {
  const wires = wiresOf(layers);
  const paths = wires.map(() => svg("path", {}));
  const lit = svg("g", { class: "ll-lit" });
  const quiet = svg("g", {}, ...paths);
  return {
    wires,
    element: svg("svg", { class: "ll-wires", "aria-hidden": "true" }, quiet, lit),
    place(stage) {
      const edges = stage.getBoundingClientRect();
      const upright =
        getComputedStyle(stage).getPropertyValue("--upright").trim() === "1";
      const bottomOf = (part) => part.getBoundingClientRect().bottom - edges.top;
      const lowest = Math.max(...top.map(bottomOf));
      const within = (node) => {
        const box = boxOf(node).getBoundingClientRect();
        return {
          left: box.left - edges.left,
          right: box.right - edges.left,
          top: box.top - edges.top,
          bottom: upright && node.layer === "image" ? lowest : box.bottom - edges.top,
        };
      };
      // All boxes are read before the first path is written: one layout, not a hundred.
      const ways = wires.map(({ from, to }) => {
        // Upright, the answer stands above the network, beside the input.
        const away = upright && to.layer === "output";
        return away ? "" : curve(within(from), within(to), upright);
      });
      for (const [n, way] of ways.entries()) paths[n].setAttribute("d", way);
    },
    light(numbers) {
      for (const [n, path] of paths.entries()) {
        (numbers.has(n) ? lit : quiet).append(path);
      }
    },
  };
}

/**
 * The stage. `point(node, unit)` hears of a unit under the pointer or, `null`, of none;
 * `choose(node, unit)` that one was clicked. `input` and `answer` are the first and the
 * last column. `draw(states, look)` colours the maps; `light(node, unit)` shows whence a
 * node comes and where it leads, and, with a unit, dims the others; `place()` lays the
 * wires anew.
 */
export function createStage(layers, input, answer, { at, point, choose }) {
  const columns = COLUMNS.slice(1, -1).map((layer) => createColumn(layers, layer));
  const nodes = columns.flatMap((column) => column.nodes);
  const boxes = new Map(nodes.map((node) => [keyOf(node), node.picture.box]));
  boxes.set("image 0", input.box).set("output 0", answer);
  const boxOf = (node) => boxes.get(keyOf(node));
  const wires = createWires(layers, boxOf, [input.element, answer]);
  const net = element(
    "div",
    {
      class: "ll-net",
      role: "application",
      "aria-roledescription": "network",
      "aria-label":
        "All maps of the network. Arrow keys go from map to map, Enter opens the sum of a unit",
      tabindex: "0",
    },
    ...columns.map((column) => column.element),
  );
  const stage = div("ll-stage", wires.element, input.element, net, answer);
  for (const node of nodes) {
    const { box } = node.picture;
    const under = (event) => {
      const [row, column] = node.picture.under(event);
      return row * node.columns + column;
    };
    box.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") point(node, under(event));
    });
    box.addEventListener("pointerleave", () => point(null));
    box.addEventListener("click", (event) => choose(node, under(event)));
  }
  const middle = ({ layer, map }) => {
    const { columns: across, length } = nodes.find(
      (node) => node.layer === layer && node.map === map,
    );
    return Math.floor(length / across / 2) * across + Math.floor(across / 2);
  };
  takeKeys(net, (key) => {
    if (key === "Enter" || key === " ") {
      choose(at(), middle(at()));
      return true;
    }
    const next = nodeByKey(layers, key, at());
    if (next) point(next, middle(next));
    return next;
  });
  net.addEventListener("blur", () => point(null));
  net.addEventListener("focus", () => {
    if (net.matches(":focus-visible")) point(at(), middle(at()));
  });
  let lit; // the node that is lit, `undefined` or `null` if none is
  const relight = (node) => {
    lit?.picture.mark();
    lit = node;
    const numbers = node ? litBy(wires.wires, node) : new Set();
    const touched = new Set();
    for (const n of numbers) {
      touched.add(keyOf(wires.wires[n].from)).add(keyOf(wires.wires[n].to));
    }
    wires.light(numbers);
    for (const other of nodes) {
      const { box } = other.picture;
      box.classList.toggle("ll-touched", touched.has(keyOf(other)));
      box.classList.toggle("ll-chosen", other === node);
    }
  };
  return {
    element: stage,
    place: () => wires.place(stage),
    draw(states, look) {
      for (const { layer, map, length, picture } of nodes) {
        picture.draw(stretch(states[layer], map, length), look);
      }
    },
    light(node, unit) {
      const it = node && nodes.find((other) => keyOf(other) === keyOf(node));
      if (it !== lit) relight(it);
      const isPointed = Boolean(it) && unit != null;
      stage.classList.toggle("ll-lighted", isPointed);
      if (!isPointed) return;
      it.picture.mark(Math.floor(unit / it.columns), unit % it.columns);
    },
    words: (node) => nodeInWords(layers, node),
  };
}
