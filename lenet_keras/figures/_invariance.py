"""What networks bear, and where in them a change of the input fades."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator, StrMethodFormatter

from lenet_keras import paper
from lenet_keras.figures._maps import LAYERS, state_bar, tile
from lenet_keras.figures._style import ACCENT, QUIET, line_style, styled

_UNITS = {
    "horizontal shift": "pixels to the right",
    "vertical shift": "pixels down",
    "scale": "factor",
    "rotation": "degrees clockwise",
    "shear": "pixels per row",
    "stroke width": "pixels added",
    "noise": "share of pixels inverted",
}
# A row of Fig. 13: maps side by side in each layer, and the width of a picture of
# them, in heights of the row.
_ROW = {
    "image": (1, 1.0),
    "C1": (3, 1.5),
    "S2": (3, 1.5),
    "C3": (4, 1.0),
    "S4": (4, 1.0),
    "C5": (1, 8 / 15),
    "F6": (1, 7 / 12),
}


@styled
def error_against_amount(
    measurements: Mapping[str, Sequence[Mapping[str, Any]]],
    marks: Mapping[str, Sequence[float]] | None = None,
) -> Figure:
    """How the error grows as digits are changed: a panel for each transformation.

    Args:
        measurements: By network, as results of the experiment `invariance` hold them:
            each with `transformation`, `amount` and `error`, a share from 0 to 1.
        marks: By transformation, amounts that the paper names, drawn as upright dotted
            lines. Defaults to none.

    Returns:
        A Figure with two panels to a line, errors in percent on one logarithmic
        scale, and the legend above.

    Raises:
        ValueError: If there is no measurement, the networks differ in transformations,
            or a mark belongs to none of these.

    Example:

    >>> noise = [dict(transformation="noise", amount=0.1, error=0.02)]
    >>> len(error_against_amount({"ours": noise}, {"noise": [0.1]}).axes)
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
            points = [
                (entry["amount"], 100 * entry["error"])
                for entry in entries
                if entry["transformation"] == name
            ]
            axes.plot(*zip(*points, strict=True), label=network, **line_style(item))
        axes.set(title=name, xlabel=_UNITS.get(name, ""), yscale="log", ylim=(0.4, 120))
        axes.yaxis.set_major_locator(FixedLocator([0.5, 1, 3, 10, 30, 100]))
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axes.yaxis.set_minor_locator(NullLocator())
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


@styled
def odd_digits(
    maps: Mapping[str, np.ndarray], labels: Sequence[int], titles: Sequence[str]
) -> Figure:
    """Unusual digits in lines, each with the states of all its layers, as Fig. 13.

    Args:
        maps: States by layer, as `lenet_keras.inspection.feature_maps` returns
            them for the network of section II-B.
        labels: The right class of each digit.
        titles: What was done to each digit.

    Returns:
        A Figure with seven pictures for each digit, below a line that says what was
        done, what it is and what was answered, red if wrong; and the colour scale.

    Raises:
        ValueError: If a layer is missing, or there is not one label and title for
            each digit.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import feature_maps
    >>> maps = feature_maps(lenet5(), np.zeros((2, 32, 32, 1)))
    >>> len(odd_digits(maps, [7, 2], ["blank", "blank too"]).axes)
    15

    Reference:
        Section III-E, Fig. 13.
    """
    if set(LAYERS) - set(maps) or not len(labels) == len(titles) == len(maps["output"]):
        raise ValueError(
            f"`maps` must hold the layers {LAYERS}, `labels` and `titles` one entry "
            f"for each digit. Received: layers {tuple(maps)}, {len(labels)} labels, "
            f"{len(titles)} titles"
        )
    count = len(labels)
    figure = Figure(figsize=(5.6, 1.0 + 0.98 * count))
    grid = figure.add_gridspec(
        count,
        len(_ROW),
        width_ratios=[width for _, width in _ROW.values()],
        hspace=0.36,
        wspace=0.1,
    )
    bottom, top = 0.65 / figure.get_figheight(), 1 - 0.4 / figure.get_figheight()
    grid.update(left=0, right=1, bottom=bottom, top=top)
    for row, (label, title) in enumerate(zip(labels, titles, strict=True)):
        penalties = maps["output"][row]
        answer = int(penalties.argmin())
        verdict = "" if answer == label else ", wrong"
        for column, (layer, (across, _)) in enumerate(_ROW.items()):
            states = np.asarray(maps[layer][row])
            if layer == "C5":
                states = states.reshape(15, 8)
            if layer == "F6":
                states = states.reshape(paper.CODE_SHAPE)
            axes = figure.add_subplot(grid[row, column])
            tile(axes, states, across, layer == "image")
            if row == 0:
                name = "input" if layer == "image" else layer
                axes.set_title(name, pad=19, color=QUIET)
        figure.axes[row * len(_ROW)].annotate(
            f"{title}: a {label}, answer {answer}{verdict} "
            f"(penalty {penalties[answer]:.0f})",
            (0, 1.06),
            xycoords="axes fraction",
            color=ACCENT if verdict else "black",
        )
    height = 0.12 / figure.get_figheight()
    state_bar(figure, figure.add_axes((0.25, 0.65 * bottom, 0.5, height)))
    return figure


@styled
def change_by_layer(changes: Mapping[str, Mapping[str, float]]) -> Figure:
    """How far a change of the input gets: its size in each layer, a line for each.

    Args:
        changes: By name of the change, its size by layer, in order; 1 is the distance
            between the states of two digits of different classes.

    Returns:
        A Figure of one plot with its legend above.

    Raises:
        ValueError: If there are no changes, or they are of different layers.

    Example:

    >>> axes = change_by_layer({"1 px": {"C1": 0.5, "S2": 0.4}}).axes[0]
    >>> [label.get_text() for label in axes.get_xticklabels()]
    ['C1', 'S2']

    Reference:
        Section II-A: each layer of sub-sampling makes the output less sensitive to
        shifts and distortions.
    """
    layers = [list(sizes) for sizes in changes.values()]
    if not layers or not layers[0] or any(one != layers[0] for one in layers):
        raise ValueError(
            "`changes` must hold the same layers for each change, at least one. "
            f"Received: {layers}"
        )
    figure = Figure(figsize=(5.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.axhline(1, color=QUIET, linewidth=0.8)
    for item, (name, sizes) in enumerate(changes.items()):
        axes.plot(
            list(sizes.values()), marker="o", ms=4, label=name, **line_style(item)
        )
    axes.set_xticks(range(len(layers[0])), labels=layers[0])
    axes.set(ylabel="change (1: between classes)", ylim=(0, None))
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=2)
    return figure
