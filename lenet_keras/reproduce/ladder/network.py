"""The exact network with some of its parts exchanged for those of later years."""

from collections.abc import Collection
from typing import Any

import keras

from lenet_keras import paper
from lenet_keras.activations import scaled_tanh
from lenet_keras.initializers import FanInUniform
from lenet_keras.layers import RBF, SparseConv2D, Subsampling2D
from lenet_keras.model import STARTS

DROPPED = 0.2
"""The share of C5's units that dropout silences."""

_LAYOUT: dict[str, Any] = {"data_format": "channels_last"}
_IMAGE = (paper.IMAGE_SIZE, paper.IMAGE_SIZE, 1)
_SHADES = paper.FOREGROUND - paper.BACKGROUND


def changed_network(
    parts: Collection[str], start: str, seed: int | None = None
) -> keras.Model:
    """LeNet-5 with some parts of later years.

    Args:
        parts: `"relu"`: after the layers up to C5 and, where no codes ask for -1, after
            F6. `"max-pooling"` for S2 and S4. `"full-c3"`: each map of C3 sees all of
            S2. `"batch-normalisation"` in C1, C3, C5 and F6, before they squash.
            `"dropout"` of a fifth of C5. `"logits"`: a dense layer of ten units instead
            of the RBF layer. With none it is LeNet-5.
        start: As in `lenet5`; for all kernels.
        seed: As in `lenet5`.

    Returns:
        A model that gives ten penalties for an image of 32x32: those of logits are the
        logits with the other sign.

    Example:

    >>> from lenet_keras.inspection import count
    >>> from lenet_keras.reproduce.ladder.network import changed_network
    >>> layers = count(changed_network(["full-c3"], start="square_root"))
    >>> sum(layer.parameters for layer in layers)
    60900
    """
    draws = None if seed is None else keras.random.SeedGenerator(seed)
    squash = keras.activations.relu if "relu" in parts else scaled_tanh

    def learned(x, kind: type, name: str, squash=squash, **arguments):
        """A layer with kernels, normalised or not, and its squashing function."""
        normalised = "batch-normalisation" in parts
        kernels = FanInUniform(*STARTS[start], seed=draws)
        layer = kind(
            kernel_initializer=kernels,
            activation=None if normalised else squash,
            name=name,
            **arguments,
        )
        x = layer(x)
        if not normalised:
            return x
        x = keras.layers.BatchNormalization(name=f"{name}_normalised")(x)
        return keras.layers.Activation(squash, name=f"{name}_squashed")(x)

    def pooled(x, name: str):
        if "max-pooling" in parts:
            return keras.layers.MaxPooling2D(paper.POOL_SIZE, name=name, **_LAYOUT)(x)
        layer = Subsampling2D(paper.POOL_SIZE, activation=squash, name=name, **_LAYOUT)
        return layer(x)

    size: dict[str, Any] = {"kernel_size": paper.KERNEL_SIZE, **_LAYOUT}
    image = keras.Input(_IMAGE, name="image")
    x = learned(image, keras.layers.Conv2D, "C1", filters=paper.C1_MAPS, **size)
    x = pooled(x, "S2")
    if "full-c3" in parts:
        x = learned(x, keras.layers.Conv2D, "C3", filters=paper.C3_MAPS, **size)
    else:
        table = {"filters": paper.C3_MAPS, "connections": paper.C3_CONNECTIONS}
        x = learned(x, SparseConv2D, "C3", **table, **size)
    x = pooled(x, "S4")
    x = learned(x, keras.layers.Conv2D, "C5", filters=paper.C5_MAPS, **size)
    x = keras.layers.Flatten(name="flatten", **_LAYOUT)(x)
    if "dropout" in parts:
        x = keras.layers.Dropout(DROPPED, seed=seed, name="dropout")(x)
    f6 = squash if "logits" in parts else scaled_tanh
    x = learned(x, keras.layers.Dense, "F6", squash=f6, units=paper.F6_UNITS)
    if "logits" in parts:
        last = FanInUniform(*STARTS[start], seed=draws)
        penalties = _penalties_of_logits(x, kernel_initializer=last)
    else:
        penalties = RBF(paper.digit_codes(), name="output")(x)
    return keras.Model(image, penalties, name="lenet5_changed")


def tutorial_network(
    activation: str, pooling: str, seed: int | None = None
) -> keras.Model:
    """The usual "LeNet-5" of tutorials: 61,706 parameters, everything as Keras has it.

    Args:
        activation: After C1, C3, C5 and F6: `"tanh"` or `"relu"`.
        pooling: `"average"` or `"max"`.
        seed: As in `lenet5`.

    Returns:
        A model that gives ten penalties, the logits with the other sign, for an image
        of 32x32 as `prepare` scales it. Its first layer makes pixels from 0 to 1 of it.
    """
    draws = None if seed is None else keras.random.SeedGenerator(seed)
    kinds = {
        "average": keras.layers.AveragePooling2D,
        "max": keras.layers.MaxPooling2D,
    }

    def learned(kind: type, number: int, name: str, *words):
        kernels = keras.initializers.GlorotUniform(draws)
        return kind(
            number, *words, activation=activation, kernel_initializer=kernels, name=name
        )

    layers = [
        keras.layers.Rescaling(1 / _SHADES, -paper.BACKGROUND / _SHADES),
        learned(keras.layers.Conv2D, paper.C1_MAPS, "C1", paper.KERNEL_SIZE),
        kinds[pooling](paper.POOL_SIZE, name="S2"),
        learned(keras.layers.Conv2D, paper.C3_MAPS, "C3", paper.KERNEL_SIZE),
        kinds[pooling](paper.POOL_SIZE, name="S4"),
        keras.layers.Flatten(),
        learned(keras.layers.Dense, paper.C5_MAPS, "C5"),
        learned(keras.layers.Dense, paper.F6_UNITS, "F6"),
    ]
    image = x = keras.Input(_IMAGE, name="image")
    for layer in layers:
        x = layer(x)
    last = keras.initializers.GlorotUniform(draws)
    penalties = _penalties_of_logits(x, kernel_initializer=last)
    return keras.Model(image, penalties, name="tutorial")


def _penalties_of_logits(x, **arguments):
    """Ten logits, of which the greatest wins, as penalties, of which the least does."""
    x = keras.layers.Dense(paper.CLASSES, name="logits", **arguments)(x)
    return keras.layers.Rescaling(-1.0, name="output")(x)
