"""What all classifiers have in common: they learn, and then they give scores."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import numpy as np

CLASSES = 10


@dataclass(frozen=True)
class Learned:
    """A classifier that has learned.

    Args:
        scores: Takes float32 pixels `(n, pixels)` and gives the scores of the classes,
            an array `(n, 10)` of which the greatest is the answer, for each of its
            readings: one named `""`, or several that differ in what is done last.
        variables: How many numbers are stored for it.
        multiply_accumulates: How many products it adds up to read one digit.
        remarks: What else the result says, for JSON.
    """

    scores: Callable[[np.ndarray], dict[str, np.ndarray]]
    variables: int
    multiply_accumulates: int
    remarks: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Method(ABC):
    """A way of learning, with everything that is chosen about it as its fields."""

    @abstractmethod
    def learn(self, x: np.ndarray, labels: np.ndarray, seed: int) -> Learned:
        """Learns from digits.

        Args:
            x: float32 array `(n, pixels)`, from 0 to 1 (ink).
            labels: Integer array `(n,)`.
            seed: Decides what is left to chance, if anything is.
        """

    def settings(self) -> dict:
        """The fields by name, for a result."""
        return {"method": type(self).__name__, **asdict(self)}


def signs(labels, classes: int = CLASSES) -> np.ndarray:
    """The targets of units: +1 for the right class, -1 for all others.

    Args:
        labels: Integer array `(n,)`.
        classes: How many there are.

    Returns:
        float32 array `(n, classes)`.

    Example:

    >>> from lenet_keras.reproduce.classifiers.method import signs
    >>> signs([1], classes=3)
    array([[-1.,  1., -1.]], dtype=float32)
    """
    return 2 * np.eye(classes, dtype="float32")[np.asarray(labels, int)] - 1


def with_one(x) -> np.ndarray:
    """The same rows with a 1 at their end, whose weight is a bias.

    Args:
        x: Array `(n, inputs)`.
    """
    return np.concatenate([x, np.ones((len(x), 1), x.dtype)], axis=1)


def least_squares(x, targets, strength: float) -> np.ndarray:
    """The weights with the least squared error, and short ones.

    Args:
        x: Array `(n, inputs)`.
        targets: Array `(n, units)`.
        strength: What a squared weight costs, against squared errors added up.

    Returns:
        float64 array `(inputs, units)`.

    Example:

    >>> from lenet_keras.reproduce.classifiers.method import least_squares
    >>> import numpy as np
    >>> least_squares(np.eye(2), np.array([[4.0], [6.0]]), strength=1.0)
    array([[2.],
           [3.]])
    """
    x = x.astype("float64")
    both = x.T @ x
    both[np.diag_indices_from(both)] += strength
    return np.linalg.solve(both, x.T @ targets)
