"""Wrong answers: which, how close, foreseen by whom, and what rejecting saves."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from lenet_keras.figures._maps import tile
from lenet_keras.figures._output import penalty_bars
from lenet_keras.figures._style import QUIET, line_style, styled
from lenet_keras.rejection import margins


@styled
def penalty_rows(images, penalties, labels) -> Figure:
    """Digits with the penalties of all classes, the answer and the right class told.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        penalties: Array of shape `(n, classes)`.
        labels: Integer array of shape `(n,)`, the right classes.

    Returns:
        A Figure with a row for each digit: its picture, and bars on one scale for all
        rows. The bar of the answer is red, that of the right class hatched.

    Raises:
        ValueError: If there are no digits or the lengths differ.

    Example:

    >>> penalties = np.array([[3.0, 90.0], [5.0, 8.0]])
    >>> figure = penalty_rows(np.zeros((2, 32, 32, 1)), penalties, [0, 1])
    >>> [axes.get_title() for axes in figure.axes[1::2]]
    ['label 0, answer 0, margin 87.0', 'label 1, answer 0, margin 3.0']

    Reference:
        Section II-B, equation 7; section III-C for the margin.
    """
    images, penalties = np.asarray(images), np.asarray(penalties)
    if not 0 < len(images) == len(penalties) == len(labels):
        raise ValueError(
            "`images`, `penalties` and `labels` must have the same length, at least "
            f"1. Received: {len(images)}, {len(penalties)} and {len(labels)}"
        )
    count = len(images)
    figure = Figure(figsize=(5.4, 1.9 * count + 0.2), layout="constrained")
    grid = figure.subplots(count, 2, squeeze=False, width_ratios=(1, 2.6))
    for row, image, values, label, margin in zip(
        grid, images, penalties, labels, margins(penalties), strict=True
    ):
        tile(row[0], image, 1, ink=True)
        penalty_bars(row[1], values)
        row[1].patches[label].set(hatch="///", edgecolor="black")
        row[1].set_title(
            f"label {label}, answer {values.argmin()}, margin {margin:.1f}"
        )
        row[1].set(xlabel="", ylim=(0, 1.05 * penalties.max()))
    grid[-1, 1].set_xlabel("class")
    return figure


@styled
def confusions(tables: Mapping[str, np.ndarray]) -> Figure:
    """How often which class is taken for which other, for a few networks.

    Args:
        tables: By name of the network, arrays of shape `(classes, classes)` of
            counts: right class by answer. The diagonal, the right answers, is left out.

    Returns:
        A Figure with one table for each network, below each other, on one scale of
        colours from zero; a count stands in each cell that has any.

    Raises:
        ValueError: If there is no table, or they are not square and of one size.

    Example:

    >>> figure = confusions({"ours": [[90, 2], [0, 80]]})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['2']

    Reference:
        Section III-B, Fig. 8, prints the errors of which this is the count.
    """
    arrays = {name: np.array(table) for name, table in tables.items()}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) != 1 or any(len(set(s)) != 1 or len(s) != 2 for s in shapes):
        raise ValueError(
            "`tables` must hold square arrays of one size, at least one. "
            f"Received: shapes {[array.shape for array in arrays.values()]}"
        )
    for array in arrays.values():
        np.fill_diagonal(array, 0)
    largest = max(array.max() for array in arrays.values())
    figure = Figure(figsize=(4.6, 3.7 * len(arrays) + 0.5), layout="constrained")
    grid = figure.subplots(len(arrays), 1, squeeze=False)[:, 0]
    for axes, (name, counts) in zip(grid, arrays.items(), strict=True):
        picture = axes.imshow(counts, cmap="Oranges", vmin=0, vmax=max(largest, 1))
        for right, answer in np.argwhere(counts):
            number = counts[right, answer]
            colour = "white" if number > 0.7 * largest else "black"
            axes.text(answer, right, number, ha="center", va="center", color=colour)
        places = range(len(counts))
        axes.plot(places, places, "x", color=QUIET, markersize=4)
        axes.set(xticks=places, yticks=places, xlabel="answer", ylabel="label")
        axes.set_title(name)
    figure.colorbar(
        picture, ax=grid, location="bottom", shrink=0.7, aspect=25, label="errors"
    )
    return figure


@styled
def found_errors(margin, wrong: Mapping[str, np.ndarray]) -> Figure:
    """How many errors are among the digits with the smallest margins.

    Args:
        margin: Array of shape `(n,)`: the margins that one network gives.
        wrong: By name, boolean arrays of shape `(n,)`: the errors of that network or
            of others, at least one in each.

    Returns:
        A Figure of one plot with a logarithmic scale of digits and its legend above.

    Raises:
        ValueError: If the lengths differ, or an array has no error.

    Example:

    >>> wrong = {"ours": np.array([False, True, True])}
    >>> line = found_errors([9.0, 1.0, 5.0], wrong).axes[0].lines[0]
    >>> line.get_ydata().tolist()
    [50.0, 100.0, 100.0]

    Reference:
        Section III-C: the margin; Fig. 8: the errors.
    """
    margin = np.asarray(margin)
    if any(len(w) != len(margin) or not np.any(w) for w in wrong.values()):
        raise ValueError(
            "`wrong` must hold as many patterns as `margin`, errors among them. "
            f"Received: {len(margin)} margins, "
            f"errors of length {[len(w) for w in wrong.values()]}"
        )
    order = np.argsort(margin, kind="stable")
    share = 100 * np.arange(1, len(margin) + 1) / len(margin)
    figure = Figure(figsize=(5.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for item, (name, one) in enumerate(wrong.items()):
        found = np.cumsum(np.asarray(one, bool)[order])
        axes.plot(share, 100 * found / found[-1], label=name, **line_style(item))
    axes.plot(share, share, ":", color=QUIET, label="any, by chance")
    axes.set(xscale="log", xlim=(share[0], 100), ylim=(0, 101))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.set(xlabel="digits, smallest margin first, %", ylabel="errors among them, %")
    figure.legend(loc="outside upper left")
    return figure


@styled
def tradeoffs(
    confidences: Mapping[str, np.ndarray], wrong, furthest: float = 6.0
) -> Figure:
    """Chow's tradeoff: the errors that are left against the digits rejected.

    Args:
        confidences: By name of the criterion, arrays of shape `(n,)`; the digit with
            the smallest is rejected first.
        wrong: Boolean array of shape `(n,)`: the wrong answers.
        furthest: Where the axis of rejected digits ends, in percent. Defaults to 6.

    Returns:
        A Figure of one plot with its legend above. Grey lines: what a judge would
        save who rejects wrong answers only, and one who rejects blindly.

    Raises:
        ValueError: If there is no criterion or the lengths differ.

    Example:

    >>> wrong = np.array([False, True, False, False])
    >>> figure = tradeoffs({"margin": np.array([9.0, 1.0, 5.0, 0.0])}, wrong)
    >>> figure.axes[0].lines[0].get_xydata().tolist()
    [[0.0, 25.0], [25.0, 25.0], [50.0, 0.0], [75.0, 0.0], [100.0, 0.0]]

    Reference:
        Section III-C, Fig. 10. Chow, "On optimum recognition error and reject
        tradeoff", 1970.
    """
    wrong = np.asarray(wrong, bool)
    lengths = {name: len(array) for name, array in confidences.items()}
    if set(lengths.values()) != {len(wrong)}:
        raise ValueError(
            "`confidences` must hold as many patterns as `wrong` for each criterion. "
            f"Received: {lengths} and {len(wrong)} answers"
        )
    rejected = 100 * np.arange(len(wrong) + 1) / len(wrong)
    errors = 100 * wrong.mean()
    figure = Figure(figsize=(5.4, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for item, (name, array) in enumerate(confidences.items()):
        left = wrong.sum() - np.cumsum(wrong[np.argsort(array, kind="stable")])
        left = np.append(wrong.sum(), left)
        axes.plot(rejected, 100 * left / len(wrong), label=name, **line_style(item))
    axes.plot([0, errors], [errors, 0], ":", color=QUIET)
    axes.plot([0, 100], [errors, 0], ":", color=QUIET)
    axes.set(xlim=(0, furthest), ylim=(0, None))
    axes.set(xlabel="digits rejected, %", ylabel="wrong answers left, % of all digits")
    figure.legend(loc="outside upper left")
    return figure
