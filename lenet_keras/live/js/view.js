// How the view of a figure opens, and what it needs while it is open.
//
//   async function render(context) {
//     const view = await openView(context, "shift-explorer");
//     view.network, view.layers        the network of the page, or the one that the reader
//                                      trained and keeps, once its store is there;
//                                      view.other is a second one, where there is one
//     view.value("dx")                 a trait; view.values(["dx", "dy"]) as an object
//     view.set({ dx: 1, dy: 0 })       changes traits, for the controls and for Python
//     view.image(3)                    32x32 numbers out of the trait `images`;
//                                      view.image() is the one that `digit` chooses
//     view.on(["off"], recount)        hears of changes until the view closes
//     view.onclose(stop)               is called when it does
//     view.show(...children)           fills the figure
//     view.hint()                      the paragraph that says what to try
//     const redraw = view.follow(TRAITS, draw);   draws now, after each change and when
//   }                                  the theme changes, once a frame; `redraw()` asks
//
// Of other traits that hold bytes, `bytes(value)` and `floats(value)` make arrays.

import { button, element } from "./element.js";
import { SIDE } from "./images.js";
import { createKeep } from "./keep.js";
import { stretch } from "./numbers.js";
import { forgetNetwork } from "./own_network.js";
import { followTheme } from "./theme.js";

/**
 * The view of a figure; it waits for the network, where the figure has one. `links` says
 * whether links of ours bring back its settings.
 */
export async function openView({ model, el, host, signal }, name, links = true) {
  const stored = async (trait) => {
    const store = model.get(trait);
    return store && (await host.getWidget(store)).exports;
  };
  const [book, other] = [await stored("network"), await stored("other")];
  const network = book?.own ?? book;
  const value = (trait) => model.get(trait);
  const on = (traits, change) => listen(model, traits, change, signal);
  const redraws = [];
  let images;
  const view = {
    el,
    signal,
    network,
    layers: network?.layers,
    other,
    value,
    values: (traits) =>
      Object.fromEntries(traits.map((trait) => [trait, value(trait)])),
    set(changes) {
      for (const [trait, to] of Object.entries(changes)) model.set(trait, to);
      model.save_changes();
    },
    image(number = value("digit")) {
      images ??= floats(value("images"));
      return stretch(images, number, SIDE ** 2);
    },
    on,
    keep: (traits) => keep.about(traits),
    onclose: (close) => signal?.addEventListener("abort", close),
    follow(traits, draw) {
      const redraw = oncePerFrame(draw);
      on(traits, redraw);
      redraws.push(redraw);
      keep.about(traits);
      draw();
      return redraw;
    },
    show(...children) {
      el.classList.add("ll-figure", `ll-${name}`);
      el.append(...(network === book ? [] : [createOwnNotice()]), ...children);
      el.closest(".cell")?.classList.add("ll-filled"); // it needs no room kept for it
      settle(el.closest(".ll-column"));
      keep.join();
      const redrawAll = () => {
        for (const redraw of redraws) redraw();
      };
      followTheme(el, redrawAll, signal);
    },
    hint() {
      const text = value("hint");
      return element("p", { class: "ll-hint", hidden: !text }, text);
    },
  };
  const keep = createKeep(view, name, links);
  return view;
}

/** What is far from the screen is not laid out and painted once its size is known. */
function settle(column) {
  if (!column) return;
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    column.classList.add("ll-settled");
  });
  observer.observe(column);
}

/** Says whose network answers, and brings the book's back. */
function createOwnNotice() {
  const back = button("Use the book's network", () => {
    forgetNetwork();
    location.reload();
  });
  const words =
    "The network that you trained answers here; texts are about the book's. ";
  return element("p", { class: "ll-caption ll-own", role: "note" }, words, back);
}

/** Calls `draw` once before the next frame, however often it was asked. */
export function oncePerFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

/** Calls `change` whenever one of the traits changes, until the view goes. */
export function listen(model, names, change, signal) {
  if (signal?.aborted) return; // it went while the network was on its way
  for (const name of names) model.on(`change:${name}`, change);
  signal?.addEventListener("abort", () => {
    for (const name of names) model.off(`change:${name}`, change);
  });
}

/** The bytes of a trait that came as a DataView. */
export function bytes(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** The float32 numbers of such a trait, copied: they may begin anywhere. */
export function floats(view) {
  return new Float32Array(bytes(view).slice().buffer);
}
