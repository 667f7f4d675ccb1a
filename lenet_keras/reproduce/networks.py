"""What is measured on networks that other experiments train."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from lenet_keras.reproduce.experiment import Experiment
from lenet_keras.reproduce.measurement import Measurement
from lenet_keras.reproduce.other_sets import OtherSetExperiment
from lenet_keras.reproduce.runs import Run


@dataclass(frozen=True)
class NetworkMeasurement(Measurement):
    """Something that is measured on one trained network.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe.
        training: The run that trains the network.
    """

    training: Run

    @property
    def name(self) -> str:
        """The name of the run's result file."""
        return self.training.name

    @property
    def seed(self) -> int:
        """The seed of the training."""
        return self.training.seed

    @property
    @abstractmethod
    def steps(self) -> int:
        """How many measurements it makes."""

    def with_plain_c(self) -> Self:
        """The same on a network that plain C trains."""
        return replace(self, training=self.training.with_plain_c())

    def small(self) -> Self:
        """The same in a moment, to see whether it runs."""
        return self

    def _settings(self) -> dict:
        training = self.training.new_result()
        return {
            "recipe": training["recipe"],
            "seed": self.seed,
            "trained_on": training["trained_on"],
            "training": training["identity"],
        }


@dataclass(frozen=True)
class NetworksExperiment:
    """Networks of several recipes and seeds, on each of which the same is measured.

    Args:
        question: What it answers, one line.
        trainings: Name of the experiment that trains them, and the experiment, by the
            label of the recipe.
        seeds: How many networks of each recipe.
        measurement: What is measured on each.
    """

    question: str
    trainings: Mapping[str, tuple[str, Experiment | OtherSetExperiment]]
    seeds: int
    measurement: type[NetworkMeasurement]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the recipes."""
        return tuple(self.trainings)

    def runs(self, name: str, seeds: int | None = None) -> list[NetworkMeasurement]:
        """The runs, recipe by recipe.

        Args:
            name: Name of this experiment.
            seeds: Other number of seeds than the experiment's own.
        """
        number = seeds or self.seeds
        return [
            self.measurement(name, label, run)
            for label, (training, experiment) in self.trainings.items()
            for run in experiment.runs_of(label, training, number)
        ]

    def smoke_run(self, name: str) -> NetworkMeasurement:
        """A network of two short passes, measured quickly: does it still run?"""
        label, (training, experiment) = next(iter(self.trainings.items()))
        return self.measurement(name, label, experiment.smoke_run(training)).small()
