"""Section III-C, 3: products of principal components, and a linear classifier."""

from dataclasses import dataclass

import numpy as np

from lenet_keras.reproduce.classifiers.method import (
    Learned,
    Method,
    least_squares,
    signs,
    with_one,
)


@dataclass(frozen=True)
class Quadratic(Method):
    """A polynomial of second degree of the first principal components.

    Args:
        components: How many.
        with_components: Whether they, too, are inputs of the classifier, beside their
            products. The paper counts 821 inputs: 820 products and a bias.
        strength: What a squared weight costs, against squared errors added up.

    Reference:
        Section III-C, 3.
    """

    components: int
    with_components: bool
    strength: float

    def learn(self, x, labels, seed) -> Learned:
        mean = x.mean(axis=0)
        directions = principal(x - mean, self.components)
        inputs = self._inputs((x - mean) @ directions)
        weights = least_squares(inputs, signs(labels), self.strength)

        def scores(some):
            return {"": self._inputs((some - mean) @ directions) @ weights}

        products = len(np.triu_indices(self.components)[0])
        work = directions.size + products + weights.size
        return Learned(
            scores,
            mean.size + directions.size + weights.size,
            work,
            {"inputs": len(weights)},
        )

    def _inputs(self, parts) -> np.ndarray:
        one, other = np.triu_indices(self.components)
        inputs = parts[:, one] * parts[:, other]
        if self.with_components:
            inputs = np.concatenate([inputs, parts], axis=1)
        return with_one(inputs)


def principal(x, components: int) -> np.ndarray:
    """The directions in which rows of mean zero vary most.

    Args:
        x: float32 array `(n, inputs)`.
        components: How many.

    Returns:
        float32 array `(inputs, components)`, of length 1 and at right angles, the
        direction of most variance first.

    Example:

    >>> from lenet_keras.reproduce.classifiers.polynomial import principal
    >>> import numpy as np
    >>> line = np.array([[3.0, 4.0], [-3.0, -4.0]], "float32")
    >>> abs(principal(line, 1)).round(2).tolist()
    [[0.6000000238418579], [0.800000011920929]]

    Reference:
        Section III-C, 3: the covariance matrix, diagonalised.
    """
    wide = x.astype("float64")
    _, directions = np.linalg.eigh(wide.T @ wide)
    return directions[:, : -components - 1 : -1].astype("float32")
