// The graph of the three weights as SVG: modules, lines, numbers beside the lines.

import { div, svg } from "../js/element.js";

const MODULES = ["u\u00b7x + b", "f(a)", "v\u00b7h", "(y \u2212 t)\u00b2"];
const APART = 3; // from the middle of a line to each of its two arrows
const BARB = [8, 4]; // back along the line, and to each side

/**
 * Where all stands: the middles of the modules, their size, and for each line its two
 * ends, then the place of its number and of its derivative, with the anchor of both.
 */
export const LYING = {
  className: "ll-lying",
  size: [890, 200],
  box: [76, 48],
  modules: [
    [150, 150],
    [340, 150],
    [530, 150],
    [720, 150],
  ],
  lines: {
    x: [[10, 150], [112, 150], [58, 138], null, "middle"],
    a: [[188, 150], [302, 150], [245, 138], [245, 174], "middle"],
    h: [[378, 150], [492, 150], [435, 138], [435, 174], "middle"],
    y: [[568, 150], [682, 150], [625, 138], [625, 174], "middle"],
    E: [[758, 150], [880, 150], [822, 138], null, "middle"],
    u: [[135, 42], [135, 126], [128, 34], [124, 90], "end"],
    b: [[165, 42], [165, 126], [172, 34], [176, 90], "start"],
    v: [[530, 42], [530, 126], [530, 34], [541, 90], "start"],
    t: [[720, 42], [720, 126], [720, 34], null, "middle"],
  },
};
export const UPRIGHT = {
  className: "ll-upright",
  size: [340, 410],
  box: [88, 40],
  modules: [
    [92, 72],
    [92, 164],
    [92, 256],
    [92, 348],
  ],
  lines: {
    x: [[92, 4], [92, 52], [82, 26], null, "end"],
    a: [[92, 92], [92, 144], [82, 122], [104, 122], "side"],
    h: [[92, 184], [92, 236], [82, 214], [104, 214], "side"],
    y: [[92, 276], [92, 328], [82, 306], [104, 306], "side"],
    E: [[92, 368], [92, 406], [104, 394], null, "start"],
    u: [[188, 62], [136, 62], [194, 50], [194, 67], "start"],
    b: [[188, 88], [136, 88], [194, 90], [194, 107], "start"],
    v: [[188, 256], [136, 256], [194, 251], [194, 268], "start"],
    t: [[188, 348], [136, 348], [194, 353], null, "start"],
  },
};

/** An arrow that keeps to the right of the line from one point to another. */
export function arrowBeside([x1, y1], [x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [along, across] = [(x2 - x1) / length, (y2 - y1) / length];
  const [right, down] = [-across * APART, along * APART];
  const tip = [x2 + right, y2 + down];
  const barb = (side) =>
    `L${tip[0] - BARB[0] * along - side * BARB[1] * across} ` +
    `${tip[1] - BARB[0] * across + side * BARB[1] * along}`;
  return (
    `M${x1 + right} ${y1 + down}L${tip.join(" ")}${barb(1)}` +
    `M${tip.join(" ")}${barb(-1)}`
  );
}

/** A text beside a line; "side" puts numbers left of it and derivatives right. */
function createText(place, anchor, className) {
  const [x, y] = place;
  const side = className === "ll-value" ? "end" : "start";
  return svg("text", {
    x,
    y,
    class: className,
    "text-anchor": anchor === "side" ? side : anchor,
  });
}

/** The graph in one of the two layouts; `draw(scene)` writes what is known. */
export function createGraph({ className, size, box, modules, lines }) {
  const boxes = modules.map(([x, y], n) =>
    svg(
      "g",
      { class: "ll-module" },
      svg("rect", {
        x: x - box[0] / 2,
        y: y - box[1] / 2,
        width: box[0],
        height: box[1],
        rx: 6,
      }),
      svg("text", { x, y: y + 5, "text-anchor": "middle" }, MODULES[n]),
    ),
  );
  const drawn = Object.entries(lines).map(
    ([name, [from, to, value, back, anchor]]) => ({
      name,
      forward: svg("path", { class: "ll-forward", d: arrowBeside(from, to) }),
      value: createText(value, anchor, "ll-value"),
      backward: back && svg("path", { class: "ll-backward", d: arrowBeside(to, from) }),
      derivative: back && createText(back, anchor, "ll-derivative"),
    }),
  );
  const parts = drawn.flatMap(({ forward, value, backward, derivative }) =>
    backward ? [forward, backward, value, derivative] : [forward, value],
  );
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${size.join(" ")}`, "aria-hidden": "true" },
    ...parts,
    ...boxes,
  );
  return {
    element: div(`ll-graph ${className}`, picture),
    draw({ values, derivatives, active, isBack }) {
      for (const { name, forward, value, backward, derivative } of drawn) {
        value.textContent = values[name] ?? "";
        forward.classList.toggle("ll-known", name in values);
        if (!backward) continue;
        derivative.textContent = derivatives[name] ?? "";
        backward.classList.toggle("ll-known", name in derivatives);
      }
      boxes.forEach((one, n) => {
        one.classList.toggle("ll-active", n === active && !isBack);
        one.classList.toggle("ll-active-back", n === active && isBack);
      });
    },
  };
}
