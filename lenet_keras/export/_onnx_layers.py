"""What each layer is in ONNX."""

import math
from collections.abc import Callable
from typing import NoReturn

import keras
import numpy as np
from keras import ops
from onnx import NodeProto, TensorProto, helper, numpy_helper

from lenet_keras.activations import scaled_tanh
from lenet_keras.layers import RBF, PatchConv2D, SparseConv2D, Subsampling2D

_ELEMENTWISE = {
    "elu": "Elu",
    "relu": "Relu",
    "sigmoid": "Sigmoid",
    "softplus": "Softplus",
    "softsign": "Softsign",
    "tanh": "Tanh",
}


class Nodes:
    """The nodes of a graph so far; each new one takes what the last one gives.

    ONNX convolves channels first, Keras' other layers act on the last axis: the images
    are turned where the two meet.

    Args:
        source: Name of the input, channels last.
    """

    def __init__(self, source: str):
        self.nodes: list[NodeProto] = []
        self.initializers: list[TensorProto] = []
        self.last = source
        self._first = False

    @property
    def channel_axis(self) -> int:
        """Where the maps stand."""
        return 1 if self._first else -1

    def add(self, kind: str, name: str, *others: str, **attributes) -> None:
        """A node that takes the last result, and others."""
        self.last = self.node(kind, name, self.last, *others, **attributes)

    def node(self, kind: str, name: str, *inputs: str, **attributes) -> str:
        """A node beside the chain, and the name of its result."""
        self.nodes.append(helper.make_node(kind, inputs, [name], name, **attributes))
        return name

    def weight(self, name: str, values) -> str:
        """An array that the file holds."""
        array = ops.convert_to_numpy(values)
        if array.dtype.kind == "f":
            array = array.astype(np.float32)
        self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def by_map(self, name: str, values) -> str:
        """A number for each map, shaped to meet the maps."""
        values = ops.convert_to_numpy(values)
        return self.weight(name, values.reshape((-1, 1, 1) if self._first else (-1,)))

    def channels_first(self) -> None:
        """Turns the images unless they are so already."""
        if not self._first:
            self._turn((0, 3, 1, 2), "channels_first")
            self._first = True

    def channels_last(self) -> None:
        """Turns the images unless they are so already."""
        if self._first:
            self._turn((0, 2, 3, 1), "channels_last")
            self._first = False

    def _turn(self, order: tuple[int, ...], word: str) -> None:
        self.add("Transpose", f"{self.last}/{word}", perm=order)

    def rename_last(self, name: str) -> None:
        """Gives the last result, that of the graph, its name."""
        self.last = self.nodes[-1].output[0] = name


def add_layer(nodes: Nodes, layer: keras.Layer) -> None:
    """The nodes of one layer.

    Raises:
        ValueError: If the layer or its activation is not known here.
    """
    add = _LAYERS.get(type(layer))
    if add is None:
        _refuse("layers among " + ", ".join(k.__name__ for k in _LAYERS), layer, "it")
    if getattr(layer, "data_format", None) == "channels_first":
        _refuse('data_format="channels_last"', layer, '"channels_first"')
    add(nodes, layer)
    if hasattr(layer, "activation"):
        _add_activation(nodes, layer)


def _convolution(nodes: Nodes, layer) -> None:
    kernel = np.transpose(ops.convert_to_numpy(layer.kernel), (3, 2, 0, 1))
    nodes.channels_first()
    _convolve(nodes, layer, nodes.weight(f"{layer.name}/kernel", kernel), layer.groups)


def _sparse_convolution(nodes: Nodes, layer: SparseConv2D) -> None:
    """Kernel by kernel, and a last one of zeros for maps that are not connected."""
    name, number = layer.name, layer.kernel.shape[-1]
    kernels = np.transpose(ops.convert_to_numpy(layer.kernel), (2, 0, 1))
    none = np.zeros((1, *layer.kernel_size))
    places = np.full((layer.filters, layer.input_spec.axes[-1]), number)
    pairs = [(m, i) for m, inputs in enumerate(layer.connections) for i in inputs]
    places[tuple(zip(*pairs, strict=True))] = range(number)
    nodes.channels_first()
    rows = nodes.node(
        "Concat",
        f"{name}/kernels",
        nodes.weight(f"{name}/kernel", kernels),
        nodes.weight(f"{name}/not_connected", none),
        axis=0,
    )
    places_name = nodes.weight(f"{name}/places", places.astype(np.int64))
    _convolve(nodes, layer, nodes.node("Gather", f"{name}/dense", rows, places_name))


