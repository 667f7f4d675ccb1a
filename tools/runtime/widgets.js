// Makes the widgets of a rendered page live, without a kernel.
//
// A figure starts when the reader comes near it: the page itself costs nothing, and what
// a figure needs is loaded then. Most pages hold nothing but widgets of anywidget and the
// controls of `controls.js`, a tenth of ipywidgets; a page with any other widget loads
// ipywidgets (`manager.js`) instead. `tools/page_runtime.py` bundles each with esbuild.

import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import "@lumino/widgets/style/widget.css";
import { AnyWidgets } from "./anywidget.js";
import { createControl, dress } from "./controls.js";
import { idOf, isKnown } from "./known.js";
import { follow, link, Model } from "./model.js";
import { load, loadParts, readState, whole } from "./state.js";

const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const AHEAD = "100%"; // of the screen, to each side

/** What draws the widgets of a state, each a promise. */
function createPage(state) {
  const widgets = Object.values(state);
  return widgets.every((widget) => isKnown(widget, state))
    ? createOwnPage(state)
    : createManagedPage(state);
}

function createOwnPage(state) {
  const models = new Map(
    Object.entries(state).map(([id, { model_name: name, state: traits }]) => [
      id,
      new Model(name, traits),
    ]),
  );
  for (const { name, state: ends } of models.values()) {
    if (!name.endsWith("LinkModel")) continue;
    const [[one, trait], [other, its]] = [ends.source, ends.target];
    const connect = name === "LinkModel" ? link : follow;
    connect(models.get(idOf(one)), trait, models.get(idOf(other)), its);
  }
  const anywidgets = new AnyWidgets(models, state);
  const named = (ref) => ref && models.get(idOf(ref));

  /** The elements of a widget and of those in it; notes those of anywidget. */
  const draw = (id, views) => {
    const model = models.get(id);
    const made = createControl(model, (ref) => draw(idOf(ref), views));
    dress(made, named(model.get("layout")), named(model.get("style")));
    if (model.name === "AnyModel") views.push([id, made]);
    return made;
  };
  return async (id, place) => {
    const views = [];
    const made = draw(id, views);
    await Promise.all([
      load("widgets.css"),
      ...views.map(([one]) => anywidgets.bind(one)),
    ]);
    await idle();
    place(made);
    for (const [one, el] of views) {
      await nextTask();
      await anywidgets.render(one, el);
    }
  };
}

function createManagedPage(state) {
  const manager = (async () => {
    const widgets = Object.values(state);
    await Promise.all([
      load("manager.js"),
      load("manager.css"),
      ...widgets.map(loadParts),
    ]);
    for (const { state, buffers = [] } of widgets) {
      for (const name of ["_esm", "_css"].filter((one) => one in state)) {
        state[name] = whole(state[name]);
      }
      for (const buffer of buffers) buffer.data = whole(buffer.data);
    }
    return window.liveManager(state);
  })();
  return async (id, place) => {
    const show = await manager;
    const made = document.createElement("div");
    place(made);
    await show(id, made);
  };
}

/** When nothing else is to do; a browser that cannot tell goes on after the next task. */
function idle() {
  const wait = window.requestIdleCallback ?? setTimeout;
  return new Promise((done) => wait(done, { timeout: 200 }));
}

function nextTask() {
  return new Promise((done) => setTimeout(done));
}

/** The place of a figure: before it starts, paper gets what a page without scripts has. */
function createPlace(script) {
  const area = document.createElement("div");
  area.className = "widget-subarea";
  script.before(area);
  const still = script.nextElementSibling?.matches("noscript")
    ? script.nextElementSibling.textContent
    : "";
  const print = () => {
    area.innerHTML = still;
  };
  const clear = () => area.replaceChildren();
  addEventListener("beforeprint", print);
  addEventListener("afterprint", clear);
  return {
    room: area.closest(".cell") ?? area, // kept for it until it starts
    id: JSON.parse(script.textContent).model_id,
    fill(made) {
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", clear);
      area.replaceChildren(made);
      script.remove();
    },
  };
}

/** Starts figures as the reader comes near them, one after the other, or all at once. */
function createStarts(places, state) {
  let draw;
  let last = Promise.resolve();
  const start = (place) => {
    if (!waiting.delete(place)) return;
    observer.unobserve(place.room);
    draw ??= createPage(state);
    last = last.then(() => draw(place.id, place.fill)).catch(reportError);
  };
  const waiting = new Set(places);
  const observer = new IntersectionObserver(
    (entries) => {
      const near = entries.filter(({ isIntersecting }) => isIntersecting);
      const distance = ({ boundingClientRect: { top } }) => Math.abs(top);
      near.sort((one, other) => distance(one) - distance(other));
      for (const { target } of near) {
        places.filter(({ room }) => room === target).forEach(start);
      }
    },
    { rootMargin: `${AHEAD} 0px` },
  );
  for (const { room } of places) observer.observe(room);
  return () => {
    for (const place of waiting) start(place);
    return last;
  };
}

/** The colour on which a part of the page stands. */
function groundOf(part) {
  const { backgroundColor } = getComputedStyle(part);
  const isClear = backgroundColor === "rgba(0, 0, 0, 0)";
  return isClear && part.parentElement ? groundOf(part.parentElement) : backgroundColor;
}

const state = readState();
if (state) {
  const startAll = createStarts(
    [...document.querySelectorAll(VIEW)].map(createPlace),
    state,
  );
  // Who goes from control to control misses none that is still to come.
  addEventListener("keydown", ({ key }) => key === "Tab" && startAll());
  // A link to a figure as somebody left it: which one it is, the figures know.
  if (location.hash.startsWith("#figure=")) startAll();
  // What figures find in a page and not in a notebook: pictures of parts, and the others.
  window.livePage = {
    startAll,
    async picture(part) {
      await load("picture.js");
      return window.livePicture(part, {
        pixelRatio: 2,
        backgroundColor: groundOf(part),
        filter: (node) => !node.matches?.(".ll-keep, .ll-buttons, details"), // to press
        skipFonts: true, // those of the page are there anyway
      });
    },
  };
}
