"""Section III-C, 8: LeNet-4 with another last layer: neighbours, or local learning."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from lenet_keras.digits import Digits, prepare
from lenet_keras.reproduce.classifiers.answers import judged
from lenet_keras.reproduce.classifiers.method import (
    CLASSES,
    Learned,
    Method,
    signs,
    with_one,
)
from lenet_keras.reproduce.classifiers.neighbours import Neighbours
from lenet_keras.reproduce.classifiers.networks import (
    SEARCH_NAME,
    NetworkClassifierRun,
    costs,
    search_label,
)
from lenet_keras.reproduce.runs import HELD_OUT, Run, first
from lenet_keras.results import error_share

AROUND = (50, 200)
DECAYS = (0.1, 1.0, 10.0)
_BATCH = 100


@dataclass(frozen=True)
class LocalLearning(Method):
    """A linear classifier for each new digit, learned from the digits around it.

    Its readings differ in how many these are, and in what a squared weight costs
    against squared errors added up. Features are taken from their mean around there.

    Reference:
        Section III-C, 8; Bottou and Vapnik, "Local learning algorithms", 1992.
    """

    def learn(self, x, labels, seed) -> Learned:
        targets = signs(labels)
        squares = np.einsum("ij,ij->i", x, x)

        def scores(some):
            found: dict[str, list] = {}
            for start in range(0, len(some), _BATCH):
                batch = some[start : start + _BATCH]
                far = squares - 2 * (batch @ x.T)
                for around in AROUND:
                    near = np.argpartition(far, around - 1, axis=1)[:, :around]
                    for decay in DECAYS:
                        rows = fitted_around(batch, x[near], targets[near], decay)
                        found.setdefault(f"around={around} decay={decay}", []).append(
                            rows
                        )
            return {name: np.concatenate(rows) for name, rows in found.items()}

        around, features = AROUND[-1], x.shape[1]
        # Distances, the products of all pairs around, and the equations they make.
        work = x.size + around**2 * features + around**3 // 3 + CLASSES * around**2
        return Learned(scores, x.size + len(labels), work)


def fitted_around(new, near, targets, decay: float) -> np.ndarray:
    """What linear classifiers say of the digits that they are learned for.

    Args:
        new: float32 array `(n, features)`.
        near: The features of the digits around each, `(n, around, features)`.
        targets: Theirs, `(n, around, classes)`.
        decay: What a squared weight costs, against squared errors added up; a bias
            costs nothing.

    Returns:
        Array `(n, classes)`.

    Example:

    >>> from lenet_keras.reproduce.classifiers.last_layer import fitted_around
    >>> import numpy as np
    >>> near, targets = np.array([[[1.0], [3.0]]]), np.array([[[-1.0], [1.0]]])
    >>> fitted_around(np.array([[2.5]]), near, targets, decay=2.0)
    array([[0.25]])
    """
    middle = near.mean(axis=1, keepdims=True)
    near = near - middle
    mean = targets.mean(axis=1, keepdims=True)
    both = near @ near.transpose(0, 2, 1)
    both = both + np.float32(decay) * np.eye(near.shape[1], dtype=both.dtype)
    weights = near.transpose(0, 2, 1) @ np.linalg.solve(both, targets - mean)
    return ((new[:, np.newaxis] - middle) @ weights + mean)[:, 0]


LAST_LAYERS: dict[str, tuple[str, Method, str]] = {
    "lenet4-neighbours": (
        "LeNet-4 with K-NN",
        Neighbours(),
        "k is not said; here held-out digits decide, seen by a network that did not "
        "learn from them.",
    ),
    "lenet4-local": (
        "LeNet-4 with local",
        LocalLearning(),
        "How many digits are learned from, and the weight decay, are not said; here "
        "held-out digits decide, seen by a network that did not learn from them.",
    ),
}
"""What takes the place of the last layer: the bar, the method, what differs."""


@dataclass(frozen=True)
class LastLayerRun(NetworkClassifierRun):
    """LeNet-4 with its last layer replaced by one of `LAST_LAYERS`, the label.

    The other layers are those of a network that was trained whole, on all digits. What
    is open is chosen with a network that was trained without the held-out digits.
    """

    @property
    def choosing(self) -> Run:
        """The training of the network that the choice is made with."""
        recipe = self.training.recipe
        return replace(
            self.training,
            experiment=SEARCH_NAME,
            label=search_label(recipe.architecture or "", recipe.learning_rate),
            seed=0,
            held_out=HELD_OUT,
        )

    @property
    def steps(self) -> int:
        """The choice, and the test."""
        return 2

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`choices`, the one `chosen`, and `measurements`, as those of networks."""
        _, method, _ = LAST_LAYERS[self.label]
        data = self.choosing.data()
        model = self.choosing.network(output)
        learned = method.learn(states(model, data.train), data.train.labels, self.seed)
        held_out = first(data.validation, self.judged)
        choices: list[dict[str, Any]] = [
            {
                "reading": reading,
                "held_out_error": error_share(rows.argmax(axis=1), held_out.labels),
            }
            for reading, rows in learned.scores(states(model, held_out)).items()
        ]
        chosen = min(choices, key=lambda one: one["held_out_error"])
        on_step(1)
        data = replace(self.training, held_out=0).data()
        model, _ = self.trained(output)
        learned = method.learn(states(model, data.train), data.train.labels, self.seed)
        test = first(data.test, self.judged)
        begin = time.process_time()
        rows = learned.scores(states(model, test))[chosen["reading"]]
        test_seconds = round(time.process_time() - begin, 2)
        on_step(2)
        whole, replaced = costs(model), with_one(np.zeros((CLASSES, 120))).size
        return {
            "choices": choices,
            "chosen": chosen,
            "measurements": [
                {
                    **judged(rows, test.labels),
                    "variables": whole["variables"] - replaced + learned.variables,
                    "multiply_accumulates": whole["multiply_accumulates"]
                    - replaced
                    + learned.multiply_accumulates,
                    "test_seconds": test_seconds,
                }
            ],
        }


def states(model: keras.Model, digits: Digits) -> np.ndarray:
    """What the last layer of units is given: the states of the layer before.

    Args:
        model: A network of `ARCHITECTURES`.
        digits: Digits.

    Returns:
        float32 array `(n, features)`.
    """
    before = keras.Model(model.input, model.get_layer("units").input)
    return before.predict(prepare(digits.images), batch_size=500, verbose=0)
