"""Connections: the table of the sparse C3, what runs over it, and shared weights."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lenet_keras.figures._panels import write_cells
from lenet_keras.figures._style import (
    ACCENT,
    AMOUNT,
    GROUPS,
    OTHER,
    QUIET,
    styled,
)


@styled
def connection_table(table: np.ndarray, groups: Mapping[str, int]) -> Figure:
    """Table I: which input maps each output map sees, in the paper's orientation.

    Args:
        table: Boolean array of shape `(input_maps, output_maps)`.
        groups: Names of groups of neighbouring columns, each with its number of
            columns, from left to right. At most four, which together are all columns.

    Returns:
        A Figure with an X in each connected pair, coloured and labelled by group.

    Raises:
        ValueError: If the groups do not have as many columns as the table.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import connection_table
    >>> figure = connection_table(np.eye(3, dtype=bool), {"first": 1, "rest": 2})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['X', 'X', 'X', 'first', 'rest']

    Reference:
        Section II-B, Table I.
    """
    table = np.asarray(table, bool)
    inputs, outputs = table.shape
    if sum(groups.values()) != outputs or len(groups) > len(GROUPS):
        raise ValueError(
            f"`groups` must divide the {outputs} columns of the table into at most "
            f"{len(GROUPS)} groups. Received: groups={dict(groups)!r}"
        )
    figure = Figure(figsize=(6.4, 0.35 * inputs + 1.8), layout="constrained")
    axes = figure.subplots()
    _draw_cells(axes, inputs, outputs, "C3 map")
    for row, column in np.argwhere(table):
        axes.text(column, row, "X", ha="center", va="center", weight="bold")
    first = 0
    for (name, columns), colour in zip(groups.items(), GROUPS, strict=False):
        for row, column in np.argwhere(table[:, first : first + columns]):
            axes.add_patch(
                Rectangle((first + column - 0.5, row - 0.5), 1, 1, facecolor=colour)
            )
        middle = first + (columns - 1) / 2
        axes.text(middle, -0.95, name, ha="center", va="bottom")
        axes.plot(
            [first - 0.4, first + columns - 0.6],
            [-0.75, -0.75],
            color="black",
            clip_on=False,
        )
        first += columns
    return figure


@styled
def connection_amounts(
    amounts: np.ndarray,
    label: str,
    columns: str = "C3 map",
    form: str | None = ".0f",
    row_norms: bool = False,
) -> Figure:
    """An amount for each connection that leaves an S2 map, in the layout of Table I.

    Args:
        amounts: Array of shape `(input_maps, n)`, zero or positive; NaN where there is
            no connection.
        label: What the amounts are.
        columns: What the n columns are. Defaults to `"C3 map"`.
        form: Format of the numbers, or `None` for an X wherever the amount is not
            zero. Defaults to `".0f"`.
        row_norms: Whether bars at the right show the norm (root of the sum of squares)
            of each row, all that leaves one S2 map.

    Returns:
        A Figure with the amount in each cell; the colour repeats it, on a scale from
        white at zero. A dot stands where there is no connection.

    Raises:
        ValueError: If the array is not of rank 2, holds no number, or a negative one.

    Example:

    >>> from lenet_keras.figures import connection_amounts
    >>> import numpy as np
    >>> figure = connection_amounts(np.array([[3.0, np.nan], [0.0, 12.0]]), "broken")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['3', '·', '0', '12']

    Reference:
        Table I for the layout. The measures are ours.
    """
    amounts = np.asarray(amounts, float)
    if amounts.ndim != 2 or not np.any(amounts >= 0) or np.any(amounts < 0):
        raise ValueError(
            "`amounts` must be an array of rank 2 with numbers of zero or more. "
            f"Received: shape {amounts.shape}, values {amounts}"
        )
    inputs, count = amounts.shape
    figure = Figure(figsize=(6.4, 0.35 * inputs + 2.0), layout="constrained")
    table, *rest = figure.subplots(
        1,
        1 + row_norms,
        sharey=True,
        squeeze=False,
        width_ratios=(5, 1)[: 1 + row_norms],
    )[0]
    _draw_cells(table, inputs, count, columns, fill=row_norms)
    largest = np.nanmax(amounts)
    image = table.imshow(
        amounts, cmap=AMOUNT, vmin=0, vmax=largest or 1, aspect=table.get_aspect()
    )
    texts = [[_cell(amount, form) for amount in row] for row in amounts]
    write_cells(table, texts, amounts > 0.6 * largest)
    for axes in rest:
        _draw_norms(axes, amounts)
    figure.colorbar(
        image, ax=table, location="bottom", shrink=0.6, aspect=30, label=label
    )
    return figure


def _cell(amount: float, form: str | None) -> str:
    if np.isnan(amount):
        return "·"
    if form is None:
        return "X" if amount else ""
    return format(amount, form)


def _draw_norms(axes, amounts: np.ndarray) -> None:
    norms = np.sqrt(np.nansum(amounts**2, axis=1))
    axes.barh(range(len(norms)), norms, color=QUIET)
    for row, norm in enumerate(norms):
        axes.text(norm, row, f" {norm:.1f}", va="center")
    axes.set(title="whole row", xticks=[], xlim=(0, 1.5 * norms.max()))
    axes.tick_params(left=False)
    axes.spines[:].set_visible(False)


def _draw_cells(
    axes, inputs: int, columns: int, label: str, fill: bool = False
) -> None:
    """Empty cells: S2 maps from top to bottom, columns from left to right."""
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(inputs - 0.5, -0.5)
    axes.set_xticks(range(columns))
    axes.set_yticks(range(inputs))
    axes.set_xlabel(label)
    axes.set_ylabel("S2 map")
    axes.tick_params(length=0)
    axes.set_aspect("equal" if columns > 2 * inputs and not fill else "auto")
    lines = [(axes.axvline, columns), (axes.axhline, inputs)]
    for line, number in lines:
        for edge in range(number + 1):
            line(edge - 0.5, color=QUIET, linewidth=0.5)
    axes.spines[:].set_visible(False)


# The looks of the weights of one kernel, each a colour and dashes.
_KERNEL = ((ACCENT, "-"), (OTHER, "--"), ("black", "-."))


@styled
def own_and_shared_weights(inputs: int = 6, size: int = 2) -> Figure:
    """A row of detectors: a kernel for every place, and one kernel for all places.

    Args:
        inputs: Number of pixels in the row.
        size: Pixels that a unit sees, 1 to 3.

    Returns:
        A Figure with two panels of the same connections. Above, all lines differ in
        colour; below, lines of one colour and style are one weight.

    Raises:
        ValueError: If `size` is out of range, or no window fits into the row.

    Example:

    >>> from lenet_keras.figures import own_and_shared_weights
    >>> figure = own_and_shared_weights(inputs=6, size=2)
    >>> [len(axes.lines) for axes in figure.axes]
    [10, 10]

    Reference:
        Section II-A: units of a feature map share one set of weights.
    """
    if not 1 <= size <= len(_KERNEL) or inputs < size:
        raise ValueError(
            f"`size` must be 1 to {len(_KERNEL)} and at most `inputs`. "
            f"Received: inputs={inputs}, size={size}"
        )
    units = inputs - size + 1
    figure = Figure(figsize=(5.4, 4.6))
    unshared, shared = figure.subplots(2, 1)
    for unit in range(units):
        for offset in range(size):
            ends = (unit + offset, unit + (size - 1) / 2), (0, 1)
            own = f"C{(unit * size + offset) % 10}"
            unshared.plot(*ends, color=own, linewidth=2)
            colour, line = _KERNEL[offset]
            shared.plot(*ends, color=colour, linestyle=line, linewidth=2)
    for axes, name, weights in (
        (unshared, "not shared", units * size),
        (shared, "shared", size),
    ):
        for places, height in (
            (np.arange(inputs), 0),
            (np.arange(units) + (size - 1) / 2, 1),
        ):
            axes.scatter(
                places,
                np.full(len(places), height),
                s=200,
                color="white",
                edgecolors="black",
                zorder=3,
            )
        axes.set(
            xlim=(-0.4, inputs - 0.6),
            ylim=(-0.25, 1.25),
            yticks=(0, 1),
            yticklabels=("pixels", "units"),
            xticks=(),
            title=f"{name}: {units * size} connections, {weights} weights",
        )
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    figure.subplots_adjust(hspace=0.3)
    return figure
