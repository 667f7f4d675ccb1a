// What a page holds of its widgets, and how the long parts of it are fetched.
//
//   const state = readState();             by the widgets' numbers; null without widgets
//   await loadParts(state[id]);            the scripts with what stands elsewhere
//   whole(state[id].state._esm)            a text with all its parts in place
//
// `tools/extensions/shared_state.py` moved the long parts into scripts that pages share:
// `{ shared: NAME, file: FILE }` stands for a text, and a list of texts for their join.

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const HERE = globalThis.document?.currentScript?.src;
const loads = new Map();

/** Loads a file beside this script, once: as a script it comes from a folder, too. */
export function load(path) {
  if (!loads.has(path)) {
    const isStyle = path.endsWith(".css");
    const address = new URL(path, HERE).href;
    const element = isStyle
      ? Object.assign(document.createElement("link"), {
          rel: "stylesheet",
          href: address,
        })
      : Object.assign(document.createElement("script"), { src: address });
    const loaded = new Promise((done, fail) => {
      element.onload = done;
      element.onerror = () =>
        fail(new Error(`Expected a file. Received none: ${address}`));
    });
    document.head.append(element);
    loads.set(path, loaded);
  }
  return loads.get(path);
}

/** The widgets of the page, each with its state and its buffers. */
export function readState() {
  const script = document.querySelector(STATE);
  return script && JSON.parse(script.textContent).state;
}

/** The parts of a text that stand elsewhere. */
function partsOf(value) {
  return [value].flat().filter((part) => part?.shared);
}

/** Loads all that a widget's state leaves to other scripts. */
export function loadParts({ state, buffers = [] }) {
  const texts = [state._esm, state._css, ...buffers.map(({ data }) => data)];
  const files = texts.flatMap(partsOf).map(({ file }) => `../live/${file}`);
  return Promise.all(files.map(load));
}

/** A text, once its parts are loaded. */
export function whole(value) {
  if (Array.isArray(value)) return value.map(whole).join("");
  return value?.shared ? window.liveShared[value.shared] : value;
}
