"""The strongest route from one pixel to one penalty, unit by unit."""

from typing import NamedTuple

import keras
import numpy as np

from lenet_keras.inspection._feature_maps import feature_maps
from lenet_keras.inspection._layers_of_the_paper import layers_of_the_paper
from lenet_keras.layers import Subsampling2D

_DOWN = ("F6", "C5", "S4", "C3", "S2", "C1", "image")


class Step(NamedTuple):
    """One unit on a route from the input to a penalty.

    Attributes:
        layer: Name of the layer.
        unit: The unit: (row, column, map), or (number,) in F6 and the output.
        received: What the unit gets from the one before it on the route: weight times
            state, or coefficient times state; in the output the square of the
            difference between state and centre.
        total: Its weighted sum, bias included; in the output the penalty.
        state: Its state; in the output the penalty.
    """

    layer: str
    unit: tuple[int, ...]
    received: float
    total: float
    state: float


def strongest_route(model: keras.Model, image, digit: int | None = None) -> list[Step]:
    """Follows a penalty back to one pixel, always to the input that adds most.

    The route begins with the F6 unit that adds most to the penalty. From each unit it
    goes on to the unit whose product of weight and state is largest in size.

    Args:
        model: The network of section II-B, `lenet_keras.lenet5()`.
        image: Array of shape `(32, 32, 1)`, scaled as `lenet_keras.prepare` does it.
        digit: The class whose penalty is followed. `None`, the default, takes the
            answer.

    Returns:
        Eight steps in the order of the computation, from the pixel, whose three
        numbers are its own value, to the output.

    Raises:
        ValueError: If the model is another one, or the image or the digit does not fit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import strongest_route
    >>> image = np.random.default_rng(0).normal(size=(32, 32, 1))
    >>> [step.layer for step in strongest_route(lenet5(), image)]
    ['image', 'C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'output']

    Reference:
        Section II-B for the layers. The route is ours.
    """
    *_, output = layers_of_the_paper(model, *_DOWN[-2::-1], "output")
    if np.shape(image) != model.input_shape[1:] or len(model.output_shape) != 2:
        raise ValueError(
            "`image` must be of the shape of the input of `model`, which must answer "
            f"once. Received: shape {np.shape(image)}, input {model.input_shape[1:]}"
        )
    maps = feature_maps(model, np.asarray(image)[np.newaxis])
    states = {name: array[0] for name, array in maps.items()}
    digit = int(states["output"].argmin()) if digit is None else digit
    centers = keras.ops.convert_to_numpy(output.centers)
    if digit not in range(len(centers)):
        raise ValueError(
            f"`digit` must be None or a class from 0 to {len(centers) - 1}. "
            f"Received: {digit!r}"
        )
    squares = (states["F6"] - centers[digit]) ** 2
    unit: tuple[int, ...] = (int(squares.argmax()),)
    penalty = float(squares.sum())
    route = [Step("output", (digit,), float(squares[unit]), penalty, penalty)]
    for name, before in zip(_DOWN, _DOWN[1:], strict=False):
        products, bias, corner = _products(model.get_layer(name), states[before], unit)
        place = np.unravel_index(np.abs(products).argmax(), products.shape)
        total = float(products.sum() + bias)
        state = float(states[name][unit])
        route.append(Step(name, unit, float(products[place]), total, state))
        unit = tuple(int(a + b) for a, b in zip(corner, place, strict=True))
    route.append(Step("image", unit, *3 * (float(states["image"][unit]),)))
    return route[::-1]


def _products(layer, states, unit):
    """What a unit adds up: states of the layer before times weights, and its bias.

    The third is the unit of the layer before that the first product belongs to.
    """
    if isinstance(layer, keras.layers.Dense):
        kernel, bias = layer.get_weights()
        return states * kernel[:, unit[0]], bias[unit], (0, 0, 0)
    row, column, m = unit
    if isinstance(layer, Subsampling2D):
        coefficient, bias = layer.get_weights()
        (height, width), maps = layer.pool_size, slice(m, m + 1)
        weights, corner = coefficient[m], (row * height, column * width, m)
        if layer.reduction == "mean":
            weights = weights / (height * width)
    else:
        kernel, bias = layer.get_weights()
        if hasattr(layer, "dense_kernel"):
            kernel = keras.ops.convert_to_numpy(layer.dense_kernel)
        (height, width), maps = kernel.shape[:2], slice(None)
        weights, corner = kernel[..., m], (row, column, 0)
    top, left, _ = corner
    seen = states[top : top + height, left : left + width, maps]
    return seen * weights, bias[m], corner
