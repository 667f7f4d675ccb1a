"""The same recipes on another data set than MNIST, whose four files lie in a folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from lenet_keras.digits import MNIST, DataError, load_mnist
from lenet_keras.reproduce.experiment import Experiment
from lenet_keras.reproduce.runs import Run, first
from lenet_keras.training import Recipe

FASHION_MNIST = "/usr/share/datasets/fashion-mnist"
"""Where the Debian package `dataset-fashion-mnist` puts its files."""


@dataclass(frozen=True)
class OtherSetRun(Run):
    """A training on the images of a folder.

    Args:
        directory: The folder, as in `load_mnist`.

    Example:

    >>> from lenet_keras.reproduce import EXPERIMENTS
    >>> EXPERIMENTS["fashion"].runs("fashion")[0].name
    'paper-seed-0'
    """

    directory: str = ""

    def data(self) -> MNIST:
        """The patterns of this run.

        Raises:
            DataError: If there is no such folder, or as `load_mnist`.
        """
        if not os.path.isdir(self.directory):
            raise DataError(
                f"{self.directory}: expected a folder with the four files of the data "
                "set, named with --data. Debian's package dataset-fashion-mnist brings "
                "those of Fashion-MNIST. Received: no such folder"
            )
        found = load_mnist(self.held_out, self.directory)
        return MNIST(
            first(found.train, self.patterns),
            first(found.validation, self.judged),
            first(found.test, self.judged),
        )


@dataclass(frozen=True)
class OtherSetExperiment:
    """An experiment that trains networks on another data set.

    Args:
        trainings: The experiment, as it would be on MNIST.
        directory: Folder with the four files of the data set.
    """

    trainings: Experiment
    directory: str

    @property
    def question(self) -> str:
        """What it answers, one line."""
        return self.trainings.question

    @property
    def recipes(self) -> Mapping[str, Recipe]:
        """The recipes by label."""
        return self.trainings.recipes

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the recipes."""
        return self.trainings.labels

    @property
    def first_seed(self) -> int:
        """Where the seeds begin."""
        return self.trainings.first_seed

    def at(self, directory: str) -> "OtherSetExperiment":
        """The same with files in another folder."""
        return replace(self, directory=directory)

    def runs(self, name: str, seeds: int | None = None) -> list[OtherSetRun]:
        """The runs, seed by seed, as `Experiment.runs` names them."""
        return [self._there(run) for run in self.trainings.runs(name, seeds)]

    def runs_of(self, label: str, name: str, seeds: int) -> tuple[OtherSetRun, ...]:
        """The runs of one recipe, as `Experiment.runs_of` names them."""
        return tuple(map(self._there, self.trainings.runs_of(label, name, seeds)))

    def smoke_run(self, name: str) -> OtherSetRun:
        """Two passes over a few hundred images: does it still run?"""
        return self._there(self.trainings.smoke_run(name))

    def _there(self, run: Run) -> OtherSetRun:
        settings = {field.name: getattr(run, field.name) for field in fields(run)}
        return OtherSetRun(**settings, directory=self.directory)
