"""The smallest change of the pixels that turns an answer, live."""

from collections.abc import Sequence

import keras
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import changed_image
from lenet_keras.inspection import feature_maps, smallest_change
from lenet_keras.live._checks import check_images
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet
from lenet_keras.live._view import DigitView

_HINT = (
    "Try: take back a part of the change, until the answer turns back. Then take a "
    "change at random that is as long, and twice as long: does that turn it, too?"
)


class _View(DigitView):
    """Image, change, sum, answer."""

    _esm = bundle("answer_turner")
    _css = stylesheet("answer_turner")
    target = traitlets.Int(0).tag(sync=True)
    share = traitlets.Int(100).tag(sync=True)
    direction = traitlets.Int(0).tag(sync=True)


class AnswerTurner(LiveFigure):
    """See the smallest change of the pixels that turns an answer, found by gradients.

    Network and search run in the page: the figure works without a kernel. The search
    is that of `lenet_keras.inspection.smallest_change`.

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
    >>> from lenet_keras.live import AnswerTurner
    >>> figure = AnswerTurner(lenet5(weights="mnist"), np.zeros((1, 32, 32, 1)))
    >>> figure.view.share = 50  # percent of the change

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

        def picture():
            turned = smallest_change(network, images[0])
            outputs = feature_maps(network, images[:1])["output"][0]
            rbf = view.network.architecture["layers"][-1]["kind"] == "rbf"
            answer = int(outputs.argmin() if rbf else outputs.argmax())
            return changed_image(images[0], turned.change, (answer, turned.answer))

        super().__init__(
            [view],
            view,
            picture,
            "A digit, a small change of its pixels, and both together, which the "
            "network takes for another digit.",
        )
