"""What a change of the input leaves: of places, of maps, and of right answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from lenet_keras.figures._panels import bare, panels, plain_numbers
from lenet_keras.figures._style import (
    ACCENT,
    QUIET,
    SIGNED,
    STATES,
    line_style,
    styled,
)

_UNITS = {
    "horizontal shift": "pixels to the right",
    "vertical shift": "pixels down",
    "scale": "factor",
    "rotation": "degrees clockwise",
    "shear": "pixels per row",
    "stroke width": "pixels added",
    "noise": "share of pixels inverted",
}


@styled
def moved_maps(
    before: Mapping[str, np.ndarray],
    expected: Mapping[str, np.ndarray],
    after: Mapping[str, np.ndarray],
) -> Figure:
    """Does a map follow the input? Before, after, and what a plain shift leaves out.

    Args:
        before: By title of the row, an array `(rows, columns)`: a map of the input.
        expected: The same maps, shifted; NaN where nothing is known.
        after: The map of the shifted input.

    Returns:
        A Figure with three pictures in each row: before, after, and after minus
        expected, grey where nothing is known, all on the scale of the states.

    Raises:
        ValueError: If the three do not have the same rows and shapes.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import moved_maps
    >>> maps = {"C1": np.zeros((28, 28))}
    >>> len(moved_maps(maps, maps, maps).axes)
    3

    Reference:
        Section II-A: if the input shifts, the map shifts by the same amount.
    """
    shapes = [
        {title: np.shape(states) for title, states in maps.items()}
        for maps in (before, expected, after)
    ]
    if not before or any(shape != shapes[0] for shape in shapes):
        raise ValueError(
            "`before`, `expected` and `after` must hold the same rows, of the same "
            f"shapes. Received: {shapes}"
        )
    figure = Figure(figsize=(5.4, 1.95 * len(before)))
    axes = figure.subplots(len(before), 3, squeeze=False)
    columns = ("before", "after", "after - expected")
    for row, title in enumerate(before):
        pictures = before[title], after[title], after[title] - expected[title]
        for panel, picture, column in zip(axes[row], pictures, columns, strict=True):
            panel.imshow(picture, cmap=SIGNED, norm=STATES, interpolation="nearest")
            panel.set_facecolor(QUIET)
            panel.set_title(column if row == 0 else "")
            bare(panel)
        axes[row, 0].set_ylabel(title)
    figure.subplots_adjust(wspace=0.06, hspace=0.06)
    return figure


@styled
def misfit_curves(
    shifts: Sequence[int],
    whole: Mapping[str, Sequence[float]],
    between: Mapping[str, Sequence[float]],
) -> Figure:
    """How badly the maps of each layer follow a shift of the input.

    Args:
        shifts: Shifts in pixels.
        whole: By layer, the misfit at each shift after the best whole number of
            places, in units of the map's own spread.
        between: By layer, the misfit after the exact fraction of a place, read
            between neighbouring units.

    Returns:
        A Figure with one panel for each layer, two in a row, all on one scale.

    Raises:
        ValueError: If layers or lengths differ.

    Example:

    >>> from lenet_keras.figures import misfit_curves
    >>> misfits = {"C1": [0, 0, 0], "S2": [0, 0.6, 0]}
    >>> len(misfit_curves([0, 1, 2], misfits, misfits).axes)
    2

    Reference:
        Section II-A, shifted maps; our measurement.
    """
    if whole.keys() != between.keys() or any(
        len(values) != len(shifts) for values in (*whole.values(), *between.values())
    ):
        raise ValueError(
            "`whole` and `between` must hold the same layers, with one number for "
            f"each of {len(shifts)} shifts. Received: {tuple(whole)}, {tuple(between)}"
        )
    rows = -(-len(whole) // 2)
    figure = Figure(figsize=(5.4, 2 * rows + 0.6))
    grid = panels(figure, len(whole), 2, sharex=True, sharey=True)
    for axes, layer in zip(grid, whole, strict=True):
        axes.plot(
            shifts, whole[layer], "o-", color=ACCENT, label="whole number of places"
        )
        axes.plot(shifts, between[layer], "s--", color=QUIET, label="exact fraction")
        axes.set(title=layer, xticks=shifts)
        axes.grid(alpha=0.3)
    for axes in grid[::2]:
        axes.set(ylabel="misfit", ylim=(-0.04, None))  # all are on one scale
    figure.supxlabel("shift of the input in pixels", fontsize=10)
    figure.legend(*grid[0].get_legend_handles_labels(), loc="upper center", ncols=2)
    figure.subplots_adjust(top=0.86, hspace=0.25, wspace=0.08, bottom=0.13)
    return figure


@styled
def errors_by_amount(
    measurements: Mapping[str, Sequence[Mapping[str, Any]]],
    marks: Mapping[str, Sequence[float]] | None = None,
) -> Figure:
    """How the error grows as digits are changed: a panel for each transformation.

    Args:
        measurements: By kind of network, as results of the experiment `invariance`
            hold them: each with `transformation`, `amount` and `error`, a share from
            0 to 1. Of several at one amount, from one seed each, the mean is a line
            and the range a band.
        marks: By transformation, amounts that the paper names, drawn as upright dotted
            lines. Defaults to none.

    Returns:
        A Figure with two panels to a line, errors in percent on one logarithmic
        scale, and the legend above.

    Raises:
        ValueError: If there is no measurement, the networks differ in transformations,
            or a mark belongs to none of these.

    Example:

    >>> from lenet_keras.figures import errors_by_amount
    >>> noise = [dict(transformation="noise", amount=0.1, error=0.02)]
    >>> len(errors_by_amount({"ours": noise}, {"noise": [0.1]}).axes)
    1

    Reference:
        Section III-E.
    """
    marks = marks or {}
    names = [
        list(dict.fromkeys(entry["transformation"] for entry in entries))
        for entries in measurements.values()
    ]
    if not names or not names[0] or any(n != names[0] for n in names):
        raise ValueError(
            "`measurements` must hold the same transformations for each network, at "
            f"least one. Received: {dict(zip(measurements, names, strict=True))}"
        )
    if not set(marks) <= set(names[0]):
        raise ValueError(
            f"`marks` must be of the transformations {names[0]}. "
            f"Received: {list(marks)}"
        )
    rows = -(-len(names[0]) // 2)
    figure = Figure(figsize=(5.6, 0.7 + 2.0 * rows), layout="constrained")
    grid = figure.add_gridspec(rows, 2)
    for place, name in enumerate(names[0]):
        axes = figure.add_subplot(grid[place // 2, place % 2])
        for amount in marks.get(name, ()):
            label = "named in the paper" if amount == marks[name][0] else None
            axes.axvline(amount, color="black", linestyle=":", label=label)
        for item, (network, entries) in enumerate(measurements.items()):
            by_amount: dict[float, list[float]] = {}
            for entry in entries:
                if entry["transformation"] == name:
                    by_amount.setdefault(entry["amount"], []).append(entry["error"])
            errors = [100 * np.asarray(seeds) for seeds in by_amount.values()]
            means = [seeds.mean() for seeds in errors]
            (line,) = axes.plot([*by_amount], means, label=network, **line_style(item))
            least, most = zip(*((min(e), max(e)) for e in errors), strict=True)
            band = axes.fill_between([*by_amount], least, most, alpha=0.2, linewidth=0)
            band.set_facecolor(line.get_color())
        axes.set(title=name, xlabel=_UNITS.get(name, ""), yscale="log", ylim=(0.4, 120))
        plain_numbers(axes.yaxis, FixedLocator([0.5, 1, 3, 10, 30, 100]))
        axes.grid(axis="y", linewidth=0.4)
        if place % 2 == 0:
            axes.set_ylabel("error, %")
    legend: dict[str, Any] = {}
    for axes in figure.axes:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            legend.setdefault(label, handle)
    order = sorted(legend, key=lambda label: label not in measurements)
    handles = [legend[label] for label in order]
    figure.legend(handles, order, loc="outside upper left", ncols=2)
    return figure
