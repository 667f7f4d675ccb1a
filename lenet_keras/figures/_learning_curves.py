"""What was measured, every seed of it, beside what the paper printed."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, StrMethodFormatter

from lenet_keras.figures._style import QUIET, line_style, styled
from lenet_keras.rejection import margins

_MARKERS = "D", "s", "^", "v"
_PAPER: dict[str, Any] = {"color": "black", "markerfacecolor": "white", "zorder": 4}


def _printed(axes, x, y, label: str, item: int, **style) -> None:
    """Draws values of the paper as markers."""
    axes.plot(
        x,
        y,
        linestyle="",
        marker=_MARKERS[item % len(_MARKERS)],
        label=f"{label}, the paper’s",
        **_PAPER,
        **style,
    )


@styled
def learning_curves(
    curves: Mapping[str, np.ndarray],
    paper: Mapping[str, np.ndarray] | None = None,
    ylabel: str = "test error, %",
) -> Figure:
    """Error against passes, as Fig. 5: every seed thin, the mean thick, with a band.

    The band is one standard deviation over the seeds to either side of the mean. The
    scale of the errors is logarithmic, so errors of zero fall off it.

    Args:
        curves: Errors in percent by label: each an array of shape `(runs, passes)`,
            the first column after the first pass. One run has neither band nor mean.
        paper: Errors in percent that the paper prints, by label: each an array of
            shape `(passes,)`. Drawn as black markers. Defaults to none.
        ylabel: What the errors are.

    Returns:
        A Figure of one plot with its legend above.

    Raises:
        ValueError: If there are no curves, or one has another rank or no values.

    Example:

    >>> errors = np.array([[3.0, 2.0, 1.1], [2.8, 1.9, 1.0]])
    >>> figure = learning_curves({"ours": errors}, {"Fig. 5": [2.65, 2.24, 1.48]})
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['ours, mean of 2', 'Fig. 5, the paper’s']

    Reference:
        Section III-B, Fig. 5.
    """
    curves = {label: np.asarray(errors, float) for label, errors in curves.items()}
    printed = {label: np.asarray(one, float) for label, one in (paper or {}).items()}
    shapes = [array.shape for array in (*curves.values(), *printed.values())]
    ranks = [2] * len(curves) + [1] * len(printed)
    if not curves or [len(s) for s in shapes] != ranks or 0 in sum(shapes, ()):
        raise ValueError(
            "`curves` must hold arrays of shape (runs, passes), at least one, and "
            f"`paper` arrays of shape (passes,), none empty. Received: shapes {shapes}"
        )
    figure = Figure(figsize=(5.4, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for item, (label, errors) in enumerate(curves.items()):
        line = line_style(item)
        passes = np.arange(1, errors.shape[1] + 1)
        mean, runs = errors.mean(axis=0), len(errors)
        if runs > 1:
            axes.plot(passes, errors.T, color=line["color"], linewidth=0.5, alpha=0.6)
            spread = errors.std(axis=0, ddof=1)
            axes.fill_between(
                passes,
                mean - spread,
                mean + spread,
                color=line["color"],
                alpha=0.2,
                lw=0,
            )
            label = f"{label}, mean of {runs}"
        axes.plot(passes, mean, lw=2.2, label=label, **line)
    for item, (label, errors) in enumerate(printed.items()):
        passes = np.arange(1, len(errors) + 1)
        _printed(axes, passes, errors, label, item, markersize=5)
    axes.set(xlabel="passes over the training set", ylabel=ylabel, yscale="log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 1.5, 2, 3, 5, 7)))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left")
    return figure


@styled
def training_set_size(
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

    >>> ours = {"test": {"15,000": [1.5, 1.6], "30,000": [1.1, 1.2]}}
    >>> figure = training_set_size(ours, {"test": {"15,000": 1.68, "30,000": 1.14}})
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
        _printed(axes, beside, list(paper.get(kind, {}).values()), kind, item)
    axes.set(ylabel="error, %", xlabel="training patterns", xticks=range(len(sets)))
    axes.set_xticklabels(sets)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left")
    return figure


@styled
def rejection_curves(
    penalties: Mapping[str, np.ndarray], labels, target: float = 0.5
) -> Figure:
    """The error among the answers given, against the share of digits rejected.

    Digits are rejected in the order of the margin between the two smallest penalties,
    the smallest margin first.

    Args:
        penalties: By name of the network, arrays of shape `(n, classes)`.
        labels: Integer array of shape `(n,)`, the right classes.
        target: Error in percent to mark with a line. Defaults to 0.5.

    Returns:
        A Figure of one plot, drawn to the first 6 % of rejected digits, with its
        legend above.

    Raises:
        ValueError: If there is no network or the lengths differ.

    Example:

    >>> penalties = np.array([[0.0, 9.0], [1.0, 2.0], [8.0, 0.0]])
    >>> line = rejection_curves({"ours": penalties}, [0, 1, 1]).axes[0].lines[0]
    >>> line.get_xydata().round(1).tolist()
    [[0.0, 33.3], [33.3, 0.0], [66.7, 0.0]]

    Reference:
        Section III-C, Fig. 10.
    """
    labels = np.asarray(labels)
    lengths = {name: len(array) for name, array in penalties.items()}
    if not len(labels) or set(lengths.values()) != {len(labels)}:
        raise ValueError(
            "`penalties` must hold as many patterns as `labels` for each network. "
            f"Received: {lengths} and {len(labels)} labels"
        )
    figure = Figure(figsize=(5.4, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for item, (name, array) in enumerate(penalties.items()):
        order = np.argsort(margins(array), kind="stable")
        wrong = (np.argmin(array, axis=-1) != labels)[order]
        answered = np.arange(len(labels), 0, -1)
        axes.plot(
            100 * (1 - answered / len(labels)),
            100 * np.cumsum(wrong[::-1])[::-1] / answered,
            label=name,
            **line_style(item),
        )
    axes.axhline(target, color=QUIET, linewidth=0.8)
    axes.text(6, target, f"{target:g} %", ha="right", va="bottom")
    axes.set(xlabel="digits rejected, %", ylabel="error among the answers, %")
    axes.set(xlim=(0, 6), ylim=(0, None))
    figure.legend(loc="outside upper left")
    return figure
