"""One run of an experiment: everything that a worker must know."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import keras
import numpy as np

from lenet_keras.digits import DATABASES, MNIST, Digits, load_mnist
from lenet_keras.results import Result
from lenet_keras.training import DivergedError, Recipe, new_record, train
from lenet_keras.weights import load_into

HELD_OUT = 10_000
SMOKE_PATTERNS = 600
SMOKE_JUDGED = 200
SMOKE_PASSES = 2


@dataclass(frozen=True)
class Run:
    """One training of one network: a recipe, its patterns, a seed.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe within the experiment.
        recipe: The recipe.
        seed: Seed of the run, from 0.
        held_out: Training patterns, the last ones, that are kept back to judge every
            pass; with 0 the test set judges.
        patterns: Train on the first so many of the other training patterns. None
            means all.
        judged: Judge on the first so many patterns. None means all.
        repeated: Whether a pass shows these patterns again and again, as many times as
            fit into all: networks that learn from fewer then make as many updates.
        plain_c: As in `train`.
        database: What is made of the digits first, a key of `DATABASES`.

    Example:

    >>> from lenet_keras.reproduce import Run
    >>> from lenet_keras.training import RECIPES
    >>> Run("adam", "adam", RECIPES["adam"], seed=3).name
    'adam-seed-3'
    """

    experiment: str
    label: str
    recipe: Recipe
    seed: int = 0
    held_out: int = 0
    patterns: int | None = None
    judged: int | None = None
    repeated: bool = False
    plain_c: bool = False
    database: str = "regular"

    @property
    def name(self) -> str:
        """The name of the run's result file and of its folder."""
        return f"{self.label}-seed-{self.seed}"

    @property
    def steps(self) -> int:
        """How many passes it makes."""
        return self.recipe.passes

    def with_plain_c(self) -> "Run":
        """The same, made by plain C, if its recipe can be.

        It then trains LeNet-5 and updates after each pattern.
        """
        return replace(self, plain_c=self.recipe.architecture is None)

    def data(self) -> MNIST:
        """The training, validation and test patterns of this run."""
        mnist = MNIST(*map(self._version, load_mnist(validation=self.held_out)))
        train = first(mnist.train, self.patterns)
        if self.repeated:
            times = len(mnist.train.labels) // len(train.labels)
            train = Digits(*(np.concatenate([part] * times) for part in train))
        return MNIST(
            train,
            first(mnist.validation, self.judged),
            first(mnist.test, self.judged),
        )

    def _version(self, digits: Digits) -> Digits:
        if not len(digits.labels):
            return digits
        return Digits(DATABASES[self.database](digits.images), digits.labels)

    def new_result(self) -> Result:
        """The result on this machine before the first pass, with its identity."""
        return new_record(
            *(self.recipe, self.data(), self.seed, self.experiment, ""),
            self.plain_c and self.recipe.batch_size == 1,
        )

    def network(self, output: Path) -> keras.Model:
        """The network that this run trains, once it is trained.

        Args:
            output: Folder of an experiment. The run's own experiment has one beside
                it, where the network is trained if it has not been.
        """
        folder = output.parent / self.experiment
        self.execute(folder, f"lenet-keras reproduce {self.experiment}")
        model = self.recipe.network()
        load_into(model, folder / self.name, self.recipe.network)
        return model

    def execute(
        self,
        output: Path,
        command: str,
        on_step: Callable[[int], None] | None = None,
    ) -> Result:
        """Trains the network, or goes on where a killed process left off.

        Args:
            output: Folder of the experiment.
            command: The command line, for the result file.
            on_step: Called after each pass with the number of passes done.

        Returns:
            The result, as `lenet_keras.results.read_run` describes it. That a run
            diverges is a result: `diverged` is the pass in which it did.
        """

        def report(record):
            if on_step is not None:
                on_step(len(record["passes"]))

        try:
            return train(
                self.recipe,
                self.data(),
                Path(output) / self.name,
                seed=self.seed,
                name=self.experiment,
                command=command,
                verbose=0,
                on_pass=report,
                plain_c=self.plain_c,
            )
        except DivergedError as error:
            return error.record


def first(digits: Digits, count: int | None) -> Digits:
    """The first so many digits; None means all."""
    return Digits(digits.images[:count], digits.labels[:count])
