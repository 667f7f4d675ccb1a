// The digits that a page learns from, which the built book has beside it.
//
//   const { digits, held } = await loadDigits();     each {images, labels}
//
// Images are 28x28 bytes each, as MNIST has them. `tools/page_digits.py` wrote them as a
// script: unlike other files, it loads from a folder on the reader's machine, too.

const DIGIT_BYTES = 28 * 28;

let loaded = null;

/** The digits, loaded once; fails where no built page is around, as in a notebook. */
export function loadDigits() {
  loaded ??= loadScript(digitsAddress())
    .then(() => decodeDigits(globalThis.lenetDigits))
    .catch((error) => {
      loaded = null; // a later try may succeed
      throw error;
    });
  return loaded;
}

/** Beside the script that makes the widgets of a built page live. */
function digitsAddress() {
  const widgets = document.querySelector('script[src*="vendor/widgets.js"]');
  return widgets && new URL("digits.js", widgets.src).href;
}

function loadScript(src) {
  return new Promise((done, fail) => {
    const missing = () => fail(new Error(`Expected the digits. Received: ${src}`));
    if (!src) return missing();
    const script = Object.assign(document.createElement("script"), { src });
    script.onload = done;
    script.onerror = missing;
    document.head.append(script);
  });
}

/** The digits of what the script holds: how many, and labels and images, compressed. */
export async function decodeDigits({ digits, held, data }) {
  const packed = await fetch(`data:application/octet-stream;base64,${data}`);
  const stream = packed.body.pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const images = bytes.subarray(digits + held);
  return {
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
