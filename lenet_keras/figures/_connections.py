"""Figures of the sparse C3: its table, its kernels, and what its connections do."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Rectangle

from lenet_keras.figures._style import QUIET, SIGNED, bare, styled, symmetric_scale

_GROUP_COLOURS = ("#9ecae1", "#fdd0a2", "#a1d99b", "#dadaeb")
_AMOUNT = "Oranges"


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

    >>> figure = connection_table(np.eye(3, dtype=bool), {"first": 1, "rest": 2})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['X', 'X', 'X', 'first', 'rest']

    Reference:
        Section II-B, Table I.
    """
    table = np.asarray(table, bool)
    inputs, outputs = table.shape
    if sum(groups.values()) != outputs or len(groups) > len(_GROUP_COLOURS):
        raise ValueError(
            f"`groups` must divide the {outputs} columns of the table into at most "
            f"{len(_GROUP_COLOURS)} groups. Received: groups={dict(groups)!r}"
        )
    figure, axes = _pair_axes(inputs, outputs, "C3 map")
    for row, column in np.argwhere(table):
        axes.text(column, row, "X", ha="center", va="center", weight="bold")
    first = 0
    for (name, columns), colour in zip(groups.items(), _GROUP_COLOURS, strict=False):
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
def one_map(
    inputs: np.ndarray,
    kernels: np.ndarray,
    partial_sums: np.ndarray,
    bias: float,
    state: np.ndarray,
    names: Sequence[str],
    title: str,
) -> Figure:
    """How one output map comes about: inputs, kernels, partial sums, sum, state.

    Args:
        inputs: Array of shape `(height, width, n)`, the input maps it sees.
        kernels: Array of shape `(kernel_height, kernel_width, n)`, one for each.
        partial_sums: Array of shape `(new_height, new_width, n)`: each input map
            convolved with its kernel.
        bias: The bias of the output map.
        state: Array of shape `(new_height, new_width)`: the squashed output map.
        names: The names of the input maps, n strings.
        title: The name of the output map.

    Returns:
        A Figure of n rows with three pictures each. In the last row, read from right
        to left, the partial sums are added up with the bias, and squashed. Each column
        has one colour scale, symmetric about zero.

    Example:

    >>> inputs, kernels, sums = (np.ones((n, n, 1)) for n in (5, 2, 4))
    >>> state = np.tanh(sums[..., 0])
    >>> figure = one_map(inputs, kernels, sums, 0.0, state, ["S2 map 0"], "C3 map 0")
    >>> [axes.get_title() for axes in figure.axes[:3]]
    ['inputs', 'kernels', 'partial sums']

    Reference:
        Section II-B: layer C3.
    """
    total = np.sum(partial_sums, axis=-1) + bias
    columns = {"inputs": inputs, "kernels": kernels, "partial sums": partial_sums}
    results = {0: (f"{title}: state", state), 2: (f"sum + bias {bias:+.2f}", total)}
    count = len(names)
    figure = Figure(figsize=(5.6, 1.65 * (count + 1)), layout="constrained")
    grid = figure.subplots(count + 1, 3)
    for column, (heading, stack) in enumerate(columns.items()):
        pictures = [(axes, stack[..., n]) for n, axes in enumerate(grid[:-1, column])]
        grid[0, column].set_title(heading)
        if column in results:
            text, array = results[column]
            pictures.append((grid[-1, column], array))
            grid[-1, column].set_title(text)
        scale = symmetric_scale([array for _, array in pictures])
        for axes, array in pictures:
            image = axes.imshow(array, cmap=SIGNED, norm=scale)
            bare(axes)
        figure.colorbar(
            image, ax=grid[:, column], location="bottom", shrink=0.8, aspect=12
        )
    for axes, name in zip(grid[:-1, 0], names, strict=True):
        axes.set_ylabel(name)
    grid[-1, 1].axis("off")
    grid[-1, 1].text(0.5, 0.5, "\u2190\nsquashed", ha="center", va="center")
    return figure


