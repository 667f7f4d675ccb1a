// Draw a digit, or open a picture of one, and see what the network makes of it.

import { element } from "../js/element.js";
import { MNIST_SIDE, prepare } from "../js/images.js";
import { createLayers } from "../js/layers.js";
import { createPicture } from "../js/map.js";
import { decimal } from "../js/numbers.js";
import { createBars, createTable, createTeller } from "../js/ui.js";
import { listen, oncePerFrame } from "../js/view.js";
import { decodeDrawing, drawingInHash, drawingLink, pictureOf } from "./drawing.js";
import { normaliseDigit, reduceDigit } from "./normalise.js";
import { createPad } from "./pad.js";
import { newPaper, readPicture } from "./paper.js";

const PIXELS = { low: 0, high: 255, colours: "ink" };
const SCALES = ["network", "layer", "map"]; // of the trait `colours`
const ERASER = 1; // of the trait `tool`: 0 is the pen

/** The answer, the second best, and whether the margin between them is enough. */
export function answerInWords(output, [best, second], rbf, threshold) {
  const [what, digits] = rbf ? ["penalty", 1] : ["probability", 3];
  const words =
    `Answer ${best}, ${what} ${decimal(output[best], digits)}; next comes ${second} ` +
    `with ${decimal(output[second], digits)}.`;
  if (threshold == null) return words;
  const margin = Math.abs(output[second] - output[best]);
  const [verb, verdict] =
    margin < threshold ? ["is below", "rejected"] : ["reaches", "accepted"];
  return (
    `${words} The margin of ${decimal(margin, digits)} ${verb} the threshold of ` +
    `${decimal(threshold, digits)}: ${verdict}.`
  );
}

