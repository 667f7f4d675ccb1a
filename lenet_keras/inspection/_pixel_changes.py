"""Which pixels move a unit, found out by changing them one at a time."""

from collections.abc import Mapping

import keras
import numpy as np

_AT_ONCE = 205  # images


def pixel_changes(
    model: keras.Model, image, units: Mapping[str, int], amount: float = 1.0
) -> dict[str, np.ndarray]:
    """How far each pixel, changed alone, moves the units at one place of some layers.

    Args:
        model: `lenet_keras.lenet5()`, or another network whose layers named in `units`
            have maps.
        image: Array of shape `(height, width, 1)`, scaled as `lenet_keras.prepare`
            does it.
        units: By name of a layer, the row, and column, of the units that are watched.
        amount: What is added to the pixel. Defaults to 1.

    Returns:
        For each layer a float32 array of shape `(height, width)`: the size of the
        change of the state when this pixel changes, averaged over the maps.

    Raises:
        ValueError: If there is no layer, or the model has none of this name.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import pixel_changes
    >>> changes = pixel_changes(lenet5(), np.zeros((32, 32, 1)), {"C1": 14})
    >>> int((changes["C1"] > 1e-5).sum())  # a window of 5 x 5 pixels
    25

    Reference:
        Section II-A for receptive fields. The test is ours.
    """
    known = [layer.name for layer in model.layers]
    if not units or not set(units) <= set(known):
        raise ValueError(
            f"`units` must name layers among {known}, at least one. "
            f"Received: {list(units)}"
        )
    image = np.asarray(image, "float32")
    height, width = image.shape[:2]
    pixels = np.arange(height * width)
    probes = np.repeat(image[np.newaxis], 1 + pixels.size, axis=0)  # first, unchanged
    probes[1 + pixels, pixels // width, pixels % width] += amount
    outputs = {name: model.get_layer(name).output for name in units}
    states = keras.Model(model.input, outputs).predict(probes, _AT_ONCE, verbose=0)
    changes = {}
    for name, unit in units.items():
        watched = states[name][:, unit, unit]
        moved = np.abs(watched[1:] - watched[0]).mean(axis=-1)
        changes[name] = moved.reshape(height, width)
    return changes
