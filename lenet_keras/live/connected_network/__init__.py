"""The whole network as one object, live: maps, wires, sums and the answer."""

from collections.abc import Sequence

import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import layer_states
from lenet_keras.inspection import feature_maps
from lenet_keras.live._checks import check_images, check_limits
from lenet_keras.live._controls import changes, more
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._view import SPAN, MovableView
from lenet_keras.rejection import Limits

# Their numbers are what the page knows; 0 is no choice.
LAYERS = "input", "C1", "S2", "C3", "S4", "C5", "F6"
_HINT = "Drag the digit. Point at a map, and see what it is connected to."


class _View(MovableView):
    """Input, maps, wires and answer; `layer`, `map` and `unit` are what is opened."""

    _esm = bundle("connected_network")
    _css = stylesheet("connected_network")
    layer = traitlets.Int(0).tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    unit = traitlets.Int(0).tag(sync=True)


class ConnectedNetwork(LiveFigure):
    """Drag a digit and watch the whole network, connection by connection.

    Pointing at a map lights the wires that lead to it from the input, and those that
    lead on to the answer: of a C3 map, those of Table I. A click opens the sum of a
    unit, which can be followed back to the pixels. The network runs in the page: the
    figure works without a kernel.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, small pictures choose the digit.
        names: What a screen reader says of each image. Defaults to 1, 2, ...
        limits: From which margin and up to which penalty an answer is called sure.
            Defaults to those of the weights "mnist".
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, there is no image, an image has
            another size, `names` does not name each image once, or a number is out of
            range.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import ConnectedNetwork
    >>> figure = ConnectedNetwork(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:29]
    'LeNet-5 as one picture: an in'

    Reference:
        Section II-B, Fig. 2 and Table I.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        limits: Limits | None = None,
        hint: str = _HINT,
    ):
        images = check_images(images)
        kept = check_limits(limits)
        view = _View.of(network, images, names, hint, limits=kept)
        maps = feature_maps(network, images[:1])
        super().__init__(
            [view, more(*changes(view, SPAN))],
            view,
            lambda: layer_states(maps),
            "LeNet-5 as one picture: an input of 32x32 pixels, all maps from C1 to S4, "
            "the units of C5 and F6, the connections between them, and the answer with "
            "the penalty of each digit.",
        )
