"""Section III-C, 5 to 9: the networks of Fig. 9, trained as LeNet-5 is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import keras

from lenet_keras.digits import prepare
from lenet_keras.inspection import count
from lenet_keras.reproduce.classifiers.answers import judged
from lenet_keras.reproduce.networks import NetworkMeasurement
from lenet_keras.reproduce.runs import SMOKE_JUDGED, first
from lenet_keras.training import RECIPES, Recipe


@dataclass(frozen=True)
class NetworkEntry:
    """A network of Fig. 9.

    Args:
        bar: What the figure calls it, a key of `paper.printed_classifiers()`; `None`
            where it has no such bar.
        recipe: How it is trained.
        differs: What differs from the paper, or is not said there, in a sentence.
        database: A key of `DATABASES`.
    """

    bar: str | None
    recipe: Recipe
    differs: str
    database: str = "regular"


SEARCH_NAME = "classifier-rates"
_RATES = (1e-4, 3e-4, 1e-3)
RATES_TRIED = {
    "28x28-300-10": _RATES,
    "20x20-300-10": _RATES,
    "28x28-1000-10": (3e-5, *_RATES),
    "28x28-300-100-10": (*_RATES, 3e-3),
    "28x28-500-150-10": _RATES,
    "lenet4-full": _RATES,
    "lenet4": _RATES,
    "lenet1": (*_RATES, 3e-3),
}
"""Those of the first pass that are tried on held-out digits, for each network.

