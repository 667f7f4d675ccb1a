"""Rows of digits: where they are cut, and how many are misread."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from lenet_keras import paper
from lenet_keras.figures._panels import bare, check_lengths, plain_numbers
from lenet_keras.figures._style import ACCENT, INK, PIXELS, line_style, styled

_INCHES = 5.6
_SPACE = 0.3  # inches for a title


@styled
def cut_rows(
    pictures: Sequence[np.ndarray],
    cuts: Sequence[Sequence[int]],
    titles: Sequence[str] | None = None,
) -> Figure:
    """Rows of digits, one below the other, and where a segmenter cuts them.

    Args:
        pictures: float arrays `(32, width, 1)`, scaled as `prepare` does it.
        cuts: For each the columns, from 0, before which it is cut.
        titles: Optional title for each row.

    Returns:
        A Figure with one axes for each row, ink black, all to one scale; cuts are red
        lines.

    Raises:
        ValueError: If there are no rows, or not cuts and a title for each.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import cut_rows
    >>> len(cut_rows([np.zeros((32, 90, 1))], [[30, 60]]).axes)
    1

    Reference:
        Section V-A, Fig. 17.
    """
    titles = [""] * len(pictures) if titles is None else titles
    check_lengths(pictures=pictures, cuts=cuts, titles=titles)
    widest = max(np.shape(picture)[1] for picture in pictures)
    height = _INCHES * paper.IMAGE_SIZE / widest
    space = _SPACE if any(titles) else 0.06
    whole = len(pictures) * (height + space)
    figure = Figure(figsize=(_INCHES, whole))
    for line, (picture, places, title) in enumerate(
        zip(pictures, cuts, titles, strict=True)
    ):
        bottom = 1 - (line + 1) * (height + space) / whole
        width = np.shape(picture)[1] / widest
        axes = figure.add_axes((0, bottom, width, height / whole))
        axes.imshow(np.asarray(picture)[..., 0], cmap=INK, norm=PIXELS)
        for place in places:
            axes.axvline(place - 0.5, color=ACCENT, linewidth=1.2)
        axes.set_title(title, loc="left", pad=3)
        bare(axes)
    return figure


@styled
def row_errors(
    errors: Mapping[str, Mapping[str, Mapping[float, tuple[float, float, float]]]],
) -> Figure:
    """How many rows of digits are misread, by each of several readers.

    Args:
        errors: By what stands below a panel, then by reader, then by the number on
            the axis: the error and the ends of its interval, shares from 0 to 1.

    Returns:
        A Figure with a panel for each entry, errors in percent on one logarithmic
        scale, intervals as upright bars, and the legend above.

    Raises:
        ValueError: If there is no panel, or one without readers.

    Example:

    >>> from lenet_keras.figures import row_errors
    >>> found = {"network": {1: (0.01, 0.005, 0.02), 2: (0.02, 0.01, 0.03)}}
    >>> len(row_errors({"digits in a row": found}).axes)
    1

    Reference:
        Section VII-B.
    """
    if not errors or not all(errors.values()):
        raise ValueError(
            "`errors` must hold a panel with a reader, or more. "
            f"Received: { ({name: [*readers] for name, readers in errors.items()}) }"
        )
    figure = Figure(figsize=(_INCHES, 3.4), layout="constrained")
    grid = figure.subplots(1, len(errors), sharey=True, squeeze=False)[0]
    handles: dict[str, Any] = {}
    for axes, (name, readers) in zip(grid, errors.items(), strict=True):
        for item, (reader, found) in enumerate(readers.items()):
            means, low, high = 100 * np.array([*found.values()]).T
            handles[reader] = axes.errorbar(
                [*found],
                means,
                yerr=[means - low, high - means],
                capsize=2.5,
                label=reader,
                **line_style(item, marked=True),
            )
            axes.set_xticks([*found])
        axes.set(xlabel=name, yscale="log")
        axes.grid(axis="y", linewidth=0.4)
    plain_numbers(grid[0].yaxis, FixedLocator([0.5, 1, 2, 5, 10, 20, 50, 100]))
    grid[0].set_ylabel("rows misread, %")
    figure.legend([*handles.values()], [*handles], loc="outside upper left", ncols=2)
    return figure