async function render({ model, el, host, signal }) {
  const { exports: network } = await host.getWidget(model.get("network"));
  const { layers } = network;
  const rbf = layers.output.kind === "rbf";
  const measure = rbf ? "penalty" : "probability";
  const states = network.newStates();
  const blank = new Uint8Array(MNIST_SIDE * MNIST_SIDE);
  let image = blank; // what the network receives

  const teller = createTeller();
  const notice = element("div", { class: "ll-caption ll-notice", role: "status" });
  const pad = createPad({
    pen: () => ({ width: model.get("stroke"), erase: model.get("tool") === ERASER }),
    onchange: () => redraw(),
    whisper: teller.whisper,
  });
  const received = createPicture({
    rows: MNIST_SIDE,
    columns: MNIST_SIDE,
    className: "ll-received",
    role: "img",
    "aria-label": "What the network receives, 28 by 28 pixels",
  });
  const bars = createBars(
    Array.from({ length: layers.output.maps }, (_, n) => String(n)),
    rbf ? "Penalties (small is good)" : "Probabilities",
  );
  const table = createTable(
    rbf ? "Penalties as a table" : "Probabilities as a table",
    ["class", measure],
    () => Array.from(states.output, (value, n) => [n, decimal(value, 3)]),
  );
  const maps = createLayers(layers, teller.whisper);
  const everything = element(
    "details",
    { ontoggle: () => redraw() },
    element("summary", {}, "All maps of the network"),
    maps.element,
  );

  const draw = () => {
    const picture = pad.paint();
    let trouble = pad.isEmpty ? "Nothing is drawn yet." : "";
    image = blank;
    if (!trouble) {
      try {
        image = (model.get("normalise") ? normaliseDigit : reduceDigit)(picture);
      } catch (error) {
        trouble = error.message;
      }
    }
    network.forward(prepare(image), states);
    received.draw(image, PIXELS);
    const ranking = network.ranking(states.output);
    bars.set(states.output, ranking[0], rbf ? undefined : 1);
    table.refresh();
    if (everything.open) maps.draw(states, SCALES[model.get("colours")]);
    if (trouble) {
      const answer = `${ranking[0]}, ${measure} ${decimal(states.output[ranking[0]], 1)}`;
      teller.tell(`${trouble} Of empty paper the network says ${answer}.`);
    } else {
      const threshold = model.get("threshold");
      teller.tell(answerInWords(states.output, ranking, rbf, threshold));
    }
  };
  const redraw = oncePerFrame(draw);

  const button = (name, onclick) =>
    element("button", { type: "button", onclick }, name);
  const open = async (file) => {
    if (!file) return;
    notice.textContent = "";
    try {
      pad.show(await readPicture(file));
    } catch (error) {
      notice.textContent = error.message;
    }
  };
  const chooser = element("input", {
    type: "file",
    accept: "image/*",
    class: "ll-heard",
    onchange: () => {
      open(chooser.files[0]);
      chooser.value = ""; // the same file can be opened again
    },
  });
  const save = () => {
    const href = pad.canvas.toDataURL("image/png");
    element("a", { href, download: "digit.png" }).click();
  };
  const address = element("input", {
    class: "ll-address",
    readonly: true,
    hidden: true,
    "aria-label": "Link to this drawing",
    onfocus: () => address.select(),
  });
  const copy = async () => {
    const drawing = pad.hasPaper ? { image } : { strokes: pad.strokes };
    address.value = drawingLink(location.href, drawing);
    address.hidden = false;
    try {
      await navigator.clipboard.writeText(address.value);
      notice.textContent = "The link is copied. It brings back this drawing.";
    } catch {
      address.focus();
      notice.textContent = "Copy this link. It brings back this drawing.";
    }
  };
  const restore = () => {
    const text = drawingInHash(location.hash);
    if (text === null) return;
    const drawing = decodeDrawing(text);
    if (!drawing) notice.textContent = "The link holds no drawing that can be read.";
    else if (drawing.strokes) pad.show(null, drawing.strokes);
    else pad.show(newPaper(pictureOf(drawing.image)));
  };

  const images = bytesOf(model.get("images"));
  const examples = model.get("names").map((name, n) => {
    const ink = images.subarray(n * MNIST_SIDE ** 2, (n + 1) * MNIST_SIDE ** 2);
    const picture = createPicture({ rows: MNIST_SIDE, columns: MNIST_SIDE });
    picture.draw(ink, PIXELS);
    const start = () => pad.show(newPaper(pictureOf(ink)));
    const label = `Start from test digit ${name}`;
    const attributes = { type: "button", class: "ll-example", "aria-label": label };
    return element("button", { ...attributes, onclick: start }, picture.element);
  });

  const pasted = ({ clipboardData }) =>
    [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
  el.addEventListener("paste", (event) => {
    if (!pasted(event)) return;
    event.preventDefault();
    open(pasted(event));
  });
  el.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  el.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    open(event.dataTransfer.files[0]);
  });

  // In a frame of its own, as VS Code and Colab show it, a figure has no useful address.
  const links = window.parent === window ? [button("Copy link", copy)] : [];
  const tools = (...children) => element("div", { class: "ll-tools" }, ...children);
  el.classList.add("ll-figure", "ll-drawing-pad");
  el.append(
    element(
      "div",
      { class: "ll-columns" },
      element(
        "div",
        { class: "ll-paper" },
        pad.element,
        teller.element, // below the pad, which must not move while someone draws
        tools(button("Undo", pad.undo), button("Clear", pad.clear)),
      ),
      element(
        "div",
        { class: "ll-seen" },
        element("div", { class: "ll-layer-name" }, "What the network receives"),
        received.element,
        bars.element,
      ),
    ),
    tools(
      element("label", { class: "ll-open" }, "Open picture", chooser),
      button("Save picture", save),
      ...links,
    ),
    notice,
    address,
    element("div", { class: "ll-caption" }, "or start from a test digit:"),
    tools(...examples),
    element("p", { class: "ll-hint" }, model.get("hint")),
    table.element,
    everything,
  );
  listen(model, ["normalise", "colours"], redraw, signal);
  window.addEventListener("hashchange", restore, { signal });
  restore();
  draw();
}

/** Bytes of a trait that came as a DataView. */
function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

export default { render };
