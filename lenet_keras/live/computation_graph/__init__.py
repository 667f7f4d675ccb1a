"""Three weights as a graph, live: numbers go forward, derivatives come back."""

import anywidget
import numpy as np
import traitlets

from lenet_keras import paper
from lenet_keras.figures import computation_graph
from lenet_keras.live._checks import check_number
from lenet_keras.live._figure import LiveFigure
from lenet_keras.live._javascript import bundle, stylesheet

_HINT = (
    "Try: press Next until the derivatives have come all the way back, then step "
    "downhill. Does the loss fall? Start again with four times the rate. And what "
    "comes back to u if u is 3?"
)
_FORWARD = 4  # the moment at which the loss is known and nothing has come back


class _View(anywidget.AnyWidget):
    """The graph and its numbers."""

    _esm = bundle("computation_graph")
    _css = stylesheet("computation_graph")
    hint = traitlets.Unicode().tag(sync=True)
    x = traitlets.Float().tag(sync=True)
    t = traitlets.Float().tag(sync=True)
    u = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)
    v = traitlets.Float().tag(sync=True)
    rate = traitlets.Float().tag(sync=True)
    at = traitlets.Int(_FORWARD).tag(sync=True)


class ComputationGraph(LiveFigure):
    """Follow numbers forward and derivatives back through a network of three weights.

    An input x, one unit with weight u and bias b, an output weight v and a target t:
    a = u x + b, h = f(a), y = v h, E = (y - t)^2, with the squashing function f of the
    paper. A reader changes any of the numbers, goes through both passes module by
    module, and takes steps of gradient descent. All is computed in the page.

    Args:
        x: Input.
        t: Target.
        u: Weight of the unit.
        b: Bias of the unit.
        v: Weight of the output.
        rate: Learning rate.
        hint: The line above the figure that says what to try.

    Raises:
        ValueError: If a number is not finite.

    Example:

    >>> from lenet_keras.live import ComputationGraph
    >>> figure = ComputationGraph(x=2, t=1, u=1, b=-1, v=2)
    >>> figure.view.at = 8  # as if a reader had gone all the way back

    Reference:
        Equations 2, 4 and 6, for three weights.
    """

    def __init__(
        self,
        x: float = 2.0,
        t: float = 1.0,
        u: float = 1.0,
        b: float = -1.0,
        v: float = 2.0,
        rate: float = 0.02,
        hint: str = _HINT,
    ):
        given = {"x": x, "t": t, "u": u, "b": b, "v": v, "rate": rate}
        numbers = {
            name: check_number(value, name, "a finite number", low=-np.inf)
            for name, value in given.items()
        }
        view = _View(hint=hint, **numbers)
        super().__init__(
            [view],
            view,
            lambda: computation_graph(*_both_passes(**numbers)),
            "Four modules in a row, from the input to the loss. Numbers stand above "
            "the lines between them, derivatives of the loss below, and each weight "
            "has both.",
        )


def _both_passes(x, t, u, b, v, rate) -> tuple[dict, dict]:
    """What goes forward and what comes back, by name."""
    a = u * x + b
    h = paper.AMPLITUDE * np.tanh(paper.SLOPE * a)
    y = v * h
    slope = paper.SLOPE / paper.AMPLITUDE * (paper.AMPLITUDE**2 - h**2)
    by_y = 2 * (y - t)
    by_a = slope * v * by_y
    values = {"x": x, "t": t, "u": u, "b": b, "v": v, "a": a, "h": h, "y": y}
    back = {"y": by_y, "v": h * by_y, "h": v * by_y, "a": by_a}
    return values | {"E": (y - t) ** 2}, back | {"u": x * by_a, "b": by_a}
