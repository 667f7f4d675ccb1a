"""Inputs that are changed, pixel by pixel, until they excite a unit strongly."""

from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from lenet_keras import paper
from lenet_keras.inspection._exciting_patches import weighted_sums
from lenet_keras.layers.gradients import vjp

_STEP = 2.0  # the length of a step up, over all pixels
_ROUGHEST = 1 / (4 * _STEP)  # above it, a checkerboard grows from step to step


class ExcitingInputs(NamedTuple):
    """What `exciting_inputs` found.

    Attributes:
        images: Array of shape `(units, height, width)`: pixels, scaled as
            `lenet_keras.prepare` does it.
        sums: Array of shape `(units,)`: the weighted sums of the units.
    """

    images: np.ndarray
    sums: np.ndarray


def exciting_inputs(
    model: keras.Model,
    layer: str,
    units: Sequence[int],
    steps: int = 20,
    rough: float = 0.1,
    ink: float = 0.02,
) -> ExcitingInputs:
    """Changes blank paper by gradient ascent until it excites a unit strongly.

    Each step follows the gradient of the unit's weighted sum with respect to the
    pixels. Two small penalties keep the input near what is drawn with a pen: it should
    be smooth, and mostly paper. Pixels stay between paper and ink.

    Args:
        model: A `lenet_keras.lenet5()`, or another model of such images.
        layer: Name of a layer with an activation, such as `"C3"`, `"C5"` or `"F6"`.
        units: The units, or of a layer with maps the numbers of maps: of each, the
            unit in the middle.
        steps: How often the input changes. Defaults to 20.
        rough: Strength of the pull of each pixel towards its four neighbours, from 0
            to 0.125.
        ink: Strength of the pull of each pixel towards paper.

    Returns:
        An `ExcitingInputs`.

    Raises:
        ValueError: If there are no units, or no such ones, or `rough` is too large.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import exciting_inputs
    >>> exciting_inputs(lenet5(), "C5", [0, 1], steps=2).images.shape
    (2, 32, 32)

    Reference:
        Not in the paper; Erhan, Bengio, Courville and Vincent (2009).
    """
    sums = keras.Model(model.input, weighted_sums(model.get_layer(layer)))
    shape = sums.output_shape[1:]
    if not len(units) or not set(units) <= set(range(shape[-1])):
        raise ValueError(
            f"`units` must be some of the {shape[-1]} of layer {layer!r}. "
            f"Received: {list(units)}"
        )
    if not 0 <= rough <= _ROUGHEST:
        raise ValueError(
            f"`rough` must be from 0 to {_ROUGHEST}: a larger pull overshoots. "
            f"Received: rough={rough}"
        )
    middle = tuple(side // 2 for side in shape[:-1])
    wanted = np.zeros((len(units), *shape), "float32")
    for number, unit in enumerate(units):
        wanted[(number, *middle, unit)] = 1
    cotangent = ops.convert_to_tensor(wanted)
    size = (len(units), *model.input_shape[1:])
    images = np.full(size, paper.BACKGROUND, "float32")
    for _ in range(steps):
        x = ops.convert_to_tensor(images)
        up = ops.convert_to_numpy(vjp(lambda x: sums(x, training=False), x, cotangent))
        lengths = np.sqrt(np.sum(up**2, axis=(1, 2, 3), keepdims=True)) + 1e-9
        down = rough * _roughness(images) + ink * (images - paper.BACKGROUND)
        images = images + _STEP * (up / lengths - down)
        images = np.clip(images, paper.BACKGROUND, paper.FOREGROUND)
    reached = ops.convert_to_numpy(sums(ops.convert_to_tensor(images), training=False))
    return ExcitingInputs(
        images[..., 0], np.sum(reached * wanted, tuple(range(1, wanted.ndim)))
    )


def largest_sums(model: keras.Model, layer: str, images) -> np.ndarray:
    """The largest weighted sum of each unit, or of each map, over images.

    Args:
        model: A `lenet_keras.lenet5()`, or another model of such images.
        layer: Name of a layer with an activation.
        images: Array of shape `(n, height, width, 1)`, scaled as `lenet_keras.prepare`
            does it.

    Returns:
        Array of shape `(units,)`; of a layer with maps, `(maps,)`, over all places.

    Example:

    >>> from lenet_keras import lenet5, load_mnist, prepare
    >>> from lenet_keras.inspection import largest_sums
    >>> largest_sums(lenet5(), "C5", prepare(load_mnist().test.images[:9])).shape
    (120,)

    Reference:
        Section II-A: a unit squashes its weighted sum.
    """
    sums = keras.Model(model.input, weighted_sums(model.get_layer(layer)))
    found = ops.convert_to_numpy(sums(np.asarray(images, "float32"), training=False))
    return found.reshape(-1, found.shape[-1]).max(axis=0)


def _roughness(images: np.ndarray) -> np.ndarray:
    """How much larger each pixel is than its four neighbours, added up."""
    around = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)), "edge")
    above, below = around[:, :-2, 1:-1], around[:, 2:, 1:-1]
    left, right = around[:, 1:-1, :-2], around[:, 1:-1, 2:]
    return 4 * images - above - below - left - right
