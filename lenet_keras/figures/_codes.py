"""The codes of characters, what F6 draws beside them, and what losses make of both."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from lenet_keras import paper
from lenet_keras.figures._maps import state_bar, tile
from lenet_keras.figures._style import (
    HISTOGRAMS,
    INK,
    QUIET,
    bare,
    line_style,
    styled,
)


@styled
def alphabet(codes: Mapping[str, np.ndarray], columns: int = 16) -> Figure:
    """All characters side by side, as Fig. 3 shows them.

    Args:
        codes: By character, arrays of shape `(12, 7)` that hold -1 and +1.
        columns: How many characters stand in a row. Defaults to 16.

    Returns:
        A Figure with one picture: +1 is black, -1 white, grey lies between cells.

    Raises:
        ValueError: If there is no code, or one has another shape.

    Example:

    >>> len(alphabet(paper.ascii_codes()).axes[0].images)
    96

    Reference:
        Section II-B, Fig. 3.
    """
    shapes = {np.shape(code) for code in codes.values()}
    if shapes != {paper.CODE_SHAPE}:
        raise ValueError(
            f"`codes` must hold arrays of shape {paper.CODE_SHAPE}, at least one. "
            f"Received: shapes {sorted(shapes)}"
        )
    height, width = np.add(paper.CODE_SHAPE, 1)  # with the gap to the next character
    rows = -(-len(codes) // columns)
    figure = Figure(figsize=(6, 6 * rows * height / (columns * width)))
    axes = figure.add_axes((0, 0, 1, 1))
    for place, code in enumerate(codes.values()):
        left, top = place % columns * width, place // columns * height
        extent = (left, left + width - 1, top + height - 1, top)
        axes.imshow(code, cmap=INK, vmin=-1, vmax=1, extent=extent)
    axes.set(
        xlim=(-1, columns * width), ylim=(rows * height, -1), facecolor="lightgray"
    )
    bare(axes)
    return figure


@styled
def distance_matrix(distances, names: str = "0123456789") -> Figure:
    """Squared distances between codes, each number in its cell.

    Args:
        distances: Array of shape `(classes, classes)`, zero or positive.
        names: One character for each class.

    Returns:
        A Figure with one axes: the smaller the distance, the darker the cell, on a
        scale from zero; the diagonal is left out.

    Raises:
        ValueError: If there is not one row and one column for each name.

    Example:

    >>> figure = distance_matrix(np.array([[0, 48], [48, 0]]), "68")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['48', '48']

    Reference:
        Section II-B: similar characters have similar codes.
    """
    distances = np.asarray(distances, float)
    if distances.shape != (len(names), len(names)):
        raise ValueError(
            "`distances` must have a row and a column for each of `names`. "
            f"Received: shape {distances.shape} for {len(names)} names"
        )
    figure = Figure(figsize=(5.4, 5.4), layout="constrained")
    axes = figure.subplots()
    shown = np.ma.masked_where(np.eye(len(names), dtype=bool), distances)
    axes.imshow(shown, cmap="Oranges_r", vmin=0, vmax=distances.max())
    for (row, column), distance in np.ndenumerate(distances):
        if row != column:
            dark = distance < 0.4 * distances.max()
            colour = "white" if dark else "black"
            axes.text(
                column, row, f"{distance:.0f}", ha="center", va="center", color=colour
            )
    axes.set_xticks(range(len(names)), list(names))
    axes.set_yticks(range(len(names)), list(names))
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    return figure


@styled
def drawings(images, states, codes, titles=None) -> Figure:
    """What F6 draws of each input, with the nearest code below it.

    Args:
        images: Array of shape `(n, height, width, 1)`, scaled as
            `lenet_keras.prepare` does it.
        states: Array of shape `(n, 84)`, the states of F6.
        codes: Array of shape `(classes, 84)` of -1 and +1.
        titles: Optional title for each input.

    Returns:
        A Figure with three pictures for each input: the input as ink, F6 and the
        nearest code on the scale of states, whose colour bar is at the bottom. The
        penalty of that code is written below.

    Raises:
        ValueError: If the numbers of inputs, states and titles differ or are zero.

    Example:

    >>> codes = paper.digit_codes()
    >>> len(drawings(np.zeros((3, 32, 32, 1)), 0.5 * codes[:3], codes).axes)
    10

    Reference:
        Section II-B, equation 7, Fig. 3; Fig. 13 shows F6 so.
    """
    titles = [""] * len(images) if titles is None else titles
    if not 0 < len(images) == len(states) == len(titles):
        raise ValueError(
            "`images`, `states` and `titles` must have the same length, at least 1. "
            f"Received: {len(images)}, {len(states)} and {len(titles)}"
        )
    penalties = np.square(np.asarray(states)[:, np.newaxis] - codes).sum(axis=-1)
    count = len(images)
    figure = Figure(figsize=(1.08 * count, 5.1))
    grid = figure.add_gridspec(4, count, height_ratios=(1, 1.7, 1.7, 0.1), hspace=0.3)
    grid.update(left=0.02, right=0.98, top=0.92, bottom=0.09, wspace=0.1)
    for item, (state, row) in enumerate(zip(states, penalties, strict=True)):
        answer = row.argmin()
        for line, picture in enumerate((images[item], state, codes[answer])):
            axes = figure.add_subplot(grid[line, item])
            if line:
                picture = np.reshape(picture, paper.CODE_SHAPE)
            tile(axes, np.asarray(picture), 1, ink=line == 0)
            axes.set_title(("" if line else titles[item]), pad=3)
        axes.set_xlabel(f"{row[answer]:.1f}")
    state_bar(figure, figure.add_subplot(grid[3, :]))
    return figure


@styled
def penalty_histograms(penalties: Mapping[str, np.ndarray], most: float) -> Figure:
    """How often each penalty occurs, for a few kinds of penalties.

    Args:
        penalties: By kind, arrays of penalties; at most three kinds.
        most: Where the axis of penalties ends; larger ones count in the last bin.

    Returns:
        A Figure of one plot with its legend; heights are shares of a kind in percent.

    Raises:
        ValueError: If there is no kind, one is empty, or there are more than three.

    Example:

    >>> figure = penalty_histograms({"right class": np.array([3.0, 5.0])}, most=10)
    >>> figure.axes[0].get_legend_handles_labels()[1]
    ['right class']

    Reference:
        Section II-B, equation 7.
    """
    sizes = {kind: np.size(values) for kind, values in penalties.items()}
    if not 0 < len(sizes) <= len(HISTOGRAMS) or 0 in sizes.values():
        raise ValueError(
            f"`penalties` must hold 1 to {len(HISTOGRAMS)} kinds, none of them empty. "
            f"Received: sizes {sizes}"
        )
    figure = Figure(figsize=(5.4, 3.2), layout="constrained")
    axes = figure.subplots()
    for (kind, values), style in zip(penalties.items(), HISTOGRAMS, strict=False):
        share = np.full(np.size(values), 100 / np.size(values))
        capped = np.minimum(values, most)
        axes.hist(capped, bins=40, range=(0, most), weights=share, label=kind, **style)
    axes.set(xlabel="penalty", ylabel="% of its kind", xlim=(0, most))
    axes.legend(loc="upper right")
    return figure


@styled
def losses_by_penalty(wrong, losses: Mapping[str, np.ndarray]) -> Figure:
    """The loss of a pattern against the penalty of its wrong class.

    Args:
        wrong: Array of shape `(n,)`, penalties of the wrong class.
        losses: By label, arrays of shape `(n,)`.

    Returns:
        A Figure of one plot with its legend above.

    Raises:
        ValueError: If there is no loss, or one has another length.

    Example:

    >>> wrong = np.linspace(0, 10, 11)
    >>> len(losses_by_penalty(wrong, {"equation 8": np.full(11, 3.0)}).axes[0].lines)
    1

    Reference:
        Section II-C, equations 8 and 9.
    """
    lengths = {label: np.size(loss) for label, loss in losses.items()}
    if not lengths or set(lengths.values()) != {np.size(wrong)}:
        raise ValueError(
            f"`losses` must hold arrays of {np.size(wrong)} values, as `wrong` does. "
            f"Received: {lengths}"
        )
    figure = Figure(figsize=(5.4, 3.8), layout="constrained")
    axes = figure.subplots()
    for item, (label, loss) in enumerate(losses.items()):
        axes.plot(wrong, loss, label=label, **line_style(item))
    axes.set(xlabel="penalty of the wrong class", ylabel="loss", ylim=(0, None))
    figure.legend(loc="outside upper left", ncols=2)
    return figure


@styled
def acceptance_curves(
    digits: Mapping[str, np.ndarray], others: Mapping[str, Mapping[str, np.ndarray]]
) -> Figure:
    """Others accepted against digits accepted, as the threshold of a score rises.

    An input is accepted if its score is at most the threshold. A network that knows
    digits when it sees them has curves that stay low and rise at the right.

    Args:
        digits: By network, the scores of digits: arrays of any length.
        others: By network, the same ones, and by kind, the scores of other inputs.

    Returns:
        A Figure with one axes for each network, one below the other, and a legend.

    Raises:
        ValueError: If there is no network, or the networks differ.

    Example:

    >>> scores = np.array([1.0, 2.0, 3.0])
    >>> figure = acceptance_curves({"ours": scores}, {"ours": {"noise": scores + 5}})
    >>> figure.axes[0].lines[0].get_ydata().tolist()
    [0.0, 0.0, 0.0]

    Reference:
        Section II-B: rejection of what is no character. The curve is ours.
    """
    if not digits or digits.keys() != others.keys():
        raise ValueError(
            "`digits` and `others` must hold the same networks, at least one. "
            f"Received: {list(digits)} and {list(others)}"
        )
    figure = Figure(figsize=(5.4, 2.9 * len(digits) + 0.8), layout="constrained")
    grid = figure.subplots(len(digits), squeeze=False, sharex=True)[:, 0]
    for axes, (network, scores) in zip(grid, digits.items(), strict=True):
        thresholds = np.sort(scores)
        accepted = 100 * np.arange(1, len(thresholds) + 1) / len(thresholds)
        for item, (kind, values) in enumerate(others[network].items()):
            share = np.searchsorted(np.sort(values), thresholds, side="right")
            axes.plot(
                accepted, 100 * share / len(values), label=kind, **line_style(item)
            )
        axes.plot([0, 100], [0, 100], color=QUIET, linewidth=0.6)
        axes.set(title=network, ylabel="others accepted, %", xlim=(0, 100))
        axes.set_ylim(0, 100)
    grid[-1].set_xlabel("digits accepted, %")
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=3)
    return figure
