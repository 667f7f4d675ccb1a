// The landscape with the way down it, and the start that a reader drags.

import { svg } from "../js/element.js";
import { createPicture } from "../js/map.js";
import { clamp, decimal } from "../js/numbers.js";
import { drag, focusByPointer, step, takeKeys } from "../js/pointing.js";
import { BAND_SCALE, bandsOf, END, isInside } from "./landscape.js";

const SIDE_OF_PICTURE = 201; // points
const KEYS = 40; // places to each side of 0 that the arrow keys reach
const FAR = 40; // as long is the line that leaves the picture

/** The start to which a key leads, or null: a twentieth of a weight for each press. */
export function startByKey(key, { u, v }) {
  const place = (weight) => Math.round((KEYS * weight) / END) + KEYS;
  if (key === "Home" || key === "End") return null;
  const next = step(key, [place(-v), place(u)], 2 * KEYS + 1, 2 * KEYS + 1);
  const weight = (place) => (END * (place - KEYS)) / KEYS;
  return next && { u: weight(next[1]), v: -weight(next[0]) || 0 };
}

/** The part of a path that is drawn: what follows its first point far outside is left out. */
export function drawnPath(path) {
  const end = path.findIndex((weights) => weights.some((one) => Math.abs(one) > FAR));
  if (end < 1) return path;
  const [from, to] = [path[end - 1], path[end]];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const short = from.map((weight, n) => weight + (FAR * (to[n] - weight)) / length);
  return [...path.slice(0, end), short];
}

/** The picture: `draw(path)`; `onstart({u, v})` is told where the start is put. */
export function createWayDown({ values, set }, patterns) {
  const picture = createPicture({
    rows: SIDE_OF_PICTURE,
    columns: SIDE_OF_PICTURE,
    className: "ll-landscape",
    role: "application",
    "aria-roledescription": "landscape of the loss",
    tabindex: "0",
  });
  const { box } = picture;
  const line = svg("polyline", { class: "ll-path" });
  const dots = svg("g", { class: "ll-dots" });
  const hold = svg("circle", { class: "ll-hold", r: 0.28 });
  const start = svg("circle", { class: "ll-start", r: 0.075 });
  const viewBox = `${-END} ${-END} ${2 * END} ${2 * END}`;
  box.append(svg("svg", { viewBox, "aria-hidden": "true" }, line, dots, start, hold));
  const put = ({ clientX, clientY }) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    const weight = (part) => Math.round(100 * END * clamp(2 * part - 1, -1, 1)) / 100;
    set({ u: weight((clientX - left) / width), v: -weight((clientY - top) / height) });
  };
  drag(box, {
    begin(event) {
      // A finger scrolls the page, unless it takes hold of the start; its tap is a click.
      if (event.pointerType !== "mouse" && event.target !== hold) return null;
      const before = values(["u", "v"]);
      focusByPointer(box);
      put(event);
      return before;
    },
    move: put,
    cancel: set,
  });
  box.addEventListener("click", put);
  takeKeys(box, (key) => {
    const next = startByKey(key, values(["u", "v"]));
    if (next) set(next);
    return next;
  });
  const bands = bandsOf(patterns, SIDE_OF_PICTURE);
  const at = ([u, v]) => `${u},${-v}`;
  return {
    element: picture.element,
    draw(path) {
      picture.draw(bands, BAND_SCALE);
      line.setAttribute("points", drawnPath(path).map(at).join(" "));
      dots.replaceChildren(
        ...path
          .slice(1)
          .filter(isInside)
          .map(([u, v]) => svg("circle", { cx: u, cy: -v, r: 0.03 })),
      );
      const [[u, v]] = path;
      for (const one of [start, hold]) {
        one.setAttribute("cx", u);
        one.setAttribute("cy", -v);
      }
      const place = `u ${decimal(u)}, v ${decimal(v)}`;
      box.setAttribute("aria-label", `Start at ${place}. Arrow keys move it`);
    },
  };
}
