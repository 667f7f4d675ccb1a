"""Training as the paper trains: step sizes from the curvature of the loss."""

from lenet_keras.optimizers.curvature import diagonal_curvature as diagonal_curvature
from lenet_keras.optimizers.estimate_curvature import (
    EstimateCurvature as EstimateCurvature,
)
from lenet_keras.optimizers.sdlm import SDLM as SDLM
