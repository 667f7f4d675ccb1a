"""What a model is made of: trainable parameters and connections, layer by layer."""

import math
from typing import NamedTuple

import keras

from lenet_keras.layers import RBF, SparseConv2D, Subsampling2D
from lenet_keras.layers.chains import each_layer_once


class LayerCount(NamedTuple):
    """The size of one layer, in the paper's terms.

    Attributes:
        name: Name of the layer.
        kind: Class of the layer.
        output_shape: Shape of its output, without the batch.
        parameters: Trainable parameters.
        connections: Connections into its units. A bias is a connection to a unit
            that is always on, so each unit has one for its bias.
    """

    name: str
    kind: str
    output_shape: tuple[int, ...]
    parameters: int
    connections: int


def count(model: keras.Model) -> list[LayerCount]:
    """Counts trainable parameters and connections of every layer of a model.

    A connection joins one unit to one unit: shared weights count once as parameters
    and as often as they are used as connections. A connection into the padding of a
    `"same"` convolution counts as any other.

    Args:
        model: Any built model of our layers and of Keras' Conv2D, Dense, pooling,
            BatchNormalization, and layers without units of their own (Input, Flatten,
            Activation ...), with an input of fixed size.

    Returns:
        One `LayerCount` for each layer that has units.

    Raises:
        ValueError: If a layer is of a kind that cannot be counted, if its output has
            no fixed size, or if the model calls a layer twice or holds another model.

    Example:

    >>> from lenet_keras import count, lenet5
    >>> sum(layer.connections for layer in count(lenet5()))
    340908

    Reference:
        Section II-B.
    """
    counts = []
    for layer in each_layer_once(model):
        if isinstance(layer, _WITHOUT_UNITS):
            continue
        shape = tuple(layer.output.shape[1:])
        if None in shape:
            raise ValueError(
                "`model` must have an input of fixed size, or units cannot be counted. "
                f"Received: layer {layer.name!r} with output {shape}"
            )
        trainable = sum(math.prod(w.shape) for w in layer.trainable_weights)
        counts.append(
            LayerCount(
                layer.name,
                type(layer).__name__,
                shape,
                trainable,
                _connections(layer, shape),
            )
        )
    return counts


_WITHOUT_UNITS = (
    keras.layers.InputLayer,
    keras.layers.Flatten,
    keras.layers.Reshape,
    keras.layers.Activation,
    keras.layers.ReLU,
    keras.layers.Dropout,
    keras.layers.Rescaling,
    keras.layers.ZeroPadding2D,
    keras.layers.Cropping2D,
    keras.layers.UpSampling2D,
)


def _connections(layer, shape) -> int:
    units = math.prod(shape)
    if isinstance(layer, RBF):
        return units * layer.centers.shape[1]
    if isinstance(layer, Subsampling2D):
        return units * (math.prod(layer.pool_size) + 1)
    if isinstance(layer, keras.layers.BatchNormalization):  # a factor and a bias
        return units * (1 + layer.center)
    if isinstance(layer, keras.layers.MaxPooling2D | keras.layers.AveragePooling2D):
        return units * math.prod(layer.pool_size)
    # For all others each weight of the kernel is one connection of one unit of each
    # position: the units of one map share it.
    if isinstance(layer, keras.layers.Conv2D | SparseConv2D | keras.layers.Dense):
        maps = layer.units if isinstance(layer, keras.layers.Dense) else layer.filters
        biases = 0 if layer.bias is None else maps
        return (math.prod(layer.kernel.shape) + biases) * (units // maps)
    raise ValueError(
        "`model` must be made of layers of lenet_keras and of Conv2D, Dense, pooling, "
        "BatchNormalization, Flatten, Activation of Keras. Received: layer "
        f"{layer.name!r} of class {type(layer).__name__}"
    )
