// A drawing in the trait `drawing` of a figure: a link or a reload brings it back.

import { decodeDrawing, encodeDrawing, pictureOf } from "./drawing.js";
import { newPaper } from "./paper.js";

/** What a link holds of a pad: strokes, or of a picture what the network receives. */
function textOf(pad, { image, trouble }) {
  const strokes = pad.strokes();
  if (pad.hasPaper()) return trouble ? "" : encodeDrawing({ image });
  return strokes.length ? encodeDrawing({ strokes }) : "";
}

/**
 * Lets the trait follow the pad, and the pad the trait: `keep(seen)` when a drawing has
 * been read, `restore()` when the pad can be drawn on. `refuse(words)` hears of a text
 * that holds no drawing.
 */
export function followDrawing(view, pad, refuse = () => {}) {
  let known = "";
  const restore = () => {
    const text = view.value("drawing");
    if (text === known) return;
    known = text;
    const found = text ? decodeDrawing(text) : { strokes: [] };
    if (!found) refuse("The link holds no drawing that can be read.");
    else if (found.image) pad.show(newPaper(pictureOf(found.image)));
    else pad.show(null, found.strokes);
  };
  view.on(["drawing"], restore);
  return {
    restore,
    keep(seen) {
      if (pad.isDrawing()) return;
      known = textOf(pad, seen);
      view.set({ drawing: known });
    },
  };
}
