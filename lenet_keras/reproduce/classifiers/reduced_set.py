"""Section III-C, 11: the RS-SVM, machines with few vectors that are no digits."""

from dataclasses import dataclass

import numpy as np

from lenet_keras.reproduce.classifiers.machines import (
    Kernel,
    Machine,
    decisions,
    power,
    sums_of,
)
from lenet_keras.reproduce.classifiers.method import Learned
from lenet_keras.reproduce.classifiers.virtual import VirtualVectors

_STEPS = 200
_RIDGE = 1e-6


@dataclass(frozen=True)
class ReducedSet(VirtualVectors):
    """Machines of virtual vectors, each replaced by one with few vectors.

    Args:
        degree: As in `VirtualVectors`.
        constant: As in `VirtualVectors`.
        cost: As in `VirtualVectors`.
        directions: As in `VirtualVectors`.
        few: How many vectors each keeps. 83 of 784 pixels for ten machines are the
            650,000 multiply-accumulates of the paper.

    Reference:
        Section III-C, 11; Burges and Schoelkopf, "Improving the accuracy and speed of
        support vector machines", 1997.
    """

    few: int = 83

    def learn(self, x, labels, seed) -> Learned:
        kernel, machines, vectors = self.virtual(x, labels)
        found, kept, misfits = [], [], []
        for number, one in enumerate(machines):
            own = vectors[one.support]
            fewer, weights, history = reduced(own, one.weights, kernel, self.few)
            small = Machine(np.arange(len(fewer)), weights, 0.0)
            plain = one._replace(bias=0.0)
            # The distance knows no bias: what is lost on average is put there.
            lost = decisions(x, own, plain, kernel) - decisions(x, fewer, small, kernel)
            places = number * self.few + np.arange(len(fewer))
            found.append(Machine(places, weights, one.bias + float(lost.mean())))
            kept.append(fewer)
            misfits.append(history[-1])
        learned = sums_of(kernel, found, np.concatenate(kept))
        used = sum(len(one.support) for one in machines)
        learned.remarks.update({"misfits": misfits, "of_all_before": used})
        return learned


def reduced(
    vectors, weights, kernel: Kernel, few: int
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Few vectors whose weighted sum comes near that of many, after the kernel.

    All are moved at once by quasi-Newton steps; their weights are the best for where
    they are, at each step.

    Args:
        vectors: float32 array `(n, inputs)`.
        weights: float32 array `(n,)`.
        kernel: A polynomial one.
        few: How many.

    Returns:
        The vectors, `(few, inputs)`, their weights, `(few,)`, and after each step the
        squared distance that is left, as a share of the squared length of the sum.

    Reference:
        Burges, "Simplified support vector decision rules", 1996.
    """
    from scipy.optimize import minimize

    begin = vectors[spread(weights, few)]
    whole = float(weights @ (kernel(vectors, vectors) @ weights))
    history: list[float] = []

    def misfit(row):
        places = row.reshape(begin.shape).astype("float32")
        found, toward, slope = _fitted(places, vectors, weights, kernel)
        left = (whole - float(toward @ found)) / whole
        return left, (2 * slope / whole).ravel().astype("float64")

    def note(intermediate_result):
        history.append(float(intermediate_result.fun))

    row = minimize(
        misfit,
        begin.ravel().astype("float64"),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _STEPS},
        callback=note,
    ).x
    places = row.reshape(begin.shape).astype("float32")
    found, _, _ = _fitted(places, vectors, weights, kernel)
    return places, found.astype("float32"), history


def spread(weights, few: int) -> np.ndarray:
    """Some vectors of all weights, from the most negative to the most positive.

    Args:
        weights: Array `(n,)`.
        few: How many, at most n.
    """
    order = np.argsort(weights, kind="stable")
    return order[np.linspace(0, len(order) - 1, few).astype(int)]


def _fitted(places, vectors, weights, kernel: Kernel):
    """The best weights, what they point at, and the slope of half the misfit."""
    others = kernel.bases(places, vectors)
    own = kernel.bases(places, places)
    lower = kernel.degree - 1
    far, near = power(others, lower), power(own, lower)
    toward = ((far * others) @ weights).astype("float64")
    among = (near * own).astype("float64")
    among[np.diag_indices_from(among)] *= 1 + _RIDGE
    found = np.linalg.solve(among, toward)
    pull = (near * found.astype("float32")) @ places - (far * weights) @ vectors
    factor = kernel.degree / kernel.scale
    return found, toward, factor * found[:, np.newaxis] * pull
