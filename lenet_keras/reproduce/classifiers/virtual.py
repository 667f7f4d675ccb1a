"""Section III-C, 11: support vectors that are shifted, and learned from once more."""

from dataclasses import dataclass
from math import isqrt

import numpy as np

from lenet_keras.digits import shift
from lenet_keras.reproduce.classifiers.machines import (
    Kernel,
    Machine,
    SupportVectors,
    machine,
    sums_of,
)
from lenet_keras.reproduce.classifiers.method import Learned

SHIFTS = {
    4: ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)),
    8: tuple((dx, dy) for dy in (0, 1, -1) for dx in (0, 1, -1)),
}
"""By the number of neighbours of a pixel: none first, then one in each direction."""


@dataclass(frozen=True)
class VirtualVectors(SupportVectors):
    """Ten machines that learn from support vectors and from these, shifted by a pixel.

    Args:
        degree: As in `SupportVectors`.
        constant: As in `SupportVectors`.
        cost: As in `SupportVectors`.
        directions: In how many directions they are shifted, 4 or 8.

    Reference:
        Section III-C, 11: the V-SVM; Burges and Schoelkopf, "Improving the accuracy and
        speed of support vector machines", 1997, shift by a pixel.
    """

    directions: int = 8

    def learn(self, x, labels, seed) -> Learned:
        kernel, machines, vectors = self.virtual(x, labels)
        return sums_of(kernel, machines, vectors)

    def virtual(self, x, labels) -> tuple[Kernel, list[Machine], np.ndarray]:
        """The kernel, the machines, and the digits that their vectors are among.

        Args:
            x: As `learn` takes it.
            labels: Likewise.
        """
        kernel = self.kernel(x)
        found, vectors, used = [], [], 0
        for one, first in enumerate(self.machines(x, labels, kernel)):
            more = shifted(x[first.support], self.directions)
            sides = np.where(labels[first.support] == one, 1.0, -1.0)
            sides = np.tile(sides, self.directions + 1)
            second = machine(more, sides, kernel, self.cost)
            vectors.append(more[second.support])
            places = np.arange(used, used + len(second.support))
            found.append(replace_support(second, places))
            used += len(places)
        together, places = np.unique(
            np.concatenate(vectors), axis=0, return_inverse=True
        )
        found = [replace_support(one, places.ravel()[one.support]) for one in found]
        return kernel, found, together


def replace_support(one: Machine, support: np.ndarray) -> Machine:
    """The same machine, its vectors found elsewhere, in ascending order.

    Args:
        one: The machine.
        support: Where its vectors are now, each once.
    """
    order = np.argsort(support)
    return one._replace(support=support[order], weights=one.weights[order])


def shifted(x, directions: int) -> np.ndarray:
    """The digits, and then the same ones shifted by a pixel in each direction.

    Args:
        x: Array `(n, side * side)`; paper is 0.
        directions: 4 or 8.

    Returns:
        Array `((directions + 1) * n, side * side)`.

    Example:

    >>> from lenet_keras.reproduce.classifiers.virtual import shifted
    >>> import numpy as np
    >>> shifted(np.array([[1.0, 0.0, 0.0, 0.0]]), 4)[[0, 1, 3]].tolist()
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
    """
    side = isqrt(x.shape[1])
    images = x.reshape(-1, side, side, 1)
    moved = [shift(images, dx, dy, fill=0.0) for dx, dy in SHIFTS[directions]]
    return np.concatenate(moved).reshape(-1, x.shape[1])
