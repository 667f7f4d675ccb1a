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
from lenet_keras.reproduce.networks import NetworkMeasurement
from lenet_keras.reproduce.runs import first
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
class InvarianceRun(NetworkMeasurement):
    """The error of one network under every transformation.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe.
        training: The run that trains the network.
        judged: Judge on the first so many test digits. None means all.
    """

    judged: int | None = None

    @property
    def steps(self) -> int:
        """How many measurements it makes."""
        return sum(len(amounts) for amounts in AMOUNTS.values())

    def small(self) -> "InvarianceRun":
        """The same on a hundred digits."""
        return replace(self, judged=100)

    def _digits(self) -> Digits:
        return first(load_mnist().test, self.judged)

    def _settings(self) -> dict:
        return {
            **super()._settings(),
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
