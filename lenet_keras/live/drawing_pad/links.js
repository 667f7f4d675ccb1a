// Links that bring back a drawing.

import { button, element } from "../js/element.js";
import { decodeDrawing, drawingInHash, drawingLink, pictureOf } from "./drawing.js";
import { newPaper } from "./paper.js";

/**
 * A button that copies a link to `drawing()`, and the field that shows it; `restore()`
 * puts the drawing on the pad that the address of the page holds, if it does.
 */
export function createLinks(pad, notice, drawing) {
  const address = element("input", {
    class: "ll-address",
    readonly: true,
    hidden: true,
    "aria-label": "Link to this drawing",
    onfocus: () => address.select(),
  });
  const copy = async () => {
    address.value = drawingLink(location.href, drawing());
    address.hidden = false;
    try {
      await navigator.clipboard.writeText(address.value);
      notice.textContent = "The link is copied. It brings back this drawing.";
    } catch {
      address.focus();
      notice.textContent = "Copy this link. It brings back this drawing.";
    }
  };
  return {
    address,
    button: button("Copy link", copy),
    restore() {
      const text = drawingInHash(location.hash);
      if (text === null) return;
      const found = decodeDrawing(text);
      if (!found) notice.textContent = "The link holds no drawing that can be read.";
      else if (found.strokes) pad.show(null, found.strokes);
      else pad.show(newPaper(pictureOf(found.image)));
    },
  };
}
