"""The network of section II-B."""

import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras._arguments import one_of, positive_integer
from lenet_keras.activations import scaled_tanh
from lenet_keras.digits import unprepared
from lenet_keras.initializers import FanInUniform
from lenet_keras.layers import RBF, PatchConv2D, SparseConv2D, Subsampling2D
from lenet_keras.weights import characters_of, load_into

SUBSAMPLINGS = ("sum", "mean", "average", "max")
OUTPUTS = ("rbf", "softmax")
# Initial kernels are uniform in plus or minus the first / fan-in ** the second.
STARTS = {
    "square_root": (paper.INITIAL_SCALE, 0.5),
    "literal": (paper.INITIAL_SCALE, 1.0),
    "unit_variance": (math.sqrt(3), 0.5),
}
IMPLEMENTATIONS = ("conv", "patches")
# Whatever the Keras configuration says, an image is (height, width, channels) here.
_LAYOUT: dict[str, Any] = {"data_format": "channels_last"}
_TABLES = {
    "table_i": paper.C3_CONNECTIONS,
    "full": (tuple(range(paper.C1_MAPS)),) * paper.C3_MAPS,
}


@keras.saving.register_keras_serializable(package="lenet_keras")
class LeNet5(keras.Model):
    """The functional model that `lenet5` builds, with an eye on what it is given.

    Data sets and generators are not looked into, and compiled code does not slow down.
    """

    _has_warned = False

    def fit(self, x=None, *args, **kwargs):
        self.look_at(x)
        return super().fit(x, *args, **kwargs)

    def evaluate(self, x=None, *args, **kwargs):
        self.look_at(x)
        return super().evaluate(x, *args, **kwargs)

    def predict(self, x, *args, **kwargs):
        self.look_at(x)
        return super().predict(x, *args, **kwargs)

    def look_at(self, x) -> None:
        """Warns once of images that are not scaled as `prepare` scales them."""
        fault = unprepared(x)
        if fault and not self._has_warned:
            self._has_warned = True
            warnings.warn(fault, stacklevel=3)


def lenet5(
    input_shape: tuple[int | None, int | None, int] = (32, 32, 1),
    connections="table_i",
    subsampling: str = "sum",
    activation: str | Callable = scaled_tanh,
    output: str = "rbf",
    codes=None,
    classes: int | None = None,
    start: str = "square_root",
    implementation: str = "conv",
    weights: str | Path | None = None,
    seed: int | None = None,
    name: str = "lenet5",
) -> keras.Model:
    """LeNet-5: C1, S2, C3, S4, C5, F6 and the RBF output, 60,000 trainable parameters.

    The network is convolutional to the end. An input of 32x32 pixels gives one vector
    of penalties; a larger one, or one of unknown size, gives penalties at every
    position, 4 pixels apart, with the same weights.

    Args:
        input_shape: `(height, width, channels)` in pixels, height and width at least
            32 or `None`. Inputs are scaled as `lenet_keras.prepare` does it.
        connections: Which S2 maps each C3 map sees: `"table_i"` of the paper, the
            default, `"full"`, or any table that `SparseConv2D` takes.
        subsampling: What S2 and S4 compute of a window: `"sum"` (section II-B, the
            default) or `"mean"` (section II-A) times a trainable coefficient plus a
            bias; `"average"` or `"max"`, without parameters and without squashing,
            as most later versions have it.
        activation: The squashing function of all layers up to F6. Defaults to
            `scaled_tanh`.
        output: `"rbf"`, the default: penalties, small is good. `"softmax"`:
            probabilities from a trainable dense layer.
        codes: Array of shape `(classes, 84)`, the centres of the RBF units. `None`,
            the default, takes those of the shipped weights that are named, else the
            ten digits of Fig. 3. Not for `"softmax"`.
        classes: Number of classes. `None`, the default, takes that of the codes, and
            10 for `"softmax"`, which is what it is for.
        start: How initial kernels are drawn, biases being zero. `"square_root"`, the
            default: uniform in +-2.4 / sqrt(F), F the fan-in, with sub-sampling that
            starts as averaging. `"literal"`: uniform in +-2.4 / F, sub-sampling
            coefficients included, as Appendix A says when read to the letter.
            `"unit_variance"`: as `"square_root"`, but with standard deviation
            1 / sqrt(F), as the authors advise in "Efficient BackProp".
        implementation: How convolutions are computed: `"conv"`, the default, by the
            backend; `"patches"`, as products of matrices, more than twice as fast on a
            CPU when compiled and trained on one pattern at a time. Weights and results
            are the same; `"patches"` needs a known input size.
        weights: `None`; the name of shipped weights, `"mnist"`, `"mnist-distorted"`,
            `"mnist-noise"`, `"mnist-paper"` or, with an eleventh class for what lies
            between digits, `"mnist-strings"`; the path of a `.weights.h5` or
            `.safetensors` file, or of the `.npz` file of a network that learned in the
            page; or the folder of a run, for its last finished pass.
        seed: An integer that decides the initial weights, or `None` to draw them from
            the state that `keras.utils.set_random_seed` sets, which other threads
            disturb.
        name: Name of the model.

    Returns:
        A `keras.Model` with layers named C1, S2, C3, S4, C5, F6 and output. Its `fit`,
        `evaluate` and `predict` warn once of arrays of pixels that `prepare` has not
        scaled, and refuse pictures of 28x28 pixels.

    Raises:
        ValueError: If an argument is out of range, or if shipped weights are asked
            for together with another architecture.

    Example:

    >>> from lenet_keras import lenet5
    >>> model = lenet5()
    >>> sum(w.shape.num_elements() for w in model.trainable_weights)
    60000
    >>> lenet5(input_shape=(32, None, 1)).output_shape
    (None, 1, None, 10)

    Reference:
        Section II-B, Fig. 2; Appendix A for the start; section VII for wide inputs.
    """
    _check(input_shape, connections, subsampling, output, start, implementation)
    standard = paper.codes_of(characters_of(weights))
    codes, classes = _codes_and_classes(codes, classes, output, standard)
    if isinstance(connections, str):
        connections = _TABLES[connections]
    scale, exponent = STARTS[start]
    draws = None if seed is None else keras.random.SeedGenerator(seed)

    def squashing(layer, **arguments):
        """Completes a layer with the initial kernels and the squashing function."""
        kernels = FanInUniform(scale, exponent, seed=draws)
        if layer is not keras.layers.Dense:
            arguments |= _LAYOUT
        return layer(kernel_initializer=kernels, activation=activation, **arguments)

    def pooling(name):
        coefficients = None
        if start == "literal":
            coefficients = FanInUniform(fan_in=paper.POOL_SIZE**2, seed=draws)
        return _pooling(subsampling, activation, coefficients, name)

    conv2d = PatchConv2D if implementation == "patches" else keras.layers.Conv2D
    size = paper.KERNEL_SIZE
    table = {"connections": connections, "implementation": implementation}
    image = keras.Input(input_shape, name="image")
    x = squashing(conv2d, filters=paper.C1_MAPS, kernel_size=size, name="C1")(image)
    x = pooling("S2")(x)
    c3 = {"filters": len(connections), "kernel_size": size, "name": "C3"}
    x = squashing(SparseConv2D, **c3, **table)(x)
    x = pooling("S4")(x)
    x = squashing(conv2d, filters=paper.C5_MAPS, kernel_size=size, name="C5")(x)
    if x.shape[1:3] == (1, 1):
        x = keras.layers.Flatten(name="flatten", **_LAYOUT)(x)
    x = squashing(keras.layers.Dense, units=paper.F6_UNITS, name="F6")(x)
    if output == "rbf":
        last = RBF(codes, name="output")
    else:
        kernels = FanInUniform(scale, exponent, seed=draws)
        last = keras.layers.Dense(
            classes, "softmax", kernel_initializer=kernels, name="output"
        )
    model = LeNet5(image, last(x), name=name)
    if weights is not None:
        shape = (*input_shape[:2], 1)
        load_into(model, weights, lambda: lenet5(shape, codes=standard))
    return model


