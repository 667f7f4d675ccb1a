// Pictures that come from outside, by file, paste or drop, and one that goes there.

import { button, element } from "../js/element.js";
import { readPicture } from "./paper.js";

/** The first picture among what was pasted, if there is one. */
export function pastedPicture(clipboard) {
  const files = [...(clipboard?.files ?? [])];
  return files.find(({ type }) => type.startsWith("image/"));
}

/**
 * Opens pictures: `show(paper)` gets them, `notice` the words why one is none. Gives what
 * to press: for a file, and on a phone for its camera.
 */
export function createOpener(el, notice, show) {
  const open = async (file) => {
    if (!file) return;
    notice.textContent = "";
    try {
      show(await readPicture(file));
    } catch (error) {
      notice.textContent = error.message;
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
  return [
    choose("Open picture", "ll-open"),
    choose("Take photograph", "ll-open ll-camera", { capture: "environment" }),
  ];
}

/** A button that saves what a canvas shows. */
export function createSaver(canvas) {
  return button("Save drawing", () => {
    const href = canvas.toDataURL("image/png");
    element("a", { href, download: "digit.png" }).click();
  });
}
