"""Section III-C, 1: weighted sums of the pixels, for classes or for pairs of them."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lenet_keras import paper
from lenet_keras.reproduce.classifiers.method import (
    CLASSES,
    Learned,
    Method,
    least_squares,
    signs,
    with_one,
)

PAIRS = tuple(combinations(range(CLASSES), 2))
_STEPS = 50


@dataclass(frozen=True)
class Linear(Method):
    """A layer of units, one for each class, taught +1 and -1 by squared errors.

    Args:
        units: `"linear"`, solved directly, or `"sigmoid"`, by gradient descent.
        decay: What a squared weight costs, against squared errors added up.

    Reference:
        Section III-C, 1: sigmoid and linear units, gradients and linear systems.
    """

    units: str
    decay: float

    def learn(self, x, labels, seed) -> Learned:
        weights = self.weights(x, labels)
        return Learned(
            lambda some: {"": self._outputs(with_one(some), weights)},
            weights.size,
            weights.size,
        )

    def weights(self, x, labels) -> np.ndarray:
        """The weights of the ten units, the bias below those of the pixels.

        Args:
            x: As `learn` takes it.
            labels: Likewise.

        Returns:
            Array `(pixels + 1, 10)`.
        """
        x, targets = with_one(x), signs(labels)
        if self.units == "linear":
            return least_squares(x, targets, self.decay)
        return descend(x, targets, self.decay)

    def _outputs(self, x, weights) -> np.ndarray:
        sums = x @ weights.astype("float32")
        return sums if self.units == "linear" else _squashed(sums)


@dataclass(frozen=True)
class Pairwise(Method):
    """A layer of 45 linear units, each of which tells one class from one other.

    Unit i/j is taught +1 on digits of class i and -1 on those of class j, and is shown
    no others. The score of a class is the sum of the outputs of its units, those of the
    other side counted against; outputs are, by readings, the weighted sums, these
    squashed, or their signs alone, where equal scores yield to the squashed ones.

    Args:
        decay: What a squared weight costs, against squared errors added up.

    Reference:
        Section III-C, 1: the pairwise linear classifier.
    """

    decay: float

    def learn(self, x, labels, seed) -> Learned:
        x = with_one(x)
        columns = []
        for pair in PAIRS:
            few = np.isin(labels, pair)
            targets = np.where(labels[few] == pair[0], 1.0, -1.0)
            columns.append(least_squares(x[few], targets[:, np.newaxis], self.decay))
        weights = np.concatenate(columns, axis=1).astype("float32")
        votes = np.zeros((len(PAIRS), CLASSES), "float32")
        for unit, (one, other) in enumerate(PAIRS):
            votes[unit, [one, other]] = 1, -1

        def scores(some):
            sums = with_one(some) @ weights
            squashed = _squashed(sums) @ votes
            signs_alone = np.sign(sums) @ votes + squashed / 1_000
            return {"linear": sums @ votes, "sigmoid": squashed, "sign": signs_alone}

        work = weights.size + int(np.count_nonzero(votes))
        return Learned(scores, weights.size, work)


def _squashed(sums) -> np.ndarray:
    return paper.AMPLITUDE * np.tanh(paper.SLOPE * sums)


def descend(x, targets, decay: float) -> np.ndarray:
    """The weights of sigmoid units with small squared errors, by quasi-Newton steps.

    Args:
        x: float32 array `(n, inputs)`.
        targets: Array `(n, units)`.
        decay: What a squared weight costs, against squared errors added up.

    Returns:
        float64 array `(inputs, units)`.
    """
    from scipy.optimize import minimize

    shape = x.shape[1], targets.shape[1]

    def loss(row):
        weights = row.reshape(shape).astype("float32")
        states = _squashed(x @ weights)
        errors = states - targets
        slopes = paper.SLOPE / paper.AMPLITUDE * (paper.AMPLITUDE**2 - states**2)
        gradient = 2 * (x.T @ (errors * slopes) + decay * weights)
        value = np.sum(errors**2, dtype=float) + decay * np.sum(weights**2, dtype=float)
        return value / len(x), gradient.ravel().astype("float64") / len(x)

    start = np.zeros(shape).ravel()
    options = {"maxiter": _STEPS}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(shape)
