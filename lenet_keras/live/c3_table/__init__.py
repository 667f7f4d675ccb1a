"""Table I, live: its crosses are switches, and digits show what each is worth."""

from collections.abc import Sequence

import keras
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.digits import prepare
from lenet_keras.figures import map_in_steps
from lenet_keras.inspection import feature_maps
from lenet_keras.live._checks import check_digits, check_labels, check_names
from lenet_keras.live._controls import choice, more
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._network import network_store
from lenet_keras.live._view import NetworkView

# Their numbers are what the page knows.
VIEWS = "what a C3 map sees", "what an S2 map feeds"
COLOURS = "each kind", "each picture"
MAX_DIGITS = 100  # 18 KB of a page, compressed
_HINT = (
    "Try: switch off single crosses and look which digits break. Then choose an S2 map "
    "and switch off all its connections. Which S2 map does the network miss most, and "
    "which least?"
)


class _View(NetworkView):
    """Table I with switches."""

    _esm = bundle("c3_table")
    _css = stylesheet("c3_table")
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    input = traitlets.Int(0).tag(sync=True)
    off = traitlets.List(traitlets.Int()).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


class C3Table(LiveFigure):
    """Choose a C3 map and see its partial sums; switch connections off and on.

    A connection that is off adds nothing, as if its kernel were zero. The page then
    counts the digits that the network gets wrong, and shows those whose answer
    changed. The network runs in the page: the figure works without a kernel. The trait
    `off` of its view holds the numbers of the connections that are switched off, in
    the order of the kernels in C3.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: uint8 array of shape `(n, 28, 28)`, as `load_mnist` gives it, with n
            from 1 to 100: the digits to count.
        labels: Their classes, n integers from 0 to 9 (to one less than the network
            has).
        names: What the figure calls the digits, one name for each. Defaults to
            digit 0, digit 1, ...
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, or images, labels and names do not
            fit together.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.digits import load_mnist
    >>> from lenet_keras.live import C3Table
    >>> images, labels = load_mnist().test
    >>> figure = C3Table(lenet5(weights="mnist"), images[:100], labels[:100])
    >>> figure.alt[:33]
    'Table I of the paper at work. For'
    >>> figure.view.off
    []

    Reference:
        Section II-B, Table I.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        labels: ArrayLike,
        names: Sequence | None = None,
        hint: str = _HINT,
    ):
        store = network_store(network)
        images = check_digits(images, MAX_DIGITS)
        view = _View(
            network=store,
            images=images.tobytes(),
            labels=check_labels(labels, images, network.output_shape[-1]),
            names=check_names(names, images, 0, "digit "),
            hint=hint,
        )
        controls = [
            choice(view, "view", "show", VIEWS),
            choice(view, "colours", "one scale for", COLOURS),
        ]
        super().__init__(
            [view, more(*controls)],
            view,
            lambda: _first_map(network, images[:1]),
            "Table I of the paper at work. For the first C3 map: the S2 maps that it "
            "sees, its kernels, the partial sums, their sum with the bias, and the "
            "squashed map.",
        )


def _first_map(network: keras.Model, image: np.ndarray):
    """The figure as it starts, without its table: C3 map 0 for the first digit."""
    states = feature_maps(network, prepare(image))
    c3 = network.get_layer("C3")
    seen = list(c3.connections[0])
    inputs = states["S2"][..., seen]
    kernels = keras.ops.convert_to_numpy(c3.dense_kernel)[:, :, seen, 0]
    windows = np.lib.stride_tricks.sliding_window_view(inputs[0], (5, 5), (0, 1))
    partial_sums = np.einsum("hwijk,jki->hwi", windows, kernels)
    return map_in_steps(
        inputs[0],
        kernels,
        partial_sums,
        float(keras.ops.convert_to_numpy(c3.bias)[0]),
        states["C3"][0, ..., 0],
        [f"S2 map {n}" for n in seen],
        "C3 map 0",
    )
