"""A network as ONNX writes it, layer by layer, the same on every backend."""

from collections.abc import Mapping
from importlib import metadata
from typing import TYPE_CHECKING

import keras

from lenet_keras._extras import require
from lenet_keras.export._checks import refuse_quantized
from lenet_keras.layers.chains import chain

if TYPE_CHECKING:
    import onnx

# Of 2023: the first in which reductions take their axes as an input. Any version of
# ONNX Runtime since 1.14 reads it.
OPSET, IR_VERSION = 18, 8


def onnx_model(
    model: keras.Model, about: Mapping[str, str] | None = None
) -> "onnx.ModelProto":
    """A network as an ONNX model, one group of nodes for each layer.

    Input and output are those of the Keras model: `image`, float32 `(batch, height,
    width, channels)` as `prepare` makes it, and `output`. Weights keep their names and
    their number: of C3 only the 60 kernels that exist are stored, and are placed among
    zeros when the model is loaded, by a look-up of their numbers.

    Args:
        model: A chain of the layers that `lenet5` is made of, with activations that
            ONNX has.
        about: What the model tells about itself, words by words: a card, for instance.

    Returns:
        The model, an `onnx.ModelProto`. Computed in single precision.

    Raises:
        ValueError: If the model is no chain, is quantised, or has a layer or an
            activation that is not known here. Keras' own `model.export(path,
            format="onnx")` knows more, with a converter for each backend.
        ImportError: If the library `onnx` is not installed; the extra `export` has it.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.export import onnx_model
    >>> graph = onnx_model(lenet5(weights="mnist")).graph  # doctest: +SKIP
    >>> [v.dims for v in graph.initializer if v.name == "C3/kernel"]  # doctest: +SKIP
    [[60, 5, 5]]

    Reference:
        Section II-B, Table I.
    """
    require("onnx", "onnx_model", "export")
    from onnx import TensorProto, checker, helper

    from lenet_keras.export._onnx_layers import Nodes, add_layer

    layers = chain(model)
    refuse_quantized(layers)
    nodes = Nodes("image")
    for layer in layers:
        add_layer(nodes, layer)
    nodes.channels_last()
    nodes.rename_last("output")
    graph = helper.make_graph(
        nodes.nodes,
        model.name,
        [_value("image", model.input_shape, TensorProto.FLOAT)],
        [_value("output", model.output_shape, TensorProto.FLOAT)],
        nodes.initializers,
    )
    made = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="lenet-keras",
        producer_version=metadata.version("lenet-keras"),
    )
    helper.set_model_props(made, dict(about or {}))
    checker.check_model(made, full_check=True)
    return made


def _value(name: str, shape, kind: int) -> "onnx.ValueInfoProto":
    """An input or output; sizes that are not known bear names."""
    from onnx import helper

    unknown = ("batch", *(f"{name}_{axis}" for axis in range(1, len(shape))))
    sizes = [
        by_name if size is None else size
        for by_name, size in zip(unknown, shape, strict=True)
    ]
    return helper.make_tensor_value_info(name, kind, sizes)
