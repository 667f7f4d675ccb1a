"""What the units of a layer see of the input."""

from typing import NamedTuple

import keras

from lenet_keras.layers import RBF, SparseConv2D, Subsampling2D
from lenet_keras.layers.chains import chain

_WINDOWS = (
    keras.layers.Conv2D,
    keras.layers.DepthwiseConv2D,
    keras.layers.SeparableConv2D,
    SparseConv2D,
    Subsampling2D,
    keras.layers.MaxPooling2D,
    keras.layers.AveragePooling2D,
)
_BORDERS = (keras.layers.ZeroPadding2D, keras.layers.Cropping2D)
_LOCAL = (*_WINDOWS, *_BORDERS)
# A unit sees what the unit at its place in the layer before sees.
_IN_PLACE = (
    keras.layers.Activation,
    keras.layers.ReLU,
    keras.layers.LeakyReLU,
    keras.layers.Dropout,
    keras.layers.Rescaling,
    keras.layers.BatchNormalization,
)
# A unit may see everything.
_GLOBAL = (
    keras.layers.Flatten,
    keras.layers.Reshape,
    keras.layers.GlobalAveragePooling2D,
    keras.layers.GlobalMaxPooling2D,
    keras.layers.Softmax,
)
_ALONG_THE_LAST_AXIS = (keras.layers.Dense, RBF)
_KNOWN = (*_LOCAL, *_IN_PLACE, *_GLOBAL, *_ALONG_THE_LAST_AXIS)


class ReceptiveField(NamedTuple):
    """The part of the input that units of one layer see, in pixels, along one axis.

    Attributes:
        name: Name of the layer.
        size: Width of the field of one unit.
        spacing: Distance between the fields of neighbouring units.
        first: Input coordinate of the first pixel that the first unit sees; negative
            in the padding.
    """

    name: str
    size: int
    spacing: int
    first: int

    def pixels(self, unit: int) -> range:
        """The input coordinates that a unit sees, counted along the same axis."""
        start = self.first + unit * self.spacing
        return range(start, start + self.size)


def receptive_fields(model: keras.Model, axis: int = 0) -> list[ReceptiveField]:
    """Computes the receptive fields of all layers with a place in the image.

    A window of k units, s units apart, on a layer with fields of size r and spacing d
    sees r + (k - 1) d pixels, and its neighbour stands s d pixels further.

    Args:
        model: A chain of convolution, sub-sampling, pooling, padding and cropping
            layers, as `lenet_keras.lenet5` builds it, and of layers that leave each
            unit in its place. Layers behind the last window see what it sees and are
            left out, and so are padding and cropping, which only move the fields.
        axis: 0 for the vertical, 1 for the horizontal axis. Defaults to 0.

    Returns:
        One `ReceptiveField` for each layer with windows, in order.

    Raises:
        ValueError: If the model branches or has a layer of another kind, or if a layer
            with `"same"` padding has an input of unknown size: the padding depends on
            it.

    Example:

    >>> from lenet_keras import lenet5, receptive_fields
    >>> [(field.name, field.size) for field in receptive_fields(lenet5())]
    [('C1', 5), ('S2', 6), ('C3', 14), ('S4', 16), ('C5', 32)]

    Reference:
        Section II-A for the idea, section II-B for the layers.
    """
    if axis not in (0, 1):
        raise ValueError(f"`axis` must be 0 or 1. Received: {axis!r}")
    size, spacing, first = 1, 1, 0
    fields = []
    for layer in _local_layers(model):
        if isinstance(layer, _BORDERS):
            borders = "padding" if hasattr(layer, "padding") else "cropping"
            before = getattr(layer, borders)[axis][0]
            first += spacing * (before if borders == "cropping" else -before)
            continue
        pools = hasattr(layer, "pool_size")
        window = (layer.pool_size if pools else layer.kernel_size)[axis]
        dilation = 1 if pools else layer.dilation_rate[axis]
        reach = (window - 1) * dilation
        stride = layer.strides[axis]
        if getattr(layer, "padding", "valid") == "same":
            first -= _padding_before(layer, axis, stride, reach) * spacing
        size += reach * spacing
        spacing *= stride
        fields.append(ReceptiveField(layer.name, size, spacing, first))
    return fields


def _padding_before(layer, axis: int, stride: int, reach: int) -> int:
    """How many units `padding="same"` puts before the first."""
    place = axis + (1 if layer.data_format == "channels_last" else 2)
    inputs, outputs = layer.input.shape[place], layer.output.shape[place]
    if inputs is None:
        raise ValueError(
            '`model` must have an input of fixed size for layers with padding="same", '
            "whose padding depends on it. "
            f"Received: layer {layer.name!r} with input {layer.input.shape}"
        )
    return max((outputs - 1) * stride + reach + 1 - inputs, 0) // 2


def _local_layers(model: keras.Model) -> list:
    """All layers up to the last one whose units have a place in the image."""
    layers = chain(model)
    for layer in layers:
        if not isinstance(layer, _KNOWN):
            raise ValueError(
                "`model` must be a chain of convolutions, sub-sampling, pooling, "
                "padding and layers that leave each unit in its place. "
                f"Received: layer {layer.name!r} of class {type(layer).__name__}"
            )
    places = [n for n, layer in enumerate(layers) if isinstance(layer, _LOCAL)]
    local = layers[: places[-1] + 1] if places else []
    layout = {layer.data_format for layer in local if isinstance(layer, _LOCAL)}
    for layer in local:
        mixes = isinstance(layer, _ALONG_THE_LAST_AXIS) and layout != {"channels_last"}
        if len(layout) > 1 or mixes or isinstance(layer, _GLOBAL):
            raise ValueError(
                "`model` must keep the places of its units up to the last convolution "
                "or pooling, in one data format. "
                f"Received: layer {layer.name!r} of class {type(layer).__name__}"
            )
    return [layer for layer in local if isinstance(layer, _LOCAL)]
