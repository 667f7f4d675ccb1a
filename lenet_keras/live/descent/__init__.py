"""A landscape of two weights, live: drag the start, and see where descent leads."""

from collections.abc import Sequence

import anywidget
import numpy as np
import traitlets

from lenet_keras import paper
from lenet_keras.figures import loss_surface
from lenet_keras.live._checks import check_number
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet

# Their numbers are what the page knows.
BATCHES = "both patterns", "one at random"
_END = 2.0  # of both axes
_STEPS = 40
_HINT = (
    "Try: drag the green start, tap anywhere, or use the arrow keys. From where does "
    "descent end in the other valley? Then raise the rate slowly until it goes wrong. "
    "At last let each step see one pattern only."
)


class _View(anywidget.AnyWidget):
    """The landscape, the way down and the loss."""

    _esm = bundle("descent")
    _css = stylesheet("descent")
    hint = traitlets.Unicode().tag(sync=True)
    patterns: traitlets.List = traitlets.List().tag(sync=True)
    batches = traitlets.List(traitlets.Unicode(), [*BATCHES]).tag(sync=True)
    u = traitlets.Float().tag(sync=True)
    v = traitlets.Float().tag(sync=True)
    rate = traitlets.Float().tag(sync=True)
    batch = traitlets.Int(0).tag(sync=True)
    steps = traitlets.Int(_STEPS).tag(sync=True)


class Descent(LiveFigure):
    """Drag the start of a descent over two weights, choose its rate and its batch.

    The network answers v f(u x), with the squashing function f of the paper. The loss
    is the squared distance from a target, mean over the patterns. All is computed in
    the page.

    Args:
        patterns: Pairs of an input x and a target.
        start: The weights (u, v) at first, from -2 to 2.
        rate: The learning rate at first.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If a number is not finite, or the start lies outside.

    Example:

    >>> from lenet_keras.live import Descent
    >>> figure = Descent(start=(-0.1, 0.15))
    >>> figure.view.rate = 0.5  # as if a reader had moved the slider

    Reference:
        Equations 2 and 3, for two weights.
    """

    def __init__(
        self,
        patterns: Sequence[tuple[float, float]] = ((1, 1), (2, 1.5)),
        start: tuple[float, float] = (-0.1, 0.15),
        rate: float = 0.05,
        hint: str = _HINT,
    ):
        what = "weights from -2 to 2"
        u, v = (check_number(one, "start", what, -_END, _END) for one in start)
        pairs = [
            [
                check_number(one, "patterns", "pairs of finite numbers", -np.inf)
                for one in p
            ]
            for p in patterns
        ]
        rate = check_number(rate, "rate", "a rate, 0 or more")
        view = _View(hint=hint, patterns=pairs, u=u, v=v, rate=rate)
        super().__init__(
            [view],
            view,
            lambda: _picture(np.array(pairs), np.array([u, v]), rate),
            "A grey map of the loss with two pale valleys, and a path of forty steps "
            "from a dot into one of them.",
        )


def _loss(weights: np.ndarray, patterns: np.ndarray) -> np.ndarray:
    """The mean loss of weights u and v, which may be arrays."""
    u, v = weights
    losses = [
        (v * paper.AMPLITUDE * np.tanh(paper.SLOPE * u * x) - t) ** 2
        for x, t in patterns
    ]
    return np.mean(losses, axis=0)


def _picture(patterns: np.ndarray, start: np.ndarray, rate: float):
    """The landscape, and a path by small variations."""
    axis = np.linspace(-_END, _END, 161)
    surface = _loss(np.array(np.meshgrid(axis, axis)), patterns)
    path, step = [start], 1e-5
    for _ in range(_STEPS):
        gradient = [
            (_loss(path[-1] + by, patterns) - _loss(path[-1] - by, patterns))
            / (2 * step)
            for by in step * np.eye(2)
        ]
        path.append(path[-1] - rate * np.array(gradient))
    return loss_surface(axis, axis, surface, {f"{_STEPS} steps": np.array(path)})
