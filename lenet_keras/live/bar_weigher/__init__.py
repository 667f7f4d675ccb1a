"""Two kinds of bars in nine pixels, live: which weights tell one from the other?"""

import anywidget
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lenet_keras.figures import weighed_pictures
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet

_SIDE = 3  # pixels
_HEAVIEST = 2
_START = ((0, 1, 0), (-1, 0, -1), (0, 1, 0))
_HINT = (
    "Try: click a weight to raise it. How many of the six bars can you get right? "
    "Watch what the scores of each kind add up to."
)


class _View(anywidget.AnyWidget):
    """Weights, pictures, scores."""

    _esm = bundle("bar_weigher")
    _css = stylesheet("bar_weigher")
    weights = traitlets.List(traitlets.Int()).tag(sync=True)
    features = traitlets.List(traitlets.Int(), [0, 0]).tag(sync=True)
    bias = traitlets.Int(0).tag(sync=True)
    sees = traitlets.Int(0).tag(sync=True)
    task = traitlets.Int(0).tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)


class BarWeigher(LiveFigure):
    """Choose nine weights and a bias, and see which of six bars they name rightly.

    A bar is called upright if its weighted sum with the bias is above zero, else level.
    Buttons give the weights two features to weigh in place of the pixels, the largest
    column sum and the largest row sum, and another task, two diagonals. All is computed
    in the page, without a kernel.

    Args:
        weights: Whole numbers from -2 to 2, of shape `(3, 3)`, to start with.
        bias: Such a number.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If weights or bias are others.

    Example:

    >>> from lenet_keras.live import BarWeigher
    >>> figure = BarWeigher([[0, 0, 0], [0, 0, 0], [1, 1, 1]])
    >>> figure.view.bias = -1  # as if a reader had clicked on it

    Reference:
        Section I, a classifier and its features. The bars are ours.
    """

    def __init__(self, weights: ArrayLike = _START, bias: int = 0, hint: str = _HINT):
        chosen = np.asarray(weights)
        numbers = [*chosen.ravel().tolist(), bias]
        known = all(one in range(-_HEAVIEST, _HEAVIEST + 1) for one in numbers)
        if chosen.shape != (_SIDE, _SIDE) or not known:
            raise ValueError(
                f"`weights` and `bias` must be whole numbers from {-_HEAVIEST} to "
                f"{_HEAVIEST}, the weights of shape {(_SIDE, _SIDE)}. "
                f"Received: weights={chosen.tolist()}, bias={bias!r}"
            )
        numbers = [int(one) for one in numbers]
        view = _View(weights=numbers[:-1], bias=numbers[-1], hint=hint)
        upright = np.eye(_SIDE)[:, None, :].repeat(_SIDE, axis=1)
        bars = {"upright": upright, "level": upright.transpose(0, 2, 1)}
        scores = {
            kind: (some * chosen).sum(axis=(1, 2)) + bias for kind, some in bars.items()
        }
        super().__init__(
            [view],
            view,
            lambda: weighed_pictures(chosen, bars, scores),
            "Nine weights, and six pictures of bars, three upright and three level, "
            "each with its score and what it is called.",
        )
