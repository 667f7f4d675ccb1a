"""LeNet-5 of 1998, exactly, in Keras 3."""

from importlib.metadata import version as _version

from lenet_keras._extras import require as _require

_require("keras", "lenet_keras", "tensorflow")
from lenet_keras.activations import scaled_tanh
from lenet_keras.digits import (
    load_mnist,
    normalise_digit,
    prepare,
    random_affine,
    random_elastic,
    salt_and_pepper,
    shift,
)
from lenet_keras.initializers import FanInUniform
from lenet_keras.inspection import count, feature_maps, receptive_fields
from lenet_keras.layers import RBF, PatchConv2D, SparseConv2D, Subsampling2D
from lenet_keras.losses import (
    MaximumAPosterioriLoss,
    MaximumLikelihoodLoss,
    posterior,
)
from lenet_keras.metrics import ErrorRate
from lenet_keras.model import lenet5
from lenet_keras.optimizers import SDLM, EstimateCurvature, diagonal_curvature
from lenet_keras.weights import snapshots, weights_card

__all__ = [
    "ErrorRate",
    "EstimateCurvature",
    "FanInUniform",
    "MaximumAPosterioriLoss",
    "MaximumLikelihoodLoss",
    "PatchConv2D",
    "RBF",
    "SDLM",
    "SparseConv2D",
    "Subsampling2D",
    "count",
    "diagonal_curvature",
    "feature_maps",
    "lenet5",
    "load_mnist",
    "normalise_digit",
    "posterior",
    "prepare",
    "random_affine",
    "random_elastic",
    "receptive_fields",
    "salt_and_pepper",
    "scaled_tanh",
    "shift",
    "snapshots",
    "weights_card",
]

__version__ = _version("lenet-keras")
