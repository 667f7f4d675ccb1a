// What becomes of a network that has learned: it is kept, written to a file, read again.

import { createToolbar } from "../js/choices.js";
import { button, element } from "../js/element.js";
import { forgetNetwork, keepNetwork } from "../js/own_network.js";
import { CONNECTIONS } from "../learning/weights.js";

/** Whether a network can answer in the other figures: its C3 sees what theirs does. */
export function canStandIn({ connections }) {
  return JSON.stringify(connections) === JSON.stringify(CONNECTIONS.table_i);
}

/**
 * Elements for it. `trained()` is {weights, connections}; `network()` are the layers;
 * `take({weights, table})` gets one from a file, which `later()` can write and read. What
 * happened is told below the buttons.
 */
export function createKeepsakes({ trained, network, take, later }) {
  const result = element("p", { class: "ll-caption ll-result", role: "status" });
  const say = (text) => {
    result.textContent = text;
  };
  const keep = button("Use it in the whole book", () => {
    if (!canStandIn(trained()))
      return say("Only a network with Table I can stand in for the book's.");
    if (!keepNetwork(network())) return say("This browser keeps nothing for pages.");
    return say(
      "Kept in this browser: it answers in every figure of LeNet-5 that opens from now " +
        "on. Rows of digits are read by another network, which stays the book's.",
    );
  });
  const back = button("Use the book's again", () => {
    forgetNetwork();
    say("The book's networks answer in every figure that opens from now on.");
  });
  const attempt = (act) => act().catch(({ message }) => say(message));
  const download = async () => {
    const { fileOf, inPython } = await later();
    const address = URL.createObjectURL(new Blob([fileOf(trained())]));
    element("a", { href: address, download: "lenet5.npz" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    say(inPython(trained()));
  };
  const save = button("Download it", () => attempt(download));
  const file = element("input", { type: "file", accept: ".npz", hidden: true });
  const open = async (chosen) => {
    const { networkInFile } = await later();
    take(await networkInFile(new Uint8Array(await chosen.arrayBuffer())));
  };
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (chosen) attempt(() => open(chosen));
    file.value = "";
  });
  const load = button("Open a file", () => file.click());
  const inPages = globalThis.livePage ? [keep, back] : [];
  const tools = [...inPages, save, load];
  return [createToolbar("The network", "ll-buttons", tools), result, file];
}
