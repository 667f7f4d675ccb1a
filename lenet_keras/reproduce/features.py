"""Sections I and I-A: a linear classifier on more and more digits, by what it sees.

Whether the features are pixels or made by hand, the classifier and the way its
strength of regularisation is chosen stay the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np

from lenet_keras.digits import load_mnist
from lenet_keras.reproduce.measurement import Measurement
from lenet_keras.reproduce.representations import REPRESENTATIONS
from lenet_keras.reproduce.runs import HELD_OUT, SMOKE_JUDGED, SMOKE_PATTERNS, first
from lenet_keras.results import error_share

SIZES = (1_875, 3_750, 7_500, 15_000, 30_000, 60_000)
STRENGTHS = (1000.0, 100.0, 10.0, 1.0)
"""Of regularisation: what half the squared weights cost, for features of standard
deviation 1, against the loss summed over the digits. The strongest first: it wins a
tie."""


@dataclass(frozen=True)
class FeaturesRun(Measurement):
    """A linear classifier on one representation, for every number of digits.

    The strength is chosen for each number of digits on the last 10,000 training
    digits, with all others at most to learn from. The test digits are judged once.

    Args:
        experiment: Name of the experiment.
        label: A key of `REPRESENTATIONS`.
        sizes: Numbers of training digits, in ascending order.
        judged: Choose and judge on the first so many digits. None means all.
    """

    sizes: tuple[int, ...] = SIZES
    judged: int | None = None

    @property
    def steps(self) -> int:
        """How many numbers of digits it learns from."""
        return len(self.sizes)

    def _settings(self) -> dict:
        return {
            "representation": self.label,
            "classifier": "LogisticRegression",
            "strengths": list(STRENGTHS),
            "sizes": list(self.sizes),
            "chosen_on": "validation",
            "evaluated_on": "test",
            "judged": self.judged,
            "libraries": {
                name: metadata.version(name)
                for name in ("scikit-image", "scikit-learn", "scipy")
            },
        }

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`features`, how many there are, and `measurements`.

        These are, for each number of digits, `patterns`, the chosen `strength`,
        `train_error`, `error`, and `candidates`: the training and held-out error of
        each strength after `learned_from` digits.
        """
        everything, parted = load_mnist(), load_mnist(validation=HELD_OUT)
        train = first(everything.train, max(self.sizes))
        held_out, test = (
            first(part, self.judged) for part in (parted.validation, parted.test)
        )
        x, x_held_out, x_test = (
            REPRESENTATIONS[self.label](part.images) for part in (train, held_out, test)
        )
        y, known = train.labels, len(parted.train.labels)
        measurements: list[dict] = []
        for size in self.sizes:
            few = min(size, known)
            fitted = {s: fit(x[:few], y[:few], s) for s in STRENGTHS}
            candidates = [
                {
                    "strength": strength,
                    "train_error": _error(classifier, x[:few], y[:few]),
                    "held_out_error": _error(classifier, x_held_out, held_out.labels),
                }
                for strength, classifier in fitted.items()
            ]
            best = min(candidates, key=lambda one: one["held_out_error"])["strength"]
            classifier = fitted[best] if few == size else fit(x[:size], y[:size], best)
            measurements.append(
                {
                    "patterns": size,
                    "strength": best,
                    "train_error": _error(classifier, x[:size], y[:size]),
                    "error": _error(classifier, x_test, test.labels),
                    "learned_from": few,
                    "candidates": candidates,
                }
            )
            on_step(len(measurements))
        return {"features": x.shape[1], "measurements": measurements}


def fit(x, labels, strength: float):
    """A linear classifier, the weighted sum of the features with a bias for each class.

    Args:
        x: float array `(n, features)`.
        labels: Integer array `(n,)`.
        strength: Of regularisation, as in `STRENGTHS`; a positive number.

    Returns:
        A fitted `sklearn.linear_model.LogisticRegression`, for features as they are.

    Example:

    >>> from lenet_keras.reproduce.features import fit
    >>> import numpy as np
    >>> classifier = fit(np.array([[0.0], [1.0]]), [3, 8], strength=0.01)
    >>> classifier.predict([[0.2], [0.9]]).tolist()
    [3, 8]

    Reference:
        Section III-C has a linear classifier; logistic regression is our choice.
    """
    from sklearn.linear_model import LogisticRegression

    # One number for all features: the same strength is as strong in any unit.
    spread = np.std(x)
    classifier = LogisticRegression(C=1 / strength, max_iter=2_000)
    classifier.fit(x / spread, labels)
    classifier.coef_ /= spread
    return classifier


def _error(classifier, x, labels) -> float:
    return error_share(classifier.predict(x), labels)


@dataclass(frozen=True)
class FeaturesExperiment:
    """The same classifier on several representations.

    Args:
        question: What it answers, one line.
        labels: Keys of `REPRESENTATIONS`.
    """

    question: str
    labels: Sequence[str]

    def runs(self, name: str, seeds: int | None = None) -> list[FeaturesRun]:
        """The runs; nothing in them is random, so seeds play no role."""
        return [FeaturesRun(name, label) for label in self.labels]

    def smoke_run(self, name: str) -> FeaturesRun:
        """The last representation, a few hundred digits: does it still run?"""
        sizes = SMOKE_PATTERNS // 2, SMOKE_PATTERNS
        return FeaturesRun(name, self.labels[-1], sizes, SMOKE_JUDGED)
