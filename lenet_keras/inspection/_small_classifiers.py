"""Classifiers small enough for a page: what is shipped of them, and their answers."""

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from lenet_keras import paper
from lenet_keras.digits import load_mnist, prepare

_FOLDER = resources.files("lenet_keras") / "data" / "classifiers"
_SEEN = 28  # pixels a side, the middle of a prepared image
_BATCH = 500


class SmallClassifier(NamedTuple):
    """Layers of a network as a page takes them, and how they came about.

    Attributes:
        name: What Fig. 9 calls it.
        database: The version of the digits that it sees, as `DATABASES` names it.
        layers: A dictionary for each, as `describe` gives it, with `arrays` by name:
            kernels unit by unit, or kernel by kernel, in the order of the maps.
        card: The rest: the run it comes from, its errors, the steps of its weights.
    """

    name: str
    database: str
    layers: Sequence[dict[str, Any]]
    card: dict[str, Any]

    def scores(self, images) -> np.ndarray:
        """What its last units say; the class with the greatest is the answer.

        Args:
            images: Array `(n, 32, 32, 1)`, scaled as `prepare` does it.

        Returns:
            Array `(n, 10)`.
        """
        found = []
        for start in range(0, len(images), _BATCH):
            states = middle(images[start : start + _BATCH])[:, np.newaxis]
            for layer in self.layers:
                states = _COMPUTED[layer["kind"]](layer, states)
            found.append(states.reshape(len(states), -1))
        return np.concatenate(found)


class Prototypes(NamedTuple):
    """Training digits that stand for all others; the class of the nearest is answered.

    Attributes:
        images: uint8 array `(n, 28, 28)`.
        labels: Integer array `(n,)`.
        card: How they were chosen, and their errors.
    """

    images: np.ndarray
    labels: np.ndarray
    card: dict[str, Any]

    def scores(self, images) -> np.ndarray:
        """Minus the squared distance to the nearest prototype of each class.

        Args:
            images: Array `(n, 32, 32, 1)`, scaled as `prepare` does it.

        Returns:
            Array `(n, 10)`.
        """
        stored = middle(prepare(self.images)).reshape(len(self.images), -1)
        x = middle(images).reshape(len(images), -1)
        far = (stored**2).sum(axis=1) - 2 * (x @ stored.T)
        far += (x**2).sum(axis=1)[:, np.newaxis]
        classes = range(paper.CLASSES)
        return -np.stack([far[:, self.labels == c].min(axis=1) for c in classes], 1)


def middle(images) -> np.ndarray:
    """What a classifier of 28x28 pixels sees of prepared images, `(n, 28, 28)`."""
    images = np.asarray(images)
    border = (paper.IMAGE_SIZE - _SEEN) // 2
    return images[:, border:-border, border:-border, 0]


def small_classifiers() -> dict[str, SmallClassifier]:
    """The shipped ones, by name.

    Example:

    >>> from lenet_keras.inspection import small_classifiers
    >>> from lenet_keras.digits import load_mnist, prepare
    >>> seven = prepare(load_mnist().test.images[:1])
    >>> found = small_classifiers()["linear"].scores(seven)
    >>> int(found.argmax())
    7
    """
    card = json.loads((_FOLDER / "classifiers.json").read_text("utf-8"))
    file = _FOLDER / "classifiers.npz"
    with resources.as_file(file) as path, np.load(path) as kept:
        arrays = {key: kept[key] for key in kept.files}
    found = {}
    for name, one in card["networks"].items():
        layers = [
            {
                **layer,
                "arrays": {
                    key: arrays[f"{name}/{layer['name']}/{key}"] * np.float32(step)
                    for key, _, step in layer["weights"]
                },
            }
            for layer in one["layers"]
        ]
        found[name] = SmallClassifier(name, one["database"], layers, one)
    return found


def shipped_prototypes() -> Prototypes:
    """The training digits that were chosen as prototypes.

    Example:

    >>> from lenet_keras.inspection import shipped_prototypes
    >>> len(shipped_prototypes().labels)
    250
    """
    card = json.loads((_FOLDER / "classifiers.json").read_text("utf-8"))["prototypes"]
    images, labels = load_mnist().train
    return Prototypes(images[card["digits"]], labels[card["digits"]].astype(int), card)


def _dense(layer: dict, states: np.ndarray) -> np.ndarray:
    x = states.reshape(len(states), -1)
    kernels = layer["arrays"]["kernels"].reshape(layer["maps"], -1)
    return _squashed(layer, x @ kernels.T + layer["arrays"]["bias"])


def _convolution(layer: dict, states: np.ndarray) -> np.ndarray:
    side = (paper.KERNEL_SIZE,) * 2
    windows = sliding_window_view(states, side, axis=(2, 3))
    kernels = iter(layer["arrays"]["kernels"].reshape(-1, *side))
    maps = [
        sum(
            np.einsum("nhwij,ij->nhw", windows[:, source], next(kernels))
            for source in sources
        )
        for sources in layer["connections"]
    ]
    bias = layer["arrays"]["bias"][:, np.newaxis, np.newaxis]
    return _squashed(layer, np.stack(maps, axis=1) + bias)


def _subsampling(layer: dict, states: np.ndarray) -> np.ndarray:
    n, maps, side, _ = states.shape
    sums = states.reshape(n, maps, side // 2, 2, side // 2, 2).sum(axis=(3, 5))
    coefficient, bias = (
        layer["arrays"][name][:, np.newaxis, np.newaxis]
        for name in ("coefficient", "bias")
    )
    return _squashed(layer, coefficient * sums + bias)


def _squashed(layer: dict, sums: np.ndarray) -> np.ndarray:
    if layer["activation"] == "linear":
        return sums
    return paper.AMPLITUDE * np.tanh(paper.SLOPE * sums)


_COMPUTED = {
    "dense": _dense,
    "convolution": _convolution,
    "subsampling": _subsampling,
}
