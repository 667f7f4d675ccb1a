"""What the ladder came to: errors with intervals, and what a rung changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from lenet_keras.reproduce.ladder.comparison import CHOSEN
from lenet_keras.reproduce.ladder.rungs import (
    BASE,
    LADDER_RUNGS,
    ROWS,
    RUNGS,
    row_label,
    row_title,
)
from lenet_keras.results import Result, shipped_experiments, shipped_runs

NAME = "ladder"
SHARE = 0.95  # of all intervals here


class Interval(NamedTuple):
    """A mean or a difference, with the ends of its interval, if it has one.

    Attributes:
        value: In percent, or points of a percent.
        low: The lower end.
        high: The upper end.
    """

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Row:
    """A row of the ladder, trained with some seeds.

    Args:
        rungs: Those that it has, or the name of a tutorial.
        errors: On the test digits, in percent: one for each seed.
        held_out: The same on the digits held out.
        parameters: Trainable ones, counted.
        multiply_accumulates: Counted.
        seconds: Of a processor, the median of those trainings that took the time.
        training: Errors of the last pass, on digits as the network saw them.
        rejected: The share of test digits to reject for 0.5 % error, in percent.
    """

    rungs: tuple[str, ...]
    errors: tuple[float, ...]
    held_out: tuple[float, ...]
    parameters: int
    multiply_accumulates: int
    seconds: float | None
    training: tuple[float, ...] = ()
    rejected: tuple[float, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The row as figures take it."""
        _, low, high = self.mean
        return {
            "name": row_title(self.rungs),
            "rungs": [*self.rungs],
            "errors": [*self.errors],
            "low": low,
            "high": high,
            "parameters": self.parameters,
            "operations": self.multiply_accumulates,
            "seconds": self.seconds,
        }

    @property
    def mean(self) -> Interval:
        """The mean error, with its 95 % interval by Student's t over the seeds."""
        from scipy import stats

        errors = np.asarray(self.errors)
        if len(errors) < 2:
            return Interval(float(errors.mean()), None, None)
        found = stats.ttest_1samp(errors, 0).confidence_interval(SHARE)
        return Interval(float(errors.mean()), float(found.low), float(found.high))


def trained_rows() -> dict[str, Row]:
    """The rows of the ladder that have committed results, by label, in their order.

    Example:

    >>> from lenet_keras.reproduce.ladder.findings import trained_rows
    >>> all(row.errors for row in trained_rows().values())
    True
    """
    if NAME not in shipped_experiments():
        return {}
    by_rungs: dict[tuple, list[Result]] = {}
    for run in shipped_runs(NAME):
        recipe = run["recipe"]
        key = (*recipe["rungs"],), recipe["learning_rate"]
        by_rungs.setdefault(key, []).append(run)
    return {
        row: _row(rungs, by_rungs[rungs, CHOSEN[row]])
        for row, rungs in ROWS.items()
        if (rungs, CHOSEN[row]) in by_rungs
    }


def _row(rungs: tuple[str, ...], runs: Sequence[Result]) -> Row:
    found = [run["measurements"][0] for run in runs]
    seconds = [one["train_seconds"] for one in found if one["train_seconds"]]
    return Row(
        rungs,
        tuple(100 * one["error"] for one in found),
        tuple(100 * one["held_out_errors"][-1] for one in found),
        found[0]["parameters"],
        found[0]["multiply_accumulates"],
        float(np.median(seconds)) if seconds else None,
        tuple(100 * one["train_error"] for one in found),
        tuple(100 * one["rejected"] for one in found),
    )


def difference(before: Row, after: Row) -> Interval:
    """By how much the mean error changes, in points, with its 95 % interval (Welch).

    Both rows are judged on the same digits, so the seeds alone are the yardstick.

    Args:
        before: A row.
        after: Another one.

    Example:

    >>> from lenet_keras.reproduce.ladder.findings import Row, difference
    >>> one = Row((), (1.0, 1.1), (1.2, 1.2), 60_000, 340_908, None)
    >>> other = Row(("relu",), (0.8, 0.9), (1.0, 1.0), 60_000, 340_908, None)
    >>> [round(number, 2) for number in difference(one, other)]
    [-0.2, -0.5, 0.1]
    """
    from scipy import stats

    value = float(np.mean(after.errors) - np.mean(before.errors))
    if min(len(before.errors), len(after.errors)) < 2:
        return Interval(value, None, None)
    welch = stats.ttest_ind(after.errors, before.errors, equal_var=False)
    found = welch.confidence_interval(SHARE)
    return Interval(value, float(found.low), float(found.high))


