"""Section II-A: are the kernels of C1 oriented, more than random ones are?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lenet_keras.inspection import (
    neighbour_correlation,
    orientation_fit,
    random_kernels,
)
from lenet_keras.reproduce.networks import NetworkMeasurement

_SETS = 1000
_SEED = 0


@dataclass(frozen=True)
class OrientationRun(NetworkMeasurement):
    """How well edges and lines fit the kernels of C1, beside random kernels.

    Args:
        experiment: Name of the experiment.
        label: Name of the recipe.
        training: The run that trains the network.
    """

    @property
    def steps(self) -> int:
        """One for white noise, one for noise as smooth as the kernels."""
        return 2

    def _settings(self) -> dict:
        return {**super()._settings(), "sets": _SETS, "noise_seed": _SEED}

    def _measure(self, output: Path, on_step: Callable[[int], None]) -> dict:
        """The `kernels`, rounded, their `fits`, and `measurements` beside noise.

        These are the `noise` and its `neighbour_correlation`, how many `kernels_beyond`
        95 % of random kernels fit better, and the share of random sets, of as many
        kernels, that the learned ones `beat` by the mean of their fits.
        """
        c1 = self.training.network(output).get_layer("C1")
        kernels = np.moveaxis(c1.get_weights()[0][:, :, 0], -1, 0)
        fits = _fits(kernels)
        smooth = neighbour_correlation(kernels)
        measurements: list[dict] = []
        for noise, alike in (("white", 0.0), ("smooth", smooth)):
            drawn = random_kernels(_SETS * len(kernels), alike, rng=_SEED)
            random = _fits(drawn)
            means = random.reshape(_SETS, len(kernels)).mean(axis=1)
            measurements.append(
                {
                    "noise": noise,
                    "neighbour_correlation": float(alike),
                    "kernels_beyond": int(np.sum(fits > np.quantile(random, 0.95))),
                    "beat": float(np.mean(means < fits.mean())),
                }
            )
            on_step(len(measurements))
        return {
            "kernels": kernels.round(4).astype(float).tolist(),
            "fits": fits.round(4).tolist(),
            "measurements": measurements,
        }


def _fits(kernels) -> np.ndarray:
    """The size of the correlation of each kernel with its best edge or line."""
    return np.array([abs(orientation_fit(kernel).correlation) for kernel in kernels])