def _pooling(kind: str, activation, coefficients, name: str) -> keras.layers.Layer:
    """S2 or S4."""
    if kind == "max":
        return keras.layers.MaxPooling2D(paper.POOL_SIZE, name=name, **_LAYOUT)
    if kind == "average":
        return keras.layers.AveragePooling2D(paper.POOL_SIZE, name=name, **_LAYOUT)
    return Subsampling2D(
        paper.POOL_SIZE,
        reduction=kind,
        activation=activation,
        coefficient_initializer=coefficients,
        name=name,
        **_LAYOUT,
    )


def _codes_and_classes(codes, classes, output: str, standard):
    """The codes and how many classes there are, if the two agree."""
    if classes is not None:
        classes = positive_integer(classes, "classes")
    if output == "softmax":
        if codes is not None:
            raise ValueError(
                '`codes` must be None with output="softmax", which has none: give '
                f"`classes`. Received: codes of shape {np.shape(codes)}"
            )
        return None, classes or paper.CLASSES
    codes = standard if codes is None else codes
    if classes not in (None, len(codes)):
        raise ValueError(
            '`classes` must be the number of `codes` with output="rbf". '
            f"Received: classes={classes}, {len(codes)} codes"
        )
    return codes, len(codes)


def _check(
    input_shape, connections, subsampling, output, start, implementation
) -> None:
    if len(input_shape) != 3 or any(
        side is not None and side < paper.IMAGE_SIZE for side in input_shape[:2]
    ):
        raise ValueError(
            "`input_shape` must be (height, width, channels) with height and width "
            f"at least {paper.IMAGE_SIZE} or None. Received: {input_shape!r}"
        )
    if isinstance(connections, str) and connections not in _TABLES:
        raise ValueError(
            f"`connections` must be a table or one of {tuple(_TABLES)}. "
            f"Received: {connections!r}"
        )
    for argument, value, choices in (
        ("subsampling", subsampling, SUBSAMPLINGS),
        ("output", output, OUTPUTS),
        ("start", start, tuple(STARTS)),
        ("implementation", implementation, IMPLEMENTATIONS),
    ):
        one_of(value, choices, argument)
