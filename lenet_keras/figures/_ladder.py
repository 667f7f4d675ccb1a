"""What single changes do to the error: alone, one after the other, or taken away."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lenet_keras.figures._style import ACCENT, OTHER, QUIET, styled


@styled
def rung_errors(
    panels: Mapping[str, Mapping[str, Mapping[str, Any]]],
    references: Mapping[str, float] | None = None,
) -> Figure:
    """Errors of networks that differ by one change, in panels with rows of one order.

    Args:
        panels: By title of the panel, by name of the change: `errors` in percent, one
            for each seed, with `low` and `high`, the ends of an interval, or `None`.
        references: By title of the panel, the error, in percent, of the network
            without these changes: an upright line. Defaults to none.

    Returns:
        A Figure with a panel beside the other. Small dots are seeds, a large one is
        their mean, with its interval as a bar. The rows are those of the first panel;
        what only later ones have follows below.

    Raises:
        ValueError: If there is no row.

    Example:

    >>> from lenet_keras.figures import rung_errors
    >>> relu = {"errors": [0.9, 1.0], "low": 0.85, "high": 1.05}
    >>> len(rung_errors({"alone": {"ReLU": relu}}, {"alone": 1.1}).axes)
    1

    Reference:
        Not in the paper: what changed since.
    """
    names = list(dict.fromkeys(name for rows in panels.values() for name in rows))
    if not names:
        raise ValueError(f"`panels` must hold a row. Received: {dict(panels)!r}")
    figure = Figure(
        figsize=(2.6 + 1.9 * len(panels), 1.1 + 0.3 * len(names)), layout="constrained"
    )
    grid = figure.subplots(1, len(panels), sharex=True, sharey=True, squeeze=False)
    for axes, (title, rows) in zip(grid[0], panels.items(), strict=True):
        if references and title in references:
            axes.axvline(references[title], color=ACCENT, linestyle="--", linewidth=1)
        for name, row in rows.items():
            height = names.index(name)
            errors = np.asarray(row["errors"], float)
            axes.plot(errors, np.full(len(errors), height), "o", ms=3, color=QUIET)
            if row["low"] is not None:
                ends = [row["low"], row["high"]]
                axes.plot(ends, [height, height], color=OTHER, linewidth=2.5)
            axes.plot(errors.mean(), height, "o", ms=7, color=OTHER)
        axes.set(title=title, ylim=(len(names) - 0.5, -0.5))
        axes.set_yticks(range(len(names)), names)
        axes.grid(axis="x", linewidth=0.4)
    figure.supxlabel("test error, %", fontsize=10)
    return figure
