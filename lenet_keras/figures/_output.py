"""The output layer: the codes of the classes, and the penalties for an image."""

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._style import ACCENT, INK, QUIET, bare, styled


@styled
def draw_codes(codes: np.ndarray, names: str = "0123456789") -> Figure:
    """Draws codes of RBF units as the pictures of characters that they are.

    Args:
        codes: Array of shape `(classes, 84)` that holds -1 and +1.
        names: One character for each class, its title.

    Returns:
        A Figure with one axes for each class, five in a row; +1 is black, -1 white.

    Raises:
        ValueError: If there is not one name for each code.

    Example:

    >>> len(draw_codes(paper.digit_codes()).axes)
    10

    Reference:
        Section II-B, Fig. 3.
    """
    if len(names) != len(codes):
        raise ValueError(
            "`names` must hold one character for each code. "
            f"Received: {len(names)} names for {len(codes)} codes"
        )
    columns = min(5, len(codes))
    rows = -(-len(codes) // columns)
    figure = Figure(figsize=(1.05 * columns, 1.95 * rows), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid[len(codes) :]:
        axes.remove()
    for axes, code, name in zip(grid, codes, names, strict=False):
        axes.imshow(code.reshape(paper.CODE_SHAPE), cmap=INK, vmin=-1, vmax=1)
        axes.set_title(name)
        bare(axes)
    return figure


@styled
def draw_penalties(penalties: np.ndarray, image: np.ndarray | None = None) -> Figure:
    """Draws the penalty of each class; the smallest one, the answer, stands out.

    Args:
        penalties: Array of shape `(classes,)`, zero or positive.
        image: The image that the penalties are for, `(height, width)`, scaled as
            `lenet_keras.prepare` does it, to be drawn beside them. Optional.

    Returns:
        A Figure with one axes, or two with an image.

    Example:

    >>> figure = draw_penalties(np.array([80.0, 4.0, 120.0]))
    >>> len(figure.axes[0].patches)
    3

    Reference:
        Section II-B, equation 7.
    """
    figure = Figure(figsize=(5.4, 2.9), layout="constrained")
    if image is None:
        penalty_bars(figure.subplots(), penalties)
        return figure
    left, right = figure.subplots(1, 2, width_ratios=(1, 2.2))
    left.imshow(image, cmap=INK, vmin=paper.BACKGROUND, vmax=paper.FOREGROUND)
    bare(left)
    penalty_bars(right, penalties)
    return figure


def penalty_bars(axes, penalties: np.ndarray) -> None:
    """Draws bars of penalties into axes, and writes the smallest one above its bar."""
    answer = int(np.argmin(penalties))
    colours = [ACCENT if place == answer else QUIET for place in range(len(penalties))]
    axes.bar(range(len(penalties)), penalties, color=colours)
    axes.annotate(
        f"{penalties[answer]:.1f}",
        (answer, penalties[answer]),
        (0, 3),
        textcoords="offset points",
        ha="center",
        color=ACCENT,
    )
    axes.set_xticks(range(len(penalties)))
    axes.set(xlabel="class", ylabel="penalty")
