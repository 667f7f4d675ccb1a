// Makes the widgets of a rendered page live, without a kernel.
//
// Jupyter's own embedding script does this too, but with two versions of every
// control, JupyterLab's renderers and a schema validator: six times as much to load.
// Here is what the book's figures use: ipywidgets' controls, anywidget, and a manager
// that reads the page. `tools/page_runtime.py` bundles it with esbuild.

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import { Widget } from "@lumino/widgets";
import "@lumino/widgets/style/index.css";
import { toPng } from "html-to-image";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: loadAnywidget(),
};

class PageManager extends ManagerBase {
  async _get_comm_info() {
    return {}; // no kernel, hence no connection to one
  }

  async loadClass(name, module) {
    const found = (await MODULES[module])?.[name];
    if (found) return found;
    const known = Object.keys(MODULES).join(", ");
    throw new Error(
      `A live figure must be made of widgets of ${known}. Received: ${name} of ${module}`,
    );
  }
}

// anywidget's file hands its classes to the `define` of a module loader. No page has
// a loader, so one stands here for just that call.
function loadAnywidget() {
  return new Promise((resolve) => {
    window.define = (_, factory) => {
      delete window.define;
      resolve(factory(base));
    };
    import("anywidget");
  });
}

// Beside this script, and after the page's own sheets, as a notebook has it.
function loadStyles() {
  const href = new URL("widgets.css", document.currentScript.src).href;
  const link = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href,
  });
  document.head.append(link);
  return new Promise((done) => {
    link.onload = link.onerror = done;
  });
}

// A slider's handle is what a screen reader meets: the slider's label names it.
function nameHandles(element) {
  for (const handle of element.querySelectorAll(".noUi-handle")) {
    if (handle.hasAttribute("aria-labelledby")) continue;
    const slider = handle.closest(":has(> .widget-label)");
    const label = slider?.querySelector(".widget-label");
    if (!label?.textContent) continue;
    label.id ||= base.uuid();
    handle.setAttribute("aria-labelledby", label.id);
  }
}

async function display(manager, script) {
  const { model_id } = JSON.parse(script.textContent);
  const view = await manager.create_view(await manager.get_model(model_id));
  const place = document.createElement("div");
  place.className = "widget-subarea";
  script.replaceWith(place);
  const changed = { childList: true, subtree: true };
  new MutationObserver(() => nameHandles(place)).observe(place, changed);
  Widget.attach(view.luminoWidget, place);
}

// What figures find in a page and not in a notebook: an address and pictures of parts.
window.livePage = {
  picture: (part) =>
    toPng(part, {
      pixelRatio: 2,
      backgroundColor: groundOf(part),
      filter: (node) => !node.matches?.(".ll-keep, .ll-buttons, details"), // to press
      skipFonts: true, // those of the page are there anyway
    }),
};

/** The colour on which a part of the page stands. */
function groundOf(part) {
  const { backgroundColor } = getComputedStyle(part);
  const isClear = backgroundColor === "rgba(0, 0, 0, 0)";
  return isClear && part.parentElement ? groundOf(part.parentElement) : backgroundColor;
}

/** The state of the page's widgets, with what it shares with others in its place. */
function readState(text) {
  const shared = window.liveShared ?? {};
  const whole = (value) =>
    Array.isArray(value) ? value.map(whole).join("") : (shared[value?.shared] ?? value);
  const content = JSON.parse(text);
  for (const { state, buffers = [] } of Object.values(content.state)) {
    for (const name of ["_esm", "_css"].filter((one) => one in state)) {
      state[name] = whole(state[name]);
    }
    for (const buffer of buffers) buffer.data = whole(buffer.data);
  }
  return content;
}

async function main() {
  const state = document.querySelector(STATE);
  if (!state) return;
  const styled = loadStyles();
  const manager = new PageManager();
  await manager.set_state(readState(state.textContent)); // with buffers as DataViews
  await styled;
  const scripts = [...document.querySelectorAll(VIEW)];
  await Promise.all(scripts.map((script) => display(manager, script)));
}

main();
