"""Where things are: marks on grids, two drawings overlaid, places read from states."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from lenet_keras.figures._panels import bare, check_lengths, panels
from lenet_keras.figures._style import ACCENT, OTHER, QUIET, styled

_OVERLAID = ListedColormap(["white", ACCENT, OTHER, "black"])


@styled
def features_on_grids(
    drawings: Mapping[str, Mapping[str, tuple[int, int]]],
    cells: Sequence[int] = (1, 2, 4),
    size: int = 8,
) -> Figure:
    """Features of a drawing on finer and coarser grids.

    Args:
        drawings: For each drawing the place (row, column) of each feature, in pixels,
            in the order in which the pen meets them. One letter names a feature.
        cells: Sides of the cells of each grid, in pixels. Defaults to 1, 2, 4.
        size: Side of the field in pixels. Defaults to 8.

    Returns:
        A Figure with a row for each drawing and a column for each grid; each feature
        stands in its cell, and a grey line joins the cells.

    Raises:
        ValueError: If there is no drawing, or a feature is outside the field.

    Example:

    >>> from lenet_keras.figures import features_on_grids
    >>> figure = features_on_grids({"a 7": {"E": (1, 1), "C": (1, 6), "V": (6, 4)}})
    >>> len(figure.axes)
    3

    Reference:
        Section II-A, the example of the 7.
    """
    places = [place for marks in drawings.values() for place in marks.values()]
    if not places or not all(0 <= side < size for place in places for side in place):
        raise ValueError(
            f"`drawings` must place features in rows and columns 0 to {size - 1}. "
            f"Received: {places}"
        )
    figure = Figure(figsize=(5.4, 1.85 * len(drawings)))
    grid = figure.subplots(len(drawings), len(cells), squeeze=False)
    for row, (name, marks) in zip(grid, drawings.items(), strict=True):
        for axes, cell in zip(row, cells, strict=True):
            _draw_marks(axes, marks, cell, size // cell)
        row[0].set_ylabel(name)
    for axes, cell in zip(grid[0], cells, strict=True):
        axes.set_title(f"{size // cell} x {size // cell}")
    figure.subplots_adjust(wspace=0.08, hspace=0.08)
    return figure


def _draw_marks(axes, marks: Mapping[str, tuple[int, int]], cell: int, side: int):
    letters: dict[tuple[int, int], str] = {}
    for mark, (row, column) in marks.items():
        place = row // cell, column // cell
        letters[place] = letters.get(place, "") + mark
    rows, columns = np.transpose(list(letters))
    axes.plot(columns, rows, color=QUIET, linewidth=4, alpha=0.4, zorder=1)
    for (row, column), text in letters.items():
        axes.text(column, row, text, ha="center", va="center", weight="bold", zorder=3)
    for line in range(1, side):
        axes.axhline(line - 0.5, color=QUIET, linewidth=0.5)
        axes.axvline(line - 0.5, color=QUIET, linewidth=0.5)
    axes.set(xlim=(-0.5, side - 0.5), ylim=(side - 0.5, -0.5), aspect="equal")
    bare(axes)
    for spine in axes.spines.values():
        spine.set(linewidth=1, color="black")


@styled
def overlaid(first, second, names: Sequence[str]) -> Figure:
    """Two drawings laid over each other, on finer and coarser grids.

    Args:
        first: For each grid an array `(rows, columns)` that is true where the first
            drawing has ink.
        second: The same of the second drawing.
        names: What to call the two drawings.

    Returns:
        A Figure with one picture for each grid: red where only the first drawing has
        ink, blue where only the second has, black where both have.

    Raises:
        ValueError: If there is not one picture of each drawing for each grid.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import overlaid
    >>> one, two = np.eye(4) > 0, np.eye(4)[::-1] > 0
    >>> len(overlaid([one], [two], ["one", "two"]).axes)
    1

    Reference:
        Section II-A: positions vary between instances of a character.
    """
    check_lengths(first=first, second=second)
    figure = Figure(figsize=(5.4, 2.3))
    grid = panels(figure, len(first), len(first))
    for axes, one, two in zip(grid, first, second, strict=True):
        shown = np.asarray(one, int) + 2 * np.asarray(two, int)
        axes.imshow(shown, cmap=_OVERLAID, vmin=0, vmax=3, interpolation="nearest")
        axes.set_title(f"{shown.shape[0]} x {shown.shape[1]}")
        bare(axes)
    words = [f"only {names[0]}", f"only {names[1]}", "both"]
    colours = [ACCENT, OTHER, "black"]
    handles = [
        Patch(color=colour, label=word)
        for colour, word in zip(colours, words, strict=True)
    ]
    figure.legend(handles=handles, loc="lower center", ncols=3)
    figure.subplots_adjust(left=0.01, right=0.99, bottom=0.15, wspace=0.06)
    return figure


@styled
def read_places(places, read: Mapping[str, np.ndarray]) -> Figure:
    """Places of digits, and what a read-out from the states of a layer says of them.

    Args:
        places: Array of shape `(n,)`: by how many whole pixels each digit was moved.
        read: By title, array of shape `(n,)`: what was read.

    Returns:
        A Figure with a panel for each title: a small dot for each digit, a large one
        for the mean at each place, and a dashed line on which all would lie if the
        place were read exactly.

    Raises:
        ValueError: If nothing was read, or not one number for each digit.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import read_places
    >>> places = np.array([-1, 0, 1])
    >>> len(read_places(places, {"C5": 0.7 * places, "F6": 0 * places}).axes)
    2

    Reference:
        Not in the paper.
    """
    places = np.asarray(places)
    if not read or any(len(values) != len(places) for values in read.values()):
        raise ValueError(
            f"`read` must hold one number for each of {len(places)} digits, for at "
            f"least one title. Received: { {k: len(v) for k, v in read.items()} }"
        )
    figure = Figure(figsize=(5.4, 2.7))
    grid = panels(figure, len(read), len(read), sharex=True, sharey=True)
    jitter = np.random.default_rng(0).uniform(-0.25, 0.25, len(places))
    known = np.unique(places)
    for axes, (title, values) in zip(grid, read.items(), strict=True):
        means = [np.mean(values[places == place]) for place in known]
        axes.plot(places + jitter, values, ".", color=QUIET, markersize=2)
        axes.plot(known, known, "--", color="black", linewidth=1)
        axes.plot(known, means, "o-", color=ACCENT)
        axes.set(title=title, xticks=known[::2], ylim=(-6, 6))
    grid[0].set_ylabel("pixels read")
    figure.supxlabel("pixels moved to the right", fontsize=10)
    figure.subplots_adjust(left=0.1, right=0.99, bottom=0.2, wspace=0.08)
    return figure
