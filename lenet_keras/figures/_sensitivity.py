"""What an answer hangs on: parts that are hidden, and a change of the pixels."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from lenet_keras import paper
from lenet_keras.figures._panels import bare
from lenet_keras.figures._style import (
    ACCENT,
    INK,
    PIXELS,
    SIGNED,
    styled,
    symmetric_scale,
)


@styled
def occluded_leads(image: ArrayLike, leads: ArrayLike) -> Figure:
    """An image, and how far ahead its answer stays while a square hides a part of it.

    Args:
        image: Array of shape `(height, width)` or `(height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        leads: Array `(height, width)` as `occlusion_map` gives it.

    Returns:
        A Figure with two panels and the colour scale of the second, symmetric about 0;
        a line runs round the places that turn the answer, if there are any.

    Raises:
        ValueError: If image and leads differ in size.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import occluded_leads
    >>> len(occluded_leads(np.zeros((4, 4)), np.ones((4, 4))).axes)
    3

    Reference:
        Not in the paper.
    """
    image, leads = np.squeeze(image), np.asarray(leads)
    if image.shape != leads.shape:
        raise ValueError(
            "`image` and `leads` must have the same height and width. "
            f"Received: {image.shape} and {leads.shape}"
        )
    figure = Figure(figsize=(5.4, 2.5), layout="constrained")
    before, map_of_leads = figure.subplots(1, 2)
    before.imshow(image, INK, PIXELS)
    before.set_title("image")
    scale = symmetric_scale([leads])
    picture = map_of_leads.imshow(leads, SIGNED, scale)
    if leads.min() < 0 < leads.max():
        map_of_leads.contour(leads, [0], colors="black", linewidths=1)
    map_of_leads.set_title("square in the middle of")
    for axes in (before, map_of_leads):
        bare(axes)
    figure.colorbar(picture, ax=map_of_leads, label="lead of the answer")
    return figure


@styled
def changed_image(image: ArrayLike, change: ArrayLike, answers: tuple) -> Figure:
    """An image, a change of its pixels, and both together, with what is answered.

    Args:
        image: Array of shape `(height, width)` or `(height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        change: Array of the same shape, as `smallest_change` gives it.
        answers: The answers before and after.

    Returns:
        A Figure with three panels; the change is on a scale of its own.

    Raises:
        ValueError: If image and change differ in size.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import changed_image
    >>> len(changed_image(np.zeros((4, 4)), np.ones((4, 4)), (7, 3)).axes)
    4

    Reference:
        Not in the paper.
    """
    image, change = np.squeeze(image), np.squeeze(change)
    if image.shape != change.shape:
        raise ValueError(
            "`image` and `change` must have the same height and width. "
            f"Received: {image.shape} and {change.shape}"
        )
    figure = Figure(figsize=(5.6, 2.2), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    left.imshow(image, INK, PIXELS)
    scale = symmetric_scale([change])
    picture = middle.imshow(change, SIGNED, scale)
    right.imshow(image + change, INK, PIXELS)
    before, after = answers
    left.set_title(f"answer {before}")
    middle.set_title("change")
    right.set_title(f"answer {after}", color=ACCENT if after != before else "black")
    for axes in (left, middle, right):
        bare(axes)
    figure.colorbar(picture, ax=middle, shrink=0.8)
    return figure


@styled
def heat_maps(image: ArrayLike, maps: Mapping[str, Mapping[str, ArrayLike]]) -> Figure:
    """Maps of what an answer hangs on, a row for each network, a column for each kind.

    Args:
        image: Array of shape `(height, width)` or `(height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        maps: By network and in it by kind of map, arrays `(height, width)`; the same
            kinds for each network.

    Returns:
        A Figure with one panel for each map, on a scale of its own, symmetric about 0,
        with the outline of the ink.

    Raises:
        ValueError: If there is no map, the kinds differ, or a map has another size than
            the image.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import heat_maps
    >>> maps = {"trained": {"hidden": np.ones((4, 4)), "gradient": np.ones((4, 4))}}
    >>> len(heat_maps(np.eye(4), maps).axes)
    2

    Reference:
        Not in the paper.
    """
    image = np.squeeze(image)
    kinds = [list(by_kind) for by_kind in maps.values()]
    if not kinds or not kinds[0] or any(kind != kinds[0] for kind in kinds):
        raise ValueError(
            "`maps` must hold the same kinds for each network, at least one. "
            f"Received: {dict(zip(maps, kinds, strict=True))}"
        )
    shapes = {np.shape(one) for by_kind in maps.values() for one in by_kind.values()}
    if shapes != {image.shape}:
        raise ValueError(
            f"`maps` must hold arrays of the image's shape, {image.shape}. "
            f"Received: shapes {sorted(shapes)}"
        )
    height = 5.4 / len(kinds[0]) * len(maps) + 0.3
    figure = Figure(figsize=(5.4, height), layout="constrained")
    grid = figure.subplots(len(maps), len(kinds[0]), squeeze=False)
    middle = (paper.BACKGROUND + paper.FOREGROUND) / 2
    for row, (network, by_kind) in zip(grid, maps.items(), strict=True):
        row[0].set_ylabel(network)
        for axes, (kind, one) in zip(row, by_kind.items(), strict=True):
            axes.imshow(one, SIGNED, symmetric_scale([np.asarray(one)]))
            axes.contour(image, [middle], colors="black", linewidths=0.6)
            axes.set_title(kind if axes in grid[0] else "")
            bare(axes)
    return figure
