"""What runs that measure, and train no network, have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

from lenet_keras.results import Result
from lenet_keras.training import records


@dataclass(frozen=True)
class Measurement(ABC):
    """A run of an experiment that measures one thing after another.

    Subclasses say what with `_settings` and `_measure`.

    Args:
        experiment: Name of the experiment.
        label: Name of what is measured within the experiment.
    """

    experiment: str
    label: str

    @property
    def name(self) -> str:
        """The name of the run's result file."""
        return self.label

    def new_result(self) -> Result:
        """The result on this machine before it measures, with its identity."""
        heading = records.heading(self.experiment, self._settings(), "")
        return cast(Result, {**heading, "measurements": []})

    def with_plain_c(self) -> Self:
        """The same, on networks that plain C trains, if it trains any."""
        return self

    def execute(
        self,
        output: Path,
        command: str,
        on_step: Callable[[int], None] | None = None,
    ) -> Result:
        """Measures everything; it takes minutes, so it is not resumed but repeated.

        Args:
            output: Folder of the experiment.
            command: The command line, for the result file.
            on_step: Called after each measurement with the number of those done.

        Returns:
            A result with what `_measure` returns, `measurements` among it.
        """
        found = self._measure(Path(output), on_step or (lambda steps: None))
        heading = records.heading(self.experiment, self._settings(), command)
        return cast(Result, {**heading, **found})

    @abstractmethod
    def _settings(self) -> dict:
        """What the result depends on, for its identity."""

    @abstractmethod
    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """Measures one thing after another; tells `on_step` how many are done."""
