"""Training: the loss over weights, paths down it, and the errors pass by pass."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator

from lenet_keras.figures._panels import draw_landscape, plain_numbers
from lenet_keras.figures._style import (
    ACCENT,
    QUIET,
    line_style,
    printed_style,
    styled,
)


@styled
def loss_surface(
    x, y, losses, paths: Mapping[str, np.ndarray], labels: Sequence[str] = ("u", "v")
) -> Figure:
    """The loss over two weights as a map, with paths of descent.

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

    >>> import numpy as np
    >>> from lenet_keras.figures import loss_surface
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
    draw_landscape(axes, x, y, losses)
    for item, (label, path) in enumerate(paths.items()):
        style = line_style(item, marked=True)
        axes.plot(*np.transpose(path), label=label, markersize=3, **style)
        axes.plot(*path[0], "o", color=style["color"], markersize=9)
    axes.set(xlabel=f"weight {labels[0]}", ylabel=f"weight {labels[1]}")
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def small_variation(
    variations, losses, loss: float, gradient: float, name: str = "a weight"
) -> Figure:
    """What variations of one weight do to the loss, and what they should do.

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

    >>> import numpy as np
    >>> from lenet_keras.figures import small_variation
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
def descent_paths(curvature, minimum, paths: Mapping[str, np.ndarray]) -> Figure:
    """Paths of descent over E(w) = 1/2 sum_k h_k (w_k - m_k)^2, two weights.

    Args:
        curvature: The pair h, positive numbers.
        minimum: The pair m.
        paths: By label, the weights after each step: arrays of shape `(steps, 2)`.

    Returns:
        A Figure with one axes: contours of E, a cross at the minimum, and the paths
        with a mark for each step.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import descent_paths
    >>> figure = descent_paths((9, 1), (1, 1), {"straight": np.eye(2)})
    >>> figure.axes[0].lines[0].get_label()
    'straight'

    Reference:
        Appendix C, equations 18 and 21.
    """
    figure = Figure(figsize=(6, 4.6), layout="constrained")
    axes = figure.add_subplot()
    for item, (label, path) in enumerate(paths.items()):
        style = line_style(item, marked=True)
        axes.plot(*np.transpose(path), label=label, markersize=4, **style)
    axes.plot(*minimum, "x", color="black", markersize=9, label="minimum")
    x, y = (np.linspace(*limits, 200) for limits in (axes.get_xlim(), axes.get_ylim()))
    energy = sum(
        h * (w - m) ** 2 / 2
        for h, w, m in zip(curvature, np.meshgrid(x, y), minimum, strict=True)
    )
    levels = np.geomspace(energy.max() / 200, energy.max(), 8)
    axes.contour(x, y, energy, levels, colors=QUIET, linewidths=0.6, zorder=0)
    axes.set(xlabel="shared weight", ylabel="weight of its own")
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def learning_curves(
    curves: Mapping[str, np.ndarray],
    paper: Mapping[str, np.ndarray] | None = None,
    ylabel: str = "test error, %",
) -> Figure:
    """Error against passes, as Fig. 5: every seed thin, the mean thick, with a band.

    The band is one standard deviation over the seeds to either side of the mean. The
    scale of the errors is logarithmic, so errors of zero fall off it.

    Args:
        curves: Errors in percent by label: each an array of shape `(runs, passes)`,
            the first column after the first pass. One run has neither band nor mean.
        paper: Errors in percent that the paper prints, by label: each an array of
            shape `(passes,)`. Drawn as black markers. Defaults to none.
        ylabel: What the errors are.

    Returns:
        A Figure of one plot with its legend above.

    Raises:
        ValueError: If there are no curves, or one has another rank or no values.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import learning_curves
    >>> errors = np.array([[3.0, 2.0, 1.1], [2.8, 1.9, 1.0]])
    >>> figure = learning_curves({"ours": errors}, {"Fig. 5": [2.65, 2.24, 1.48]})
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['ours, mean of 2', 'Fig. 5, the paper’s']

    Reference:
        Section III-B, Fig. 5.
    """
    curves = {label: np.asarray(errors, float) for label, errors in curves.items()}
    printed = {label: np.asarray(one, float) for label, one in (paper or {}).items()}
    shapes = [array.shape for array in (*curves.values(), *printed.values())]
    ranks = [2] * len(curves) + [1] * len(printed)
    if not curves or [len(s) for s in shapes] != ranks or 0 in sum(shapes, ()):
        raise ValueError(
            "`curves` must hold arrays of shape (runs, passes), at least one, and "
            f"`paper` arrays of shape (passes,), none empty. Received: shapes {shapes}"
        )
    figure = Figure(figsize=(5.4, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for item, (label, errors) in enumerate(curves.items()):
        line = line_style(item)
        passes = np.arange(1, errors.shape[1] + 1)
        mean, runs = errors.mean(axis=0), len(errors)
        if runs > 1:
            axes.plot(passes, errors.T, color=line["color"], linewidth=0.5, alpha=0.6)
            spread = errors.std(axis=0, ddof=1)
            axes.fill_between(
                passes,
                mean - spread,
                mean + spread,
                color=line["color"],
                alpha=0.2,
                lw=0,
            )
            label = f"{label}, mean of {runs}"
        axes.plot(passes, mean, lw=2.2, label=label, **line)
    for item, (label, errors) in enumerate(printed.items()):
        passes = np.arange(1, len(errors) + 1)
        look = printed_style(item) | {"markersize": 5}
        axes.plot(passes, errors, label=f"{label}, the paper’s", **look)
    axes.set(xlabel="passes over the training set", ylabel=ylabel, yscale="log")
    plain_numbers(axes.yaxis, LogLocator(subs=(1, 1.5, 2, 3, 5, 7)))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left")
    return figure