def _convolve(nodes: Nodes, layer, kernel: str, groups: int = 1) -> None:
    inputs = [kernel]
    if layer.bias is not None:
        inputs.append(nodes.weight(f"{layer.name}/bias", layer.bias))
    nodes.add(
        "Conv",
        f"{layer.name}/sum",
        *inputs,
        auto_pad=_padding(layer),
        dilations=layer.dilation_rate,
        group=groups,
        strides=layer.strides,
    )


def _padding(layer) -> str:
    return "SAME_UPPER" if layer.padding == "same" else "VALID"


def _pooling(kind: str) -> Callable:
    def add(nodes: Nodes, layer) -> None:
        nodes.channels_first()
        nodes.add(
            kind,
            f"{layer.name}/pooled",
            auto_pad=_padding(layer),
            kernel_shape=layer.pool_size,
            strides=layer.strides,
        )

    return add


def _subsampling(nodes: Nodes, layer: Subsampling2D) -> None:
    name = layer.name
    nodes.channels_first()
    pool = {"kernel_shape": layer.pool_size, "strides": layer.strides}
    nodes.add("AveragePool", f"{name}/mean", auto_pad="VALID", **pool)
    if layer.reduction == "sum":
        area = np.array(float(math.prod(layer.pool_size)))
        nodes.add("Mul", f"{name}/window", nodes.weight(f"{name}/area", area))
    coefficient = nodes.by_map(f"{name}/coefficient", layer.coefficient)
    nodes.add("Mul", f"{name}/weighted", coefficient)
    nodes.add("Add", f"{name}/sum", nodes.by_map(f"{name}/bias", layer.bias))


def _flatten(nodes: Nodes, layer: keras.layers.Flatten) -> None:
    nodes.channels_last()
    nodes.add("Flatten", f"{layer.name}/vector", axis=1)


def _dense(nodes: Nodes, layer: keras.layers.Dense) -> None:
    name = layer.name
    nodes.channels_last()
    nodes.add("MatMul", f"{name}/product", nodes.weight(f"{name}/kernel", layer.kernel))
    if layer.bias is not None:
        nodes.add("Add", f"{name}/sum", nodes.weight(f"{name}/bias", layer.bias))


def _rbf(nodes: Nodes, layer: RBF) -> None:
    name = layer.name
    nodes.channels_last()
    before_last = nodes.weight(f"{name}/before_last", np.array([-2]))
    nodes.add("Unsqueeze", f"{name}/states", before_last)
    centers = nodes.weight(f"{name}/centers", layer.centers)
    nodes.add("Sub", f"{name}/differences", centers)
    last = nodes.weight(f"{name}/last", np.array([-1]))
    nodes.add("ReduceSumSquare", f"{name}/penalties", last, keepdims=0)


_LAYERS: dict[type, Callable] = {
    keras.layers.Conv2D: _convolution,
    PatchConv2D: _convolution,
    SparseConv2D: _sparse_convolution,
    Subsampling2D: _subsampling,
    keras.layers.AveragePooling2D: _pooling("AveragePool"),
    keras.layers.MaxPooling2D: _pooling("MaxPool"),
    keras.layers.Flatten: _flatten,
    keras.layers.Dense: _dense,
    RBF: _rbf,
}


def _add_activation(nodes: Nodes, layer) -> None:
    function, name = layer.activation, layer.name
    known = keras.activations
    if function is None or function is known.linear:
        return
    if function is scaled_tanh:
        amplitude, slope = map(np.array, scaled_tanh.__defaults__)
        nodes.add("Mul", f"{name}/sloped", nodes.weight(f"{name}/slope", slope))
        nodes.add("Tanh", f"{name}/tanh")
        high = nodes.weight(f"{name}/amplitude", amplitude)
        nodes.add("Mul", f"{name}/state", high)
    elif function is known.softmax:
        nodes.add("Softmax", f"{name}/state", axis=nodes.channel_axis)
    else:
        for word, kind in _ELEMENTWISE.items():
            if function is getattr(known, word):
                nodes.add(kind, f"{name}/state")
                return
        words = ", ".join(("linear", "scaled_tanh", "softmax", *_ELEMENTWISE))
        _refuse(f"activations among {words}", layer, getattr(function, "__name__", "?"))


def _refuse(expected: str, layer, received: str) -> NoReturn:
    raise ValueError(
        f"`model` must have {expected}, to be written as ONNX here; "
        'model.export(path, format="onnx") knows more. '
        f"Received: {received} in layer {layer.name!r} of class {type(layer).__name__}"
    )
