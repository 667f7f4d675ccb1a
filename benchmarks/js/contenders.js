// The same network in our own code and in libraries. Each contender is made once, and
// then gives the ten penalties of an image of 32x32 pixels.

const CORE = "/node_modules/@tensorflow/tfjs-core/dist/tf-core.es2017.min.js";
const CPU = "/node_modules/@tensorflow/tfjs-backend-cpu/dist/";
const WASM = "/node_modules/@tensorflow/tfjs-backend-wasm/dist/";
const ONNX = "/node_modules/onnxruntime-web/dist/";

export const contenders = {
  async ours(given) {
    const store = await ourStore(given);
    const states = store.newStates();
    return (image) => store.forward(image, states).output;
  },

  async "tfjs-cpu"(given) {
    await load(CORE);
    await load(`${CPU}tf-backend-cpu.es2017.min.js`);
    return tensorflow("cpu", (await ourStore(given)).layers);
  },

  async "tfjs-wasm"(given) {
    await load(CORE);
    await load(`${WASM}tf-backend-wasm.es2017.min.js`);
    tf.wasm.setWasmPaths(WASM);
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    return tensorflow("wasm", (await ourStore(given)).layers);
  },

  async onnx({ onnx }) {
    const ort = await import(`${ONNX}ort.wasm.min.mjs`);
    ort.env.wasm.wasmPaths = ONNX;
    ort.env.wasm.numThreads = 1;
    const session = await ort.InferenceSession.create(fromBase64(onnx), {
      executionProviders: ["wasm"],
    });
    return async (image) => {
      const input = new ort.Tensor("float32", image, [1, 1, 32, 32]);
      return (await session.run({ image: input })).penalties.data;
    };
  },
};

/** Milliseconds of `passes` passes one after another, each up to its penalties. */
export async function time(penalties, images, passes) {
  const times = [];
  for (let pass = 0; pass < passes; pass++) {
    const image = images[pass % images.length];
    const start = performance.now();
    await penalties(image);
    times.push(performance.now() - start);
  }
  return times;
}

export function floats(text) {
  return new Float32Array(fromBase64(text).buffer);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function ourStore({ architecture, weights }) {
  const bytes = new DataView(fromBase64(weights).buffer);
  const get = (name) => ({ architecture, weights: bytes })[name];
  return (await import("/network.js")).default.initialize({ model: { get } });
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`Expected a script at ${address}`));
    document.head.append(script);
  });
}

async function tensorflow(backend, { C1, S2, C3, S4, C5, F6, output }) {
  if (!(await tf.setBackend(backend))) throw new Error(`Expected backend ${backend}`);
  const squash = (a) => tf.mul(1.7159, tf.tanh(tf.mul(2 / 3, a)));
  const convolution = ({ connections, kernels, bias }, maps) => {
    const filter = tf.buffer([5, 5, maps, connections.length]);
    let w = 0;
    connections.forEach((inputs, map) => {
      for (const from of inputs) {
        for (let n = 0; n < 25; n++) {
          filter.set(kernels[w++], Math.floor(n / 5), n % 5, from, map);
        }
      }
    });
    const fixed = {
      filter: filter.toTensor(),
      bias: tf.tensor1d(Float32Array.from(bias)),
      strides: 1,
      pad: "valid",
    };
    return (x) => squash(tf.fused.conv2d({ x, ...fixed }));
  };
  const subsampling = ({ coefficient, bias }) => {
    const factor = tf.tensor1d(Float32Array.from(coefficient, (c) => 4 * c)); // of the average
    const added = tf.tensor1d(Float32Array.from(bias));
    return (x) => squash(tf.add(tf.mul(tf.avgPool(x, 2, 2, "valid"), factor), added));
  };
  // Not with transposeB, which in WebAssembly goes wrong together with a bias.
  const b = tf.transpose(tf.tensor2d(Float32Array.from(F6.kernels), [84, 120]));
  const bias = tf.tensor1d(Float32Array.from(F6.bias));
  const f6 = (a) => squash(tf.fused.matMul({ a, b, bias }));
  const codes = tf.tensor2d(Float32Array.from(output.kernels), [10, 84]);
  const features = [
    convolution(C1, 1),
    subsampling(S2),
    convolution(C3, 6),
    subsampling(S4),
    convolution(C5, 16),
  ];
  return (image) =>
    tf
      .tidy(() => {
        let x = tf.tensor4d(image, [1, 32, 32, 1]);
        for (const layer of features) x = layer(x);
        return tf.sum(tf.squaredDifference(f6(tf.reshape(x, [1, 120])), codes), 1);
      })
      .dataSync();
}
