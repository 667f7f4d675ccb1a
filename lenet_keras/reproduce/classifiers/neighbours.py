"""Section III-C, 2: the classes of the most similar digits that are stored."""

from dataclasses import dataclass

import numpy as np

from lenet_keras.reproduce.classifiers.method import CLASSES, Learned, Method

VOTERS = (1, 3, 5, 7)
_BATCH = 500


@dataclass(frozen=True)
class Neighbours(Method):
    """The k nearest of all stored digits vote; k is what is read off last.

    Each class's score is its votes. Its share of the distances to the nearest digit of
    each class, below 1, is taken off: it decides between equal votes, and orders the
    answers for rejection. The paper tells neither how it did.

    Reference:
        Section III-C, 2: Euclidean distance, k = 3 on the deslanted digits.
    """

    def learn(self, x, labels, seed) -> Learned:
        order = np.argsort(labels, kind="stable")
        stored, known = x[order], labels[order]

        def scores(some):
            voters, distances = nearest(some, stored, known, max(VOTERS))
            return {f"k={k}": votes(voters[:, :k], distances) for k in VOTERS}

        return Learned(scores, x.size, x.size)


def nearest(x, stored, known, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The classes of the nearest digits, and how near each class comes.

    Args:
        x: float32 array `(n, inputs)`.
        stored: float32 array `(m, inputs)`, class by class.
        known: Their classes, in ascending order.
        most: How many of the nearest.

    Returns:
        Their classes, the nearest first, an array `(n, most)`; and the distance to the
        nearest of each class, `(n, 10)`, infinite where a class has none.

    Example:

    >>> from lenet_keras.reproduce.classifiers.neighbours import nearest
    >>> import numpy as np
    >>> stored = np.array([[0.0], [4.0], [9.0]], "float32")
    >>> voters, distances = nearest(np.array([[5.0]]), stored, np.array([0, 0, 1]), 2)
    >>> voters.tolist(), distances[0, :2].tolist()
    ([[0, 1]], [1.0, 4.0])
    """
    squares = np.einsum("ij,ij->i", stored, stored)
    present, firsts = np.unique(known, return_index=True)
    voters, distances = [], []
    for start in range(0, len(x), _BATCH):
        some = x[start : start + _BATCH]
        far = squares - 2 * (some @ stored.T)
        far += np.einsum("ij,ij->i", some, some)[:, np.newaxis]
        few = np.argpartition(far, most - 1, axis=1)[:, :most]
        order = np.take_along_axis(far, few, axis=1).argsort(axis=1, kind="stable")
        voters.append(known[np.take_along_axis(few, order, axis=1)])
        by_class = np.full((len(some), CLASSES), np.inf)
        by_class[:, present] = np.minimum.reduceat(far, firsts, axis=1)
        distances.append(np.sqrt(np.maximum(by_class, 0)))
    return np.concatenate(voters), np.concatenate(distances)


def votes(voters, distances) -> np.ndarray:
    """The score of each class: its votes, less its share of the distances.

    Args:
        voters: Classes, an integer array `(n, k)`.
        distances: As `nearest` gives them.

    Returns:
        float64 array `(n, 10)`.
    """
    counts = np.stack([(voters == c).sum(axis=1) for c in range(CLASSES)], axis=1)
    known = np.where(np.isfinite(distances), distances, 0)
    total = np.maximum(known.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return counts - np.where(np.isfinite(distances), known / total, 1)