class Step(NamedTuple):
    """What one rung is added to, or taken from.

    Attributes:
        before: The label of the row without the rung.
        after: The label of the row with it.
    """

    before: str
    after: str


def steps(way: str, rows: Mapping[str, Row]) -> dict[str, Step]:
    """Pairs of rows that differ by one rung, by the name of the rung.

    Args:
        way: `"climbed"`: each rung on those below it; `"alone"`: each on the exact
            network with equation 9 and Adam, equation 9 itself on the same with
            equation 8; `"removed"`: each taken from the network with all.
        rows: As `trained_rows` gives them. A pair of which one is missing is left out.

    Raises:
        ValueError: If there is no such way.

    Example:

    >>> from lenet_keras.reproduce.ladder.findings import Row, steps
    >>> row = Row((), (1.0,), (1.0,), 60_000, 340_908, None)
    >>> rows = {"exact": row, "exact-equation-9": row}
    >>> steps("climbed", rows)["equation-9"].after
    'exact-equation-9'
    """
    pairs = {
        "climbed": {r: (RUNGS[:at], RUNGS[: at + 1]) for at, r in enumerate(RUNGS)},
        "alone": {
            "equation-9": (("adam",), BASE),
            "softmax": (BASE, (*BASE, "softmax")),
            "logits": ((*BASE, "softmax"), (*BASE, "softmax", "logits")),
            **{rung: (BASE, (*BASE, rung)) for rung in RUNGS[4:]},
        },
        "removed": {
            rung: (tuple(r for r in RUNGS if r != rung), RUNGS) for rung in RUNGS[3:]
        },
    }
    if way not in pairs:
        raise ValueError(f"`way` must be one of {tuple(pairs)}. Received: {way!r}")
    found = {
        rung: Step(row_label(before), row_label(after))
        for rung, (before, after) in pairs[way].items()
    }
    return {rung: step for rung, step in found.items() if {*step} <= rows.keys()}


def changes(rows: Mapping[str, Row]) -> list[dict[str, Any]]:
    """What each single rung changes, as `lenet_keras.live.Ladder` takes it.

    Args:
        rows: As `trained_rows` gives them.

    Returns:
        For all pairs of rows that differ by one rung, `before` and `after`, the rungs
        of both, `by`, `low` and `high` of the difference, in points.

    Example:

    >>> from lenet_keras.reproduce.ladder.findings import Row, changes
    >>> exact = Row((), (1.0,), (1.0,), 60_000, 340_908, None)
    >>> relu = Row(("relu",), (0.9,), (1.0,), 60_000, 340_908, None)
    >>> [round(one["by"], 2) for one in changes({"exact": exact, "exact-relu": relu})]
    [-0.1]
    """
    return [
        {"before": before.rungs, "after": after.rungs}
        | dict(zip(("by", "low", "high"), difference(before, after), strict=True))
        for before in rows.values()
        for after in rows.values()
        if {*before.rungs} < {*after.rungs}
        and len(after.rungs) == len(before.rungs) + 1
        and {*after.rungs} <= {*RUNGS}
    ]


def panels(rows: Mapping[str, Row]) -> dict[str, dict[str, dict[str, Any]]]:
    """The rows as `lenet_keras.figures.rung_errors` takes them.

    Args:
        rows: As `trained_rows` gives them.

    Example:

    >>> from lenet_keras.reproduce.ladder.findings import panels
    >>> [*panels({})]
    ['one after the other', 'alone', 'all but this one']
    """
    ways = {
        "one after the other": ("climbed", "after"),
        "alone": ("alone", "after"),
        "all but this one": ("removed", "before"),
    }
    return {
        title: {
            LADDER_RUNGS[rung].title: rows[getattr(step, end)].to_dict()
            for rung, step in steps(way, rows).items()
        }
        for title, (way, end) in ways.items()
    }
