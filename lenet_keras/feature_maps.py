"""What a model computes: the states of every layer, for any input."""

import keras
import numpy as np


def feature_maps(model: keras.Model, images) -> dict[str, np.ndarray]:
    """Computes the states of all units of all layers.

    Args:
        model: A functional model, such as `lenet_keras.lenet5()`.
        images: Array of shape `(n, height, width, channels)`, scaled as
            `lenet_keras.prepare` does it.

    Returns:
        A dictionary from the name of each layer, the input included, to an array of
        shape `(n, ...)`: for C1 `(n, 28, 28, 6)`, for F6 `(n, 84)`.

    Example:

    >>> from lenet_keras import lenet5
    >>> maps = feature_maps(lenet5(), np.zeros((1, 32, 32, 1)))
    >>> maps["C3"].shape
    (1, 10, 10, 16)

    Reference:
        Section II-B, Fig. 2; Fig. 13 shows such maps.
    """
    layers = [
        layer for layer in model.layers if not isinstance(layer, keras.layers.Flatten)
    ]
    probe = keras.Model(model.input, [layer.output for layer in layers])
    states = probe(np.asarray(images, "float32"), training=False)
    return {
        layer.name: keras.ops.convert_to_numpy(state)
        for layer, state in zip(layers, states, strict=True)
    }


def shift(images, dx: int = 0, dy: int = 0, fill: float = -0.1) -> np.ndarray:
    """Moves images by whole pixels; what comes in at the border is background.

    Args:
        images: Array of shape `(n, height, width, channels)`.
        dx: Pixels to the right; negative to the left.
        dy: Pixels down; negative up.
        fill: Value of the pixels that come in. Defaults to -0.1, the background of
            the network's input.

    Returns:
        Array of the same shape and type.

    Example:

    >>> image = np.array([[1.0, 2.0, 3.0]]).reshape(1, 1, 3, 1)
    >>> shift(image, dx=1, fill=0.0).ravel()
    array([0., 1., 2.])

    Reference:
        Section II-A: if the input shifts, the feature map shifts by the same amount.
    """
    images = np.asarray(images)
    height, width = images.shape[1:3]
    dx, dy = int(np.clip(dx, -width, width)), int(np.clip(dy, -height, height))
    moved = np.full_like(images, fill)
    moved[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = (
        images[:, max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)]
    )
    return moved
