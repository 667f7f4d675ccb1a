"""What rates do: paths of descent, rates of each layer, errors at each rate."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator, StrMethodFormatter

from lenet_keras.figures._style import HISTOGRAMS, QUIET, line_style, styled

_BINS_PER_DECADE = 8
_PERCENT = tuple(
    step * 10.0**power for power in range(-2, 3) for step in (1, 1.5, 2, 3, 5, 7)
)


@styled
def descent_paths(curvature, minimum, paths: Mapping[str, np.ndarray]) -> Figure:
    """Draws paths of descent over E(w) = 1/2 sum_k h_k (w_k - m_k)^2, two weights.

    Args:
        curvature: The pair h, positive numbers.
        minimum: The pair m.
        paths: By label, the weights after each step: arrays of shape `(steps, 2)`.

    Returns:
        A Figure with one axes: contours of E, a cross at the minimum, and the paths
        with a mark for each step.

    Example:

    >>> figure = descent_paths((9, 1), (1, 1), {"straight": np.eye(2)})
    >>> figure.axes[0].lines[0].get_label()
    'straight'

    Reference:
        Appendix C, equations 18 and 21.
    """
    figure = Figure(figsize=(6, 4.6), layout="constrained")
    axes = figure.add_subplot()
    for item, (label, path) in enumerate(paths.items()):
        style = line_style(item, marked=True)
        axes.plot(*np.transpose(path), label=label, markersize=4, **style)
    axes.plot(*minimum, "x", color="black", markersize=9, label="minimum")
    x, y = (np.linspace(*limits, 200) for limits in (axes.get_xlim(), axes.get_ylim()))
    energy = sum(
        h * (w - m) ** 2 / 2
        for h, w, m in zip(curvature, np.meshgrid(x, y), minimum, strict=True)
    )
    levels = np.geomspace(energy.max() / 200, energy.max(), 8)
    axes.contour(x, y, energy, levels, colors=QUIET, linewidths=0.6, zorder=0)
    axes.set(xlabel="shared weight", ylabel="weight of its own")
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def effective_rates(
    rates: Mapping[str, Mapping[str, np.ndarray]],
    printed: tuple[float, float] | None = None,
    ceiling: float | None = None,
) -> Figure:
    """Draws how the rates eta / (mu + h_kk) of the weights of each layer spread.

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

    >>> figure = effective_rates({"start": {"C1": [1e-4, 2e-4], "F6": [1e-3]}})
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['C1', 'F6']

    Reference:
        Section III-B for the range; Appendix C, equation 21.
    """
    layers = [list(by_layer) for by_layer in rates.values()]
    if not 0 < len(layers) <= len(HISTOGRAMS) or any(x != layers[0] for x in layers):
        raise ValueError(
            f"`rates` must have 1 to {len(HISTOGRAMS)} labels, each with the same "
            f"layers. Received: {dict(zip(rates, layers, strict=True))}"
        )
    everything = [np.ravel(r) for one in rates.values() for r in one.values()]
    # Bins with an edge at the ceiling, so that no bar stands on both sides of it.
    edge = ceiling or 1.0
    low, high = (
        np.floor(_BINS_PER_DECADE * np.log10(end(np.concatenate(everything)) / edge))
        for end in (np.min, np.max)
    )
    bins = edge * 10 ** (np.arange(low, high + 2) / _BINS_PER_DECADE)
    figure = Figure(figsize=(6, 1.05 * len(layers[0]) + 1), layout="constrained")
    grid = figure.subplots(len(layers[0]), 1, sharex=True, squeeze=False)[:, 0]
    for axes, layer in zip(grid, layers[0], strict=True):
        if printed:
            axes.axvspan(
                *printed, color="#f3d9a4", alpha=0.6, lw=0, label="the paper’s range"
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
def errors_by_rate(
    errors: Mapping[str, Mapping[float, float]],
    xlabel: str = "rate",
    ylabel: str = "error on held-out digits, %",
) -> Figure:
    """Draws the error that training reaches against the rate it was given.

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
    axes.yaxis.set_major_locator(FixedLocator(_PERCENT))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.grid(axis="y", linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=2)
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
