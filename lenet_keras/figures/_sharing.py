"""What units that share their weights have in common, and others have not."""

from collections.abc import Mapping

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lenet_keras.figures._style import ACCENT, bare, styled

_KERNEL = ((ACCENT, "-"), ("#2b5c8a", "--"), ("#3a7d44", "-."))


@styled
def copies_or_kernel(inputs: int = 6, size: int = 2) -> Figure:
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

    >>> figure = copies_or_kernel(inputs=6, size=2)
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
        axes.imshow(error, cmap="Oranges", norm=scale, interpolation="nearest")
        axes.set_title(title)
        bare(axes)
    figure.colorbar(
        ScalarMappable(scale, "Oranges"),
        ax=panels,
        location="bottom",
        aspect=40,
        shrink=0.8,
        label="mean squared error of the unit",
    )
    return figure
