"""Digits: side by side, described, and the parts that are found in them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lenet_keras.figures._panels import bare, check_lengths, frame, panels, tile
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    OTHER,
    PIXELS,
    STRENGTH,
    styled,
)


@styled
def digit_gallery(
    images, titles: Sequence[str] | None = None, columns: int = 6
) -> Figure:
    """Inputs, or patches of them, side by side: ink black, paper white.

    Args:
        images: Array of shape `(n, height, width, 1)` or `(n, height, width)`, scaled
            as `lenet_keras.prepare` does it.
        titles: Optional title for each input.
        columns: How many stand side by side. Defaults to 6.

    Returns:
        A Figure with one picture for each input.

    Raises:
        ValueError: If there are no inputs, or not one title for each.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import digit_gallery
    >>> len(digit_gallery(np.zeros((3, 32, 32, 1)), ["4→6", "3→5", "8→2"]).axes)
    3

    Reference:
        Section III, Figs. 4, 7 and 8.
    """
    images = np.asarray(images)
    titles = [""] * len(images) if titles is None else titles
    check_lengths(images=images, titles=titles)
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


@styled
def digit_features(image, zones, cells) -> Figure:
    """A digit as four descriptions of it: pixels, sums, zones, directions of edges.

    Args:
        image: Array of shape `(height, width)`, 0 is paper and 1 is ink.
        zones: Array of shape `(down, across)`: ink in each zone, in pixels.
        cells: Array of shape `(down, across, orientations)`: for each zone how strong
            its edges are by direction of their gradient, from 0 in equal steps to half
            a turn, clockwise from the right. Each zone is drawn to its own scale.

    Returns:
        A Figure: the image; the image with the sums of its rows and columns beside
        it; the zones; a star of edges in each zone. Paper is white, ink black; for
        zones, the one with the most ink is black.

    Raises:
        ValueError: If an array has another rank.

    Example:

    >>> from lenet_keras.figures import digit_features
    >>> from lenet_keras.figures import digit_parts
    >>> import numpy as np
    >>> figure = digit_features(np.eye(8), np.eye(2), np.ones((2, 2, 9)))
    >>> len(figure.axes)
    6

    Reference:
        Section I: the feature extractor of a traditional recogniser.
    """
    image, zones, cells = (np.asarray(a, float) for a in (image, zones, cells))
    if (image.ndim, zones.ndim, cells.ndim) != (2, 2, 3):
        raise ValueError(
            "Expected an image and zones of rank 2 and cells of rank 3. "
            f"Received: shapes {image.shape}, {zones.shape}, {cells.shape}"
        )
    figure = Figure(figsize=(5.2, 5.4), layout="constrained")
    grid = figure.add_gridspec(2, 2)
    _picture(figure.add_subplot(grid[0, 0]), image, f"{image.size} pixels")
    parts = grid[0, 1].subgridspec(
        2, 2, width_ratios=(3, 1), height_ratios=(3, 1), hspace=0.02, wspace=0.02
    )
    middle = figure.add_subplot(parts[0, 0])
    _picture(middle, image, f"{sum(image.shape)} row and column sums")
    rows, columns = image.sum(axis=1), image.sum(axis=0)
    beside = figure.add_subplot(parts[0, 1], sharey=middle)
    beside.barh(range(len(rows)), rows, height=1, color=ACCENT)
    below = figure.add_subplot(parts[1, 0], sharex=middle)
    below.bar(range(len(columns)), columns, width=1, color=ACCENT)
    below.invert_yaxis()
    for axes in (beside, below):
        bare(axes, frame=False)
    _picture(
        figure.add_subplot(grid[1, 0]), zones, f"{zones.size} zones", zones.max() or 1
    )
    stars = figure.add_subplot(grid[1, 1])
    _stars(stars, cells)
    stars.set_title(f"{cells[..., 0].size} histograms of {cells.shape[2]}")
    return figure


def _picture(axes, values, title: str, most: float = 1.0) -> None:
    axes.imshow(values, cmap=INK, norm=Normalize(0, most), interpolation="nearest")
    axes.set_title(title)
    bare(axes)


def _stars(axes, cells: np.ndarray) -> None:
    """In each zone a line along every direction of edges, as dark as it is strong."""
    down, across, orientations = cells.shape
    # An edge runs at a right angle to its gradient; bins are named by their middle.
    turn = (np.arange(orientations) + 0.5) * np.pi / orientations + np.pi / 2
    half = 0.45 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    ends = np.stack([-half, half], axis=1)
    middles = np.stack(np.meshgrid(np.arange(across), np.arange(down)), axis=-1)
    strongest = cells.max(axis=-1, keepdims=True)
    shares = np.divide(cells, strongest, out=np.zeros_like(cells), where=strongest > 0)
    lines = (middles[:, :, None, None, :] + ends).reshape(-1, 2, 2)
    axes.add_collection(
        LineCollection(list(lines), colors="black", alpha=shares.ravel(), linewidths=1)
    )
    axes.set(xlim=(-0.5, across - 0.5), ylim=(down - 0.5, -0.5), aspect="equal")
    bare(axes)


# The marks of two kinds of parts.
_MARKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "s": 30, "color": ACCENT},
    {"marker": "s", "s": 34, "facecolor": "none", "edgecolor": OTHER},
)


@styled
def digit_parts(images, parts: Mapping[str, np.ndarray], columns: int = 5) -> Figure:
    """Digits with marks at the parts that were found in them.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        parts: For each kind of part, at most two, a Boolean array of shape
            `(n, rows, columns)`: whether there is one, at each unit of a map that
            leaves out equal borders of the image.
        columns: How many digits stand side by side. Defaults to 5.

    Returns:
        A Figure with one axes for each digit, its ink in pale grey, and a legend of
        the marks.

    Raises:
        ValueError: If the arrays are not of one length, or there are too many kinds.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import digit_parts
    >>> parts = {"end": np.zeros((2, 24, 24), bool)}
    >>> len(digit_parts(np.zeros((2, 32, 32, 1)), parts).axes)
    2

    Reference:
        Section II-A names end-points and corners.
    """
    images = np.asarray(images)
    if not 0 < len(parts) <= len(_MARKS) or {len(p) for p in parts.values()} != {
        len(images)
    }:
        raise ValueError(
            f"`parts` must hold one or two arrays of the length of `images`. "
            f"Received: {len(images)} images, parts of length "
            f"{[len(p) for p in parts.values()]}"
        )
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    figure = Figure(figsize=(5.6, 5.6 / columns * rows + 0.35), layout="constrained")
    grid = panels(figure, len(images), columns)
    for item, (axes, image) in enumerate(zip(grid, images, strict=True)):
        axes.imshow(image[..., 0], cmap=INK, norm=PIXELS, alpha=0.35)
        for mark, (kind, found) in zip(_MARKS, parts.items(), strict=False):
            border = (image.shape[0] - found.shape[1]) / 2
            y, x = np.nonzero(found[item])
            label = kind if item == 0 else None
            axes.scatter(x + border, y + border, label=label, **mark)
        axes.set(xlim=(-0.5, image.shape[1] - 0.5), ylim=(image.shape[0] - 0.5, -0.5))
        bare(axes)
    figure.legend(loc="outside lower center", ncols=len(parts))
    return figure


@styled
def part_coverage(found, sides: Mapping[str, int]) -> Figure:
    """Where in the image parts were found, and squares around its middle.

    Args:
        found: Array of shape `(side, side)`: how many parts were found at each pixel.
        sides: The width of each square, in pixels, by the name for the legend; at
            most two.

    Returns:
        A Figure with one picture, from zero (white) up, the squares as frames, and
        the colour scale.

    Raises:
        ValueError: If there are more than two squares, or one is larger than `found`.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import part_coverage
    >>> figure = part_coverage(np.ones((32, 32)), {"C3": 20})
    >>> len(figure.axes[0].patches)
    1

    Reference:
        Section II-B, on the size of the input.
    """
    found = np.asarray(found)
    if not 0 < len(sides) <= 2 or not max(sides.values()) <= len(found):
        raise ValueError(
            f"`sides` must hold one or two widths up to {len(found)}. "
            f"Received: {dict(sides)}"
        )
    figure = Figure(figsize=(4.6, 4.2), layout="constrained")
    axes = figure.subplots()
    picture = axes.imshow(found, cmap=STRENGTH, vmin=0)
    styles: tuple[dict[str, Any], ...] = (
        {"edgecolor": ACCENT},
        {"edgecolor": OTHER, "linestyle": "--"},
    )
    for (name, side), style in zip(sides.items(), styles, strict=False):
        corner = (len(found) - side) / 2 - 0.5
        axes.add_patch(frame(corner, corner, side, label=name, **style))
    bare(axes)
    figure.colorbar(picture, ax=axes, label="parts found", shrink=0.8)
    figure.legend(loc="outside lower center", ncols=1)
    return figure
