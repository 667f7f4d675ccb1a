"""Several networks of one recipe answer together, by the mean of their posteriors.

Together they have several times the paper's 60,000 weights.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from keras import ops

from lenet_keras.digits import load_mnist, prepare
from lenet_keras.losses import posterior
from lenet_keras.reproduce.experiment import Experiment
from lenet_keras.reproduce.measurement import Measurement
from lenet_keras.reproduce.runs import Run, first
from lenet_keras.results import error_share


@dataclass(frozen=True)
class CommitteeRun(Measurement):
    """The test error of committees of one, two, three networks and so on.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe, whose loss is that of equation 9.
        trainings: The runs that train the networks, in the order in which they join.
        judged: Judge on the first so many test digits. None means all.
    """

    trainings: tuple[Run, ...]
    judged: int | None = None

    @property
    def steps(self) -> int:
        """How many committees there are."""
        return len(self.trainings)

    def with_plain_c(self) -> "CommitteeRun":
        """The same, of networks that plain C trains."""
        trainings = tuple(run.with_plain_c() for run in self.trainings)
        return replace(self, trainings=trainings)

    def _settings(self) -> dict:
        records = [run.new_result() for run in self.trainings]
        return {
            "recipe": records[0]["recipe"],
            "trainings": [record["identity"] for record in records],
            "evaluated_on": "test",
            "judged": self.judged,
        }

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`: `networks` that answered, their `error` and `alone`.

        `alone` is the error of the network that joined last, by itself.
        """
        digits = first(load_mnist().test, self.judged)
        x = prepare(digits.images)
        together = np.zeros((len(x), 10))
        measurements: list[dict] = []
        for run in self.trainings:
            penalties = run.network(output).predict(x, batch_size=500, verbose=0)
            scale = run.recipe.scale or 1.0
            shares = posterior(scale * penalties, run.recipe.j)
            together += ops.convert_to_numpy(shares)[:, :10]
            measurements.append(
                {
                    "networks": len(measurements) + 1,
                    "error": error_share(together.argmax(axis=-1), digits.labels),
                    "alone": error_share(penalties.argmin(axis=-1), digits.labels),
                }
            )
            on_step(len(measurements))
        return {"measurements": measurements}


@dataclass(frozen=True)
class CommitteeExperiment:
    """Committees of the networks that experiments train with one recipe each.

    Args:
        question: What it answers, one line.
        trainings: Name of the experiment, and the experiment, by the label of the
            recipe.
        seeds: How many networks the largest has.
    """

    question: str
    trainings: dict[str, tuple[str, Experiment]]
    seeds: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the recipes."""
        return tuple(self.trainings)

    def runs(self, name: str, seeds: int | None = None) -> list[CommitteeRun]:
        """One run for each recipe.

        Args:
            name: Name of this experiment.
            seeds: Other number of networks than the experiment's own.
        """
        number = seeds or self.seeds
        return [
            CommitteeRun(name, label, experiment.runs_of(label, training, number))
            for label, (training, experiment) in self.trainings.items()
        ]

    def smoke_run(self, name: str) -> CommitteeRun:
        """Two networks of two short passes on a hundred digits: does it still run?"""
        label, (training, experiment) = next(iter(self.trainings.items()))
        run = experiment.smoke_run(training)
        return CommitteeRun(name, label, (run, replace(run, seed=1)), judged=100)
