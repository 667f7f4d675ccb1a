// The paper on the drawing pad: white, or a picture; and what is drawn on it.

import { element } from "../js/element.js";
import { PAD, padToPaper } from "./drawing.js";
import { groundOf } from "./normalise.js";

const LARGEST = 1024; // pixels; a larger picture is reduced when it is opened
const SVG = "image/svg+xml";
const SVG_SIDE = 512; // pixels of the longer side

/** Paints paper and strokes; the canvas takes the size of the paper. */
export function paintPaper(context, { paper, strokes }) {
  const { canvas } = context;
  canvas.width = paper?.width ?? PAD; // this also wipes it
  canvas.height = paper?.height ?? PAD;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (paper) context.drawImage(paper, 0, 0);
  const { scale, x, y } = padToPaper(canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, x, y);
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { width, erase, points } of strokes) {
    context.strokeStyle = erase ? "white" : "black";
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(points[0] - 0.01, points[1]); // a line of no length leaves no dot
    for (let n = 0; n < points.length; n += 2) context.lineTo(points[n], points[n + 1]);
    context.stroke();
  }
}

/** Paper with a picture on it, an image of MNIST or whatever a canvas can draw. */
export function newPaper(source, width = source.width, height = source.height) {
  const paper = element("canvas", { width, height });
  const context = paper.getContext("2d");
  if (source.data) {
    context.putImageData(new ImageData(source.data, width, height), 0, 0);
  } else {
    context.imageSmoothingQuality = "high";
    context.drawImage(source, 0, 0, width, height);
  }
  return paper;
}

/** Paper with what a file or a video shows; an Error tells of one that shows nothing. */
export async function readPicture(file) {
  let picture;
  try {
    picture = file.type === SVG ? await imageOf(file) : await createImageBitmap(file);
  } catch {
    throw new Error(
      "Expected a picture that this browser can read, such as PNG or JPEG. " +
        `Received: ${file.name || "a file"}${file.type ? ` (${file.type})` : ""}`,
    );
  }
  const factor = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const side = (length) => Math.max(1, Math.round(factor * length));
  return onGround(newPaper(picture, side(picture.width), side(picture.height)));
}

/** Lays a picture that is seen through on white or on black, as it asks for. */
function onGround(paper) {
  const { width, height } = paper;
  const context = paper.getContext("2d");
  const { data } = context.getImageData(0, 0, width, height);
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = groundOf(data) ? "white" : "black";
  context.fillRect(0, 0, width, height);
  return paper;
}

/** An SVG has no pixels of its own: an image element draws it at any size. */
async function imageOf(file) {
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  const [width, height] = [image.naturalWidth || 1, image.naturalHeight || 1];
  const factor = SVG_SIDE / Math.max(width, height);
  image.width = factor * width;
  image.height = factor * height;
  return image;
}
