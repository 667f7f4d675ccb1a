// Draws widgets of anywidget: their own module does it, given a model and an element.
//
// A widget's `_esm` is loaded and its `initialize` called once, when it is first drawn or
// asked for by another; each of its styles stands in the page once.

import { loadParts, whole } from "./state.js";

const REF = "anywidget:"; // begins a trait that names another widget
const NO_KERNEL = {
  invoke: async (command) => {
    throw new Error(
      `Expected no commands in a page without a kernel. Received: ${command}`,
    );
  },
};
const styled = new Set();

/** The widgets of a page: `widgets.of(id)` has a model and, once asked, a module. */
export class AnyWidgets {
  #models;
  #state;
  #bound = new Map();

  constructor(models, state) {
    this.#models = models;
    this.#state = state;
  }

  /** The module of a widget and what its `initialize` answered. */
  bind(id) {
    if (!this.#bound.has(id)) this.#bound.set(id, this.#load(id));
    return this.#bound.get(id);
  }

  async #load(id) {
    const [model, { state, buffers = [] }] = [this.#models.get(id), this.#state[id]];
    for (const value of Object.values(state)) {
      if (isRef(value)) this.bind(idOf(value)); // it will be asked for
    }
    await loadParts(this.#state[id]);
    for (const { path, data } of buffers) place(model.state, path, bytes(whole(data)));
    for (const part of [state._css ?? []].flat()) style(whole(part));
    const definition = await moduleOf(whole(state._esm));
    const about = { model, signal: never(), experimental: NO_KERNEL };
    const exports = await definition.initialize?.(about);
    return { definition, exports };
  }

  async render(id, el, signal = never()) {
    const { definition } = await this.bind(id);
    const host = this.#host(signal);
    const model = this.#models.get(id);
    await definition.render?.({ model, el, signal, host, experimental: NO_KERNEL });
  }

  /** What a widget may ask for: others of its page. */
  #host(signal) {
    return {
      getModel: async (ref) => this.#models.get(idOf(ref)),
      getWidget: async (ref) => {
        const id = idOf(ref);
        const { exports } = await this.bind(id);
        const render = (view) => this.render(id, view.el, view.signal ?? signal);
        return { exports, render };
      },
    };
  }
}

const isRef = (value) => typeof value === "string" && value.startsWith(REF);
const idOf = (ref) => ref.slice(REF.length);
const never = () => new AbortController().signal; // what stands in a page stays

/** Puts a buffer where it belongs in a state. */
function place(state, path, buffer) {
  const inner = path.slice(0, -1).reduce((part, key) => part[key], state);
  inner[path.at(-1)] = buffer;
}

function bytes(base64) {
  const text = atob(base64);
  const made = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) made[n] = text.charCodeAt(n);
  return new DataView(made.buffer);
}

function style(text) {
  if (styled.has(text)) return;
  styled.add(text);
  const element = document.createElement("style");
  element.textContent = text;
  document.head.append(element);
}

async function moduleOf(source) {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: made } = await import(address);
  URL.revokeObjectURL(address);
  return typeof made === "function" ? made() : made;
}
