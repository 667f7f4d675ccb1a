// Whether a figure stands on a dark ground, in the book, in JupyterLab or elsewhere.
//
//   isDark(el)                         now
//   followTheme(change, signal)        `change()` is called when that may have changed

import { luminance } from "./colours.js";

/** Whether the ground of an element is dark. */
export function isDark(el) {
  const channels = getComputedStyle(el).backgroundColor.match(/[\d.]+/g);
  return channels ? luminance(channels.slice(0, 3).map(Number)) < 0.18 : false;
}

/** Calls `change` after the page's theme changed, until the view goes. */
export function followTheme(change, signal) {
  const observer = new MutationObserver(change);
  const attributes = { attributes: true, attributeFilter: ["data-theme", "class"] };
  observer.observe(document.documentElement, attributes);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light", "class"],
  });
  signal?.addEventListener("abort", () => observer.disconnect());
}
