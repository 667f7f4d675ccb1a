"""The ten codes as a map, live: digits as places, and the walk between two of them."""

from collections.abc import Sequence

import keras
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.digits import prepare
from lenet_keras.figures import code_map
from lenet_keras.inspection import CodePlane, feature_maps
from lenet_keras.live._checks import check_digits, check_labels
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store
from lenet_keras.live._view import NetworkView

MAX_DIGITS = 300  # 54 KB of a page, compressed
_LEVELS = 255  # of a place in the cloud, along each direction
_HINT = (
    "Try: point at a digit that is far from its code, and look what F6 drew of it. "
    "Then walk from it to another digit: where does the answer change, and is there a "
    "third digit on the way?"
)


class _View(NetworkView):
    """The map, the digit that is looked at, and the walk."""

    _esm = bundle("code_map")
    _css = stylesheet("code_map")
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    plane = traitlets.Bytes().tag(sync=True)
    ends = traitlets.List(traitlets.Float()).tag(sync=True)
    cloud = traitlets.Bytes().tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    goal = traitlets.Int(0).tag(sync=True)
    share = traitlets.Int(0).tag(sync=True)


class CodeMap(LiveFigure):
    """Digits where F6 puts them among the ten codes; choose one, and walk to another.

    The map is the plane of `lenet_keras.inspection.CodePlane`. Each digit stands where
    its states of F6 lie. On the walk the input changes pixel by pixel from one digit
    into another, and the network answers all the way. It runs in the page: the figure
    works without a kernel. The traits `digit`, `goal` and `share` of its view hold the
    numbers of the two digits, and how much of the way is gone, in percent.

    Args:
        network: LeNet-5 with RBF output, as `lenet_keras.lenet5(...)` returns it; also
            one that you have just trained.
        images: uint8 array of shape `(n, 28, 28)`, as `load_mnist` gives it, with n
            from 2 to 300: the digits to choose from.
        labels: Their classes.
        walk: Numbers of the digits with which the walk begins and ends.
        states: Array of shape `(m, 84)`, states of F6 that are shown as a cloud of
            points. Defaults to none.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5 with RBF output, images and labels do
            not fit together, or there is no such digit.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.digits import load_mnist
    >>> from lenet_keras.live import CodeMap
    >>> images, labels = load_mnist().test
    >>> figure = CodeMap(lenet5(weights="mnist"), images[:100], labels[:100], (4, 9))
    >>> figure.view.share = 50  # percent of the way

    Reference:
        Section II-B, equation 7 and Fig. 3. Map and walk are ours.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        labels: ArrayLike,
        walk: Sequence[int] = (0, 1),
        states: ArrayLike | None = None,
        hint: str = _HINT,
    ):
        store = network_store(network)
        if store.architecture["layers"][-1]["kind"] != "rbf":
            raise ValueError(
                "`network` must have an RBF output. Received: an output of the kind "
                f"{store.architecture['layers'][-1]['kind']!r}"
            )
        digits = check_digits(images, MAX_DIGITS)
        known = check_labels(labels, digits, network.output_shape[-1])
        if len(walk) != 2 or any(end not in range(len(digits)) for end in walk):
            raise ValueError(
                f"`walk` must be two numbers of digits, 0 to {len(digits) - 1}. "
                f"Received: {walk}"
            )
        codes = keras.ops.convert_to_numpy(network.get_layer("output").centers)
        plane = CodePlane(codes)
        found = feature_maps(network, prepare(digits))["F6"]
        places = plane.project(found)
        cloud = plane.project(found if states is None else states)
        ends = _ends(np.concatenate([places, cloud, plane.project(codes)]))
        view = _View(
            network=store,
            images=digits.tobytes(),
            labels=known,
            plane=np.concatenate([[plane.origin], plane.axes]).astype("<f4").tobytes(),
            ends=ends,
            cloud=_packed(cloud, ends) if states is not None else b"",
            digit=int(walk[0]),
            goal=int(walk[1]),
            hint=hint,
        )
        super().__init__(
            [view],
            view,
            lambda: code_map(places, known, plane.project(codes)),
            "Digits as points of a plane, each where F6 puts it, around the places of "
            "the ten codes.",
        )


def _ends(places: np.ndarray) -> list[float]:
    """Left, right, bottom and top of a plane that holds all places."""
    low, high = places.min(axis=0) - 0.4, places.max(axis=0) + 0.4
    return [float(low[0]), float(high[0]), float(low[1]), float(high[1])]


def _packed(places: np.ndarray, ends: list[float]) -> bytes:
    """Places as pairs of bytes, from left to right and from the bottom to the top."""
    left, right, bottom, top = ends
    shares = (places - [left, bottom]) / [right - left, top - bottom]
    return np.rint(_LEVELS * shares).astype("uint8").tobytes()
