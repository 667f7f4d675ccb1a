"""The classifiers of Figs. 9 to 12: the paper's bars beside ours, and their price."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, StrMethodFormatter
from matplotlib.transforms import ScaledTranslation

from lenet_keras.figures._panels import plain_numbers
from lenet_keras.figures._style import OTHER, PRINTED, QUIET, line_style, styled

Bars = Mapping[str, float | None]
Ours = Mapping[str, Sequence[float]]
Points = Mapping[str, tuple[float, float]]

_LINE = 0.25  # inches of height for a classifier
_SMALL = 8  # points
_SIDES: tuple[dict[str, Any], ...] = (
    {"xytext": (3, -6), "ha": "right", "va": "top"},
    {"xytext": (5, 4), "ha": "left", "va": "bottom"},
)
_COLUMNS = 0.54, 1.06  # inches from a plot to the ends of the paper's numbers and ours


@styled
def classifier_bars(
    printed: Mapping[str, Bars], ours: Mapping[str, Ours], ends: Mapping[str, float]
) -> Figure:
    """What the paper prints for each classifier, as its bars, and ours as dots.

    Args:
        printed: By what stands below the axis, the printed number of each classifier.
            Those of the first axis have a line; the others may lack some of them, and
            `None` is a number that the paper does not print.
        ours: The same of ours, each with the two ends of its interval: `(value, low,
            high)`. What is missing leaves an empty place.
        ends: Where the axes end. What goes beyond ends in an arrow, as in the paper.

    Returns:
        A Figure of one plot for each axis, side by side, the first classifier on top.
        The paper's number and ours stand at the right of each line.

    Raises:
        ValueError: If there is no classifier, or the three differ in their axes.

    Example:

    >>> from lenet_keras.figures import classifier_bars
    >>> printed = {"test error, %": {"linear": 12.0, "LeNet-5": 0.95}}
    >>> ours = {"test error, %": {"LeNet-5": (0.98, 0.93, 1.05)}}
    >>> figure = classifier_bars(printed, ours, {"test error, %": 5})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['paper', 'ours', '12.0', '–', '0.95', '0.98']

    Reference:
        Section III-C, Figs. 9 to 12.
    """
    names = list(next(iter(printed.values()), ()))
    if not names or not printed.keys() == ours.keys() == ends.keys():
        raise ValueError(
            "`printed`, `ours` and `ends` must have the same axes, and the first some "
            f"classifiers. Received: axes {list(printed)}, {list(ours)} and "
            f"{list(ends)}, classifiers {names}"
        )
    figure = Figure(figsize=(5.4, _LINE * len(names) + 1), layout="constrained")
    grid = figure.subplots(1, len(printed), squeeze=False, sharey=True)[0]
    for axes, (words, bars) in zip(grid, printed.items(), strict=True):
        axes.set(xlabel=words, xlim=(0, ends[words]))
        axes.tick_params(axis="y", length=0)
        _write(axes, -0.9, ["paper", "ours"], QUIET)
        places = max(_decimals(value) for value in bars.values() if value is not None)
        for row, name in enumerate(names):
            bar, dot = bars.get(name), ours[words].get(name)
            _draw_line(axes, row, bar, dot, ends[words])
            digits = None if bar is None else max(_decimals(bar), min(places, 1))
            texts = _written(bar, digits), _written(dot[0] if dot else None)
            _write(axes, row, texts, "black")
    grid[0].set(yticks=range(len(names)), ylim=(len(names) - 0.5, -0.6))
    grid[0].set_yticklabels(names)
    return figure


def _draw_line(
    axes: Axes, row: int, bar: float | None, dot: Sequence[float] | None, end: float
) -> None:
    """The line of one classifier."""
    if bar is not None:
        axes.barh(row, min(bar, end), 0.7, color=PRINTED)
        _mark_beyond(axes, bar, end, row - 0.15, "black")
    if dot is not None:
        value, low, high = dot
        axes.plot([low, high], [row, row], color=OTHER, linewidth=1.5)
        axes.plot(value, row, "o", color=OTHER, markersize=4)
        _mark_beyond(axes, value, end, row + 0.15, OTHER)


def _mark_beyond(axes: Axes, value: float, end: float, row: float, colour: str) -> None:
    """An arrow where a value lies beyond the end of the axis."""
    if value > end:
        axes.plot(end, row, ">", color=colour, markersize=4, clip_on=False)


def _write(axes: Axes, row: float, texts: Sequence[str], colour: str) -> None:
    """The two numbers of a line, each ending in its column."""
    inches = axes.figure.dpi_scale_trans
    for column, text in zip(_COLUMNS, texts, strict=True):
        place = axes.get_yaxis_transform() + ScaledTranslation(column, 0, inches)
        look: dict[str, Any] = {"fontsize": _SMALL, "ha": "right", "va": "center"}
        axes.text(1, row, text, transform=place, color=colour, **look)


def _decimals(value: float) -> int:
    """How many digits a printed number has behind its point."""
    return len(f"{value:g}".partition(".")[2])


def _written(value: float | None, digits: int | None = None) -> str:
    if value is None:
        return "–"
    if digits is None:
        digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


@styled
def errors_by_cost(
    printed: Mapping[str, Points],
    ours: Mapping[str, Points],
    families: Mapping[str, Sequence[str]],
) -> Figure:
    """Test error against what a classifier costs, both on logarithmic scales.

    Args:
        printed: By what stands below the axis, the pair `(cost, error in percent)` of
            each classifier as the paper prints it.
        ours: The same of ours; those that are missing are left out.
        families: Classifiers by kind, which gives them a colour and a marker.

    Returns:
        A Figure of one plot for each cost, one below the other, and a legend. Open
        markers are the paper's, filled ones ours, a thin line from one to the other.
        The grey steps join the printed classifiers than which no other is both cheaper
        and better; these are named.

    Raises:
        ValueError: If there is no plot, the two differ in their axes, or a classifier
            is of no family.

    Example:

    >>> from lenet_keras.figures import errors_by_cost
    >>> printed = {"numbers stored": {"linear": (4, 12.0), "LeNet-1": (3, 1.7)}}
    >>> kinds = {"linear": ["linear"], "convolutional": ["LeNet-1"]}
    >>> figure = errors_by_cost(printed, {"numbers stored": {}}, kinds)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['LeNet-1']

    Reference:
        Figs. 9, 11 and 12 of the paper, which does not draw one against the other.
    """
    known = {name: kind for kind, names in families.items() for name in names}
    drawn = [*printed.values(), *ours.values()]
    strangers = sorted({name for points in drawn for name in points} - set(known))
    if not printed or printed.keys() != ours.keys() or strangers:
        raise ValueError(
            "`printed` and `ours` must have the same axes, at least one, and their "
            f"classifiers a family. Received: axes {list(printed)} and {list(ours)}, "
            f"without a family {strangers}"
        )
    figure = Figure(figsize=(5.4, 3.6 * len(printed) + 1), layout="constrained")
    grid = figure.subplots(len(printed), squeeze=False)[:, 0]
    looks = {kind: line_style(item, marked=True) for item, kind in enumerate(families)}
    for axes, (words, points) in zip(grid, printed.items(), strict=True):
        axes.set(xscale="log", yscale="log", xlabel=words, ylabel="test error, %")
        axes.margins(x=0.12, y=0.1)
        for name, place in points.items():
            _draw_point(axes, looks[known[name]], place, ours[words].get(name))
        for name in set(ours[words]) - set(points):
            _draw_point(axes, looks[known[name]], None, ours[words][name])
        _draw_best(axes, points)
        plain_numbers(axes.yaxis, LogLocator(subs=(1, 2, 5)))
        plain_numbers(axes.xaxis, LogLocator())
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    figure.legend(
        handles=_legend(looks), loc="outside upper left", ncols=2, fontsize=_SMALL
    )
    return figure


def _draw_point(axes: Axes, look: dict, printed, ours) -> None:
    look = {**look, "linestyle": "", "markersize": 6}
    if printed and ours:
        line = {"color": look["color"], "linewidth": 0.8}
        axes.plot(*np.transpose([printed, ours]), **line)
    if printed:
        axes.plot(*printed, markerfacecolor="white", **look)
    if ours:
        axes.plot(*ours, **look)


def _draw_best(axes: Axes, points: Points) -> None:
    """Steps along those than which none is both cheaper and better, with names."""
    best: list[tuple[float, float]] = []
    for name, (cost, error) in sorted(points.items(), key=lambda one: one[1]):
        if not best or error < best[-1][1]:
            # Under the steps there is nothing: every second name finds room there.
            side = _SIDES[(len(best) + 1) % 2]
            best.append((cost, error))
            place = {"textcoords": "offset points", "fontsize": _SMALL, **side}
            axes.annotate(name, (cost, error), **place)
    x, y = np.transpose(best)
    axes.step(x, y, where="post", color=QUIET, linewidth=0.8, zorder=1)


def _legend(looks: Mapping[str, dict]) -> list[Line2D]:
    kinds = [
        Line2D([], [], **{**look, "linestyle": ""}, label=kind)
        for kind, look in looks.items()
    ]
    dot: dict[str, Any] = {"color": "black", "linestyle": "", "marker": "o"}
    return [
        *kinds,
        Line2D([], [], **dot, markerfacecolor="white", label="open: the paper’s"),
        Line2D([], [], **dot, label="filled: ours"),
    ]
