// The network that a reader has trained and keeps: it answers in the figures of the pages.
//
//   keepNetwork(layers)      layers as `readNetwork` gives them; false if there is no room
//   keptNetwork()            the layers, null if none is kept
//   forgetNetwork()
//
// It stays in this browser, as long as the browser keeps what pages store.

import { fromBase64, toBase64 } from "./base64.js";

const KEPT_AS = "lenet-5: the reader's network";
const ARRAYS = ["kernels", "coefficient", "bias"];

/** Keeps a network for all pages of the book; whether the browser had room for it. */
export function keepNetwork(layers) {
  try {
    localStorage.setItem(KEPT_AS, networkAsText(layers));
    return true;
  } catch {
    return false;
  }
}

/** The network that was kept, `null` if there is none that can be read. */
export function keptNetwork() {
  try {
    return networkOfText(localStorage.getItem(KEPT_AS));
  } catch {
    return null; // no storage, or the text of something else
  }
}

/** The book's own network answers again. */
export function forgetNetwork() {
  localStorage.removeItem(KEPT_AS);
}

/** A network as text, its weights in 32 bits each. */
export function networkAsText(layers) {
  return JSON.stringify(layers, (name, value) =>
    ARRAYS.includes(name)
      ? toBase64(new Uint8Array(Float32Array.from(value).buffer))
      : value,
  );
}

/** The network that such a text holds. */
export function networkOfText(text) {
  return JSON.parse(text, (name, value) =>
    ARRAYS.includes(name)
      ? Float64Array.from(new Float32Array(fromBase64(value).buffer))
      : value,
  );
}
