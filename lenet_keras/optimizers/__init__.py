"""Training as the paper trains: step sizes from the curvature of the loss."""

from lenet_keras.optimizers._curvature import diagonal_curvature
from lenet_keras.optimizers._estimate_curvature import EstimateCurvature
from lenet_keras.optimizers._sdlm import SDLM

__all__ = [
    "EstimateCurvature",
    "SDLM",
    "diagonal_curvature",
]
