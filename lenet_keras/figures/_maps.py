"""Feature maps: of many inputs, of several kernels, and what each map looks for."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lenet_keras.figures._panels import bare, check_lengths, state_bar, tile
from lenet_keras.figures._style import (
    AMOUNT,
    INK,
    PIXELS,
    SIGNED,
    STATES,
    styled,
    symmetric_scale,
)


@styled
def picture_grid(
    rows: Mapping[str, Sequence[np.ndarray]],
    columns: Sequence[str],
    ink: Collection[str] = (),
    windows: Mapping[str, int] | None = None,
) -> Figure:
    """Pictures in rows and columns, all states on one scale.

    Args:
        rows: For each row, by title, one picture `(height, width)` for each column.
        columns: Titles of the columns.
        ink: Titles of rows that show inputs, drawn as ink; the others are states.
        windows: For a row, by title, the side in units of the windows to outline.

    Returns:
        A Figure with one panel for each picture, row by row, and the colour scale.

    Raises:
        ValueError: If a row does not have one picture for each column.

    Example:

    >>> from lenet_keras.figures import picture_grid
    >>> import numpy as np
    >>> figure = picture_grid({"C1": [np.zeros((28, 28))] * 2}, ["0 px", "1 px"])
    >>> len(figure.axes)
    3

    Reference:
        Section II-A: if the input shifts, the map shifts by the same amount.
    """
    if not rows or any(len(pictures) != len(columns) for pictures in rows.values()):
        raise ValueError(
            f"`rows` must hold one picture for each of {len(columns)} columns. "
            f"Received: {[(name, len(pictures)) for name, pictures in rows.items()]}"
        )
    panel = 5.4 / len(columns)
    inches = panel * len(rows) + 0.8
    figure = Figure(figsize=(5.4, inches))
    for row, (name, pictures) in enumerate(rows.items()):
        bottom = (inches - 0.3 - panel * (row + 1)) / inches
        for column, picture in enumerate(pictures):
            axes = figure.add_axes(
                (
                    column / len(columns),
                    bottom,
                    0.94 / len(columns),
                    0.94 * panel / inches,
                )
            )
            tile(axes, np.asarray(picture), 1, name in ink)
            axes.set_title(columns[column] if row == 0 else "")
            axes.set_ylabel(name if column == 0 else "")
            for line in _borders(len(picture), (windows or {}).get(name, 0)):
                axes.axhline(line, color="black", linewidth=0.3, alpha=0.5)
                axes.axvline(line, color="black", linewidth=0.3, alpha=0.5)
    state_bar(figure, figure.add_axes((0.15, 0.35 / inches, 0.7, 0.1 / inches)))
    return figure


def _borders(units: int, side: int) -> np.ndarray:
    """Where windows of a map that `tile` draws one wide meet."""
    return np.arange(side, units, side) / units if side else np.array([])


@styled
def kernel_answers(
    image, kernels, maps, titles: Sequence[str], columns: int = 4
) -> Figure:
    """An image, some kernels, and below each kernel its map for the image.

    Args:
        image: Array of shape `(height, width)`, scaled as `lenet_keras.prepare` does.
        kernels: Array of shape `(n, size, size)`.
        maps: Array of shape `(n, rows, columns)`, states.
        titles: One title for each kernel.
        columns: How many kernels stand side by side. Defaults to 4.

    Returns:
        A Figure: for each kernel one axes with the kernel, on its own scale, and one
        with the map; the image; and the colour scale of the states.

    Raises:
        ValueError: If the numbers of kernels, maps and titles differ.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import kernel_answers
    >>> kernels, maps = np.ones((2, 5, 5)), np.zeros((2, 28, 28))
    >>> len(kernel_answers(np.zeros((32, 32)), kernels, maps, ["a", "b"]).axes)
    6

    Reference:
        Section II-A.
    """
    check_lengths(kernels=kernels, maps=maps, titles=titles)
    columns = min(columns, len(kernels))
    bands = -(-len(kernels) // columns)
    size = (min(5.6, 1.5 * (columns + 1)), 2.7 * bands + 0.5)
    figure = Figure(figsize=size, layout="constrained")
    heights = [*(0.6, 1) * bands, 0.07]
    grid = figure.add_gridspec(2 * bands + 1, columns + 1, height_ratios=heights)
    picture = figure.add_subplot(grid[1, 0])
    picture.imshow(image, cmap=INK, norm=PIXELS)
    picture.set_title("digit")
    bare(picture)
    for item, (kernel, states, title) in enumerate(
        zip(kernels, maps, titles, strict=True)
    ):
        band, place = divmod(item, columns)
        above = figure.add_subplot(grid[2 * band, place + 1])
        below = figure.add_subplot(grid[2 * band + 1, place + 1])
        above.imshow(kernel, cmap=SIGNED, norm=symmetric_scale([kernel]))
        above.set_title(title)
        below.imshow(states, cmap=SIGNED, norm=STATES)
        bare(above)
        bare(below)
    state_bar(figure, figure.add_subplot(grid[-1, :]))
    return figure


@styled
def exciting_gallery(
    patches: np.ndarray,
    titles: Sequence[str],
    kernels: Sequence[np.ndarray] = (),
    columns: int = 4,
) -> Figure:
    """For each map the patches that excite it most, three in a row.

    Args:
        patches: Array of shape `(maps, count, height, width)`, pixels as
            `lenet_keras.prepare` scales them.
        titles: One title for each map.
        kernels: Optional: one 2-D kernel for each map, drawn at the left of its
            patches, each on its own colour scale symmetric about zero.
        columns: How many maps stand side by side. Defaults to 4.

    Returns:
        A Figure with one axes for each map, or two with kernels, kernel first. White
        is paper, black ink.

    Raises:
        ValueError: If the numbers of maps, titles and kernels differ.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import exciting_gallery
    >>> len(exciting_gallery(np.zeros((6, 9, 5, 5)), ["map"] * 6).axes)
    6

    Reference:
        Section II-A: the units of a feature map detect the same feature.
    """
    some = {"kernels": kernels} if len(kernels) else {}
    check_lengths(patches=patches, titles=titles, **some)
    wide = 2 if len(kernels) else 1
    columns = min(columns, len(patches))
    rows = -(-len(patches) // columns)
    side = 5.4 / (columns * wide)
    figure = Figure(figsize=(5.4, rows * (side + 0.32)))
    grid = figure.subplots(rows, columns * wide, squeeze=False)
    for axes in grid.ravel()[len(patches) * wide :]:
        axes.remove()
    for m, (found, title) in enumerate(zip(patches, titles, strict=True)):
        row, column = divmod(m, columns)
        axes = grid[row, column * wide + wide - 1]
        tile(axes, np.moveaxis(found, 0, -1), 3, ink=True)
        axes.set_title(title)
        if wide == 2:
            left = grid[row, column * wide]
            norm = symmetric_scale([kernels[m]])
            left.imshow(kernels[m], cmap=SIGNED, norm=norm, interpolation="nearest")
            left.set_title("kernel")
            bare(left)
    figure.subplots_adjust(0, 0, 1, 0.95, wspace=0.1, hspace=0.28)
    return figure


@styled
def error_by_place(errors: Mapping[str, np.ndarray]) -> Figure:
    """How well the unit at each place of a map has learned.

    Args:
        errors: By title, an array `(rows, columns)`: the mean squared error of the
            unit at each place, not negative.

    Returns:
        A Figure with one panel for each array on one colour scale, which starts at
        zero, and the colour bar.

    Raises:
        ValueError: If there is no array, or an error is negative or not finite.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import error_by_place
    >>> errors = {"shared": np.zeros((28, 28)), "unshared": np.ones((28, 28))}
    >>> len(error_by_place(errors).axes)
    3

    Reference:
        Section II-A: a feature detector useful in one place is useful in others.
        The measure is ours.
    """
    values = np.array(
        [number for error in errors.values() for number in np.ravel(error)]
    )
    if not values.size or not np.isfinite(values).all() or values.min() < 0:
        raise ValueError(
            "`errors` must hold arrays of finite numbers, zero or more. "
            f"Received: {len(errors)} arrays with values {values}"
        )
    scale = Normalize(0, values.max() or 1)
    figure = Figure(figsize=(5.4, 3.3), layout="constrained")
    panels = figure.subplots(1, len(errors), squeeze=False).ravel()
    for axes, (title, error) in zip(panels, errors.items(), strict=True):
        axes.imshow(error, cmap=AMOUNT, norm=scale, interpolation="nearest")
        axes.set_title(title)
        bare(axes)
    figure.colorbar(
        ScalarMappable(scale, AMOUNT),
        ax=panels,
        location="bottom",
        aspect=40,
        shrink=0.8,
        label="mean squared error of the unit",
    )
    return figure
