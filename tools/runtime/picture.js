// Makes a picture of a part of the page; loaded when a reader wants one.

import { toPng } from "html-to-image";

// What style sheets say of shapes.
const LOOK = [
  "color",
  "display",
  "fill",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-weight",
  "opacity",
  "stroke",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
  "vector-effect",
  "visibility",
];

/** Gives a shape as its own the look that it has; what puts back how it was. */
function keepLook(shape) {
  const before = shape.getAttribute("style");
  const look = getComputedStyle(shape);
  for (const name of LOOK) shape.style.setProperty(name, look.getPropertyValue(name));
  return () => {
    if (before === null) shape.removeAttribute("style");
    else shape.setAttribute("style", before);
  };
}

// html-to-image copies the look of elements, and of an SVG not that of its shapes.
window.livePicture = async (part, options) => {
  const putBack = [...part.querySelectorAll("svg *")].map(keepLook);
  try {
    return await toPng(part, options);
  } finally {
    for (const put of putBack) put();
  }
};
