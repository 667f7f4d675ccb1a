"""What a model computes: the states of every layer, for any input."""

import keras
import numpy as np

from lenet_keras.layers.chains import each_layer_once


def feature_maps(model: keras.Model, images) -> dict[str, np.ndarray]:
    """Computes the states of all units of all layers.

    Args:
        model: A functional model, such as `lenet_keras.lenet5()`.
        images: Array of shape `(n, height, width, channels)`, scaled as
            `lenet_keras.prepare` does it.

    Returns:
        A dictionary from the name of each layer, the input included, to an array of
        shape `(n, ...)`: for C1 `(n, 28, 28, 6)`, for F6 `(n, 84)`.

    Raises:
        ValueError: If the model calls a layer twice, whose states would be two, or
            holds another model.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import feature_maps, lenet5
    >>> maps = feature_maps(lenet5(), np.zeros((1, 32, 32, 1)))
    >>> maps["C3"].shape
    (1, 10, 10, 16)

    Reference:
        Section II-B, Fig. 2; Fig. 13 shows such maps.
    """
    layers = [
        layer
        for layer in each_layer_once(model)
        if not isinstance(layer, keras.layers.Flatten)
    ]
    probe = keras.Model(model.input, [layer.output for layer in layers])
    states = probe(np.asarray(images, "float32"), training=False)
    return {
        layer.name: keras.ops.convert_to_numpy(state)
        for layer, state in zip(layers, states, strict=True)
    }
