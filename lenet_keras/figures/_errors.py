"""Errors: by number of patterns, by rate, by capacity; ours and printed."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import (
    FixedLocator,
    LogLocator,
    NullFormatter,
    StrMethodFormatter,
)

from lenet_keras.figures._panels import plain_numbers
from lenet_keras.figures._style import QUIET, line_style, printed_style, styled

_PERCENT = tuple(
    step * 10.0**power for power in range(-2, 3) for step in (1, 1.5, 2, 3, 5, 7)
)


@styled
def errors_by_training_set(
    errors: Mapping[str, Mapping[str, Sequence[float]]],
    paper: Mapping[str, Mapping[str, float]],
) -> Figure:
    """Error against the number of training patterns, as Fig. 6: a dot for each seed.

    Args:
        errors: Errors in percent, one for each seed, by kind (test, training) and, in
            order, by training set.
        paper: The paper's errors in percent by kind and training set; those that it
            does not print are left out.

    Returns:
        A Figure of one plot: dots, lines through their means, black markers for the
        paper's values, the legend above.

    Raises:
        ValueError: If there are no errors, or the paper's are of a kind or a training
            set that is not among ours.

    Example:

    >>> from lenet_keras.figures import errors_by_training_set
    >>> ours = {"test": {"15,000": [1.5, 1.6], "30,000": [1.1, 1.2]}}
    >>> printed = {"test": {"15,000": 1.68, "30,000": 1.14}}
    >>> figure = errors_by_training_set(ours, printed)
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['test, mean and seeds', 'test, the paper’s']

    Reference:
        Section III-B, Fig. 6.
    """
    sets = list(dict.fromkeys(name for kind in errors.values() for name in kind))
    known = {(kind, name) for kind in errors for name in sets}
    if not sets or not {(k, name) for k in paper for name in paper[k]} <= known:
        raise ValueError(
            "`paper` must hold kinds of error and training sets of `errors`, which "
            f"must hold some. Received: {dict(paper)} for {list(errors)} of {sets}"
        )
    figure = Figure(figsize=(5.4, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for item, (kind, by_set) in enumerate(errors.items()):
        places = [sets.index(name) for name in by_set]
        line = line_style(item)
        for place, seeds in zip(places, by_set.values(), strict=True):
            axes.plot(
                [place] * len(seeds), seeds, "o", ms=4, color=line["color"], alpha=0.6
            )
        axes.plot(
            places,
            [np.mean(seeds) for seeds in by_set.values()],
            label=f"{kind}, mean and seeds",
            **line,
        )
        beside = [sets.index(name) + 0.12 for name in paper.get(kind, {})]
        printed = list(paper.get(kind, {}).values())
        look = printed_style(item)
        axes.plot(beside, printed, label=f"{kind}, the paper’s", **look)
    axes.set(ylabel="error, %", xlabel="training patterns", xticks=range(len(sets)))
    axes.set_xticklabels(sets)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left")
    return figure


@styled
def errors_by_size(
    errors: Mapping[str, Mapping[int, Sequence[float]]],
    laws: Mapping[str, tuple[float, float]] | None = None,
    paper: Mapping[int, float] | None = None,
    ylabel: str = "test error, %",
) -> Figure:
    """Errors against the number of training patterns, both on logarithmic scales.

    Args:
        errors: Errors in percent by label and number of patterns, one for each seed.
        laws: By label, the pair `(c, alpha)` of the law c / P^alpha to be drawn, P
            the number of patterns. Labels without a law get a line through the means
            of their seeds.
        paper: What the paper prints, in percent, by number of patterns. Defaults to
            nothing.
        ylabel: What the errors are.

    Returns:
        A Figure of one plot with its legend above.

    Raises:
        ValueError: If there are no errors, or a law has no errors.

    Example:

    >>> from lenet_keras.figures import errors_by_size
    >>> errors = {"ours": {15_000: [1.6, 1.4], 60_000: [0.8]}}
    >>> figure = errors_by_size(errors, {"ours": (183.7, 0.5)}, {15_000: 1.63})
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['ours, α = 0.50', 'Fig. 6, the paper’s']

    Reference:
        Section I-A, equation 1; section III-B, Fig. 6.
    """
    laws = laws or {}
    sizes = sorted({size for by_size in errors.values() for size in by_size})
    if not sizes or not laws.keys() <= errors.keys():
        raise ValueError(
            "`errors` must hold some errors, and those of every label in `laws`. "
            f"Received: {list(errors)} and laws {list(laws)}"
        )
    figure = Figure(figsize=(5.4, 4.6), layout="constrained")
    axes = figure.add_subplot(xscale="log", yscale="log")
    for item, (label, by_size) in enumerate(errors.items()):
        line, dot = line_style(item), line_style(item, marked=True) | {"linestyle": ""}
        for size, seeds in by_size.items():
            axes.plot([size] * len(seeds), seeds, markersize=5, alpha=0.7, **dot)
        if label in laws:
            constant, alpha = laws[label]
            reach = np.array([min(by_size), max(by_size)], float)
            law = constant / reach**alpha
            axes.plot(reach, law, label=f"{label}, α = {alpha:.2f}", **line)
        else:
            means = [np.mean(seeds) for seeds in by_size.values()]
            axes.plot(list(by_size), means, label=label, **line)
    if paper:
        look = printed_style(0) | {"label": "Fig. 6, the paper’s"}
        axes.plot(list(paper), list(paper.values()), **look)
    axes.set(xlabel="training digits", ylabel=ylabel, xticks=sizes)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    plain_numbers(axes.yaxis, LogLocator(subs=(1, 2, 5)))
    axes.minorticks_off()
    axes.tick_params(axis="x", labelsize=9)
    axes.grid(linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def errors_by_rate(
    errors: Mapping[str, Mapping[float, float]],
    xlabel: str = "rate",
    ylabel: str = "error on held-out digits, %",
) -> Figure:
    """The error that training reaches against the rate it was given.

    Both scales are logarithmic, so that one percent and the error of a guess fit into
    one plot; an error of zero falls off it.

    Args:
        errors: By method, the error in percent at each rate, in any order.
        xlabel: What the rates are.
        ylabel: What the errors are.

    Returns:
        A Figure with one axes: a line for each method, a mark for each rate.

    Raises:
        ValueError: If there are no errors.

    Example:

    >>> from lenet_keras.figures import errors_by_rate
    >>> figure = errors_by_rate({"sgd": {1e-3: 1.2, 1e-4: 2.0}})
    >>> figure.axes[0].lines[0].get_xdata().tolist()
    [0.0001, 0.001]
    """
    if not all([errors, *errors.values()]):
        raise ValueError(
            "`errors` must hold at least one error for each method. "
            f"Received: {dict(errors)}"
        )
    figure = Figure(figsize=(5.6, 4), layout="constrained")
    axes = figure.add_subplot()
    for item, (method, by_rate) in enumerate(errors.items()):
        style = line_style(item, marked=True)
        found = np.array(sorted(by_rate.items()))
        axes.plot(found[:, 0], found[:, 1], label=method, markersize=5, **style)
    axes.set(xscale="log", yscale="log", xlabel=xlabel, ylabel=ylabel)
    every = [error for by_rate in errors.values() for error in by_rate.values()]
    below, above = (bisect_left(_PERCENT, end(every)) for end in (min, max))
    axes.set_ylim(_PERCENT[max(below - 1, 0)], _PERCENT[above])
    plain_numbers(axes.yaxis, FixedLocator(_PERCENT))
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def errors_by_capacity(
    errors: Mapping[str, tuple[Sequence[float], Sequence[float], Sequence[float]]],
) -> Figure:
    """Training and held-out error against the strength of regularisation.

    Args:
        errors: By title, strengths (positive numbers), training and held-out errors
            in percent, equally many of each.

    Returns:
        A Figure with a plot for each title. Their scales are shared; weaker
        regularisation, and so more capacity, is to the right. A ring marks the
        smallest held-out error.

    Raises:
        ValueError: If there is nothing to draw, or lengths differ.

    Example:

    >>> from lenet_keras.figures import errors_by_capacity
    >>> figure = errors_by_capacity({"few": ([10, 1], [5.0, 1.0], [8.0, 9.0])})
    >>> figure.axes[0].lines[-1].get_xydata().tolist()
    [[10.0, 8.0]]

    Reference:
        Section I-A: structural risk minimisation.
    """
    lengths = {len(row) for rows in errors.values() for row in rows}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError(
            "`errors` must hold equally many strengths and errors, at least one. "
            f"Received: lengths {sorted(lengths)}"
        )
    figure = Figure(figsize=(5.4, 3.6), layout="constrained")
    grid = figure.subplots(1, len(errors), sharex=True, sharey=True, squeeze=False)
    held, trained = line_style(0, marked=True), line_style(1, marked=True)
    for axes, (title, (strengths, training, held_out)) in zip(
        grid[0], errors.items(), strict=True
    ):
        axes.plot(strengths, held_out, label="held-out digits", ms=4, **held)
        axes.plot(strengths, training, label="training digits", ms=4, **trained)
        axes.fill_between(strengths, training, held_out, color=QUIET, alpha=0.2, lw=0)
        best = int(np.argmin(held_out))
        axes.plot(
            strengths[best], held_out[best], "o", ms=11, color="black", mfc="none"
        )
        axes.set(title=title, xscale="log", xticks=strengths)
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axes.tick_params(axis="x", labelsize=9)
        axes.minorticks_off()
        axes.grid(axis="y", linewidth=0.4)
    grid[0, 0].invert_xaxis()
    grid[0, 0].set(ylabel="error, %", ylim=(0, None))
    figure.supxlabel("strength of the charge, weaker to the right", fontsize=10)
    figure.legend(handles=grid[0, 0].lines[:2], loc="outside upper left", ncols=2)
    return figure
