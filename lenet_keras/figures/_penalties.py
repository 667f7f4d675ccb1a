"""Penalties: of each class, where they come from, and what losses make of them."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._panels import (
    bare,
    check_lengths,
    folded,
    panels,
    penalty_bars,
    tile,
)
from lenet_keras.figures._style import (
    ACCENT,
    AMOUNT,
    HISTOGRAMS,
    line_style,
    styled,
)
from lenet_keras.rejection import margins


@styled
def penalty_rows(images, penalties, labels=None) -> Figure:
    """Digits with the penalties of all classes; the answer stands out.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        penalties: Array of shape `(n, classes)`.
        labels: Integer array of shape `(n,)`, the right classes. Defaults to none.

    Returns:
        A Figure with a row for each digit: its picture as ink, and bars on one scale
        for all rows. The bar of the answer is red and has its penalty above it; with
        labels, the bar of the right class is hatched, and a line tells label, answer
        and margin.

    Raises:
        ValueError: If there are no digits or the lengths differ.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import penalty_rows
    >>> penalties = np.array([[3.0, 90.0], [5.0, 8.0]])
    >>> figure = penalty_rows(np.zeros((2, 32, 32, 1)), penalties, [0, 1])
    >>> [axes.get_title() for axes in figure.axes[1::2]]
    ['label 0, answer 0, margin 87.0', 'label 1, answer 0, margin 3.0']

    Reference:
        Section II-B, equation 7; section III-C for the margin.
    """
    images, penalties = np.asarray(images), np.asarray(penalties)
    some = {} if labels is None else {"labels": labels}
    check_lengths(images=images, penalties=penalties, **some)
    count, largest = len(images), 1.15 * penalties.max()
    height = 1.9 * count + 0.2 if count > 1 else 2.9
    figure = Figure(figsize=(5.4, height), layout="constrained")
    grid = figure.subplots(count, 2, squeeze=False, width_ratios=(1, 2.6))
    for item, (left, right) in enumerate(grid):
        tile(left, images[item], 1, ink=True)
        answer = penalty_bars(right, penalties[item])
        smallest = penalties[item, answer]
        text = {"textcoords": "offset points", "ha": "center", "color": ACCENT}
        right.annotate(f"{smallest:.1f}", (answer, smallest), (0, 3), **text)
        right.set(ylabel="penalty", ylim=(0, largest))
        if labels is not None:
            right.patches[labels[item]].set(hatch="///", edgecolor="black")
            margin = margins(penalties[item : item + 1])[0]
            told = f"label {labels[item]}, answer {answer}, margin {margin:.1f}"
            right.set_title(told)
    grid[-1, 1].set_xlabel("class")
    return figure


@styled
def penalty_histograms(penalties: Mapping[str, np.ndarray], most: float) -> Figure:
    """How often each penalty occurs, for a few kinds of penalties.

    Args:
        penalties: By kind, arrays of penalties; at most three kinds.
        most: Where the axis of penalties ends; larger ones count in the last bin.

    Returns:
        A Figure of one plot with its legend; heights are shares of a kind in percent.

    Raises:
        ValueError: If there is no kind, one is empty, or there are more than three.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import penalty_histograms
    >>> figure = penalty_histograms({"right class": np.array([3.0, 5.0])}, most=10)
    >>> figure.axes[0].get_legend_handles_labels()[1]
    ['right class']

    Reference:
        Section II-B, equation 7.
    """
    sizes = {kind: np.size(values) for kind, values in penalties.items()}
    if not 0 < len(sizes) <= len(HISTOGRAMS) or 0 in sizes.values():
        raise ValueError(
            f"`penalties` must hold 1 to {len(HISTOGRAMS)} kinds, none of them empty. "
            f"Received: sizes {sizes}"
        )
    figure = Figure(figsize=(5.4, 3.2), layout="constrained")
    axes = figure.subplots()
    for (kind, values), style in zip(penalties.items(), HISTOGRAMS, strict=False):
        share = np.full(np.size(values), 100 / np.size(values))
        capped = np.minimum(values, most)
        axes.hist(capped, bins=40, range=(0, most), weights=share, label=kind, **style)
    axes.set(xlabel="penalty", ylabel="% of its kind", xlim=(0, most))
    axes.legend(loc="upper right")
    return figure


@styled
def penalty_squares(squares: np.ndarray) -> Figure:
    """Where the penalties come from: one square of each unit of F6 for each class.

    Args:
        squares: Array of shape `(classes, 84)`: squared differences between the
            states of F6 and the code of the class.

    Returns:
        A Figure with a picture of 7x12 squares for each class, five in a row, on one
        scale from white at zero, with the penalty as title, the smallest in red; and
        a colour bar.

    Raises:
        ValueError: If the array does not have that shape.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import penalty_squares
    >>> figure = penalty_squares(np.ones((10, 84)))
    >>> figure.axes[3].get_title()
    '3: 84.0'

    Reference:
        Section II-B, equation 7.
    """
    squares = np.asarray(squares)
    if squares.ndim != 2 or squares.shape[1:] != (paper.F6_UNITS,):
        raise ValueError(
            f"`squares` must be of shape (classes, {paper.F6_UNITS}). "
            f"Received: {squares.shape}"
        )
    penalties = squares.sum(axis=1)
    columns = min(5, len(squares))
    rows = -(-len(squares) // columns)
    figure = Figure(figsize=(1.08 * columns, 1.95 * rows + 0.6), layout="constrained")
    grid = panels(figure, len(squares), columns)
    for digit, (axes, one) in enumerate(zip(grid, squares, strict=True)):
        image = axes.imshow(folded("F6", one), cmap=AMOUNT, vmin=0, vmax=squares.max())
        colour = ACCENT if digit == penalties.argmin() else "black"
        axes.set_title(f"{digit}: {penalties[digit]:.1f}", color=colour)
        bare(axes)
    figure.colorbar(
        image,
        ax=grid,
        location="bottom",
        shrink=0.6,
        aspect=30,
        label="squared difference of a unit",
    )
    return figure


@styled
def losses_by_penalty(wrong, losses: Mapping[str, np.ndarray]) -> Figure:
    """The loss of a pattern against the penalty of its wrong class.

    Args:
        wrong: Array of shape `(n,)`, penalties of the wrong class.
        losses: By label, arrays of shape `(n,)`.

    Returns:
        A Figure of one plot with its legend above.

    Raises:
        ValueError: If there is no loss, or one has another length.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import losses_by_penalty
    >>> wrong = np.linspace(0, 10, 11)
    >>> len(losses_by_penalty(wrong, {"equation 8": np.full(11, 3.0)}).axes[0].lines)
    1

    Reference:
        Section II-C, equations 8 and 9.
    """
    lengths = {label: np.size(loss) for label, loss in losses.items()}
    if not lengths or set(lengths.values()) != {np.size(wrong)}:
        raise ValueError(
            f"`losses` must hold arrays of {np.size(wrong)} values, as `wrong` does. "
            f"Received: {lengths}"
        )
    figure = Figure(figsize=(5.4, 3.8), layout="constrained")
    axes = figure.subplots()
    for item, (label, loss) in enumerate(losses.items()):
        axes.plot(wrong, loss, label=label, **line_style(item))
    axes.set(xlabel="penalty of the wrong class", ylabel="loss", ylim=(0, None))
    figure.legend(loc="outside upper left", ncols=2)
    return figure
