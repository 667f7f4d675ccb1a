"""What the units of a layer see of the input."""

from typing import NamedTuple

import keras

from lenet_keras.layers import SparseConv2D, Subsampling2D

_LOCAL = (
    keras.layers.Conv2D,
    SparseConv2D,
    Subsampling2D,
    keras.layers.MaxPooling2D,
    keras.layers.AveragePooling2D,
)


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
        model: A chain of convolution, sub-sampling and pooling layers, as
            `lenet_keras.lenet5` builds it. Layers behind the last of them see what
            it sees and are left out.
        axis: 0 for the vertical, 1 for the horizontal axis. Defaults to 0.

    Returns:
        One `ReceptiveField` for each local layer, in order.

    Raises:
        ValueError: If a layer with `"same"` padding has an input of unknown size: the
            padding depends on it.

    Example:

    >>> from lenet_keras import lenet5
    >>> [(field.name, field.size) for field in receptive_fields(lenet5())]
    [('C1', 5), ('S2', 6), ('C3', 14), ('S4', 16), ('C5', 32)]

    Reference:
        Section II-A for the idea, section II-B for the layers.
    """
    size, spacing, first = 1, 1, 0
    fields = []
    for layer in model.layers:
        if not isinstance(layer, _LOCAL):
            continue
        pools = hasattr(layer, "pool_size")
        window = (layer.pool_size if pools else layer.kernel_size)[axis]
        dilation = 1 if pools else layer.dilation_rate[axis]
        reach = (window - 1) * dilation
        stride = layer.strides[axis]
        if getattr(layer, "padding", "valid") == "same":
            place = axis + (1 if layer.data_format == "channels_last" else 2)
            inputs, outputs = layer.input.shape[place], layer.output.shape[place]
            if inputs is None:
                raise ValueError(
                    'The input of a layer with padding="same" must have a fixed size, '
                    "which decides the padding. "
                    f"Received: layer {layer.name!r} with input {layer.input.shape}"
                )
            padded = max((outputs - 1) * stride + reach + 1 - inputs, 0)
            first -= padded // 2 * spacing
        size += reach * spacing
        spacing *= stride
        fields.append(ReceptiveField(layer.name, size, spacing, first))
    return fields