Where the best of three is the first or the last, one more beyond it is tried.
"""

CHOSEN = {
    "28x28-300-10": 3e-4,
    "20x20-300-10": 3e-4,
    "28x28-1000-10": 1e-4,
    "28x28-300-100-10": 1e-3,
    "28x28-500-150-10": 3e-4,
    "lenet4-full": 3e-4,
    "lenet4": 3e-4,
    "lenet1": 1e-3,
}
"""The rate with the least error on held-out digits in "classifier-rates"."""

_PRINTED = {
    "28x28-300-10": "28x28-300-10",
    "20x20-300-10": "[deslant] 20x20-300-10",
    "28x28-1000-10": "28x28-1000-10",
    "28x28-300-100-10": "28x28-300-100-10",
    "28x28-500-150-10": "28x28-500-150-10",
    "lenet4-full": None,
    "lenet4": "LeNet-4",
    "lenet1": "[16x16] LeNet-1",
}
_DATABASES = {"20x20-300-10": "deslanted", "lenet1": "reduced"}
_PERCEPTRON = (
    "The rates are not said; here held-out digits choose that of the first pass, and "
    "the others follow in the proportions of LeNet-5. Output units squash and are "
    "taught +1 and -1 by squared errors."
)
_DIFFERS = {
    "lenet1": "The table of its third layer is that of 1990; how the digits were made "
    "smaller is not said. Rates as for the fully connected networks.",
    "lenet4": "The paper prints no tables; these are ours, with 60 and 560 kernels, so "
    "that parameters and connections are as it says. Rates as for the others.",
    "lenet4-full": "The layer of 120 units is full, as the paper's words have it; its "
    "numbers then do not come out: 50,998 parameters and 292,306 connections.",
}
_DISTORTED = (
    " Each pass distorts the digits anew; the paper distorts 540,000 once, by ranges "
    "that it does not tell."
)


def recipe(architecture: str, rate: float, distorted: bool = False) -> Recipe:
    """How a network of Fig. 9 is trained: as `paper` trains LeNet-5, at its own rate.

    Args:
        architecture: A key of `ARCHITECTURES`.
        rate: Of the first pass.
        distorted: Whether each pass distorts the digits anew.
    """
    return replace(
        RECIPES["paper"],
        architecture=architecture,
        learning_rate=rate,
        distorted=distorted,
    )


def search_label(architecture: str, rate: float) -> str:
    """The label of a network that is trained to find its rate.

    Args:
        architecture: A key of `ARCHITECTURES`.
        rate: Of the first pass.
    """
    return f"{architecture}-rate-{rate:g}"


def _entries() -> dict[str, NetworkEntry]:
    found = {
        "lenet5-distorted": NetworkEntry(
            "[dist] LeNet-5",
            replace(RECIPES["paper"], distorted=True),
            "Rates, mu and start as for LeNet-5 without distortions." + _DISTORTED,
        ),
    }
    for name, bar in _PRINTED.items():
        differs = _DIFFERS.get(name, _PERCEPTRON)
        database = _DATABASES.get(name, "regular")
        plain = recipe(name, CHOSEN[name])
        found[name] = NetworkEntry(bar, plain, differs, database)
        if name.startswith("28x28") or name == "lenet4":
            found[f"{name}-distorted"] = NetworkEntry(
                f"[dist] {bar}" if name != "lenet4" else None,
                recipe(name, CHOSEN[name], True),
                differs + _DISTORTED,
            )
    return found


NETWORKS = _entries()
"""By the label of their runs."""

SEARCH = {
    search_label(name, rate): recipe(name, rate)
    for name, rates in RATES_TRIED.items()
    for rate in rates
}
"""What is tried, by label."""

SEARCH_DATABASES = {
    label: _DATABASES[one.architecture]
    for label, one in SEARCH.items()
    if one.architecture in _DATABASES
}


@dataclass(frozen=True)
class NetworkClassifierRun(NetworkMeasurement):
    """A network of Fig. 9: its answers to the test digits, and what it costs.

    Args:
        experiment: As in `NetworkMeasurement`.
        label: As in `NetworkMeasurement`.
        training: As in `NetworkMeasurement`.
        judged: Judge on the first so many test digits. None means all.
    """

    judged: int | None = None

    @property
    def name(self) -> str:
        """The name of the run's result file."""
        return f"{self.label}-seed-{self.seed}"

    @property
    def steps(self) -> int:
        """One: the test digits are judged."""
        return 1

    def small(self) -> Self:
        """The same on a few test digits."""
        return replace(self, judged=SMOKE_JUDGED)

    def _settings(self) -> dict:
        return {**super()._settings(), "evaluated_on": "test", "judged": self.judged}

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`, of which there is one.

        That is what `judged` says of the test digits, `variables` and
        `multiply_accumulates`, counted, and `train_seconds` and `test_seconds` of a
        processor; the first are `None` if the network had been trained before.
        """
        model, train_seconds = self.trained(output)
        digits = first(replace(self.training, held_out=0).data().test, self.judged)
        x = prepare(digits.images)
        begin = time.process_time()
        penalties = model.predict(x, batch_size=500, verbose=0)
        test_seconds = round(time.process_time() - begin, 2)
        on_step(1)
        return {
            "measurements": [
                {
                    **judged(-penalties, digits.labels),
                    **costs(model),
                    "train_seconds": train_seconds,
                    "test_seconds": test_seconds,
                }
            ]
        }

    def trained(self, output: Path) -> tuple[keras.Model, float | None]:
        """The network, and how long it took to train it, if that was now.

        Args:
            output: As in `Run.network`.
        """
        folder = output.parent / self.training.experiment / self.training.name
        fresh = not folder.exists()
        begin = time.process_time()
        model = self.training.network(output)
        seconds = round(time.process_time() - begin, 1)
        return model, seconds if fresh else None


def costs(model: keras.Model) -> dict[str, int]:
    """What a network stores and multiplies, in the terms of Figs. 11 and 12.

    Each connection is a multiply-accumulate, one to a bias too. The RBF layer counts
    where its centres are codes of more than the ten classes; where they only turn ten
    units into penalties, the greatest unit is the answer, and nothing is computed.

    Args:
        model: A network of `ARCHITECTURES`, or LeNet-5.

    Returns:
        `variables` and `multiply_accumulates`.

    Example:

    >>> from lenet_keras import lenet5
    >>> from lenet_keras.reproduce.classifiers.networks import costs
    >>> costs(lenet5())
    {'variables': 60840, 'multiply_accumulates': 340908}

    Reference:
        Figs. 11 and 12.
    """
    last = model.layers[-1]
    squared = last.centers.shape[0] == last.centers.shape[1]
    layers = count(model)[: -1 if squared else None]
    fixed = 0 if squared else last.centers.shape[0] * last.centers.shape[1]
    return {
        "variables": sum(layer.parameters for layer in layers) + fixed,
        "multiply_accumulates": sum(layer.connections for layer in layers),
    }
