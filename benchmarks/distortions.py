"""What distorting 60,000 patterns before a pass costs, and what else was possible.

`random_affine` warps batches of 500, in Python, before the pass. It could be done
inside the compiled loop of batch-1 training instead: XLA does not know the kernel
behind `keras.ops.image.affine_transform`, but compiles `map_coordinates`. All ways
get the same maps and are compared before they are timed, in turns.

    python benchmarks/distortions.py
"""

import argparse
import os
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from keras import ops

from lenet_keras import load_mnist, paper, prepare
from lenet_keras.digits import affine_matrices, affine_transform

SIZE = paper.IMAGE_SIZE
CENTRE = (SIZE - 1) / 2


def way_back(matrices: np.ndarray) -> np.ndarray:
    """For each map, the 2x3 matrix from new to old pixels, counted from a corner."""
    inverse = np.linalg.inv(matrices[:, :, :2])
    start = CENTRE - inverse @ (CENTRE + matrices[:, :, 2:])
    return np.concatenate([inverse, start], axis=2).astype("float32")


def sample(image, back):
    """One image, by the operation that XLA can compile."""
    row, column = tf.meshgrid(tf.range(SIZE), tf.range(SIZE), indexing="ij")
    place = tf.cast(tf.stack([column, row, tf.ones_like(row)]), "float32")
    old = tf.reverse(tf.tensordot(back, place, 1), [0])
    return ops.image.map_coordinates(
        image[..., 0], old, order=1, fill_mode="constant", fill_value=paper.BACKGROUND
    )[..., None]


def warp(image, back):
    """One image, by the operation that `random_affine` uses for batches."""
    return ops.image.affine_transform(
        image,
        tf.concat([tf.reshape(back, [6]), [0.0, 0.0]], 0),
        fill_value=paper.BACKGROUND,
        data_format="channels_last",
    )


def one_at_a_time(distort, jit: bool):
    """A loop over patterns, as in a batch-1 pass, with nothing else in it."""

    @tf.function(jit_compile=jit)
    def loop(images, backs):
        n = images.shape[0]
        step = tf.TensorArray("float32", n, element_shape=images.shape[1:])
        _, done = tf.while_loop(
            lambda k, _: k < n,
            lambda k, done: (k + 1, done.write(k, distort(images[k], backs[k]))),
            (0, step),
        )
        return done.stack()

    def run(images, matrices):
        return loop(tf.constant(images), tf.constant(way_back(matrices))).numpy()

    return run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patterns", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3, help="default %(default)s")
    options = parser.parse_args()
    images = prepare(load_mnist().train.images[: options.patterns])
    matrices = affine_matrices(len(images), rng=0)
    ways = {
        "random_affine: batches before the pass": affine_transform,
        "affine_transform in a loop, not XLA": one_at_a_time(warp, jit=False),
        "map_coordinates in a loop, XLA": one_at_a_time(sample, jit=True),
    }
    expected = affine_transform(images[:500], matrices[:500])
    for name, way in ways.items():
        difference = np.abs(way(images[:500], matrices[:500]) - expected).max()
        if difference > 1e-4:
            print(f"{name} disagrees by {difference}", file=sys.stderr)
            return 1
        way(images, matrices)  # compiles for this number of patterns

    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.runs):
        for name, way in ways.items():
            start = time.perf_counter()
            way(images, matrices)
            times[name].append(time.perf_counter() - start)
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:40} {median:7.2f} s {len(images) / median:9,.0f} patterns/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
