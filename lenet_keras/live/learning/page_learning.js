// What a page needs to learn, which the built book has beside it.
//
//   const { digits, held, worker, later } = await loadLearning();
//
// `digits` to learn from and `held` to judge by are {images, labels}: images are 28x28
// bytes each, as MNIST has them. `worker` is the text of the worker that trains, `later`
// of the module `live_training/later.js`.
// `tools/page_learning.py` wrote all as a script: unlike other files, it loads from a
// folder on the reader's machine, too.

const DIGIT_BYTES = 28 * 28;

let loaded = null;

/** All of it, loaded once; an Error in plain words if it does not come. */
export function loadLearning() {
  loaded ??= loadScript(learningAddress())
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

function loadScript(src) {
  return new Promise((done, fail) => {
    const missing = () => fail(new Error(`Expected a script. Received: ${src}`));
    if (!src) return missing();
    const script = Object.assign(document.createElement("script"), { src });
    script.onload = done;
    script.onerror = missing;
    document.head.append(script);
  });
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