@styled
def kernel_grid(dense_kernel: np.ndarray, table: np.ndarray) -> Figure:
    """All kernels of a sparse convolution, with gaps where two maps are not joined.

    Args:
        dense_kernel: Array of shape `(kernel_height, kernel_width, input_maps,
            output_maps)`, as `SparseConv2D.dense_kernel` gives it.
        table: Boolean array of shape `(input_maps, output_maps)`.

    Returns:
        A Figure with one row for each input map and one column for each output map.
        All kernels share one colour scale, symmetric about zero.

    Raises:
        ValueError: If the table does not fit the kernels.

    Example:

    >>> figure = kernel_grid(np.ones((5, 5, 2, 3)), np.eye(2, 3, dtype=bool))
    >>> [len(axes.images) for axes in figure.axes[:6]]
    [1, 0, 0, 0, 1, 0]

    Reference:
        Section II-B, Table I.
    """
    dense_kernel, table = np.asarray(dense_kernel), np.asarray(table, bool)
    if dense_kernel.shape[2:] != table.shape:
        raise ValueError(
            f"`table` must have the shape {dense_kernel.shape[2:]} of the maps of "
            f"`dense_kernel`. Received: shape {table.shape}"
        )
    inputs, outputs = table.shape
    tight = ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02, wspace=0, hspace=0)
    figure = Figure(figsize=(6.4, 0.36 * inputs + 1.4), layout=tight)
    grid = figure.subplots(inputs, outputs, squeeze=False)
    scale = symmetric_scale([dense_kernel])
    for (row, column), axes in np.ndenumerate(grid):
        bare(axes, frame=bool(table[row, column]))
        if table[row, column]:
            kernel = dense_kernel[:, :, row, column]
            image = axes.imshow(kernel, cmap=SIGNED, norm=scale)
        else:
            axes.set_box_aspect(1)
        if row == 0:
            axes.set_title(str(column))
        if column == 0:
            axes.set_ylabel(str(row), rotation=0, ha="right", va="center")
    figure.suptitle("C3 map", fontsize=10)
    figure.supylabel("S2 map", fontsize=10)
    figure.colorbar(
        image, ax=grid, location="bottom", shrink=0.5, aspect=25, label="weight"
    )
    return figure


@styled
def dependence(change: np.ndarray) -> Figure:
    """Which output maps move when one input map is disturbed, and how far.

    Args:
        change: Array of shape `(input_maps, output_maps)`, zero or positive: how far
            the states of the output map moved.

    Returns:
        A Figure with an X wherever anything moved; the colour says how far, on a
        scale that starts at zero.

    Example:

    >>> figure = dependence(np.eye(6, 16))
    >>> figure.axes[0].images[0].get_array().shape
    (6, 16)

    Reference:
        Section II-B, Table I.
    """
    change = np.asarray(change, float)
    texts = np.where(change > 0, "X", "")
    return _amounts(change, texts, "C3 map", "largest change of a state")


@styled
def damage(
    broken: np.ndarray, columns: str = "C3 map", label: str = "digits broken"
) -> Figure:
    """How many digits break when something of an input map is switched off.

    Args:
        broken: Array of shape `(input_maps, n)` of counts; NaN where there is nothing
            to switch off.
        columns: What the n columns are.
        label: What is counted.

    Returns:
        A Figure with the count in each cell; the colour repeats it, on a scale that
        starts at zero. A dot stands where there is nothing to switch off.

    Example:

    >>> figure = damage(np.array([[3.0, np.nan], [0.0, 12.0]]))
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['3', '·', '0', '12']

    Reference:
        None: the paper does not switch connections off.
    """
    broken = np.asarray(broken, float)
    texts = [
        ["·" if np.isnan(cell) else f"{cell:.0f}" for cell in row] for row in broken
    ]
    return _amounts(broken, np.array(texts), columns, label)


def _pair_axes(inputs: int, columns: int, label: str, extra: float = 0):
    height = 0.35 * inputs + 1.8 + extra
    figure = Figure(figsize=(6.4, height), layout="constrained")
    axes = figure.subplots()
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(inputs - 0.5, -0.5)
    axes.set_xticks(range(columns))
    axes.set_yticks(range(inputs))
    axes.set_xlabel(label)
    axes.set_ylabel("S2 map")
    axes.tick_params(length=0)
    axes.set_aspect("equal" if columns > 2 * inputs else "auto")
    lines = [(axes.axvline, columns), (axes.axhline, inputs)]
    for line, number in lines:
        for edge in range(number + 1):
            line(edge - 0.5, color=QUIET, linewidth=0.5)
    axes.spines[:].set_visible(False)
    return figure, axes


def _amounts(amounts, texts, columns: str, label: str) -> Figure:
    inputs, number = amounts.shape
    figure, axes = _pair_axes(inputs, number, columns, extra=0.2)
    largest = np.nanmax(amounts)
    image = axes.imshow(
        amounts, cmap=_AMOUNT, vmin=0, vmax=largest or 1, aspect=axes.get_aspect()
    )
    for (row, column), text in np.ndenumerate(texts):
        dark = amounts[row, column] > 0.6 * largest
        axes.text(
            column,
            row,
            text,
            ha="center",
            va="center",
            color="white" if dark else "black",
        )
    figure.colorbar(
        image, ax=axes, location="bottom", shrink=0.6, aspect=30, label=label
    )
    return figure
