"""Section III-C, 11: support vector machines, each telling one class from the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lenet_keras.reproduce.classifiers.method import CLASSES, Learned, Method

_FIRST = 4_000  # digits that a machine begins with,
_MORE = 6_000  # and at most so many that it gets wrong are added at a time
_ROUNDS = 30
_TOLERANCE = 1e-2  # of the margin, which is 1
_BATCH = 2_000


@dataclass(frozen=True)
class Kernel:
    """(a . b / scale + constant) to the power of a degree: products of pixels.

    Args:
        degree: Of the polynomial.
        constant: With 0 only products of just so many pixels count; with 1 also those
            of fewer.
        scale: The mean squared length of the digits, so that the power is of numbers
            around 1.
    """

    degree: int
    constant: float
    scale: float

    def __call__(self, a, b) -> np.ndarray:
        """All values between the rows of two arrays, float32 `(len(a), len(b))`."""
        return power(self.bases(a, b), self.degree)

    def bases(self, a, b) -> np.ndarray:
        """What is raised to the power."""
        return a @ (b.T / np.float32(self.scale)) + np.float32(self.constant)


def power(bases, degree: int) -> np.ndarray:
    """A whole power by products, which is many times faster than `**`."""
    result = np.ones_like(bases)
    while degree:
        if degree % 2:
            result *= bases
        degree //= 2
        if degree:
            bases = bases * bases
    return result


class Machine(NamedTuple):
    """A decision: the sum of a kernel with the vectors, weighted, and a bias.

    Attributes:
        support: Which of the digits that it learned from are its vectors, ascending.
        weights: float32 array, one for each.
        bias: A number.
    """

    support: np.ndarray
    weights: np.ndarray
    bias: float


@dataclass(frozen=True)
class SupportVectors(Method):
    """Ten support vector machines with a polynomial kernel.

    Args:
        degree: Of the polynomial.
        constant: As in `Kernel`.
        cost: What a digit on the wrong side of the margin costs (libsvm's C).

    Reference:
        Section III-C, 11, which gives degrees and neither costs nor constants.
    """

    degree: int
    constant: float
    cost: float

    def learn(self, x, labels, seed) -> Learned:
        kernel = self.kernel(x)
        return sums_of(kernel, self.machines(x, labels, kernel), x)

    def kernel(self, x) -> Kernel:
        """The kernel for such digits."""
        scale = float(np.einsum("ij,ij->i", x, x).mean())
        return Kernel(self.degree, self.constant, scale)

    def machines(self, x, labels, kernel: Kernel) -> list[Machine]:
        """A machine for each class."""
        return [
            machine(x, np.where(labels == one, 1.0, -1.0), kernel, self.cost)
            for one in range(CLASSES)
        ]


def machine(x, sides, kernel: Callable, cost: float) -> Machine:
    """A machine for two classes, learned piece by piece.

    libsvm solves for some of the digits; those of the others that the solution gets
    wrong, or has within its margin, join its support vectors, until there are none. The
    solution is that of all digits, and at no time do more kernel values lie in memory
    than those among a few thousand digits.

    Args:
        x: float32 array `(n, inputs)`.
        sides: -1 or 1 for each.
        kernel: Takes two arrays of rows.
        cost: Of a digit on the wrong side, from above 0.

    Returns:
        The machine.

    Reference:
        Learning in chunks is that of section 4 of Cortes and Vapnik, "Support-Vector
        Networks", Machine Learning 20, 1995.
    """
    work = _spread(sides, _FIRST)
    for _ in range(_ROUNDS):
        found = _solved(x, sides, work, kernel, cost)
        margins = sides * decisions(x, x[found.support], found, kernel)
        outside = np.setdiff1d(np.arange(len(x)), work)
        short = outside[margins[outside] < 1 - _TOLERANCE]
        if not len(short):
            break
        worst = short[np.argsort(margins[short], kind="stable")[:_MORE]]
        work = np.union1d(found.support, worst)
    return found


def _spread(sides, count: int) -> np.ndarray:
    """Some digits of both sides, at equal distances, more of the rarer than its share.

    Half of them are of each side, or all there are.
    """
    parts = []
    for side in (-1, 1):
        of_side = np.flatnonzero(sides == side)
        few = min(len(of_side), count // 2)
        parts.append(of_side[np.linspace(0, len(of_side) - 1, few).astype(int)])
    return np.sort(np.concatenate(parts))


def _solved(x, sides, work, kernel: Callable, cost: float) -> Machine:
    from sklearn.svm import SVC

    some = x[work]
    values = kernel(some, some).astype("float64")
    solver = SVC(C=cost, kernel="precomputed", cache_size=1_000)
    solver.fit(values, sides[work])
    order = np.argsort(solver.support_)  # libsvm has them side by side
    weights = solver.dual_coef_[0, order].astype("float32")
    return Machine(work[solver.support_[order]], weights, float(solver.intercept_[0]))


def decisions(x, vectors, found: Machine, kernel: Callable) -> np.ndarray:
    """On which side of a machine digits lie, and how far: negative for the second.

    Args:
        x: float32 array `(n, inputs)`.
        vectors: Those of the machine, a float32 array `(m, inputs)`.
        found: The machine.
        kernel: Its kernel.

    Returns:
        float32 array `(n,)`.
    """
    batches = [x[start : start + _BATCH] for start in range(0, len(x), _BATCH)]
    values = [kernel(batch, vectors) @ found.weights for batch in batches]
    return np.concatenate(values) + np.float32(found.bias)


def sums_of(kernel: Callable, machines: list[Machine], x) -> Learned:
    """The machines together: each kernel value is computed once, whoever needs it.

    Args:
        kernel: Their kernel.
        machines: One for each class.
        x: The digits that they learned from.
    """
    union = np.unique(np.concatenate([one.support for one in machines]))
    vectors = x[union]
    weights = np.zeros((len(union), len(machines)), "float32")
    for column, one in enumerate(machines):
        weights[np.searchsorted(union, one.support), column] = one.weights
    biases = np.array([one.bias for one in machines], "float32")

    def scores(some):
        batches = [some[k : k + _BATCH] for k in range(0, len(some), _BATCH)]
        sums = [kernel(batch, vectors) @ weights for batch in batches]
        return {"": np.concatenate(sums) + biases}

    used = sum(len(one.support) for one in machines)
    return Learned(
        scores,
        vectors.size + used + len(machines),
        vectors.size + used,
        {"vectors": len(vectors), "of_each": [len(one.support) for one in machines]},
    )
