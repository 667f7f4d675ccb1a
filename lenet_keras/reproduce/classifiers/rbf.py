"""Section III-C, 4: a thousand Gaussian units and a linear classifier."""

from dataclasses import dataclass

import numpy as np

from lenet_keras.reproduce.classifiers.method import (
    CLASSES,
    Learned,
    Method,
    least_squares,
    signs,
    with_one,
)

WIDTHS = (0.5, 0.75, 1.0, 1.25)


@dataclass(frozen=True)
class GaussianUnits(Method):
    """Gaussian units around prototypes of each class, added up with weights.

    Args:
        units: How many for each class; K-means on the digits of the class places them.
        strength: Of the regularised pseudo-inverse: what a squared weight costs,
            against squared errors added up.

    The width of all units is a multiple of the mean distance of a digit to its
    prototype, one for each reading. The paper tells no widths.

    Reference:
        Section III-C, 4.
    """

    units: int
    strength: float

    def learn(self, x, labels, seed) -> Learned:
        centres, distance = prototypes(x, labels, self.units, seed)
        found = {}
        for factor in WIDTHS:
            width = factor * distance
            states = _states(x, centres, width)
            found[f"width={factor}"] = (
                width,
                least_squares(with_one(states), signs(labels), self.strength),
            )

        def scores(some):
            return {
                name: with_one(_states(some, centres, width)) @ weights
                for name, (width, weights) in found.items()
            }

        _, weights = next(iter(found.values()))
        size = centres.size + weights.size
        return Learned(scores, size + 1, size, {"distance": distance})


def prototypes(x, labels, units: int, seed: int) -> tuple[np.ndarray, float]:
    """Means of groups of similar digits of a class, so many for each class.

    Args:
        x: float32 array `(n, inputs)`.
        labels: Their classes.
        units: How many groups a class has.
        seed: Decides with which digits they begin.

    Returns:
        The means, class by class, a float32 array `(10 * units, inputs)`, and the mean
        distance of a digit to that of its group.
    """
    from sklearn.cluster import KMeans

    centres, distances = [], []
    for one in range(CLASSES):
        same = x[labels == one]
        groups = KMeans(units, n_init=1, random_state=seed).fit(same)
        centres.append(groups.cluster_centers_)
        own = groups.cluster_centers_[groups.labels_]
        distances.append(np.linalg.norm(same - own, axis=1))
    together = np.concatenate(centres).astype("float32")
    return together, float(np.concatenate(distances).mean())


def _states(x, centres, width: float) -> np.ndarray:
    squares = np.einsum("ij,ij->i", centres, centres) - 2 * (x @ centres.T)
    squares += np.einsum("ij,ij->i", x, x)[:, np.newaxis]
    return np.exp(np.maximum(squares, 0) / np.float32(-2 * width**2))
