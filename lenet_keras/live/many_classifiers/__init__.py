"""A digit that many classifiers read, live: draw it, shift it, see who fails first."""

import math
from collections.abc import Mapping, Sequence

import keras
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.digits import DATABASES, prepare, shift
from lenet_keras.figures import answers_by_shift
from lenet_keras.inspection import (
    Prototypes,
    SmallClassifier,
    shipped_prototypes,
    small_classifiers,
)
from lenet_keras.live._checks import check_digits, check_names
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store, pack_layers
from lenet_keras.live._view import NetworkView

SPAN = 8  # pixels to each side that the digit may be shifted
_PROTOTYPES, _LENET5 = "nearest prototype", "LeNet-5"
_HINT = (
    "Try: draw your own digit, then shift it to the right, pixel by pixel. Which "
    "classifier changes its mind first? Which one never does? Then draw a 4 that is "
    "nearly a 9, and compare the second choices."
)


class _View(NetworkView):
    """The pad, the answers of all classifiers, and their answers at each shift."""

    _esm = bundle("many_classifiers")
    _css = stylesheet("drawing_pad", "many_classifiers")
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    architecture = traitlets.Dict().tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    readers = traitlets.List(traitlets.Dict()).tag(sync=True)
    prototypes = traitlets.Bytes().tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    span = traitlets.Int(SPAN).tag(sync=True)
    drawing = traitlets.Unicode("").tag(sync=True)  # as a link holds it
    dx = traitlets.Int(0).tag(sync=True)
    dy = traitlets.Int(0).tag(sync=True)


class ManyClassifiers(LiveFigure):
    """Draw a digit: five classifiers of Fig. 9 read it, and you shift it.

    They are linear units, the nearest of some prototypes, a fully connected network,
    LeNet-1 and LeNet-5. Each gives its answer and its second choice, and a strip shows
    its answer for each shift to the left and to the right. All run in the page: the
    figure works without a kernel. LeNet-1 sees the digit in 16x16 pixels, as in the
    paper; a shift moves what a classifier sees by whole pixels.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained. The other classifiers are shipped.
        images: uint8 array of shape `(n, 28, 28)`, 0 is background, 255 is ink: digits
            to start from, at least one; the first is on the pad.
        names: What the buttons that put them on the pad are called, one name for each.
            Defaults to 1, 2, ...
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, or an argument has the wrong shape,
            type or range.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.digits import load_mnist
    >>> from lenet_keras.live import ManyClassifiers
    >>> digits = load_mnist().test.images[:2]
    >>> figure = ManyClassifiers(lenet5(weights="mnist"), digits, names=["7", "2"])
    >>> figure.view.dx = 3  # as if a reader had shifted the digit

    Reference:
        Section III-C, Fig. 9.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        hint: str = _HINT,
    ):
        digits = check_digits(images)
        named = check_names(names, digits)
        small, stored = small_classifiers(), shipped_prototypes()
        architecture, weights = packed(small)
        view = _View(
            network=network_store(network),
            images=digits.tobytes(),
            names=named,
            architecture=architecture,
            weights=weights,
            readers=_readers(small, stored, network),
            prototypes=stored.images.tobytes(),
            labels=stored.labels.tolist(),
            hint=hint,
        )
        self._network, self._small, self._stored = network, small, stored
        super().__init__(
            [view],
            view,
            lambda: self._picture(digits[0]),
            "A pad to draw a digit on, and the answers of five classifiers to it. "
            f"Without JavaScript: their answers to the digit {named[0]}, shifted by up "
            f"to {SPAN} pixels to either side.",
        )

    def scores(
        self, images: ArrayLike, shifts: Sequence[int] = (0,)
    ) -> dict[str, np.ndarray]:
        """What the classifiers say of digits, shifted to the right.

        Args:
            images: uint8 array of shape `(n, 28, 28)`.
            shifts: In pixels, negative to the left.

        Returns:
            By name, arrays of shape `(len(shifts), n, 10)`; the class with the greatest
            score is the answer.
        """
        digits = check_digits(images)
        seen = {
            name: np.concatenate([shift(prepare(see(digits)), dx) for dx in shifts])
            for name, see in DATABASES.items()
        }
        regular = seen["regular"]
        found = {k: one.scores(seen[one.database]) for k, one in self._small.items()}
        found[_PROTOTYPES] = self._stored.scores(regular)
        sign = -1 if _last_kind(self._network) == "rbf" else 1
        found[_LENET5] = sign * self._network.predict(regular, 500, verbose=0)
        return {
            one["name"]: found[one["name"]].reshape(len(shifts), len(digits), -1)
            for one in self.view.readers
        }

    def _picture(self, digit: np.ndarray):
        shifts = list(range(-SPAN, SPAN + 1))
        scores = self.scores(digit[np.newaxis], shifts)
        answers = {name: rows[:, 0].argmax(axis=1) for name, rows in scores.items()}
        return answers_by_shift(prepare(digit[np.newaxis])[0], answers, shifts)


def _last_kind(network: keras.Model) -> str:
    return network_store(network).architecture["layers"][-1]["kind"]


def packed(small: Mapping[str, SmallClassifier]) -> tuple[dict, bytes]:
    """All layers of all small classifiers as a page takes those of a network.

    Args:
        small: As `small_classifiers` gives them.

    Returns:
        Architecture and bytes, as `pack_layers` makes them. A layer is called by its
        classifier and its name.
    """
    layers, numbers = [], []
    for name, one in small.items():
        for layer in one.layers:
            kept = {key: value for key, value in layer.items() if key != "arrays"}
            kept["name"] = f"{name}/{layer['name']}"
            kept["weights"] = [[key, size] for key, size, _ in layer["weights"]]
            layers.append(kept)
            numbers += [np.ravel(array) for array in layer["arrays"].values()]
    return pack_layers(layers, np.concatenate(numbers).astype("float32"))


def _readers(
    small: Mapping[str, SmallClassifier], stored: Prototypes, network: keras.Model
) -> list[dict]:
    """The readers in their order: how many numbers each stores, and its layers."""
    first, *others = [
        {
            "name": name,
            "numbers": sum(size for one in one.layers for _, size, _ in one["weights"]),
            "database": one.database,
            "layers": [f"{name}/{layer['name']}" for layer in one.layers],
        }
        for name, one in small.items()
    ]
    return [
        first,
        {"name": _PROTOTYPES, "numbers": int(stored.images.size)},
        *others,
        {
            "name": _LENET5,
            "numbers": network.count_params(),
            "fixed": sum(math.prod(w.shape) for w in network.non_trainable_weights),
        },
    ]
