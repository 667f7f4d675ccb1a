"""Fashion-MNIST: what a network that learned clothes takes for what, and draws."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import keras
import numpy as np

from lenet_keras.digits import prepare
from lenet_keras.reproduce.networks import NetworkMeasurement, NetworksExperiment
from lenet_keras.reproduce.other_sets import OtherSetExperiment
from lenet_keras.results import error_share


@dataclass(frozen=True)
class ClothesRun(NetworkMeasurement):
    """Answers to all test pictures, and the first of each class that are right."""

    @property
    def steps(self) -> int:
        """One: the test pictures are judged."""
        return 1

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`, of which there is one, and `examples`.

        The first is `error`, and `answers`, by the class of the picture how often each
        class is the answer. An example of each class is its `label`, its number in the
        test set, `at`, its `pixels`, each row in hexadecimal digits, and the `states`
        of F6, rounded.
        """
        model = self.training.network(output)
        pictures, labels = self.training.data().test
        both = keras.Model(model.input, [model.get_layer("F6").output, model.output])
        states, penalties = both.predict(prepare(pictures), batch_size=500, verbose=0)
        answers = penalties.argmin(axis=-1)
        classes = penalties.shape[-1]
        counts = np.zeros((classes, classes), int)
        np.add.at(counts, (labels, answers), 1)
        examples = []
        for label in range(classes):
            right = np.flatnonzero((labels == label) & (answers == label))
            for at in right[:1].tolist():
                examples.append(
                    {
                        "label": label,
                        "at": at,
                        "pixels": [bytes(row).hex() for row in pictures[at]],
                        "states": states[at].round(3).astype(float).tolist(),
                    }
                )
        on_step(1)
        error = error_share(answers, labels)
        measurements = [{"error": error, "answers": counts.tolist()}]
        return {"measurements": measurements, "examples": examples}


@dataclass(frozen=True)
class ClothesExperiment(NetworksExperiment):
    """Networks that learned from another data set, on each of which this is measured.

    Args:
        question: As in `NetworksExperiment`.
        trainings: As in `NetworksExperiment`; all are on another data set.
        seeds: As in `NetworksExperiment`.
        measurement: As in `NetworksExperiment`.
    """

    trainings: Mapping[str, tuple[str, OtherSetExperiment]]

    def at(self, directory: str) -> "ClothesExperiment":
        """The same with files in another folder."""
        there = {
            label: (name, experiment.at(directory))
            for label, (name, experiment) in self.trainings.items()
        }
        return replace(self, trainings=there)
