"""A number for each layer: what it counts, how fast it learns, how far from its end."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._panels import same_layers
from lenet_keras.figures._style import (
    ACCENT,
    HISTOGRAMS,
    PRINTED,
    QUIET,
    line_style,
    styled,
)
from lenet_keras.inspection import LayerCount


@styled
def layer_counts(counts: Iterable[LayerCount]) -> Figure:
    """The connections and the trainable parameters of each layer.

    Args:
        counts: What `lenet_keras.inspection.count` returns for a model.

    Returns:
        A Figure with one axes: two bars for each layer on a logarithmic scale.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.inspection import count
    >>> from lenet_keras.figures import layer_counts
    >>> len(layer_counts(count(lenet5())).axes[0].patches)
    14

    Reference:
        Section II-B.
    """
    counts = list(counts)
    figure = Figure(figsize=(5.4, 0.3 + 0.62 * len(counts)), layout="constrained")
    axes = figure.add_subplot()
    places = np.arange(len(counts))
    for offset, kind, colour in (
        (-0.2, "connections", QUIET),
        (0.2, "parameters", ACCENT),
    ):
        numbers = [getattr(layer, kind) for layer in counts]
        bars = axes.barh(places + offset, numbers, 0.38, color=colour, label=kind)
        labels = [f"{number:,}" for number in numbers]
        axes.bar_label(bars, labels, padding=3, fontsize=9)
    largest = max(layer.connections for layer in counts)
    axes.set(xscale="log", xlim=(1, 12 * largest), xlabel="number (logarithmic scale)")
    axes.set_yticks(places, [layer.name for layer in counts])
    axes.invert_yaxis()
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    return figure


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

    >>> from lenet_keras.figures import saturation_bars
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


@styled
def measures_by_layer(
    measures: Mapping[str, Mapping[str, Mapping[str, float]]],
    scale: str = "log",
    level: float | None = None,
) -> Figure:
    """How something grows or shrinks from layer to layer, a line for each case.

    Args:
        measures: By what is measured, by case (such as a start or a change of the
            input), and in each by layer, numbers. The same layers everywhere.
        scale: `"log"` for positive numbers on a logarithmic scale, or `"linear"` for
            a scale from zero. Defaults to `"log"`.
        level: A value to mark with a line. Defaults to none.

    Returns:
        A Figure with one axes for each measure, the legend above.

    Raises:
        ValueError: If there is no measure, a measure has no case, the layers differ,
            or there is no such scale.

    Example:

    >>> from lenet_keras.figures import measures_by_layer
    >>> shrinking = {"too small": {"C1": 0.1, "C3": 0.01}}
    >>> measures_by_layer({"spread": shrinking}).axes[0].get_yscale()
    'log'

    Reference:
        Appendix A for starts. Section II-A for changes: each layer of sub-sampling
        makes the output less sensitive to shifts and distortions.
    """
    layers = same_layers(
        {
            f"{measure}, {case}": by_layer
            for measure, cases in measures.items()
            for case, by_layer in (cases or {"no case": {}}).items()
        },
        "measures",
    )
    if scale not in ("log", "linear"):
        raise ValueError(f"`scale` must be 'log' or 'linear'. Received: {scale!r}")
    height = 2.8 if len(measures) > 1 else 3.6
    figure = Figure(figsize=(5.4, height * len(measures) + 0.6), layout="constrained")
    grid = figure.subplots(len(measures), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (measure, cases) in zip(grid, measures.items(), strict=True):
        if level is not None:
            axes.axhline(level, color=QUIET, linewidth=0.8)
        for item, (case, by_layer) in enumerate(cases.items()):
            style = line_style(item, marked=True)
            values = list(by_layer.values())
            axes.plot(layers, values, label=case, markersize=5, **style)
        axes.set(yscale=scale, ylabel=measure)
        if scale == "linear":
            axes.set_ylim(bottom=0)
        axes.grid(axis="y", linewidth=0.4)
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=2)
    return figure


_BINS_PER_DECADE = 8


@styled
def effective_rates(
    rates: Mapping[str, Mapping[str, np.ndarray]],
    printed: tuple[float, float] | None = None,
    ceiling: float | None = None,
) -> Figure:
    """How the rates eta / (mu + h_kk) of the weights of each layer spread.

    Args:
        rates: By label, at most three, and in each by layer, the rates of all its
            weights: positive numbers, any shape. The same layers in each.
        printed: A range to shade: the rates that the paper reports.
        ceiling: A rate to mark with a line: eta / mu.

    Returns:
        A Figure with one axes for each layer, all with the same logarithmic scale of
        rates. The tallest bar of each histogram has the height 1.

    Raises:
        ValueError: If there are no labels or more than three, or other layers in one.

    Example:

    >>> from lenet_keras.figures import effective_rates
    >>> figure = effective_rates({"start": {"C1": [1e-4, 2e-4], "F6": [1e-3]}})
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['C1', 'F6']

    Reference:
        Section III-B for the range; Appendix C, equation 21.
    """
    layers = same_layers(rates, "rates")
    if len(rates) > len(HISTOGRAMS):
        raise ValueError(
            f"`rates` must have at most {len(HISTOGRAMS)} labels. "
            f"Received: {list(rates)}"
        )
    everything = [np.ravel(r) for one in rates.values() for r in one.values()]
    # Bins with an edge at the ceiling, so that no bar stands on both sides of it.
    edge = ceiling or 1.0
    low, high = (
        np.floor(_BINS_PER_DECADE * np.log10(end(np.concatenate(everything)) / edge))
        for end in (np.min, np.max)
    )
    bins = edge * 10 ** (np.arange(low, high + 2) / _BINS_PER_DECADE)
    figure = Figure(figsize=(6, 1.05 * len(layers) + 1), layout="constrained")
    grid = figure.subplots(len(layers), 1, sharex=True, squeeze=False)[:, 0]
    for axes, layer in zip(grid, layers, strict=True):
        if printed:
            axes.axvspan(
                *printed, color=PRINTED, alpha=0.6, lw=0, label="the paper’s range"
            )
        for style, (label, by_layer) in zip(HISTOGRAMS, rates.items(), strict=False):
            # Spread over its bins, each weight counts for a share of the fullest one.
            counts, _ = np.histogram(np.ravel(by_layer[layer]), bins)
            heights = counts / counts.max()
            axes.hist(bins[:-1], bins, weights=heights, label=label, **style)
        if ceiling:
            axes.axvline(ceiling, color="black", lw=0.8, ls=":", label="ceiling")
        axes.set(yticks=[], xscale="log", ylim=(0, 1.08))
        axes.set_title(layer, loc="left", pad=2)
        axes.spines["left"].set_visible(False)
    grid[-1].set_xlabel("rate of a weight, eta / (mu + h)")
    figure.legend(
        *grid[0].get_legend_handles_labels(), loc="outside upper left", ncols=3
    )
    return figure


@styled
def distance_left(distances: Mapping[str, Sequence[float]]) -> Figure:
    """The distance of each layer's weights from their final values, against passes.

    Args:
        distances: For each layer the distances before the first pass and after each
            pass, in any unit. They are drawn as shares of the first.

    Returns:
        A Figure with one line for each layer and a dotted line at one half.

    Raises:
        ValueError: If there are no layers or layers with different numbers of
            passes, or if a first distance is not positive.

    Example:

    >>> from lenet_keras.figures import distance_left
    >>> figure = distance_left({"C1": [2.0, 1.0, 0.0]})
    >>> figure.axes[0].lines[0].get_ydata()
    array([1. , 0.5, 0. ])

    Reference:
        Section III-B for the passes. The measure is ours.
    """
    lengths = {len(values) for values in distances.values()}
    firsts = {layer: values[0] for layer, values in distances.items() if len(values)}
    if (
        len(lengths) != 1
        or len(firsts) != len(distances)
        or not all(first > 0 for first in firsts.values())
    ):
        raise ValueError(
            "`distances` must hold at least one layer, with as many passes each "
            "and a positive first distance. Received: "
            f"{ {layer: len(values) for layer, values in distances.items()} } passes, "
            f"first distances {firsts}"
        )
    figure = Figure(figsize=(5.4, 3.6), layout="constrained")
    axes = figure.subplots()
    passes = range(lengths.pop())
    for item, (layer, values) in enumerate(distances.items()):
        left = np.asarray(values) / values[0]
        axes.plot(passes, left, label=layer, **line_style(item))
    axes.axhline(0.5, color=QUIET, linestyle=":", linewidth=0.8, zorder=0)
    axes.set(
        xlabel="passes", ylabel="distance left, share of the first", ylim=(0, None)
    )
    axes.set_xticks(range(0, len(passes), 2 if len(passes) > 8 else 1))
    axes.legend(ncols=2)
    return figure
