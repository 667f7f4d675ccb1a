"""What a gradient says of the loss, and what a start does to gradients."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._style import ACCENT, QUIET, line_style, styled

_LEVELS = 12
_LOWEST_LEVEL = 1 / 1000  # of the highest


@styled
def loss_surface(
    x, y, losses, paths: Mapping[str, np.ndarray], labels: Sequence[str] = ("u", "v")
) -> Figure:
    """Draws the loss over two weights as a map, with paths of descent.

    From one contour to the next the loss grows by the same factor; the darker, the
    larger.

    Args:
        x: Values of the first weight, increasing: array of shape `(columns,)`.
        y: Values of the second weight, increasing: array of shape `(rows,)`.
        losses: Array of shape `(rows, columns)`, zero or positive.
        paths: By label, the pairs of weights after each step: arrays of shape
            `(steps, 2)`. Their first points are marked.
        labels: Names of the two weights.

    Returns:
        A Figure with one axes: contours of the loss, and the paths over them.

    Raises:
        ValueError: If `losses` has another shape.

    Example:

    >>> u = np.linspace(-1, 1, 21)
    >>> bowl = u**2 + u[:, None] ** 2
    >>> figure = loss_surface(u, u, bowl, {"down": np.array([[1, 1], [0, 0]])})
    >>> figure.axes[0].lines[0].get_label()
    'down'

    Reference:
        Section I-C, equation 2.
    """
    losses = np.asarray(losses)
    if losses.shape != (len(y), len(x)):
        raise ValueError(
            f"`losses` must have the shape {(len(y), len(x))}, one row for each value "
            f"of `y`. Received: shape {losses.shape}"
        )
    figure = Figure(figsize=(5.4, 5), layout="constrained")
    axes = figure.add_subplot()
    levels = losses.max() * np.geomspace(_LOWEST_LEVEL, 1, _LEVELS)
    shades = np.linspace(1, 0.55, _LEVELS - 1).astype(str)
    axes.contourf(x, y, losses, levels, colors=shades, extend="min")
    axes.contour(x, y, losses, levels, colors=QUIET, linewidths=0.5)
    for item, (label, path) in enumerate(paths.items()):
        style = line_style(item, marked=True)
        axes.plot(*np.transpose(path), label=label, markersize=3, **style)
        axes.plot(*path[0], "o", color=style["color"], markersize=9)
    axes.set(xlabel=f"weight {labels[0]}", ylabel=f"weight {labels[1]}")
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def small_variation(
    variations, losses, loss: float, gradient: float, name: str = "a weight"
) -> Figure:
    """Draws what variations of one weight do to the loss, and what they should do.

    Args:
        variations: Changes of the weight, increasing: array of shape `(n,)`.
        losses: The loss measured at each: array of shape `(n,)`.
        loss: The loss without variation.
        gradient: The derivative of the loss by this weight, without variation.
        name: The name of the weight.

    Returns:
        A Figure with one axes: the measured losses, the straight line that the
        gradient predicts, and the point where both start.

    Example:

    >>> dw = np.array([-1.0, 0.0, 1.0])
    >>> figure = small_variation(dw, dw**2 + dw, loss=0.0, gradient=1.0)
    >>> figure.axes[0].lines[1].get_ydata().tolist()
    [-1.0, 0.0, 1.0]

    Reference:
        Section I-C.
    """
    variations, losses = np.asarray(variations), np.asarray(losses)
    figure = Figure(figsize=(5.4, 3.8), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(variations, losses, color=ACCENT, linewidth=2, label="measured")
    low, high = axes.get_ylim()
    predicted = loss + gradient * variations
    axes.plot(
        variations, predicted, "--", color="black", label="predicted by the gradient"
    )
    axes.plot(0, loss, "o", color="black")
    axes.set(xlabel=f"variation of {name}", ylabel="loss", ylim=(low, high))
    axes.grid(linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def squashing_curves(
    totals, curves: Mapping[str, np.ndarray], marks: Sequence[float] = (-1, 1)
) -> Figure:
    """Draws a squashing function and its derivatives, one above the other.

    Args:
        totals: Total inputs of a unit, increasing: array of shape `(n,)`.
        curves: By label, the values at `totals`: arrays of shape `(n,)`.
        marks: Total inputs to mark with a line.

    Returns:
        A Figure with one axes for each curve, all with the same horizontal scale.

    Example:

    >>> a = np.linspace(-3, 3, 61)
    >>> figure = squashing_curves(a, {"f": np.tanh(a), "f'": 1 - np.tanh(a) ** 2})
    >>> [axes.get_ylabel() for axes in figure.axes]
    ['f', "f'"]

    Reference:
        Section II-B, equation 6; Appendix A.
    """
    figure = Figure(figsize=(5, 1.7 * len(curves) + 0.4), layout="constrained")
    grid = figure.subplots(len(curves), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (label, values) in zip(grid, curves.items(), strict=True):
        axes.axhline(0, color=QUIET, linewidth=0.6)
        for mark in marks:
            axes.axvline(mark, color=QUIET, linewidth=0.8, linestyle="--")
        axes.plot(totals, values, color=ACCENT, linewidth=2)
        axes.set_ylabel(label)
    grid[-1].set_xlabel("total input of a unit, a")
    return figure


@styled
def starts_by_layer(
    measures: Mapping[str, Mapping[str, Mapping[str, float]]],
) -> Figure:
    """Draws how something grows or shrinks from layer to layer, for several starts.

    Args:
        measures: By what is measured, by start, and in each by layer, positive
            numbers. The same layers everywhere.

    Returns:
        A Figure with one axes for each measure, all logarithmic, the legend above.

    Raises:
        ValueError: If there is no measure, a measure has no start, or the layers
            differ.

    Example:

    >>> shrinking = {"too small": {"C1": 0.1, "C3": 0.01}}
    >>> starts_by_layer({"spread": shrinking}).axes[0].get_yscale()
    'log'

    Reference:
        Appendix A.
    """
    layers = [list(one) for starts in measures.values() for one in starts.values()]
    if not all([measures, *measures.values()]) or any(x != layers[0] for x in layers):
        raise ValueError(
            "`measures` must hold at least one start each, and the same layers for "
            f"each start. Received: {dict(measures)}"
        )
    figure = Figure(figsize=(5.4, 2.8 * len(measures) + 0.6), layout="constrained")
    grid = figure.subplots(len(measures), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (measure, starts) in zip(grid, measures.items(), strict=True):
        for item, (start, by_layer) in enumerate(starts.items()):
            style = line_style(item, marked=True)
            values = list(by_layer.values())
            axes.plot(layers[0], values, label=start, markersize=5, **style)
        axes.set(yscale="log", ylabel=measure)
        axes.grid(axis="y", linewidth=0.4)
    handles, starts = grid[0].get_legend_handles_labels()
    figure.legend(handles, starts, loc="outside upper left", ncols=2)
    return figure
