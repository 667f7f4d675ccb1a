"""What a shift of the input does to maps."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures.maps import STATES
from lenet_keras.figures.style import QUIET, SIGNED, bare, styled


@styled
def moved_maps(
    before: Mapping[str, np.ndarray],
    expected: Mapping[str, np.ndarray],
    after: Mapping[str, np.ndarray],
) -> Figure:
    """Does a map follow the input? Before, after, and what a plain shift leaves out.

    Args:
        before: By title of the row, an array `(rows, columns)`: a map of the input.
        expected: The same maps, shifted; NaN where nothing is known.
        after: The map of the shifted input.

    Returns:
        A Figure with three pictures in each row: before, after, and after minus
        expected, grey where nothing is known, all on the scale of the states.

    Raises:
        ValueError: If the three do not have the same rows and shapes.

    Example:

    >>> maps = {"C1": np.zeros((28, 28))}
    >>> len(moved_maps(maps, maps, maps).axes)
    3

    Reference:
        Section II-A: if the input shifts, the map shifts by the same amount.
    """
    shapes = [
        {title: np.shape(states) for title, states in maps.items()}
        for maps in (before, expected, after)
    ]
    if not before or any(shape != shapes[0] for shape in shapes):
        raise ValueError(
            "`before`, `expected` and `after` must hold the same rows, of the same "
            f"shapes. Received: {shapes}"
        )
    figure = Figure(figsize=(5.4, 1.95 * len(before)))
    axes = figure.subplots(len(before), 3, squeeze=False)
    columns = ("before", "after", "after - expected")
    for row, title in enumerate(before):
        pictures = before[title], after[title], after[title] - expected[title]
        for panel, picture, column in zip(axes[row], pictures, columns, strict=True):
            panel.imshow(picture, cmap=SIGNED, norm=STATES, interpolation="nearest")
            panel.set_facecolor(QUIET)
            panel.set_title(column if row == 0 else "")
            bare(panel)
        axes[row, 0].set_ylabel(title)
    figure.subplots_adjust(wspace=0.06, hspace=0.06)
    return figure
