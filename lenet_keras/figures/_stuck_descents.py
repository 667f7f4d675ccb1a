"""Descents that start at different places of one loss, and how long each takes."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import draw_landscape
from lenet_keras.figures._style import line_style, styled

_LEARNED = 1 / 5000  # of the highest: what is less is not drawn


@styled
def stuck_descents(
    x,
    y,
    losses,
    paths: Mapping[str, np.ndarray],
    on_the_way: Mapping[str, np.ndarray],
) -> Figure:
    """Paths over the loss of two weights, and below it the loss against the steps.

    From one contour to the next the loss grows by the same factor; the darker, the
    larger.

    Args:
        x: Values of the first weight, increasing: array of shape `(columns,)`.
        y: Values of the second weight, increasing: array of shape `(rows,)`.
        losses: Array of shape `(rows, columns)`, zero or positive.
        paths: By label, the pairs of weights after each step: arrays of shape
            `(steps, 2)`. Their first points are marked.
        on_the_way: By the same labels, the loss after each step, from 0 on.

    Returns:
        A Figure with two axes: contours and paths, and the losses by steps, both on
        logarithmic scales.

    Raises:
        ValueError: If paths and losses on the way have other labels.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import stuck_descents
    >>> u = np.linspace(-1, 1, 21)
    >>> bowl, path = u**2 + u[:, None] ** 2, np.array([[1, 1], [0, 0]])
    >>> figure = stuck_descents(u, u, bowl, {"bowl": path}, {"bowl": [2.0, 0.0]})
    >>> figure.axes[1].get_xscale()
    'log'

    Reference:
        Section I-C, equation 2; Appendix A and section VI-A for the saddle.
    """
    if list(paths) != list(on_the_way):
        raise ValueError(
            "`paths` and `on_the_way` must have the same labels. "
            f"Received: {list(paths)} and {list(on_the_way)}"
        )
    losses = np.asarray(losses)
    figure = Figure(figsize=(5.4, 6.2), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=(1.25, 1))
    draw_landscape(above, x, y, losses)
    for item, (label, path) in enumerate(paths.items()):
        style = line_style(item)
        above.plot(*np.transpose(path), lw=2, label=label, **style)
        above.plot(*path[0], "o", color=style["color"], markersize=9)
        values = np.asarray(on_the_way[label])
        below.plot(np.arange(1, len(values) + 1), values, lw=2, **style)
    above.set(xlabel="first weight", ylabel="second weight")
    below.set(xscale="log", yscale="log", xlabel="steps", ylabel="loss")
    below.set_ylim(_LEARNED * np.max(losses))
    below.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=3)
    return figure
