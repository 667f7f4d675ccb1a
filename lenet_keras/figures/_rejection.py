"""Wrong answers and doubt: which errors, how close, and what rejecting saves."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from lenet_keras.figures._panels import write_cells
from lenet_keras.figures._style import AMOUNT, QUIET, line_style, styled


@styled
def confusion_tables(tables: Mapping[str, np.ndarray]) -> Figure:
    """How often which class is taken for which other, for a few networks.

    Args:
        tables: By name of the network, arrays of shape `(classes, classes)` of
            counts: right class by answer. The diagonal, the right answers, is left out.

    Returns:
        A Figure with one table for each network, below each other, on one scale of
        colours from zero; a count stands in each cell that has any.

    Raises:
        ValueError: If there is no table, or they are not square and of one size.

    Example:

    >>> from lenet_keras.figures import confusion_tables
    >>> figure = confusion_tables({"ours": [[90, 2], [0, 80]]})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['2']

    Reference:
        Section III-B, Fig. 8, prints the errors of which this is the count.
    """
    arrays = {name: np.array(table) for name, table in tables.items()}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) != 1 or any(len(set(s)) != 1 or len(s) != 2 for s in shapes):
        raise ValueError(
            "`tables` must hold square arrays of one size, at least one. "
            f"Received: shapes {[array.shape for array in arrays.values()]}"
        )
    for array in arrays.values():
        np.fill_diagonal(array, 0)
    largest = max(array.max() for array in arrays.values())
    figure = Figure(figsize=(4.6, 3.7 * len(arrays) + 0.5), layout="constrained")
    grid = figure.subplots(len(arrays), 1, squeeze=False)[:, 0]
    for axes, (name, counts) in zip(grid, arrays.items(), strict=True):
        picture = axes.imshow(counts, cmap=AMOUNT, vmin=0, vmax=max(largest, 1))
        texts = [[f"{number:d}" if number else "" for number in row] for row in counts]
        write_cells(axes, texts, counts > 0.7 * largest)
        places = range(len(counts))
        axes.plot(places, places, "x", color=QUIET, markersize=4)
        axes.set(xticks=places, yticks=places, xlabel="answer", ylabel="label")
        axes.set_title(name)
    figure.colorbar(
        picture, ax=grid, location="bottom", shrink=0.7, aspect=25, label="errors"
    )
    return figure


@styled
def errors_by_margin(margin, wrong: Mapping[str, np.ndarray]) -> Figure:
    """How many errors are among the digits with the smallest margins.

    Args:
        margin: Array of shape `(n,)`: the margins that one network gives.
        wrong: By name, boolean arrays of shape `(n,)`: the errors of that network or
            of others, at least one in each.

    Returns:
        A Figure of one plot with a logarithmic scale of digits and its legend above.

    Raises:
        ValueError: If the lengths differ, or an array has no error.

    Example:

    >>> from lenet_keras.figures import acceptance_curves
    >>> from lenet_keras.figures import errors_by_margin
    >>> import numpy as np
    >>> wrong = {"ours": np.array([False, True, True])}
    >>> line = errors_by_margin([9.0, 1.0, 5.0], wrong).axes[0].lines[0]
    >>> line.get_ydata().tolist()
    [50.0, 100.0, 100.0]

    Reference:
        Section III-C: the margin; Fig. 8: the errors.
    """
    margin = np.asarray(margin)
    if any(len(w) != len(margin) or not np.any(w) for w in wrong.values()):
        raise ValueError(
            "`wrong` must hold as many patterns as `margin`, errors among them. "
            f"Received: {len(margin)} margins, "
            f"errors of length {[len(w) for w in wrong.values()]}"
        )
    order = np.argsort(margin, kind="stable")
    share = 100 * np.arange(1, len(margin) + 1) / len(margin)
    figure = Figure(figsize=(5.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for item, (name, one) in enumerate(wrong.items()):
        found = np.cumsum(np.asarray(one, bool)[order])
        axes.plot(share, 100 * found / found[-1], label=name, **line_style(item))
    axes.plot(share, share, ":", color=QUIET, label="any, by chance")
    axes.set(xscale="log", xlim=(share[0], 100), ylim=(0, 101))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.set(xlabel="digits, smallest margin first, %", ylabel="errors among them, %")
    figure.legend(loc="outside upper left")
    return figure


@styled
def rejection_curves(
    confidences: Mapping[str, np.ndarray],
    wrong,
    target: float | None = None,
    furthest: float = 6.0,
) -> Figure:
    """Chow's tradeoff: the errors that are left against the digits rejected.

    Args:
        confidences: By name of the criterion or network, arrays of shape `(n,)`; the
            digit with the smallest is rejected first.
        wrong: Boolean array of shape `(n,)`, the wrong answers; or such an array by
            name, for networks that err on different digits.
        target: A percentage: a grey line shows where so many of the answers given are
            wrong. Defaults to none.
        furthest: Where the axis of rejected digits ends, in percent. Defaults to 6.

    Returns:
        A Figure of one plot with its legend above. Dotted lines, if all have the same
        wrong answers: what a judge would save who rejects wrong answers only, and one
        who rejects blindly.

    Raises:
        ValueError: If there is no criterion, or the names or lengths differ.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.figures import rejection_curves
    >>> wrong = np.array([False, True, False, False])
    >>> figure = rejection_curves({"margin": np.array([9.0, 1.0, 5.0, 0.0])}, wrong)
    >>> figure.axes[0].lines[0].get_xydata().tolist()
    [[0.0, 25.0], [25.0, 25.0], [50.0, 0.0], [75.0, 0.0], [100.0, 0.0]]

    Reference:
        Section III-C, Fig. 10. Chow, "On optimum recognition error and reject
        tradeoff", 1970.
    """
    shared = not isinstance(wrong, Mapping)
    by_name = dict.fromkeys(confidences, wrong) if shared else wrong
    lengths = {name: len(array) for name, array in confidences.items()}
    answers = {name: len(array) for name, array in by_name.items()}
    if not lengths or lengths != answers:
        raise ValueError(
            "`confidences` must hold as many patterns as `wrong` for each name. "
            f"Received: {lengths} and {answers}"
        )
    figure = Figure(figsize=(5.4, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for item, (name, array) in enumerate(confidences.items()):
        errors = np.asarray(by_name[name], bool)[np.argsort(array, kind="stable")]
        left = errors.sum() - np.cumsum([0, *errors])
        rejected = 100 * np.arange(len(left)) / len(errors)
        axes.plot(rejected, 100 * left / len(errors), label=name, **line_style(item))
    if shared:
        all_errors = 100 * np.mean(wrong)
        axes.plot([0, all_errors], [all_errors, 0], ":", color=QUIET)
        axes.plot([0, 100], [all_errors, 0], ":", color=QUIET)
    if target is not None:
        axes.plot([0, 100], [target, 0], color=QUIET, linewidth=0.8)
        height = target * (1 - furthest / 100)
        note = f"{target:g} % of the answers"
        axes.text(furthest, height, note, ha="right", va="bottom")
    axes.set(xlim=(0, furthest), ylim=(0, None))
    axes.set(xlabel="digits rejected, %", ylabel="wrong answers left, % of all digits")
    figure.legend(loc="outside upper left")
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

    >>> import numpy as np
    >>> from lenet_keras.figures import acceptance_curves
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
