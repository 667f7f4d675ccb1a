"""What is learned from: features of a digit, and errors by digits and by capacity."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

from lenet_keras.figures._style import ACCENT, INK, QUIET, bare, line_style, styled


@styled
def digit_features(image, zones, cells) -> Figure:
    """A digit as four descriptions of it: pixels, sums, zones, directions of edges.

    Args:
        image: Array of shape `(height, width)`, 0 is paper and 1 is ink.
        zones: Array of shape `(down, across)`: ink in each zone, in pixels.
        cells: Array of shape `(down, across, orientations)`: for each zone how strong
            its edges are by direction of their gradient, from 0 in equal steps to half
            a turn, clockwise from the right. Each zone is drawn to its own scale.

    Returns:
        A Figure: the image; the image with the sums of its rows and columns beside
        it; the zones; a star of edges in each zone.

    Raises:
        ValueError: If an array has another rank.

    Example:

    >>> figure = digit_features(np.eye(8), np.eye(2), np.ones((2, 2, 9)))
    >>> len(figure.axes)
    6

    Reference:
        Section I: the feature extractor of a traditional recogniser.
    """
    image, zones, cells = (np.asarray(a, float) for a in (image, zones, cells))
    if (image.ndim, zones.ndim, cells.ndim) != (2, 2, 3):
        raise ValueError(
            "Expected an image and zones of rank 2 and cells of rank 3. "
            f"Received: shapes {image.shape}, {zones.shape}, {cells.shape}"
        )
    figure = Figure(figsize=(5.2, 5.4), layout="constrained")
    grid = figure.add_gridspec(2, 2)
    _picture(figure.add_subplot(grid[0, 0]), image, f"{image.size} pixels")
    parts = grid[0, 1].subgridspec(
        2, 2, width_ratios=(3, 1), height_ratios=(3, 1), hspace=0.02, wspace=0.02
    )
    middle = figure.add_subplot(parts[0, 0])
    _picture(middle, image, f"{sum(image.shape)} row and column sums")
    rows, columns = image.sum(axis=1), image.sum(axis=0)
    beside = figure.add_subplot(parts[0, 1], sharey=middle)
    beside.barh(range(len(rows)), rows, height=1, color=ACCENT)
    below = figure.add_subplot(parts[1, 0], sharex=middle)
    below.bar(range(len(columns)), columns, width=1, color=ACCENT)
    below.invert_yaxis()
    for axes in (beside, below):
        bare(axes, frame=False)
    _picture(
        figure.add_subplot(grid[1, 0]), zones, f"{zones.size} zones", zones.max() or 1
    )
    stars = figure.add_subplot(grid[1, 1])
    _stars(stars, cells)
    stars.set_title(f"{cells[..., 0].size} histograms of {cells.shape[2]}")
    return figure


def _picture(axes, values, title: str, most: float = 1.0) -> None:
    axes.imshow(values, cmap=INK, norm=Normalize(0, most), interpolation="nearest")
    axes.set_title(title)
    bare(axes)


def _stars(axes, cells: np.ndarray) -> None:
    """In each zone a line along every direction of edges, as dark as it is strong."""
    down, across, orientations = cells.shape
    # An edge runs at a right angle to its gradient; bins are named by their middle.
    turn = (np.arange(orientations) + 0.5) * np.pi / orientations + np.pi / 2
    half = 0.45 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    ends = np.stack([-half, half], axis=1)
    middles = np.stack(np.meshgrid(np.arange(across), np.arange(down)), axis=-1)
    strongest = cells.max(axis=-1, keepdims=True)
    shares = np.divide(cells, strongest, out=np.zeros_like(cells), where=strongest > 0)
    lines = (middles[:, :, None, None, :] + ends).reshape(-1, 2, 2)
    axes.add_collection(
        LineCollection(list(lines), colors="black", alpha=shares.ravel(), linewidths=1)
    )
    axes.set(xlim=(-0.5, across - 0.5), ylim=(down - 0.5, -0.5), aspect="equal")
    bare(axes)


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
            axes.plot(
                [size] * len(seeds),
                seeds,
                markersize=5,
                alpha=0.7,
                **dot,
            )
        if label in laws:
            constant, alpha = laws[label]
            reach = np.array([min(by_size), max(by_size)], float)
            law = constant / reach**alpha
            axes.plot(reach, law, label=f"{label}, α = {alpha:.2f}", **line)
        else:
            means = [np.mean(seeds) for seeds in by_size.values()]
            axes.plot(list(by_size), means, label=label, **line)
    if paper:
        axes.plot(
            list(paper),
            list(paper.values()),
            "D",
            color="black",
            markerfacecolor="white",
            label="Fig. 6, the paper’s",
        )
    axes.set(xlabel="training digits", ylabel=ylabel, xticks=sizes)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.minorticks_off()
    axes.tick_params(axis="x", labelsize=9)
    axes.grid(linewidth=0.4)
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def capacity_curves(
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

    >>> figure = capacity_curves({"few": ([10, 1], [5.0, 1.0], [8.0, 9.0])})
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
    figure.supxlabel("strength of regularisation, weaker to the right", fontsize=10)
    figure.legend(handles=grid[0, 0].lines[:2], loc="outside upper left", ncols=2)
    return figure
