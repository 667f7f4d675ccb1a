"""A run for a classifier of Fig. 9: chosen, learned from all digits, tested once."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from lenet_keras.digits import DATABASES, load_mnist
from lenet_keras.reproduce.classifiers.answers import judged
from lenet_keras.reproduce.classifiers.catalogue import (
    CATALOGUE,
    OTHERWISE,
    SEEDS,
    Entry,
)
from lenet_keras.reproduce.measurement import Measurement
from lenet_keras.reproduce.representations import pixels
from lenet_keras.reproduce.runs import HELD_OUT, SMOKE_JUDGED, SMOKE_PATTERNS, first
from lenet_keras.results import error_share


@dataclass(frozen=True)
class ClassifierRun(Measurement):
    """A classifier of Fig. 9 that is no network.

    What is left open about it is chosen on the last 10,000 training digits; it then
    learns from all 60,000, and the test digits are judged once.

    Args:
        experiment: Name of the experiment.
        label: A key of `CATALOGUE` or of `OTHERWISE`.
        seed: Decides what is left to chance.
        patterns: Learn from the first so many digits. None means all.
        judged: Choose and judge on the first so many. None means all.
    """

    seed: int = 0
    patterns: int | None = None
    judged: int | None = None

    @property
    def name(self) -> str:
        """The name of the run's result file."""
        return f"{self.label}-seed-{self.seed}"

    @property
    def entry(self) -> Entry:
        """What the catalogue says about it."""
        return CATALOGUE.get(self.label) or OTHERWISE[self.label]

    @property
    def steps(self) -> int:
        """How many times it learns."""
        return len(self.entry.candidates) + 1

    def _settings(self) -> dict:
        entry = self.entry
        return {
            "classifier": entry.bar,
            "database": entry.database,
            "candidates": [one.settings() for one in entry.candidates],
            "seed": self.seed,
            "patterns": self.patterns,
            "few": entry.few,
            "judged": self.judged,
            "chosen_on": "validation",
            "evaluated_on": "test",
            "libraries": {
                name: metadata.version(name) for name in ("scikit-learn", "scipy")
            },
        }

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`choices`, the one `chosen`, and `measurements`, of which there is one.

        That is what `judged` says of the test digits, and `variables` and
        `multiply_accumulates`, counted, `train_seconds` and `test_seconds` of a
        processor, and the remarks of the classifier.
        """
        parts = load_mnist(validation=HELD_OUT)
        few = self.patterns or self.entry.few
        x, labels = self._seen(first(parts.train, few))
        x_held_out, of_held_out = self._seen(first(parts.validation, self.judged))
        choices: list[dict[str, Any]] = []
        for number, method in enumerate(self.entry.candidates):
            found = method.learn(x, labels, self.seed)
            for reading, scores in found.scores(x_held_out).items():
                error = error_share(scores.argmax(axis=1), of_held_out)
                one = {"candidate": number, "reading": reading}
                choices.append({**one, "held_out_error": error})
            on_step(number + 1)
        best = min(choices, key=lambda one: one["held_out_error"])
        method = self.entry.candidates[best["candidate"]]
        everything = load_mnist()
        x, labels = self._seen(first(everything.train, self.patterns))
        learned, train_seconds = _timed(lambda: method.learn(x, labels, self.seed))
        x_test, of_test = self._seen(first(everything.test, self.judged))
        scores, test_seconds = _timed(lambda: learned.scores(x_test)[best["reading"]])
        on_step(self.steps)
        return {
            "choices": choices,
            "chosen": best,
            "measurements": [
                {
                    **judged(scores, of_test),
                    "variables": learned.variables,
                    "multiply_accumulates": learned.multiply_accumulates,
                    "train_seconds": train_seconds,
                    "test_seconds": test_seconds,
                    **learned.remarks,
                }
            ],
        }

    def _seen(self, digits) -> tuple:
        """The pixels that the classifier is given, and the labels."""
        images = DATABASES[self.entry.database](digits.images)
        return pixels(images), digits.labels


def _timed(work: Callable) -> tuple[Any, float]:
    """What it gives, and the seconds of a processor that it took."""
    begin = time.process_time()
    return work(), round(time.process_time() - begin, 2)


@dataclass(frozen=True)
class ClassifiersExperiment:
    """The classifiers of Fig. 9 that are no networks.

    Args:
        question: What it answers, one line.
        labels: Keys of `CATALOGUE` or of `OTHERWISE`.
    """

    question: str
    labels: Sequence[str]

    def runs(self, name: str, seeds: int | None = None) -> list[ClassifierRun]:
        """The runs, label by label, with as many seeds as its entry says.

        Args:
            name: Name of this experiment.
            seeds: At most so many.
        """
        runs = [
            ClassifierRun(name, label, seed)
            for label in self.labels
            for seed in range(seeds or SEEDS)
        ]
        return [run for run in runs if run.seed < run.entry.seeds]

    def smoke_run(self, name: str) -> ClassifierRun:
        """A pairwise classifier, a few hundred digits: does it still run?"""
        few = {"patterns": SMOKE_PATTERNS, "judged": SMOKE_JUDGED}
        [label] = (one for one in self.labels if one.startswith("pairwise"))
        return ClassifierRun(name, label, **few)
