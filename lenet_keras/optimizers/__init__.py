"""Training as the paper trains: step sizes from the curvature of the loss."""

from lenet_keras.optimizers._curvature import READINGS, diagonal_curvature
from lenet_keras.optimizers._estimate_curvature import (
    EstimateCurvature,
    estimate_curvature,
)
from lenet_keras.optimizers._sdlm import SDLM

__all__ = [
    "READINGS",
    "estimate_curvature",
    "EstimateCurvature",
    "SDLM",
    "diagonal_curvature",
]
