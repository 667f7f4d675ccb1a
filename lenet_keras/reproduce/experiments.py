"""The experiments, as data: which recipe on which patterns with how many seeds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources

from lenet_keras.reproduce.features import FeaturesExperiment, FeaturesRun
from lenet_keras.reproduce.invariance import InvarianceExperiment, InvarianceRun
from lenet_keras.reproduce.representations import REPRESENTATIONS
from lenet_keras.reproduce.runs import (
    HELD_OUT,
    SMOKE_JUDGED,
    SMOKE_PASSES,
    SMOKE_PATTERNS,
    Run,
)
from lenet_keras.training import RECIPES, Recipe

QUESTIONS: dict[str, str] = json.loads(
    (resources.files("lenet_keras") / "data" / "questions.json").read_text("utf-8")
)
"""What each experiment answers; the command line reads it before Keras is there."""

AnyRun = Run | InvarianceRun | FeaturesRun

# Of Fig. 6 the last two; the others show how the errors of fewer digits fall.
FEWER = (1_875, 3_750, 7_500, 15_000, 30_000)


@dataclass(frozen=True)
class Experiment:
    """Recipes to be compared, each with the seeds 0 to `seeds - 1`.

    Args:
        question: What it answers, one line.
        recipes: The recipes by label.
        seeds: How many seeds, fixed before the first run.
        held_out: As in `Run`.
        patterns: As in `Run`, by label, for the labels that do not take all.
    """

    question: str
    recipes: Mapping[str, Recipe]
    seeds: int = 1
    held_out: int = 0
    patterns: Mapping[str, int] | None = None

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
        return [
            Run(
                name,
                label,
                recipe,
                seed,
                self.held_out,
                (self.patterns or {}).get(label),
            )
            for seed in range(seeds or self.seeds)
            for label, recipe in self.recipes.items()
        ]

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
        )


_PAPER, _BEST = RECIPES["paper"], RECIPES["best"]
_MAP = replace(_BEST, coefficient=None)
_TEN_PASSES = replace(_BEST, passes=10)
_LIKELIHOOD = replace(_BEST, loss="maximum_likelihood", scale=None)
# Equation 9 with half the penalties pulls half as hard at the right code.
_RATES_OF_LOSSES = (7.5e-5, 1.5e-4, 3e-4, 6e-4)
_LOSSES_COMPARED = {
    **{
        f"equation-8-{rate:g}": replace(_LIKELIHOOD, learning_rate=rate)
        for rate in _RATES_OF_LOSSES[:3]
    },
    **{
        f"equation-9-{rate:g}": replace(_BEST, learning_rate=rate)
        for rate in _RATES_OF_LOSSES[1:]
    },
}


def _with_rates(optimizer: str, rates: tuple[float, ...], **changes) -> dict:
    """The ten-pass recipe with another optimizer, for each of some rates."""
    label = "momentum" if "momentum" in changes else optimizer
    recipe = replace(
        _TEN_PASSES,
        optimizer=optimizer,
        mu=None,
        curvature_loss=None,
        coefficient=None,
        **changes,
    )
    return {f"{label}-{rate:g}": replace(recipe, learning_rate=rate) for rate in rates}


EXPERIMENTS: dict[str, Experiment | InvarianceExperiment | FeaturesExperiment] = {
    "tuning": Experiment(
        QUESTIONS["tuning"],
        {
            "map": _MAP,
            "map-mu-0.1": replace(_MAP, mu=0.1, learning_rate=6e-4),
            "map-mu-0.02": replace(_MAP, mu=0.02, learning_rate=2e-4),
            "map-scale-0.15": replace(_MAP, scale=0.15, learning_rate=1e-3),
            "map-unit_variance": replace(_MAP, start="unit_variance"),
            "map-own-curvature": replace(
                _MAP, curvature_loss=None, mu=0.02, learning_rate=1.5e-4
            ),
            "map-unit": _BEST,
            "paper": replace(_PAPER, start="square_root"),
            "paper-unit": replace(_PAPER, start="square_root", coefficient="unit"),
            "paper-mu-0.02": replace(_PAPER, start="square_root", mu=0.02),
            "paper-rate-0.4-mu-0.1": replace(
                _PAPER, start="square_root", mu=0.1, learning_rate=2e-4
            ),
            "paper-unit_variance": _PAPER,
            "distorted": RECIPES["distorted"],
            "noise": RECIPES["noise"],
        },
        held_out=HELD_OUT,
    ),
    "losses": Experiment(
        QUESTIONS["losses"],
        _LOSSES_COMPARED,
        seeds=3,
        held_out=HELD_OUT,
    ),
    "given-up": Experiment(
        QUESTIONS["given-up"],
        {"paper": replace(_PAPER, start="square_root"), "map": _MAP},
    ),
    "learning-curves": Experiment(
        QUESTIONS["learning-curves"],
        {name: RECIPES[name] for name in ("paper", "best")},
        seeds=10,
    ),
    "training-set-size": Experiment(
        QUESTIONS["training-set-size"],
        {f"best-{size}": _BEST for size in FEWER},
        seeds=5,
        patterns={f"best-{size}": size for size in FEWER},
    ),
    "distorted": Experiment(
        QUESTIONS["distorted"],
        {"distorted": RECIPES["distorted"]},
        seeds=5,
    ),
    "distorted-longer": Experiment(
        QUESTIONS["distorted-longer"],
        {"distorted-40": replace(RECIPES["distorted"], passes=40)},
        seeds=3,
    ),
    "noise": Experiment(
        QUESTIONS["noise"],
        {"noise": RECIPES["noise"]},
        seeds=3,
    ),
    "invariance": InvarianceExperiment(
        QUESTIONS["invariance"],
        ("mnist", "mnist-distorted", "mnist-noise"),
    ),
    "features": FeaturesExperiment(
        QUESTIONS["features"],
        tuple(REPRESENTATIONS),
    ),
    "optimizers": Experiment(
        QUESTIONS["optimizers"],
        {
            "sdlm": _TEN_PASSES,
            **_with_rates("sgd", (3e-4, 1e-3, 3e-3)),
            **_with_rates("sgd", (3e-5, 1e-4, 3e-4), momentum=0.9),
            **_with_rates("adam", (1e-4, 3e-4, 1e-3)),
        },
        held_out=HELD_OUT,
    ),
}
