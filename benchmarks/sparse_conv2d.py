"""How much faster C3 is as one convolution than as sixteen.

The usual way to write C3 is one small convolution for each of the 16 output maps, on
the input maps it sees, and a concatenation. `SparseConv2D` places its 60 kernels in
one dense kernel and convolves once. Both are timed here in one process, in turns:
forward and backward through C3 of the paper (Table I, 14x14 maps), compiled by
TensorFlow. The dense `Conv2D`, which has more parameters, stands beside them for
information.

    python benchmarks/sparse_conv2d.py --at-least 2
"""

import argparse
import os
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from lenet_keras import SparseConv2D, paper

MAPS_SHAPE = (14, 14, paper.C1_MAPS)


class SeparateConvolutions(keras.layers.Layer):
    """C3 as sixteen convolutions, each on its own choice of input maps."""

    def __init__(self, connections, kernel_size):
        super().__init__()
        self.connections = connections
        self.convolutions = [keras.layers.Conv2D(1, kernel_size) for _ in connections]

    def build(self, input_shape):
        for inputs, convolution in zip(
            self.connections, self.convolutions, strict=True
        ):
            convolution.build((*input_shape[:-1], len(inputs)))

    def call(self, x):
        return keras.ops.concatenate(
            [
                convolution(keras.ops.take(x, inputs, axis=-1))
                for inputs, convolution in zip(
                    self.connections, self.convolutions, strict=True
                )
            ],
            axis=-1,
        )


def compiled_step(layer, x, jit: bool):
    """One forward and one backward pass, for the weights and for the input."""

    @tf.function(jit_compile=jit)
    def step():
        with tf.GradientTape() as tape:
            tape.watch(x)
            energy = tf.reduce_mean(tf.square(layer(x)))
        return tape.gradient(energy, [*layer.trainable_variables, x])

    return step


def seconds(step) -> float:
    start = time.perf_counter()
    tf.nest.map_structure(lambda gradient: gradient.numpy(), step())
    return time.perf_counter() - start


def same_outputs(sparse, separate, x) -> bool:
    """Copies the kernels of `sparse` and compares: two ways to compute one layer."""
    kernel, bias = keras.ops.convert_to_numpy(sparse.dense_kernel), sparse.bias.numpy()
    for output_map, convolution in enumerate(separate.convolutions):
        inputs = list(separate.connections[output_map])
        convolution.set_weights(
            [kernel[:, :, inputs, output_map, None], bias[output_map, None]]
        )
    return np.allclose(sparse(x), separate(x), atol=1e-5)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--at-least",
        type=float,
        default=2.0,
        metavar="RATIO",
        help="exit with code 1 if the ratio is smaller (default %(default)s)",
    )
    parser.add_argument("--batch", type=int, default=128, help="default %(default)s")
    parser.add_argument("--runs", type=int, default=100, help="default %(default)s")
    parser.add_argument("--jit", action="store_true", help="compile with XLA")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    keras.utils.set_random_seed(0)
    x = tf.random.normal((options.batch, *MAPS_SHAPE))
    table, size = paper.C3_CONNECTIONS, paper.KERNEL_SIZE
    layers = {
        "SparseConv2D": SparseConv2D(len(table), size, table),
        "16 convolutions": SeparateConvolutions(table, size),
        "dense Conv2D": keras.layers.Conv2D(len(table), size),
    }
    for layer in layers.values():
        layer.build(x.shape)
    if not same_outputs(layers["SparseConv2D"], layers["16 convolutions"], x):
        print("the two ways disagree: nothing to compare", file=sys.stderr)
        return 1

    steps = {k: compiled_step(v, x, options.jit) for k, v in layers.items()}
    for step in steps.values():
        for _ in range(5):
            seconds(step)
    times = {name: [] for name in steps}
    for _ in range(options.runs):
        for name, step in steps.items():
            times[name].append(seconds(step))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        parameters = layers[name].count_params()
        print(f"{name:16} {1e3 * median:8.3f} ms {parameters:6} parameters")
    ratio = medians["16 convolutions"] / medians["SparseConv2D"]
    print(f"ratio            {ratio:8.2f}, at least {options.at_least:g} wanted")
    return 0 if ratio >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
