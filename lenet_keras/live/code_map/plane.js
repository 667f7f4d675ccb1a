// The plane around the codes: where states lie on it, and what is drawn there.

import { element, svg } from "../js/element.js";
import { range, stretch } from "../js/numbers.js";
import { ALONG, chooseUnits } from "../js/pointing.js";

const WIDE = 600; // of the drawing, in its own units
const CLOUD_LEVELS = 255; // of a place in the cloud
const REACH = 45; // how near the pointer must come to a digit

/** Where states lie on the plane; `origin` and the axes follow one another in `plane`. */
export function project(states, plane) {
  const [origin, ...axes] = range(3).map((n) => stretch(plane, n, states.length));
  return axes.map((axis) =>
    axis.reduce((sum, part, unit) => sum + part * (states[unit] - origin[unit]), 0),
  );
}

/** A place in the drawing, whose top is at zero. */
export function drawnAt([x, y], [left, right, , top]) {
  const scale = WIDE / (right - left);
  return [scale * (x - left), scale * (top - y)];
}

/** The places of a cloud in the drawing, one path of points without length. */
export function cloudPath(cloud, ends) {
  const [left, right, bottom, top] = ends;
  const points = range(cloud.length / 2).map((n) => {
    const x = left + (cloud[2 * n] / CLOUD_LEVELS) * (right - left);
    const y = bottom + (cloud[2 * n + 1] / CLOUD_LEVELS) * (top - bottom);
    const [across, down] = drawnAt([x, y], ends);
    return `M${across.toFixed(1)} ${down.toFixed(1)}h0`;
  });
  return points.join("");
}

/** The number of the nearest place that is near enough; `null` if none is. */
export function nearestPlace(places, [x, y], reach = REACH) {
  let [nearest, least] = [null, reach];
  places.forEach((place, n) => {
    const far = place ? Math.hypot(place[0] - x, place[1] - y) : Infinity;
    if (far <= least) [nearest, least] = [n, far];
  });
  return nearest;
}

/** Marks that stand at places: a text at each. */
function createMarks(className, texts) {
  const marks = texts.map((text) => svg("text", { visibility: "hidden" }, text));
  return {
    element: svg("g", { class: className }, ...marks),
    place(n, [x, y]) {
      marks[n].setAttribute("visibility", "visible");
      marks[n].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    },
    toggle: (n, name, on) => marks[n].classList.toggle(name, on),
  };
}

/**
 * The map of digits with these labels: `onpoint(n)` hears which one is pointed at, `null`
 * for none, and `ontake(n)` which one is chosen; `chosen()` says it.
 */
export function createPlane({ labels, classes, ends, cloud, onpoint, ontake, chosen }) {
  const [left, right, bottom, top] = ends;
  const tall = (WIDE * (top - bottom)) / (right - left);
  const digits = createMarks("ll-places", labels.map(String));
  const codes = createMarks("ll-code-places", range(classes).map(String));
  const way = svg("polyline", { class: "ll-way" });
  const here = svg("circle", { class: "ll-here", r: 11 });
  const pointed = svg("circle", { class: "ll-pointed", r: 13, visibility: "hidden" });
  const path = svg("path", { class: "ll-cloud", d: cloudPath(cloud, ends) });
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDE} ${tall.toFixed(0)}`, "aria-hidden": "true" },
    ...[path, digits.element, way, codes.element, pointed, here],
  );
  const name =
    `Map of the drawings of F6: ${labels.length} digits around ${classes} codes. ` +
    "Arrow keys lead from digit to digit";
  const box = element(
    "div",
    { class: "ll-plane", tabindex: "0", role: "application", "aria-label": name },
    picture,
  );
  const places = labels.map(() => null);
  const move = (circle, [x, y]) => {
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
  };
  const point = (n) => {
    pointed.setAttribute("visibility", n === null ? "hidden" : "visible");
    if (n !== null && places[n]) move(pointed, places[n]);
    onpoint(n);
  };
  chooseUnits(box, {
    under(event) {
      const edges = picture.getBoundingClientRect();
      const scale = WIDE / edges.width;
      const at = [event.clientX - edges.left, event.clientY - edges.top];
      return nearestPlace(
        places,
        at.map((length) => scale * length),
      );
    },
    at: chosen,
    lead: (key) =>
      key in ALONG
        ? { n: (chosen() + ALONG[key] + labels.length) % labels.length }
        : null,
    point,
    take(unit) {
      if (unit === null) return;
      point(null);
      ontake(unit.n ?? unit);
    },
    leave: () => point(null),
  });
  return {
    element: box,
    /** Where a digit or a code lies. */
    place(n, at, wrong) {
      places[n] = drawnAt(at, ends);
      digits.place(n, places[n]);
      digits.toggle(n, "ll-wrong", wrong);
    },
    placeCode: (n, at) => codes.place(n, drawnAt(at, ends)),
    showWay(path) {
      const points = path.map((at) => drawnAt(at, ends).map((one) => one.toFixed(1)));
      way.setAttribute("points", points.join(" "));
    },
    showHere: (at) => move(here, drawnAt(at, ends)),
  };
}
