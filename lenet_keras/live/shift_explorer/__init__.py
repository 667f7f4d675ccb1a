"""The whole network, live: move its input and watch every unit."""

from collections.abc import Sequence

import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import layer_states
from lenet_keras.inspection import feature_maps
from lenet_keras.live._checks import check_images, check_limits
from lenet_keras.live._controls import changes, choice, more
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._view import SPAN, MovableView
from lenet_keras.rejection import Limits

# Their numbers are what the page knows.
COLOURS = "the network", "each layer", "each map"
_HINT = (
    "Try: shift the digit by 1, then by 2, then by 4 pixels, and look at the "
    "differences. Which maps follow exactly? How far can it go before the answer "
    "changes?"
)


class _View(MovableView):
    """Input, all feature maps and penalties."""

    _esm = bundle("shift_explorer")
    _css = stylesheet()
    view = traitlets.Int(0).tag(sync=True)
    colours = traitlets.Int(0).tag(sync=True)


class ShiftExplorer(LiveFigure):
    """Shift, turn, scale or soil a digit and see all feature maps and penalties.

    The network runs in the page: the figure works without a kernel. The digit can be
    dragged too, or moved by the arrow keys.

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
            another size, `names` does not name each image once, or a limit is not a
            number from 0.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import ShiftExplorer
    >>> figure = ShiftExplorer(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.alt[:27]
    'An input of 32x32 pixels, a'

    Reference:
        Section II-A, shifted maps; section III-E, Fig. 13.
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
        colours = choice(view, "colours", "one scale for", COLOURS)
        maps = feature_maps(network, images[:1])
        super().__init__(
            [view, more(*changes(view, SPAN), colours)],
            view,
            lambda: layer_states(maps),
            "An input of 32x32 pixels, all feature maps of LeNet-5 for it from C1 to "
            "F6, and the output for each class.",
        )
