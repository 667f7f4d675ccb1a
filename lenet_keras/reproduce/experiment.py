"""An experiment that trains networks: recipes to be compared, each with some seeds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lenet_keras.reproduce.runs import (
    SMOKE_JUDGED,
    SMOKE_PASSES,
    SMOKE_PATTERNS,
    Run,
)
from lenet_keras.training import Recipe


@dataclass(frozen=True)
class Experiment:
    """Recipes to be compared, each with some seeds.

    Args:
        question: What it answers, one line.
        recipes: The recipes by label.
        seeds: How many seeds, fixed before the first run.
        held_out: As in `Run`.
        patterns: As in `Run`, by label, for the labels that do not take all.
        repeated: As in `Run`.
        first_seed: Where the seeds begin.
        databases: As in `Run`, by label, for those that do not see the digits as they
            are.
    """

    question: str
    recipes: Mapping[str, Recipe]
    seeds: int = 1
    held_out: int = 0
    patterns: Mapping[str, int] | None = None
    repeated: bool = False
    first_seed: int = 0
    databases: Mapping[str, str] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the recipes."""
        return tuple(self.recipes)

    def runs(self, name: str, seeds: int | None = None) -> list[Run]:
        """The runs, seed by seed.

        Args:
            name: Name of this experiment.
            seeds: Other number of seeds than the experiment's own.
        """
        number = seeds or self.seeds
        return [
            Run(
                name,
                label,
                recipe,
                seed,
                self.held_out,
                (self.patterns or {}).get(label),
                repeated=self.repeated,
                database=self._database(label),
            )
            for seed in range(self.first_seed, self.first_seed + number)
            for label, recipe in self.recipes.items()
        ]

    def runs_of(self, label: str, name: str, seeds: int) -> tuple[Run, ...]:
        """The runs of one recipe, seed by seed.

        Args:
            label: The name of the recipe.
            name: Name of this experiment.
            seeds: How many.
        """
        return tuple(run for run in self.runs(name, seeds) if run.label == label)

    def smoke_run(self, name: str) -> Run:
        """The last recipe, two passes over a few hundred digits: does it still run?"""
        *_, (label, recipe) = self.recipes.items()
        return Run(
            name,
            label,
            replace(recipe, passes=SMOKE_PASSES),
            held_out=self.held_out,
            patterns=SMOKE_PATTERNS,
            judged=SMOKE_JUDGED,
            database=self._database(label),
        )

    def _database(self, label: str) -> str:
        return (self.databases or {}).get(label, "regular")
