"""What chance does: to a test error, and to the errors that two networks share."""

from collections.abc import Mapping, Sequence

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


@styled
def errors_dealt_again(
    rows: Mapping[str, np.ndarray], borders: Sequence[int], dealt, counted: int
) -> Figure:
    """Errors that two networks share, beside those shared when one's are dealt again.

    Args:
        rows: By its title, for each of some digits whether a network errs: first the
            network that is compared, then the other, then the other's errors dealt
            again. Boolean arrays of one shape `(digits,)`, the hardest digit first.
        borders: After how many digits a group ends within which errors are dealt.
        dealt: How many errors were shared in each of many deals.
        counted: How many errors the two networks share.

    Returns:
        A Figure of two plots. Above, a mark for each error, black for the first
        network, for the others red where it errs too; dotted lines between groups.
        Below, a histogram of the deals and a line at what was counted.

    Raises:
        ValueError: If the rows differ in length or there are fewer than two.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import errors_dealt_again
    >>> rows = {"one": np.array([True, False]), "other": np.array([True, True])}
    >>> len(errors_dealt_again(rows, [1], [0, 1, 1], counted=1).axes)
    2

    Reference:
        Not in the paper, whose Fig. 8 shows the errors of one network.
    """
    if len({len(row) for row in rows.values()}) != 1 or len(rows) < 2:
        raise ValueError(
            "`rows` must hold at least two rows of one length. Received lengths: "
            f"{ {title: len(row) for title, row in rows.items()} }"
        )
    figure = Figure(figsize=(5.6, 4.0), layout="constrained")
    upper, lower = figure.subplots(2, height_ratios=(2, 3))
    first = np.asarray(next(iter(rows.values())))
    for line, row in enumerate(rows.values()):
        met = "black" if line == 0 else ACCENT
        for errors, colour in ((row & ~first, OTHER), (row & first, met)):
            places = np.flatnonzero(errors)
            heights = np.full(len(places), line)
            upper.scatter(places, heights, 90, colour, marker="|", linewidths=1.8)
    for border in borders:
        upper.axvline(border - 0.5, color=QUIET, linestyle=":")
    upper.set(xlabel="digits, the hardest first", ylim=(len(rows) - 0.5, -0.5))
    upper.set_yticks(range(len(rows)), rows)
    values, counts = np.unique(dealt, return_counts=True)
    lower.bar(values, counts, 0.9, color=QUIET, label="dealt again")
    lower.axvline(counted, color=ACCENT, label="counted")
    lower.set(xlabel="errors in common", ylabel="deals", xlim=(0, None))
    lower.legend()
    return figure
