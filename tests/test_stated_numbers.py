"""Errors that prose states: computed from committed results, or the paper's.

Every percentage and every count of errors in a sentence of the book stands in the table
below, with what gives its value. What is not there is a failure.
"""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from lenet_keras import paper
from lenet_keras.results import shipped_runs

BOOK = Path(__file__).parents[1] / "book"
STATED = re.compile(r"(\d[\d,]*\.?\d*)\s*(?:\\?%|percent\b|errors\b)")


def of_pixels() -> float:
    (run,) = shipped_runs("features", "pixels")
    return 100 * run["measurements"][-1]["error"]


def sampling(percent: float, digits: int = 10_000) -> float:
    """The standard deviation of an error on so many digits, in percent."""
    return float(np.sqrt(percent * (100 - percent) / digits))


def invariance(label: str, transformation: str, *amounts: float) -> list[float]:
    """Errors of one recipe, mean of its seeds, in percent."""
    return [
        100
        * np.mean(
            [
                entry["error"]
                for run in shipped_runs("invariance", label)
                for entry in run["measurements"]
                if (entry["transformation"], entry["amount"])
                == (transformation, amount)
            ]
        )
        for amount in amounts
    ]
