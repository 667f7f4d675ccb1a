"""Parts of digits, ends and corners: where they are, and where most of them are."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._fields import frame
from lenet_keras.figures._maps import PIXELS
from lenet_keras.figures._style import ACCENT, INK, bare, styled


@styled
def draw_parts(images, parts: Mapping[str, np.ndarray], columns: int = 5) -> Figure:
    """Draws digits and marks the parts that were found in them.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        parts: For each kind of part, at most two, a Boolean array of shape
            `(n, rows, columns)`: whether there is one, at each unit of a map that
            leaves out equal borders of the image.
        columns: How many digits stand side by side. Defaults to 5.

    Returns:
        A Figure with one axes for each digit and a legend of the marks.

    Raises:
        ValueError: If the arrays are not of one length, or there are too many kinds.

    Example:

    >>> parts = {"end": np.zeros((2, 24, 24), bool)}
    >>> len(draw_parts(np.zeros((2, 32, 32, 1)), parts).axes)
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
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for item, image in enumerate(images):
        axes = grid[item]
        axes.imshow(image[..., 0], cmap=INK, norm=PIXELS, alpha=0.35)
        for mark, (kind, found) in zip(_MARKS, parts.items(), strict=False):
            border = (image.shape[0] - found.shape[1]) / 2
            y, x = np.nonzero(found[item])
            label = kind if item == 0 else None
            axes.scatter(x + border, y + border, label=label, **mark)
        axes.set(xlim=(-0.5, image.shape[1] - 0.5), ylim=(image.shape[0] - 0.5, -0.5))
        bare(axes)
    for axes in grid[len(images) :]:
        axes.remove()
    figure.legend(loc="outside lower center", ncols=len(parts))
    return figure


_MARKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "s": 30, "color": ACCENT},
    {"marker": "s", "s": 34, "facecolor": "none", "edgecolor": "#0072b2"},
)


@styled
def draw_coverage(found, sides: Mapping[str, int]) -> Figure:
    """Draws where in the image parts were found, and squares around its middle.

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

    >>> figure = draw_coverage(np.ones((32, 32)), {"C3": 20})
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
    picture = axes.imshow(found, cmap="Greys", vmin=0)
    styles: tuple[dict[str, Any], ...] = (
        {"edgecolor": ACCENT},
        {"edgecolor": "#0072b2", "linestyle": "--"},
    )
    for (name, side), style in zip(sides.items(), styles, strict=False):
        corner = (len(found) - side) / 2 - 0.5
        axes.add_patch(frame(corner, corner, side, label=name, **style))
    bare(axes)
    figure.colorbar(picture, ax=axes, label="parts found", shrink=0.8)
    figure.legend(loc="outside lower center", ncols=1)
    return figure
