// Libraries that learn in a browser. Each is made once, and then learns from one digit of
// 32x32 pixels and returns its loss: gradient descent, an update after every digit.

import { registerHooks } from "node:module";

const RATE = 0.02;
const INPUTS = [25, 150, 400, 120, 84]; // of a unit
const OUTPUTS = [6, 16, 120, 84, 10]; // of C1, C3, C5, F6, and the answer

export const peers = {
  async convnetjs() {
    const { Net, Trainer, Vol } = (await import("convnetjs")).default;
    const kernels = { type: "conv", sx: 5, activation: "tanh" };
    const pool = { type: "pool", sx: 2, stride: 2 };
    const net = new Net();
    net.makeLayers([
      { type: "input", out_sx: 32, out_sy: 32, out_depth: 1 },
      { ...kernels, filters: 6 },
      pool,
      { ...kernels, filters: 16 },
      pool,
      { ...kernels, filters: 120 },
      { type: "fc", num_neurons: 84, activation: "tanh" },
      { type: "softmax", num_classes: 10 },
    ]);
    const trainer = new Trainer(net, { learning_rate: RATE, momentum: 0 });
    return (image, label) => {
      const input = new Vol(32, 32, 1, 0);
      input.w.set(image);
      return trainer.train(input, label).loss;
    };
  },

  async "tfjs-cpu"() {
    return tensorflow("cpu");
  },

  async "tfjs-wasm"() {
    return tensorflow("wasm");
  },

  async "jax-js"() {
    const jax = await import("@jax-js/jax");
    const { lax, nn, numpy: np, random, tree } = jax;
    await jax.init("wasm");
    jax.defaultDevice("wasm");
    // C5 sees all of S4: as a product of matrices it takes half the time.
    const shape = (to, n) => (n < 2 ? [to, INPUTS[n] / 25, 5, 5] : [INPUTS[n], to]);
    let weights = OUTPUTS.map((to, n) => [
      random.normal(random.key(n), shape(to, n)).mul(INPUTS[n] ** -0.5),
      np.zeros(n < 2 ? [1, to, 1, 1] : [to]),
    ]);
    const conv = (x, [w, b]) => np.tanh(lax.conv(x, w, [1, 1], "VALID").add(b));
    const pool = (x, maps, side) =>
      np.mean(x.reshape([1, maps, side, 2, side, 2]), [3, 5]);
    const dense = (x, [w, b]) => np.matmul(x, w).add(b);
    const lossOf = ([C1, C3, C5, F6, output], x, target) => {
      const S4 = pool(conv(pool(conv(x, C1), 6, 14), C3), 16, 5);
      const f6 = np.tanh(dense(np.tanh(dense(S4.reshape([1, 400]), C5)), F6));
      return np.sum(nn.logSoftmax(dense(f6, output)).mul(target)).neg();
    };
    const update = jax.jit((w, x, target) => {
      const [loss, slopes] = jax.valueAndGrad(lossOf)(tree.ref(w), x, target);
      return [loss, tree.map((one, slope) => one.sub(slope.mul(RATE)), w, slopes)];
    });
    return (image, label) => {
      const target = Float32Array.from({ length: 10 }, (_, n) => Number(n === label));
      const x = np.array(image.slice()).reshape([1, 1, 32, 32]);
      const [loss, updated] = update(weights, x, np.array(target).reshape([1, 10]));
      weights = updated;
      return loss.item();
    };
  },
};

async function tensorflow(backend) {
  // The builds for pages: in JavaScript three or four times as fast as those for Node.
  const build = "$&/dist/tf-$1.es2017.min.js";
  registerHooks({
    resolve: (name, context, next) =>
      next(name.replace(/^@tensorflow.tfjs-(.*)/, build), context),
  });
  const tf = (await import("@tensorflow/tfjs-core")).default;
  await import("@tensorflow/tfjs-layers"); // for the derivatives
  await import(`@tensorflow/tfjs-backend-${backend}`);
  if (!(await tf.setBackend(backend))) throw new Error(`Expected backend ${backend}`);
  tf.enableProdMode();
  if (backend === "wasm") addKernelsSlope(tf);
  const shape = (to, n) => (n < 3 ? [5, 5, INPUTS[n] / 25, to] : [INPUTS[n], to]);
  const [C1, C3, C5, F6, output] = OUTPUTS.map((to, n) => ({
    w: tf.variable(tf.randomNormal(shape(to, n), 0, INPUTS[n] ** -0.5)),
    b: tf.variable(tf.zeros([to])),
  }));
  const conv = (x, { w, b }) => tf.tanh(tf.add(tf.conv2d(x, w, 1, "valid"), b));
  const pool = (x) => tf.avgPool(x, 2, 2, "valid");
  const dense = (x, { w, b }) => tf.add(tf.matMul(x, w), b);
  const optimizer = tf.train.sgd(RATE);
  return (image, label) =>
    tf.tidy(() => {
      const x = tf.tensor4d(image, [1, 32, 32, 1]);
      const target = tf.oneHot([label], 10);
      const loss = () => {
        const c5 = conv(pool(conv(pool(conv(x, C1)), C3)), C5);
        const f6 = tf.tanh(dense(tf.reshape(c5, [1, 120]), F6));
        return tf.losses.softmaxCrossEntropy(target, dense(f6, output));
      };
      return optimizer.minimize(loss, true).dataSync()[0];
    });
}

/** The derivative by a kernel, which this backend lacks, as a convolution. */
function addKernelsSlope(tf) {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc({ inputs: { x, dy } }) {
      const maps = tf.transpose(x, [3, 1, 2, 0]);
      const slopes = tf.transpose(dy, [1, 2, 0, 3]);
      return tf.transpose(tf.conv2d(maps, slopes, 1, "valid"), [1, 2, 0, 3]);
    },
  });
}
