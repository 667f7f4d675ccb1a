// Pictures that come from outside, by file, camera, paste or drop, and one that goes there.

import { button, element } from "../js/element.js";
import { createCamera } from "./camera.js";
import { readPicture } from "./paper.js";

/** The first picture among what was pasted, if there is one. */
export function pastedPicture(clipboard) {
  const files = [...(clipboard?.files ?? [])];
  return files.find(({ type }) => type.startsWith("image/"));
}

/**
 * Opens pictures: `show(paper)` gets them, `notice` the words why one is none. Gives the
 * `tools`, what to press for a file and for a camera, and the `finder` of the camera.
 */
export function createOpener({ el, signal }, notice, show) {
  const say = (words) => {
    notice.textContent = words;
  };
  const open = async (file) => {
    if (!file) return;
    say("");
    try {
      show(await readPicture(file));
    } catch (error) {
      say(error.message);
    }
  };
  const choose = (words, className, attributes) => {
    const chooser = element("input", {
      type: "file",
      accept: "image/*",
      class: "ll-heard",
      onchange: () => {
        open(chooser.files[0]);
        chooser.value = ""; // the same file can be opened again
      },
      ...attributes,
    });
    return element("label", { class: className }, words, chooser);
  };
  el.addEventListener("paste", (event) => {
    const picture = pastedPicture(event.clipboardData);
    if (!picture) return;
    event.preventDefault();
    open(picture);
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
  const camera = createCamera(open, say, signal);
  return {
    tools: [
      choose("Open picture", "ll-open"),
      choose("Take photograph", "ll-open ll-camera", { capture: "environment" }),
      ...camera.tools,
    ],
    finder: camera.element,
  };
}

/** A button that saves what a canvas shows. */
export function createSaver(canvas) {
  return button("Save drawing", () => {
    const href = canvas.toDataURL("image/png");
    element("a", { href, download: "digit.png" }).click();
  });
}
