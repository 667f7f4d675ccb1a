"""LeNet-5 of 1998, exactly, in Keras 3."""

import os
import sys

from lenet_keras._extras import require as _require


def _is_command() -> bool:
    """Whether this process is `lenet-keras`, which answers `--help` without Keras."""
    program = sys.argv[0] if sys.argv else ""
    if program == "-m":
        return "lenet_keras.cli" in sys.orig_argv
    return os.path.basename(program).removesuffix(".exe") == "lenet-keras"


if not _is_command():
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


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("lenet-keras")
    raise AttributeError(f"module 'lenet_keras' has no attribute {name!r}")
