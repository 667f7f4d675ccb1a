"""Local receptive fields: a window at work, what kernels answer, what units see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lenet_keras import paper
from lenet_keras.figures._maps import PIXELS, STATES, state_bar
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    SIGNED,
    bare,
    styled,
    symmetric_scale,
)
from lenet_keras.inspection import ReceptiveField


@styled
def draw_window(image, kernel, sums, row: int = 0, column: int = 0) -> Figure:
    """Draws one place of a kernel: the window, the kernel, and the sum it makes.

    Args:
        image: Array of shape `(height, width)`, of whole numbers from 0 to 1.
        kernel: Array of shape `(size, size)`, of whole numbers.
        sums: Array of shape `(height - size + 1, width - size + 1)`: the weighted sum
            at each place.
        row: Row of the place, from 0. Defaults to 0.
        column: Column of the place, from 0. Defaults to 0.

    Returns:
        A Figure with three axes: the image with a frame around the window, the
        kernel, and the sums with a frame around the one that belongs to it. Each
        number is written in its cell.

    Raises:
        ValueError: If there is no such place.

    Example:

    >>> figure = draw_window(np.eye(3), np.eye(2), 2 * np.eye(2), row=1)
    >>> [axes.get_title() for axes in figure.axes]
    ['picture', 'kernel', 'sums']

    Reference:
        Section II-A.
    """
    image, kernel, sums = np.asarray(image), np.asarray(kernel), np.asarray(sums)
    if not (0 <= row < sums.shape[0] and 0 <= column < sums.shape[1]):
        raise ValueError(
            f"`row` and `column` must be a place of the {sums.shape} sums. "
            f"Received: row={row}, column={column}"
        )
    figure = Figure(figsize=(5.6, 2.1), layout="constrained")
    sides = [array.shape[1] for array in (image, kernel, sums)]
    axes = figure.subplots(1, 3, width_ratios=sides)
    scale = symmetric_scale([kernel, sums])
    styles: list[dict[str, Any]] = [
        {"cmap": INK, "vmin": 0, "vmax": 3},
        {"cmap": SIGNED, "norm": scale, "alpha": 0.5},
        {"cmap": SIGNED, "norm": scale, "alpha": 0.5},
    ]
    panels = zip(
        axes, ("picture", "kernel", "sums"), (image, kernel, sums), styles, strict=True
    )
    for axis, title, array, style in panels:
        axis.imshow(array, **style)
        axis.set_title(title)
        bare(axis)
        for (y, x), value in np.ndenumerate(array):
            text = format(value, "g").replace("-", "\N{MINUS SIGN}")
            axis.text(x, y, text, ha="center", va="center", fontsize=11)
    size = len(kernel)
    axes[0].add_patch(frame(column - 0.5, row - 0.5, size))
    axes[2].add_patch(frame(column - 0.5, row - 0.5, 1))
    return figure


@styled
def draw_answers(image, kernels, maps, titles: Sequence[str]) -> Figure:
    """Draws an image, some kernels, and below each kernel its map for the image.

    Args:
        image: Array of shape `(height, width)`, scaled as `lenet_keras.prepare` does.
        kernels: Array of shape `(n, size, size)`.
        maps: Array of shape `(n, rows, columns)`, states.
        titles: One title for each kernel.

    Returns:
        A Figure: for each kernel one axes with the kernel, on its own scale, and one
        with the map; the image; and the colour scale of the states.

    Raises:
        ValueError: If the numbers of kernels, maps and titles differ.

    Example:

    >>> kernels, maps = np.ones((2, 5, 5)), np.zeros((2, 28, 28))
    >>> len(draw_answers(np.zeros((32, 32)), kernels, maps, ["a", "b"]).axes)
    6

    Reference:
        Section II-A.
    """
    if not 0 < len(kernels) == len(maps) == len(titles):
        raise ValueError(
            "`kernels`, `maps` and `titles` must have the same length, at least 1. "
            f"Received: {len(kernels)}, {len(maps)} and {len(titles)}"
        )
    columns = len(kernels) + 1
    figure = Figure(figsize=(min(5.6, 1.5 * columns), 3.2), layout="constrained")
    grid = figure.add_gridspec(3, columns, height_ratios=(0.6, 1, 0.07))
    picture = figure.add_subplot(grid[1, 0])
    picture.imshow(image, cmap=INK, norm=PIXELS)
    picture.set_title("digit")
    bare(picture)
    for place, (kernel, states, title) in enumerate(
        zip(kernels, maps, titles, strict=True), 1
    ):
        above, below = (figure.add_subplot(grid[row, place]) for row in (0, 1))
        above.imshow(kernel, cmap=SIGNED, norm=symmetric_scale([kernel]))
        above.set_title(title)
        below.imshow(states, cmap=SIGNED, norm=STATES)
        bare(above)
        bare(below)
    state_bar(figure, figure.add_subplot(grid[2, :]))
    return figure


@styled
def draw_changes(
    changes: Mapping[str, np.ndarray],
    fields: Sequence[ReceptiveField],
    units: Mapping[str, int],
    floor: float = 1e-5,
) -> Figure:
    """Draws how much each pixel moves a unit, and the field the unit should have.

    Args:
        changes: For each layer an array of shape `(height, width)`: how far the unit
            moved when this pixel changed.
        fields: The receptive fields of the layers, as
            `lenet_keras.inspection.receptive_fields` gives them; the same along
            both axes.
        units: For each layer the row, and column, of the unit.
        floor: Changes up to this count as rounding. Defaults to 1e-5.

    Returns:
        A Figure with one axes for each layer, its field as a frame, and the colour
        scale: logarithmic, from the smallest change above `floor`; white up to it.

    Raises:
        ValueError: If a layer has no field, or no change is above `floor`.

    Example:

    >>> from lenet_keras.inspection import ReceptiveField
    >>> field = ReceptiveField("C1", 5, 1, 0)
    >>> figure = draw_changes({"C1": np.ones((32, 32))}, [field], {"C1": 3})
    >>> figure.axes[0].get_title()
    'C1: 5×5'

    Reference:
        Section II-A for the idea, section II-B for the layers. The test is ours.
    """
    by_name = {field.name: field for field in fields}
    largest = max((float(change.max()) for change in changes.values()), default=0)
    if not set(changes) <= set(by_name) or largest <= floor:
        raise ValueError(
            f"`changes` must belong to the layers {tuple(by_name)} and exceed {floor}. "
            f"Received: layers {tuple(changes)}, a largest change of {largest:g}"
        )
    columns = min(3, len(changes))
    rows = -(-len(changes) // columns)
    figure = Figure(figsize=(5.6, 1.9 * rows + 0.8), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    smallest = min(c[c > floor].min(initial=largest) for c in changes.values())
    scale = LogNorm(0.99 * smallest, largest)
    for axes, (name, change) in zip(grid, changes.items(), strict=False):
        axes.imshow(np.ma.masked_less_equal(change, floor), cmap="Oranges", norm=scale)
        pixels = by_name[name].pixels(units[name])
        axes.add_patch(frame(pixels.start - 0.5, pixels.start - 0.5, len(pixels)))
        axes.set_title(f"{name}: {len(pixels)}×{len(pixels)}")
        bare(axes)
    for axes in grid[len(changes) :]:
        axes.remove()
    figure.colorbar(
        ScalarMappable(scale, "Oranges"),
        ax=figure.axes,
        location="bottom",
        shrink=0.7,
        aspect=40,
        label="change of the units",
    )
    return figure


def frame(left: float, top: float, side: float, **style) -> Rectangle:
    """A square frame in the coordinates of a picture, ready to be added to axes."""
    style = {"edgecolor": ACCENT, "fill": False, "linewidth": 2, **style}
    return Rectangle((left, top), side, side, **style)


# Told apart with any common colour vision (Okabe and Ito).
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00")


@styled
def draw_receptive_fields(
    image: np.ndarray, fields: Iterable[ReceptiveField], centres: str = "C3"
) -> Figure:
    """Draws what one unit of each layer sees, and where the units of one layer stand.

    Args:
        image: Array of shape `(height, width)`, scaled as `lenet_keras.prepare` does.
        fields: What `lenet_keras.inspection.receptive_fields` returns; the same
            along both axes.
        centres: Name of the layer whose fields' centres the second panel marks.
            Defaults to `"C3"`.

    Returns:
        A Figure with two axes: the field of the middle unit of each layer as a frame,
        and the centres as dots with a dashed frame around the pixels they cover.

    Raises:
        ValueError: If no field has the name `centres`.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import receptive_fields
    >>> image = np.zeros((32, 32))
    >>> len(draw_receptive_fields(image, receptive_fields(lenet5())).axes)
    2

    Reference:
        Section II-A for the idea; section II-B for the area that C3 covers.
    """
    fields = list(fields)
    side = image.shape[0]
    number = {field.name: (side - field.size) // field.spacing + 1 for field in fields}
    marked = [field for field in fields if field.name == centres]
    if not marked:
        raise ValueError(
            f"`centres` must be one of {[field.name for field in fields]}. "
            f"Received: {centres!r}"
        )
    figure = Figure(figsize=(5.8, 3.7), layout="constrained")
    left, right = figure.subplots(1, 2)
    for axes in (left, right):
        axes.imshow(image, cmap=INK, vmin=paper.BACKGROUND, vmax=paper.FOREGROUND)
        bare(axes, frame=axes is right)
    for place, field in enumerate(fields):
        # Frames that share an edge are drawn side by side, deeper layers outside.
        inset = 0.3 * (len(fields) - 1 - place) / len(fields)
        corner = field.pixels(number[field.name] // 2)[0] - 0.5 + inset
        extent = field.size - 2 * inset
        frame = Rectangle((corner, corner), extent, extent, fill=False, linewidth=2)
        frame.set(edgecolor=_COLOURS[place % len(_COLOURS)], clip_on=False)
        frame.set_label(f"{field.name} {field.size}×{field.size}")
        left.add_patch(frame)
    left.set_title("field of one unit of each layer")
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)

    [field] = marked
    middles = [float(np.mean(field.pixels(unit))) for unit in range(number[centres])]
    x, y = np.meshgrid(middles, middles)
    right.scatter(x, y, s=9, color=ACCENT, zorder=3)
    start = middles[0] - field.spacing / 2
    covered = field.spacing * len(middles)
    right.add_patch(
        Rectangle((start, start), covered, covered, fill=False, color=ACCENT, ls="--")
    )
    right.set_title(f"centres of the {centres} fields")
    return figure
