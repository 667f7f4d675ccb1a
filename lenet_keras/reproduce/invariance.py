"""Section III-E: errors of trained networks on moved, turned, thick, noisy digits.

A point of the plot is one pass over the test digits; nothing is chosen by it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lenet_keras.digits import (
    Digits,
    affine_transform,
    load_mnist,
    prepare,
    salt_and_pepper,
)
from lenet_keras.reproduce.experiment import Experiment
from lenet_keras.reproduce.measurement import Measurement
from lenet_keras.reproduce.runs import Run, first
from lenet_keras.results import error_share

AMOUNTS = {
    "horizontal shift": tuple(range(-12, 13, 2)),
    "vertical shift": tuple(range(-12, 13, 2)),
    "scale": (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2.0),
    "rotation": tuple(range(-60, 61, 10)),
    "shear": (-0.8, -0.6, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8),
    "stroke width": (-3, -2, -1, 0, 1, 2, 3, 4, 6),
    "noise": (0.0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
}
"""What is done to the digits, and how much: pixels to the right or down, factors,
degrees clockwise, pixels per row by which the top slants to the right, pixels by which
strokes grow wider, and the probability with which a pixel is inverted."""

NOISE_SEED = 0


@dataclass(frozen=True)
class InvarianceRun(Measurement):
    """The error of one network under every transformation.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe.
        training: The run that trains the network.
        judged: Judge on the first so many test digits. None means all.
    """

    training: Run
    judged: int | None = None

    @property
    def name(self) -> str:
        """The name of the run's result file."""
        return self.training.name

    @property
    def seed(self) -> int:
        """The seed of the training."""
        return self.training.seed

    @property
    def steps(self) -> int:
        """How many measurements it makes."""
        return sum(len(amounts) for amounts in AMOUNTS.values())

    def with_plain_c(self) -> "InvarianceRun":
        """The same on a network that plain C trains."""
        return replace(self, training=self.training.with_plain_c())

    def _digits(self) -> Digits:
        return first(load_mnist().test, self.judged)

    def _settings(self) -> dict:
        training = self.training.new_result()
        return {
            "recipe": training["recipe"],
            "seed": self.seed,
            "trained_on": training["trained_on"],
            "training": training["identity"],
            "evaluated_on": "test",
            "judged": len(self._digits().labels),
            "amounts": {name: list(amounts) for name, amounts in AMOUNTS.items()},
        }

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """`measurements`: `transformation`, `amount` and `error` each."""
        model = self.training.network(output)
        digits = self._digits()
        images = prepare(digits.images)
        measurements: list[dict] = []
        for transformation, amounts in AMOUNTS.items():
            for amount in amounts:
                x = transform(images, transformation, amount)
                penalties = model.predict(x, batch_size=500, verbose=0)
                error = error_share(penalties.argmin(axis=-1), digits.labels)
                measurements.append(
                    {
                        "transformation": transformation,
                        "amount": amount,
                        "error": error,
                    }
                )
                on_step(len(measurements))
        return {"measurements": measurements}


def transform(images, transformation: str, amount: float) -> np.ndarray:
    """Digits shifted, scaled, turned or sheared about their centre, thick or noisy.

    Args:
        images: As `random_affine` takes them.
        transformation: A key of `AMOUNTS`.
        amount: In its unit, as `AMOUNTS` has them; for strokes a whole number.

    Returns:
        float32 array of the same shape.

    Raises:
        ValueError: If the transformation is not known or the amount out of range.

    Example:

    >>> from lenet_keras.reproduce.invariance import transform
    >>> import numpy as np
    >>> paper = np.full((1, 32, 32, 1), -0.1, "float32")
    >>> paper[0, 16, 16] = 1.0
    >>> float(transform(paper, "vertical shift", 2)[0, 18, 16, 0])
    1.0

    Reference:
        Section III-E.
    """
    if transformation == "noise":
        return salt_and_pepper(images, NOISE_SEED, amount)
    if transformation == "stroke width":
        return _with_strokes(images, amount)
    turn = np.deg2rad(amount)
    matrices = {
        "horizontal shift": [[1, 0, amount], [0, 1, 0]],
        "vertical shift": [[1, 0, 0], [0, 1, amount]],
        "scale": [[amount, 0, 0], [0, amount, 0]],
        "rotation": [
            [np.cos(turn), -np.sin(turn), 0],
            [np.sin(turn), np.cos(turn), 0],
        ],
        "shear": [[1, -amount, 0], [0, 1, 0]],
    }
    if transformation not in matrices:
        raise ValueError(
            f"`transformation` must be one of {tuple(AMOUNTS)}. "
            f"Received: {transformation!r}"
        )
    return affine_transform(images, matrices[transformation])


def _with_strokes(images, wider: float) -> np.ndarray:
    """Strokes wider, or thinner, on both sides together by whole pixels.

    The pixels, taken as squares of one grey, are cut in four, so that the disk that
    goes round the strokes has a radius of half as many pixels.
    """
    from skimage.morphology import dilation, disk, erosion

    if wider != int(wider):
        raise ValueError(
            f"Strokes grow by whole pixels. Received: stroke width {wider}"
        )
    n, height, width, channels = images.shape
    fine = np.asarray(images, "float32").repeat(2, axis=1).repeat(2, axis=2)
    change = dilation if wider > 0 else erosion  # the largest, the smallest ink near
    fine = change(fine, disk(abs(int(wider)))[np.newaxis, ..., np.newaxis])
    quarters = fine.reshape(n, height, 2, width, 2, channels)
    return quarters.mean(axis=4).mean(axis=2)


@dataclass(frozen=True)
class InvarianceExperiment:
    """Networks of several recipes under every transformation.

    Args:
        question: What it answers, one line.
        trainings: Name of the experiment that trains them, and the experiment, by the
            label of the recipe.
        seeds: How many networks of each recipe.
    """

    question: str
    trainings: dict[str, tuple[str, Experiment]]
    seeds: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the recipes."""
        return tuple(self.trainings)

    def runs(self, name: str, seeds: int | None = None) -> list[InvarianceRun]:
        """The runs, recipe by recipe.

        Args:
            name: Name of this experiment.
            seeds: Other number of seeds than the experiment's own.
        """
        number = seeds or self.seeds
        return [
            InvarianceRun(name, label, run)
            for label, (training, experiment) in self.trainings.items()
            for run in experiment.runs_of(label, training, number)
        ]

    def smoke_run(self, name: str) -> InvarianceRun:
        """A network of two short passes on a hundred digits: does it still run?"""
        label, (training, experiment) = next(iter(self.trainings.items()))
        return InvarianceRun(name, label, experiment.smoke_run(training), judged=100)
