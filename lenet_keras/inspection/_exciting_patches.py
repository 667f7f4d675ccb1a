"""The patches of the input that a feature map answers most strongly."""

from typing import NamedTuple

import keras
import numpy as np

from lenet_keras import paper
from lenet_keras.digits import prepare
from lenet_keras.inspection._receptive_fields import receptive_fields


class ExcitingPatches(NamedTuple):
    """For each map of a layer, the patches with the largest weighted sums.

    Attributes:
        patches: Array of shape `(maps, count, height, width)`: pixels, scaled as
            `lenet_keras.prepare` does it.
        sums: Array of shape `(maps, count)`: the weighted sums, bias included, the
            largest first; squashed, they are the states.
        images: Array of shape `(maps, count)`: the numbers of the images.
        places: Array of shape `(maps, count, 2)`: row and column of the unit.
    """

    patches: np.ndarray
    sums: np.ndarray
    images: np.ndarray
    places: np.ndarray


def exciting_patches(
    model: keras.Model, layer: str, images, count: int = 9, batch_size: int = 500
) -> ExcitingPatches:
    """Finds what the units of each feature map see where their states are largest.

    An image counts once for each map, with the place where the state is largest.
    Units are compared before they squash: the order is the same, and saturated states
    can be told apart.

    Args:
        model: A `lenet_keras.lenet5()`, or another functional model without padding.
        layer: Name of a layer with feature maps and an activation that rises, such as
            `"C1"` or `"C3"`.
        images: uint8 array of shape `(n, height, width)`, as `load_mnist` returns it.
        count: How many patches for each map, from 1 to n. Defaults to 9.
        batch_size: How many images go through the network at a time. Defaults to 500.

    Returns:
        An `ExcitingPatches`.

    Raises:
        ValueError: If there is no such layer, if it has no activation, or if units see
            beyond the border of the image, or if `count` is out of range.

    Example:

    >>> from lenet_keras import lenet5, load_mnist
    >>> from lenet_keras.inspection import exciting_patches
    >>> digits = load_mnist().test.images[:20]
    >>> exciting_patches(lenet5(), "C3", digits).patches.shape
    (16, 9, 14, 14)

    Reference:
        Section II-A: the units of a feature map detect the same feature. To show what
        excites them most is ours.
    """
    fields = {
        rows.name: (rows, columns)
        for rows, columns in zip(
            receptive_fields(model), receptive_fields(model, axis=1), strict=True
        )
    }
    if layer not in fields or not 1 <= count <= len(images):
        raise ValueError(
            f"`layer` must be one of {tuple(fields)}, and `count` from 1 to the number "
            f"of images, {len(images)}. Received: layer={layer!r}, count={count}"
        )
    totals = weighted_sums(model.get_layer(layer))
    for axis, field in enumerate(fields[layer]):
        last = field.pixels(totals.shape[1 + axis] - 1)
        if field.first < 0 or last.stop > paper.IMAGE_SIZE:
            raise ValueError(
                "`model` must take 32x32 pixels and have no padding, so that units see "
                f"nothing but pixels. Received: layer {layer!r}, which sees the pixels "
                f"{field.first} to {last.stop - 1}"
            )
    largest = keras.Model(model.input, keras.ops.max(totals, axis=(1, 2)))
    found = [
        largest.predict_on_batch(prepare(images[start : start + batch_size]))
        for start in range(0, len(images), batch_size)
    ]
    best = np.argsort(-np.concatenate(found), axis=0)[:count].T

    everywhere = keras.Model(model.input, totals)
    patches, sums, places = [], [], []
    for m, numbers in enumerate(best):
        seen = prepare(images[numbers])
        maps = everywhere.predict_on_batch(seen)[..., m]
        for image, one_map in zip(seen, maps, strict=True):
            place = np.unravel_index(one_map.argmax(), one_map.shape)
            rows, columns = (
                field.pixels(int(unit))
                for field, unit in zip(fields[layer], place, strict=True)
            )
            patches.append(image[np.ix_(rows, columns)][..., 0])
            sums.append(one_map[place])
            places.append(place)
    return ExcitingPatches(
        np.reshape(patches, (*best.shape, *patches[0].shape)),
        np.reshape(sums, best.shape),
        best,
        np.reshape(places, (*best.shape, 2)),
    )


def weighted_sums(layer: keras.Layer):
    """The output of a layer before it squashes, on the input that the layer has."""
    last = getattr(layer, "data_format", "channels_last") == "channels_last"
    if not hasattr(layer, "activation") or not last:
        raise ValueError(
            "`layer` must have an activation, and channels last. "
            f"Received: layer {layer.name!r} of class {type(layer).__name__}"
        )
    twin = type(layer).from_config({**layer.get_config(), "activation": "linear"})
    totals = twin(layer.input)
    twin.set_weights(layer.get_weights())
    return totals
