"""A square hides a part of the input, live: what the answer hangs on."""

from collections.abc import Sequence

import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import occluded_leads
from lenet_keras.inspection import occlusion_map
from lenet_keras.live._checks import check_images
from lenet_keras.live._controls import more, number
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._view import DigitView

_SIZE = 7
_HINT = (
    "Try: drag the square along the strokes. Which part can be missing, and which "
    "part turns the answer? The map says it for every place. Then cover with paper in "
    "place of grey."
)


class _View(DigitView):
    """Input with a square, the map of leads, the answer."""

    _esm = bundle("occlusion_explorer")
    _css = stylesheet("occlusion_explorer")
    row = traitlets.Int(10).tag(sync=True)
    column = traitlets.Int(16).tag(sync=True)
    size = traitlets.Int(_SIZE).tag(sync=True)
    cover = traitlets.Int(0).tag(sync=True)


class OcclusionExplorer(LiveFigure):
    """Drag a square over a digit and see what becomes of the answer.

    The network runs in the page: the figure works without a kernel. The map of leads
    is that of `lenet_keras.inspection.occlusion_map`.

    Args:
        network: LeNet-5, as any `lenet_keras.lenet5(...)` returns it; also one that you
            have just trained.
        images: Array of shape `(n, 32, 32, 1)`, scaled as `lenet_keras.prepare` does
            it. With more than one, small pictures choose the digit.
        names: What a screen reader says of each image. Defaults to 1, 2, ...
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If the network is no LeNet-5, there is no image, an image has
            another size, or `names` does not name each image once.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import lenet5
    >>> from lenet_keras.live import OcclusionExplorer
    >>> figure = OcclusionExplorer(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.view.size = 11  # pixels a side

    Reference:
        Not in the paper.
    """

    def __init__(
        self,
        network: keras.Model,
        images: ArrayLike,
        names: Sequence | None = None,
        hint: str = _HINT,
    ):
        images = check_images(images)
        view = _View.of(network, images, names, hint)
        super().__init__(
            [view, more(number(view, "size", "size of the square", 1, 15, 2))],
            view,
            lambda: occluded_leads(images[0], occlusion_map(network, images[0], _SIZE)),
            "A digit, and a map of how far ahead its answer stays while a grey square "
            "hides each part of it.",
        )
