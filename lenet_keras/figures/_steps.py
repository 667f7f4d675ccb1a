"""How a sum, a unit and a map come about, step by step, with every number shown."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._panels import MINUS, bare, frame, write_cells
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    QUIET,
    SIGNED,
    STATES,
    styled,
    symmetric_scale,
)


@styled
def window_sums(image, kernel, sums, row: int = 0, column: int = 0) -> Figure:
    """One place of a kernel: the window, the kernel, and the sum it makes.

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
        number is written in its cell. Kernel and sums share one colour scale,
        symmetric about zero; black ink in the image is drawn grey.

    Raises:
        ValueError: If there is no such place.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import window_sums
    >>> figure = window_sums(np.eye(3), np.eye(2), 2 * np.eye(2), row=1)
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
        texts = [[f"{value:g}".replace("-", MINUS) for value in row] for row in array]
        write_cells(axis, texts, fontsize=11)
    size = len(kernel)
    axes[0].add_patch(frame(column - 0.5, row - 0.5, size))
    axes[2].add_patch(frame(column - 0.5, row - 0.5, 1))
    return figure


@styled
def unit_in_steps(
    seen: np.ndarray,
    kernels: np.ndarray,
    bias: float,
    names: Sequence[str],
    title: str = "the unit",
) -> Figure:
    """One unit, step by step: states, kernels, products, partial sums, bias, squash.

    Args:
        seen: Array of shape `(height, width, n)`: the states that the unit sees in
            each of n input maps.
        kernels: Array of the same shape: the unit's kernel for each map.
        bias: The bias of the unit.
        names: Names of the input maps.
        title: Name of the unit.

    Returns:
        A Figure with one row for each input map: states, kernel and products, each
        column on one colour scale symmetric about zero; and beside them bars that add
        up: each partial sum begins where the one before it ended, then the bias, the
        weighted sum from zero, and the state.

    Raises:
        ValueError: If the shapes differ, or there is not one name for each map.

    Example:

    >>> from lenet_keras.figures import map_in_steps
    >>> from lenet_keras.figures import unit_in_steps
    >>> from lenet_keras.figures import window_sums
    >>> import numpy as np
    >>> ones = np.ones((5, 5, 2))
    >>> figure = unit_in_steps(0.1 * ones, ones, -4.0, ["map 0", "map 1"])
    >>> [text.get_text() for text in figure.axes[-1].texts]
    ['+2.50', '+2.50', '−4.00', '+1.00', '+1.00']

    Reference:
        Section II-A: a unit adds, and squashes the sum; section II-B for C3.
    """
    seen, kernels = np.asarray(seen), np.asarray(kernels)
    if seen.shape != kernels.shape or seen.shape[2:] != (len(names),):
        raise ValueError(
            "`seen` and `kernels` must have one shape (height, width, n), with a name "
            f"for each of n maps. Received: {seen.shape}, {kernels.shape} and "
            f"{len(names)} names"
        )
    count, products = len(names), seen * kernels
    rows = count + 3
    figure = Figure(figsize=(5.4, 0.72 * rows + 0.7))
    grid = figure.add_gridspec(
        rows, 4, width_ratios=(1, 1, 1, 3), hspace=0.12, wspace=0.25
    )
    columns = (
        ("states", seen, STATES),
        ("kernel", kernels, symmetric_scale([kernels])),
        ("product", products, symmetric_scale([products])),
    )
    for column, (heading, pictures, norm) in enumerate(columns):
        for row in range(count):
            axes = figure.add_subplot(grid[row, column])
            axes.imshow(
                pictures[:, :, row], cmap=SIGNED, norm=norm, interpolation="nearest"
            )
            bare(axes)
            axes.set_title(heading if row == 0 else "")
            if column == 0:
                axes.set_ylabel(names[row], rotation=0, ha="right", va="center")
        # Each column has its own scale, whose end is written below it.
        note = f"\N{PLUS-MINUS SIGN}{norm.vmax:.2f}"
        axes.text(0.5, -0.1, note, transform=axes.transAxes, ha="center", va="top")
    bars = figure.add_subplot(grid[:, 3])
    _draw_partial_sums(bars, [*products.sum(axis=(0, 1)), bias], title)
    return figure


def _draw_partial_sums(axes, parts: Sequence[float], title: str) -> None:
    """Bars that add up to the weighted sum, then the sum and the state."""
    total = float(np.sum(parts))
    steps = [*parts, total, float(paper.AMPLITUDE * np.tanh(paper.SLOPE * total))]
    starts = [*np.cumsum([0, *parts])[:-1], 0, 0]
    rows, count = len(steps), len(parts)
    colours = [QUIET] * count + ["black", ACCENT]
    axes.barh(range(rows), steps, left=starts, color=colours, height=0.45)
    for row, (start, step) in enumerate(zip(starts, steps, strict=True)):
        text = f"{step:+.2f}".replace("-", MINUS)
        axes.text(start + step / 2, row - 0.36, text, ha="center", va="center")
    for row, end in enumerate(np.cumsum(parts)):
        axes.plot([end, end], [row, row + 1], color=QUIET, linewidth=0.8)
    axes.axvline(0, color="black", linewidth=0.8)
    labels = ["bias", "weighted sum", f"state of\n{title}"]
    axes.set_yticks(range(count - 1, rows), labels)
    axes.set_title("partial sums")
    axes.set(ylim=(rows - 0.5, -0.5))
    axes.use_sticky_edges = False
    axes.margins(x=0.12)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


@styled
def map_in_steps(
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

    Raises:
        ValueError: If there is not one name, kernel and partial sum for each input.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import map_in_steps
    >>> inputs, kernels, sums = (np.ones((n, n, 1)) for n in (5, 2, 4))
    >>> state = np.tanh(sums[..., 0])
    >>> seen = ["S2 map 0"]
    >>> figure = map_in_steps(inputs, kernels, sums, 0.0, state, seen, "C3 map 0")
    >>> [axes.get_title() for axes in figure.axes[:3]]
    ['inputs', 'kernels', 'partial sums']

    Reference:
        Section II-B: layer C3.
    """
    counts = [np.shape(stack)[-1] for stack in (inputs, kernels, partial_sums)]
    if set(counts) != {len(names)} or not len(names):
        raise ValueError(
            "`inputs`, `kernels` and `partial_sums` must hold as many maps as there "
            f"are `names`, at least 1. Received: {counts} and {len(names)} names"
        )
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
