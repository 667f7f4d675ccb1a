"""What came out for the classifiers, beside what Figs. 9 to 12 print."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from lenet_keras import paper
from lenet_keras.reproduce.classifiers.answers import rejection_interval
from lenet_keras.reproduce.classifiers.catalogue import CATALOGUE
from lenet_keras.reproduce.classifiers.comparison import descriptions
from lenet_keras.results import shipped_labels, shipped_runs

DIGITS = 10_000  # that are judged


class Finding(NamedTuple):
    """What committed runs say of a classifier.

    Attributes:
        label: Of its runs.
        bar: What Fig. 9 calls it; `None` where it has no such bar.
        differs: What differs from the paper, or is not said there, in a sentence.
        measurements: What each seed measured, as `judged` and the runs say it; none
            where no run is committed.
    """

    label: str
    bar: str | None
    differs: str
    measurements: list[dict[str, Any]]


class Value(NamedTuple):
    """A number with the ends of its bar.

    Attributes:
        value: The mean over the seeds.
        low: The smallest of them; with a single run, the lower end of the interval of
            `judged`.
        high: The other end.
    """

    value: float
    low: float
    high: float


def findings() -> list[Finding]:
    """The classifiers: those of Fig. 9 from its top, then those without a bar.

    Example:

    >>> from lenet_keras.reproduce.classifiers import findings
    >>> [one.bar for one in findings()][:2]
    ['linear', '[deslant] linear']
    """
    bars = list(paper.printed_classifiers())
    found = [
        Finding(label, one.bar, one.differs, _measurements(label))
        for label, one in descriptions().items()
    ]
    return sorted(found, key=lambda one: bars.index(one.bar) if one.bar else len(bars))


def _measurements(label: str) -> list[dict[str, Any]]:
    experiment = "classifiers" if label in CATALOGUE else "classifier-networks"
    if label not in shipped_labels(experiment):
        return []
    return [run["measurements"][-1] for run in shipped_runs(experiment, label)]


def _errors(one: dict) -> list[float]:
    return [100 * number for number in (one["error"], *one["interval"])]


def _rejections(one: dict) -> list[float]:
    ends = rejection_interval(one["wrong"], DIGITS)
    return [100 * number for number in (one["rejected"], *ends)]


def _costs(name: str) -> Callable[[dict], list[float]]:
    return lambda one: [one[name] / 1_000] * 3


_READ: dict[str, Callable[[dict], list[float]]] = {
    "error": _errors,
    "rejected": _rejections,
    "multiply_accumulates": _costs("multiply_accumulates"),
    "variables": _costs("variables"),
}


def compared(what: str) -> tuple[dict[str, float], dict[str, Value]]:
    """A figure of the paper: what it prints, and what came out here.

    Args:
        what: `"error"`, in percent (Fig. 9), `"rejected"`, in percent (10),
            `"multiply_accumulates"` (11) or `"variables"` (12), in thousands.

    Returns:
        By the names of Fig. 9 and in its order: what the figure prints, where it does;
        and the same number of ours, for all classifiers with committed runs.

    Example:

    >>> from lenet_keras.reproduce.classifiers import compared
    >>> printed, ours = compared("error")
    >>> printed["LeNet-5"]
    0.95

    Reference:
        Section III-C, Figs. 9 to 12.
    """
    rows = paper.printed_classifiers().items()
    printed = {bar: row[what] for bar, row in rows if what in row}
    ours = {
        one.bar: _value([_READ[what](seed) for seed in one.measurements])
        for one in findings()
        if one.bar and one.measurements
    }
    return printed, ours


def _value(seeds: list[list[float]]) -> Value:
    if len(seeds) == 1:
        return Value(*seeds[0])
    numbers = [number for number, *_ in seeds]
    return Value(float(np.mean(numbers)), min(numbers), max(numbers))
