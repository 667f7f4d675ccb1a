// ipywidgets itself, for pages with a widget that `controls.js` does not draw.
//
// Jupyter's own embedding script does this too, but with two versions of every
// control, JupyterLab's renderers and a schema validator: six times as much to load.
// Here are ipywidgets' controls, anywidget, and a manager that reads the page.

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import { Widget } from "@lumino/widgets";
import "@lumino/widgets/style/index.css";

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

/** From a state with all texts in their place: what draws one of its widgets. */
window.liveManager = async (state) => {
  const manager = new PageManager();
  const version = { version_major: 2, version_minor: 0 };
  await manager.set_state({ ...version, state }); // with buffers as DataViews
  return async (id, place) => {
    const view = await manager.create_view(await manager.get_model(id));
    const changed = { childList: true, subtree: true };
    new MutationObserver(() => nameHandles(place)).observe(place, changed);
    Widget.attach(view.luminoWidget, place);
  };
};
