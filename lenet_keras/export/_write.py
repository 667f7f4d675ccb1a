"""Files, whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

import keras
from keras import ops

from lenet_keras._extras import require
from lenet_keras.export._checks import refuse_quantized
from lenet_keras.export._onnx import onnx_model
from lenet_keras.layers.chains import each_layer_once


def write_onnx(
    model: keras.Model,
    path: str | os.PathLike[str],
    about: Mapping[str, str] | None = None,
) -> None:
    """Writes a network as an ONNX file, for ONNX Runtime and others.

    Args:
        model: As in `onnx_model`.
        path: The file. One that is there is replaced once the new one is whole.
        about: As in `onnx_model`.

    Raises:
        ValueError: As `onnx_model`, and if there is no folder for the file.
        ImportError: If the library `onnx` is not installed; the extra `export` has it.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.export import write_onnx
    >>> write_onnx(lenet5(weights="mnist"), "lenet5.onnx")  # doctest: +SKIP
    """
    _write(path, onnx_model(model, about).SerializeToString())


def write_safetensors(
    model: keras.Model,
    path: str | os.PathLike[str],
    about: Mapping[str, str] | None = None,
) -> None:
    """Writes the weights of a network as a safetensors file.

    Each weight is an array named `LAYER/WEIGHT`, such as `C3/kernel`, in the shape that
    it has in Keras; `lenet5(weights=path)` reads the file.

    Args:
        model: A built model that calls each of its layers once, such as `lenet5`
            makes.
        path: The file. One that is there is replaced once the new one is whole.
        about: What the file tells about them, words by words: a card, for instance.

    Raises:
        ValueError: If the model calls a layer twice, or is quantised, or if there is no
            folder for the file.
        ImportError: If the library `safetensors` is not installed; the extra `export`
            has it.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.export import write_safetensors
    >>> network = lenet5(weights="mnist")
    >>> write_safetensors(network, "lenet5.safetensors")  # doctest: +SKIP
    >>> again = lenet5(weights="lenet5.safetensors")  # doctest: +SKIP
    """
    require("safetensors", "write_safetensors", "export")
    from safetensors.numpy import save

    layers = each_layer_once(model)
    refuse_quantized(layers)
    arrays = {
        f"{layer.name}/{variable.name}": ops.convert_to_numpy(variable)
        for layer in layers
        for variable in layer.weights
    }
    _write(path, save(arrays, dict(about or {})))


def _write(path: str | os.PathLike[str], content: bytes) -> None:
    path = Path(path).expanduser()
    if path.is_dir() or not path.parent.is_dir():
        found = "a folder" if path.is_dir() else f"no folder {path.parent}"
        raise ValueError(f"{path}: expected a file to write. Received: {found}")
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)
