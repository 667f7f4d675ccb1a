"""The network of section II-B."""

import math
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras._arguments import one_of, positive_integer
from lenet_keras._lenet5_model import LeNet5
from lenet_keras.activations import scaled_tanh
from lenet_keras.initializers import FanInUniform
from lenet_keras.layers import RBF, PatchConv2D, SparseConv2D, Subsampling2D
from lenet_keras.weights import shipped_file

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
_LAYOUT = {"data_format": "channels_last"}
_TABLES = {
    "table_i": paper.C3_CONNECTIONS,
    "full": (tuple(range(paper.C1_MAPS)),) * paper.C3_MAPS,
}


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
            the default, takes the ten digits of Fig. 3. Not for `"softmax"`.
        classes: Number of classes. `None`, the default, takes that of the codes, and
            10 for `"softmax"`, which is what it is for.
        start: How initial kernels are drawn, biases being zero. `"square_root"`, the
            default: uniform in +-2.4 / sqrt(F), F the fan-in, with sub-sampling that
            starts as averaging. `"literal"`: uniform in +-2.4 / F, sub-sampling
            coefficients included, as Appendix A says when read to the letter.
            `"unit_variance"`: as `"square_root"`, but with standard deviation
            1 / sqrt(F), as the authors advise in "Efficient BackProp".
        implementation: How convolutions are computed: `"conv"`, the default, by the
            backend; `"patches"`, as products of matrices, about twice as fast on a
            CPU when compiled and trained on one pattern at a time. Weights and results
            are the same; `"patches"` needs a known input size.
        weights: `None`, `"mnist"` for the shipped weights, or the path of a
            `.weights.h5` file.
        seed: An integer that decides the initial weights, or `None` to draw them from
            the state that `keras.utils.set_random_seed` sets, which other threads
            disturb.
        name: Name of the model.

    Returns:
        A `keras.Model` with layers named C1, S2, C3, S4, C5, F6 and output. Its `fit`,
        `evaluate` and `predict` warn once of arrays of pixels that `prepare` has not
        scaled, and refuse pictures of 28x28 pixels.

    Raises:
        ValueError: If an argument is out of range, or if `weights="mnist"` is asked
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
    codes, classes = _codes_and_classes(codes, classes, output)
    if isinstance(connections, str):
        connections = _TABLES[connections]
    scale, exponent = STARTS[start]
    draws = None if seed is None else keras.random.SeedGenerator(seed)

    def squashing(layer, **arguments):
        """Completes a layer with the initial kernels and the squashing function."""
        return layer(
            kernel_initializer=FanInUniform(scale, exponent, seed=draws),
            activation=activation,
            **arguments,
        )

    def pooling(name):
        if subsampling == "max":
            return keras.layers.MaxPooling2D(paper.POOL_SIZE, name=name, **_LAYOUT)
        if subsampling == "average":
            return keras.layers.AveragePooling2D(paper.POOL_SIZE, name=name, **_LAYOUT)
        fan_in = paper.POOL_SIZE**2
        return Subsampling2D(
            paper.POOL_SIZE,
            reduction=subsampling,
            activation=activation,
            coefficient_initializer=FanInUniform(fan_in=fan_in, seed=draws)
            if start == "literal"
            else None,
            name=name,
            **_LAYOUT,
        )

    conv2d = PatchConv2D if implementation == "patches" else keras.layers.Conv2D
    size = paper.KERNEL_SIZE
    image = keras.Input(input_shape, name="image")
    x = squashing(
        conv2d, filters=paper.C1_MAPS, kernel_size=size, name="C1", **_LAYOUT
    )(image)
    x = pooling("S2")(x)
    x = squashing(
        SparseConv2D,
        filters=len(connections),
        kernel_size=size,
        connections=connections,
        implementation=implementation,
        name="C3",
        **_LAYOUT,
    )(x)
    x = pooling("S4")(x)
    x = squashing(
        conv2d, filters=paper.C5_MAPS, kernel_size=size, name="C5", **_LAYOUT
    )(x)
    if x.shape[1:3] == (1, 1):
        x = keras.layers.Flatten(name="flatten", **_LAYOUT)(x)
    x = squashing(keras.layers.Dense, units=paper.F6_UNITS, name="F6")(x)
    if output == "rbf":
        x = RBF(codes, name="output")(x)
    else:
        x = keras.layers.Dense(
            classes,
            activation="softmax",
            kernel_initializer=FanInUniform(scale, exponent, seed=draws),
            name="output",
        )(x)
    model = LeNet5(image, x, name=name)
    if weights is not None:
        _load(model, weights)
    return model


def _codes_and_classes(codes, classes, output: str):
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
    codes = paper.digit_codes() if codes is None else codes
    if classes not in (None, len(codes)):
        raise ValueError(
            '`classes` must be the number of `codes` with output="rbf". '
            f"Received: classes={classes}, {len(codes)} codes"
        )
    return codes, len(codes)


def _load(model: keras.Model, weights: str | Path) -> None:
    if str(weights).endswith(".weights.h5"):
        if not Path(weights).is_file():
            raise ValueError(
                "`weights` must be the path of an existing .weights.h5 file. "
                f"Received: {str(weights)!r}"
            )
        model.load_weights(weights)
        return
    with resources.as_file(shipped_file(weights, ".weights.h5")) as path:
        standard = lenet5(input_shape=(*model.input_shape[1:3], 1))
        if _architecture(model) != _architecture(standard):
            raise ValueError(
                f"`weights` must be None for any architecture but that of the paper, "
                "with one input channel and all arguments but `input_shape` and `name` "
                f"at their defaults. Received: {weights!r} with other layers"
            )
        standard.load_weights(path)
        model.set_weights(standard.get_weights())


def _architecture(model: keras.Model) -> list:
    ignored = {
        "kernel_initializer",
        "coefficient_initializer",
        "batch_shape",
        "implementation",
    }
    return [
        (
            type(layer).__name__.removeprefix("Patch"),
            [tuple(weight.shape) for weight in layer.weights],
            {k: v for k, v in layer.get_config().items() if k not in ignored},
        )
        for layer in model.layers
    ]


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
