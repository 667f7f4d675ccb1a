// What becomes of a network that has learned: it is kept, written to a file, read again.

import { createToolbar } from "../js/choices.js";
import { button, element } from "../js/element.js";
import { forgetNetwork, keepNetwork } from "../js/own_network.js";
import { readNpz, writeNpz } from "../learning/npz.js";
import { CONNECTIONS, inKerasOrder, ofKerasOrder } from "../learning/weights.js";

/** Names and shapes of the trainable weights, in the order of the Keras model. */
export function weightShapes(connections) {
  const dense = { F6: [120, 84] };
  const kernels = { C1: [5, 5, 1, 6], C3: [5, 5, connections.flat().length] };
  const shapes = { ...kernels, C5: [5, 5, 16, 120], ...dense, S2: [6], S4: [16] };
  const biases = { C1: 6, S2: 6, C3: 16, S4: 16, C5: 120, F6: 84 };
  return Object.entries(biases).flatMap(([layer, units]) => [
    [`${layer}/${layer[0] === "S" ? "coefficient" : "kernel"}`, shapes[layer]],
    [`${layer}/bias`, [units]],
  ]);
}

const sizeOf = (shape) => shape.reduce((size, side) => size * side, 1);

/** The file of a network, which `lenet5(weights=...)` reads. */
export function fileOf({ weights, connections }) {
  const values = inKerasOrder(weights, connections);
  let place = 0;
  const arrays = weightShapes(connections).map(([name, shape]) => {
    const from = place;
    place += sizeOf(shape);
    return [name, { shape, values: values.subarray(from, place) }];
  });
  return writeNpz(Object.fromEntries(arrays));
}

/** {weights, table} of such a file, `table` being a name of `CONNECTIONS`. */
export async function networkInFile(bytes) {
  const arrays = await readNpz(bytes);
  for (const [table, connections] of Object.entries(CONNECTIONS)) {
    const wanted = weightShapes(connections);
    if (!wanted.every(([name, shape]) => String(arrays[name]?.shape) === String(shape)))
      continue;
    const values = wanted.flatMap(([name]) => [...arrays[name].values]);
    return { table, weights: ofKerasOrder(Float32Array.from(values), connections) };
  }
  throw new Error("Expected the file of a LeNet-5. Received: other arrays");
}

/** Whether a network can answer in the other figures: its C3 sees what theirs does. */
export function canStandIn({ connections }) {
  return JSON.stringify(connections) === JSON.stringify(CONNECTIONS.table_i);
}

/** How the file of a network is read in Python. */
export function inPython(trained) {
  const table = canStandIn(trained) ? "" : ', connections="full"';
  return `In Python: lenet5(weights="lenet5.npz"${table}).`;
}

/**
 * Elements for it. `trained()` is {weights, connections}; `network()` are the layers;
 * `take({weights, table})` gets one from a file. What happened is told below the buttons.
 */
export function createKeepsakes({ trained, network, take }) {
  const result = element("p", { class: "ll-caption ll-result", role: "status" });
  const say = (text) => {
    result.textContent = text;
  };
  const keep = button("Use it in the whole book", () => {
    if (!canStandIn(trained()))
      return say("Only a network with Table I can stand in for the book's.");
    if (!keepNetwork(network())) return say("This browser keeps nothing for pages.");
    return say(
      "Kept in this browser: it answers in every figure that opens from now on.",
    );
  });
  const back = button("Use the book's again", () => {
    forgetNetwork();
    say("The book's network answers in every figure that opens from now on.");
  });
  const save = button("Download it", () => {
    const address = URL.createObjectURL(new Blob([fileOf(trained())]));
    element("a", { href: address, download: "lenet5.npz" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    return say(inPython(trained()));
  });
  const file = element("input", { type: "file", accept: ".npz", hidden: true });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    file.value = "";
    try {
      take(await networkInFile(new Uint8Array(await chosen.arrayBuffer())));
    } catch (error) {
      say(error.message);
    }
  });
  const load = button("Open a file", () => file.click());
  const inPages = globalThis.livePage ? [keep, back] : [];
  const tools = [...inPages, save, load];
  return [createToolbar("The network", "ll-buttons", tools), result, file];
}
