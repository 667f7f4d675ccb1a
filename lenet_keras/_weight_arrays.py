"""Weights as arrays by name: what a page of the book saves, and safetensors files."""

from pathlib import Path
from zipfile import BadZipFile

import keras
import numpy as np

from lenet_keras._extras import require


def load_arrays(model: keras.Model, path: Path) -> None:
    """Loads arrays named `LAYER/WEIGHT`: from a page those that are trained, or all."""
    from_page = path.suffix == ".npz"
    arrays = (_of_page if from_page else _of_safetensors)(path)
    variables = {
        f"{layer.name}/{variable.name}": variable
        for layer in model.layers
        for variable in (layer.trainable_weights if from_page else layer.weights)
    }
    expected = {name: tuple(variable.shape) for name, variable in variables.items()}
    received = {name: array.shape for name, array in arrays.items()}
    if expected != received:
        names = sorted(expected.keys() | received.keys())
        faults = [n for n in names if expected.get(n) != received.get(n)]
        told = [f"{n} {expected.get(n)}, {received.get(n)} there" for n in faults]
        raise ValueError(
            f"{path}: expected arrays of the shapes of this network. "
            f"Received: {'; '.join(told)}"
        )
    for name, variable in variables.items():
        variable.assign(arrays[name])


def _of_page(path: Path) -> dict[str, np.ndarray]:
    try:
        with path.open("rb") as file, np.load(file) as opened:
            return {name: opened[name] for name in opened.files}
    except (OSError, TypeError, ValueError, EOFError, BadZipFile) as error:
        raise _not_read(path) from error


def _of_safetensors(path: Path) -> dict[str, np.ndarray]:
    require("safetensors", "a .safetensors file", "export")
    from safetensors import SafetensorError, numpy

    try:
        return numpy.load(path.read_bytes())
    except (OSError, SafetensorError) as error:
        raise _not_read(path) from error


def _not_read(path: Path) -> ValueError:
    return ValueError(
        f"{path}: expected a {path.suffix} file with an array for each weight. "
        f"Received: {'a damaged file' if path.exists() else 'no such file'}"
    )
