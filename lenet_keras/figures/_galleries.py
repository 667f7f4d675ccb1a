"""What a map, a code or a layer has in common over many inputs."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._maps import state_bar, tile
from lenet_keras.figures._style import styled


@styled
def map_gallery(
    images, maps, titles: Sequence[str] | None = None, columns: int = 5
) -> Figure:
    """One feature map for many inputs: each input with its map below it.

    Args:
        images: Array of shape `(n, height, width, 1)`, the inputs.
        maps: Array of shape `(n, rows, columns)`, the states of the map.
        titles: Optional title for each input.
        columns: How many inputs stand side by side. Defaults to 5.

    Returns:
        A Figure with two pictures for each input and the colour scale.

    Raises:
        ValueError: If the numbers of inputs, maps and titles differ.

    Example:

    >>> figure = map_gallery(np.zeros((3, 32, 32, 1)), np.zeros((3, 28, 28)))
    >>> len(figure.axes)
    7

    Reference:
        Section II-A: the units of a feature map detect the same feature.
    """
    titles = [""] * len(images) if titles is None else titles
    if not 0 < len(images) == len(maps) == len(titles):
        raise ValueError(
            "`images`, `maps` and `titles` must have the same length, at least 1. "
            f"Received: {len(images)}, {len(maps)} and {len(titles)}"
        )
    return _pairs(images, maps, titles, columns, height=1.1, ink=True)


@styled
def code_gallery(states, codes) -> Figure:
    """F6 as a picture of 7x12 units, below the code of the same class.

    Args:
        states: Array of shape `(classes, 84)`, states of F6, one row for each class.
        codes: Array of shape `(classes, 84)` of -1 and +1, the centres of the RBF
            units.

    Returns:
        A Figure with two pictures for each class, the code above F6, and the colour
        scale.

    Raises:
        ValueError: If the two arrays do not have that shape.

    Example:

    >>> codes = paper.digit_codes()
    >>> len(code_gallery(codes, codes).axes)
    21

    Reference:
        Section II-B, Fig. 3; Fig. 13 shows F6 so.
    """
    states, codes = np.asarray(states), np.asarray(codes)
    if states.shape != codes.shape or states.shape[1:] != (paper.F6_UNITS,):
        raise ValueError(
            f"`states` and `codes` must both be of shape (classes, {paper.F6_UNITS}). "
            f"Received: {states.shape} and {codes.shape}"
        )
    above, below = (a.reshape(-1, *paper.CODE_SHAPE) for a in (codes, states))
    titles = [str(digit) for digit in range(len(codes))]
    return _pairs(above, below, titles, columns=5, height=1.65)


@styled
def saturation_bars(shares: Mapping[str, float], limit: float) -> Figure:
    """How many units of each layer are near the end of the squashing function.

    Args:
        shares: Share of units from 0 to 1, by layer.
        limit: The absolute state beyond which a unit counts.

    Returns:
        A Figure with one bar for each layer, its share in percent written on it.

    Raises:
        ValueError: If a share is not between 0 and 1, or there is none.

    Example:

    >>> len(saturation_bars({"C1": 0.1, "C5": 0.8}, limit=1.5).axes[0].patches)
    2

    Reference:
        Section II-B and Appendix A on saturation.
    """
    if not shares or not all(0 <= share <= 1 for share in shares.values()):
        raise ValueError(
            "`shares` must hold numbers between 0 and 1, at least one. "
            f"Received: {dict(shares)}"
        )
    figure = Figure(figsize=(5.4, 2.6))
    axes = figure.add_subplot()
    bars = axes.bar(list(shares), [100 * share for share in shares.values()])
    axes.bar_label(bars, fmt="%.1f", padding=2)
    axes.set(ylabel=f"% of units with |state| > {limit}", ylim=(0, 105))
    return figure


def _pairs(above, below, titles, columns: int, height: float, ink: bool = False):
    """Bands of pictures, two lines to a band; `height` of one picture in inches."""
    columns = min(columns, len(titles))
    bands = -(-len(titles) // columns)
    inches = bands * (2 * height + 0.3) + 0.5
    figure = Figure(figsize=(1.1 * columns, inches))
    for item, title in enumerate(titles):
        band, column = divmod(item, columns)
        top = inches - band * (2 * height + 0.3) - 0.25
        for row, pictures in enumerate((above, below)):
            bottom = top - (row + 1) * height
            axes = figure.add_axes(
                (
                    (column + 0.03) / columns,
                    (bottom + 0.03) / inches,
                    0.94 / columns,
                    (height - 0.06) / inches,
                )
            )
            tile(axes, np.asarray(pictures[item]), 1, ink and row == 0)
            axes.set_title(title if row == 0 else "")
    state_bar(figure, figure.add_axes((0.1, 0.3 / inches, 0.8, 0.1 / inches)))
    return figure


@styled
def digit_gallery(
    images, titles: Sequence[str] | None = None, columns: int = 6
) -> Figure:
    """Inputs side by side, as Figs. 4, 7 and 8 show them: ink black, paper white.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        titles: Optional title for each input.
        columns: How many stand side by side. Defaults to 6.

    Returns:
        A Figure with one picture for each input.

    Raises:
        ValueError: If there are no inputs, or not one title for each.

    Example:

    >>> len(digit_gallery(np.zeros((3, 32, 32, 1)), ["4→6", "3→5", "8→2"]).axes)
    3

    Reference:
        Section III, Figs. 4, 7 and 8.
    """
    images = np.asarray(images)
    titles = [""] * len(images) if titles is None else titles
    if not 0 < len(images) == len(titles):
        raise ValueError(
            "`images` and `titles` must have the same length, at least 1. "
            f"Received: {len(images)} and {len(titles)}"
        )
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    side, gap = 5.4 / max(columns, 5), 0.24 if any(titles) else 0.0
    figure = Figure(figsize=(columns * side, rows * (side + gap)))
    grid = figure.add_gridspec(rows, columns, wspace=0.08, hspace=gap / side + 0.08)
    grid.update(left=0, right=1, bottom=0, top=1 - gap / (rows * (side + gap)))
    for item, (image, title) in enumerate(zip(images, titles, strict=True)):
        axes = figure.add_subplot(grid[item // columns, item % columns])
        tile(axes, image, 1, ink=True)
        axes.set_title(title, pad=2)
    return figure
