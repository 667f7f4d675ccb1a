"""By how much a test error moves by chance: other digits, or other seeds."""

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._style import ACCENT, OTHER, QUIET, styled


@styled
def two_kinds_of_luck(dealt, seeds, printed: float) -> Figure:
    """Errors when other digits are dealt, above errors when other seeds are drawn.

    Args:
        dealt: Errors in percent of one network on many sets of digits: array of shape
            `(deals,)`.
        seeds: Errors in percent of several trainings on one set: array of shape `(n,)`.
        printed: The error in percent that the paper prints.

    Returns:
        A Figure of two plots above a common axis of errors: a histogram of the deals, a
        dot for each seed, and the printed error as a line through both. A bar in each
        reaches one standard deviation to either side of the mean.

    Raises:
        ValueError: If there are fewer than two deals or seeds.

    Example:

    >>> from lenet_keras.figures import two_kinds_of_luck
    >>> figure = two_kinds_of_luck([0.9, 1.0, 1.0], [0.94, 1.11], 0.95)
    >>> figure.axes[1].collections[0].get_offsets()[:, 0].tolist()
    [0.94, 1.11]

    Reference:
        Section III-C, where the paper says how uncertain its errors are.
    """
    dealt, seeds = np.asarray(dealt, float), np.asarray(seeds, float)
    if min(dealt.size, seeds.size) < 2:
        raise ValueError(
            "`dealt` and `seeds` must hold two errors at least. "
            f"Received: {dealt.size} and {seeds.size}"
        )
    figure = Figure(figsize=(5.4, 4.2), layout="constrained")
    upper, lower = figure.subplots(2, sharex=True, height_ratios=(3, 2))
    values, counts = np.unique(dealt, return_counts=True)
    width = np.diff(values).min(initial=0.01)
    upper.bar(values, counts, width, color=QUIET)
    upper.set(ylabel="deals")
    upper.set_title("the same network, other digits", loc="left")
    heights = np.linspace(0.35, 0.85, len(seeds))
    lower.scatter(seeds, heights, color=OTHER)
    lower.set(xlabel="test error, %", ylim=(0, 1), yticks=[])
    lower.spines["left"].set_visible(False)
    lower.set_title("the same digits, other seeds", loc="left")
    for axes, errors, height in ((upper, dealt, -0.05), (lower, seeds, 0.15)):
        axes.axvline(printed, color=ACCENT, linestyle="--", label="the paper’s")
        mean, spread = errors.mean(), errors.std(ddof=1)
        place = height * max(counts) if axes is upper else height
        bar = axes.errorbar(mean, place, xerr=spread, color="black", capsize=4, lw=2)
        bar.set_label("one standard deviation to either side")
    upper.set_ylim(-0.12 * max(counts), None)
    upper.set_yticks([tick for tick in upper.get_yticks() if tick >= 0])
    handles, labels = upper.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=2)
    return figure
