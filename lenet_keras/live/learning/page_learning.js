// What a page needs to learn, which the built book has beside it.
//
//   const { digits, held, worker, later } = await loadLearning((share) => ...);
//
// `digits` to learn from and `held` to judge by are {images, labels}: images are 28x28
// bytes each, as MNIST has them. `worker` is the text of the worker that trains, `later`
// of the module `live_training/later.js`.
// `tools/page_learning.py` wrote all as a script: unlike other files, it loads from a
// folder on the reader's machine, too.

import { scriptAddress } from "./training_worker.js";

const DIGIT_BYTES = 28 * 28;
const SCRIPT_BYTES = 2_730_000; // about: a server that compresses says another length

let loaded = null;

/**
 * All of it, loaded once; an Error in plain words if it does not come. `onshare` is told
 * how much of it is there, from 0 to 1, where a server sends it.
 */
export function loadLearning(onshare) {
  loaded ??= loadScript(learningAddress(), onshare)
    .then(() => decodeLearning(globalThis.lenetLearning))
    .catch((cause) => {
      loaded = null; // a later try may succeed
      const words = "The digits could not be loaded. Try again when you are online.";
      throw new Error(words, { cause });
    });
  return loaded;
}

/** Beside the script that makes the widgets of a built page live. */
function learningAddress() {
  const widgets = document.querySelector('script[src*="vendor/widgets.js"]');
  return widgets && new URL("learning.js", widgets.src).href;
}

async function loadScript(address, onshare) {
  const isServed = address?.startsWith("http");
  const src = isServed ? await fetched(address, onshare) : address;
  await new Promise((onload, onerror) => {
    const script = document.createElement("script");
    document.head.append(Object.assign(script, { src, onload, onerror }));
  });
}

/** A file as an address in the page itself, with all of it there. */
async function fetched(address, onshare) {
  const { ok, body, status } = await fetch(address);
  if (!ok) throw new Error(status);
  const parts = [];
  let count = 0;
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return scriptAddress(new Blob(parts));
    parts.push(value);
    count += value.length;
    onshare(Math.min(count / SCRIPT_BYTES, 1));
  }
}

/** What the script holds: how many digits, their labels and images, compressed. */
export async function decodeLearning({ digits, held, data, worker, later }) {
  const packed = await fetch(`data:application/octet-stream;base64,${data}`);
  const stream = packed.body.pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const images = bytes.subarray(digits + held);
  return {
    worker,
    later,
    digits: {
      labels: bytes.subarray(0, digits),
      images: images.subarray(0, digits * DIGIT_BYTES),
    },
    held: {
      labels: bytes.subarray(digits, digits + held),
      images: images.subarray(digits * DIGIT_BYTES),
    },
  };
}
