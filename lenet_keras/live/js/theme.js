// Whether a figure stands on a dark ground, in the book, in JupyterLab or elsewhere.
//
//   dyed(look)                         the look, by night on a dark ground
//   followTheme(el, change, signal)    `change()` is called when the ground has changed
//   canvas.addEventListener(REPAINT, paint)      for what is drawn once: it is told too

import { byNight, luminance } from "./colours.js";

export const REPAINT = "repaint";
let night = false; // of the page on which the figure stands

/** Whether the ground of an element is dark. */
export function isDark(el) {
  const channels = getComputedStyle(el).backgroundColor.match(/[\d.]+/g);
  return channels ? luminance(channels.slice(0, 3).map(Number)) < 0.18 : false;
}

/** A look as it is drawn now, by day or by night. */
export function dyed(look) {
  return night ? byNight(look) : look;
}

/** Looks at the ground of `el` now and after each change of the theme, until the view goes. */
export function followTheme(el, change, signal) {
  const see = () => {
    const dark = isDark(el);
    if (dark === night) return;
    night = dark;
    for (const canvas of el.querySelectorAll("canvas")) {
      canvas.dispatchEvent(new Event(REPAINT));
    }
    change();
  };
  const observer = new MutationObserver(see);
  const attributes = { attributes: true, attributeFilter: ["data-theme", "class"] };
  observer.observe(document.documentElement, attributes);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light", "class"],
  });
  signal?.addEventListener("abort", () => observer.disconnect());
  see();
}
