import functools

import keras
import numpy as np

from lenet_keras._arguments import natural_number, one_of, positive_integer
from lenet_keras.optimizers._curvature import READINGS, diagonal_curvature
from lenet_keras.optimizers._sdlm import SDLM


class EstimateCurvature(keras.callbacks.Callback):
    """Refreshes the curvature that `SDLM` divides by, before each pass.

    Args:
        x: Training patterns, as `diagonal_curvature` takes them.
        y: Their classes, likewise.
        samples: How many patterns to estimate from. Defaults to 500, the paper's;
            fewer if there are fewer.
        seed: Seed of their choice, which differs from pass to pass: an integer from 0.
            Defaults to 0.
        coefficient: As in `diagonal_curvature`: our reading of a point that the paper
            leaves open.
        loss: The loss whose curvature is estimated. Defaults to the model's own. The
            paper gives no curvature for equation 9; its own vanishes as the patterns
            are learned, that of equation 8, the right penalty alone, does not.

    Raises:
        ValueError: If an argument is out of range, if `x` and `y` differ in length,
            or, in training, if the optimizer is not `SDLM`, if `y` holds no class
            indices, or if `diagonal_curvature` does not know the model: half precision
            is not supported.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import EstimateCurvature
    >>> x, y = np.zeros((8, 4)), np.zeros(8)
    >>> EstimateCurvature(x, y, samples=4).samples
    4

    Reference:
        Section III-B: 500 samples before each pass; Appendix C, approximation 3.
    """

    def __init__(
        self,
        x,
        y,
        samples: int = 500,
        seed: int = 0,
        coefficient: str = "connections",
        loss: keras.losses.Loss | None = None,
    ):
        super().__init__()
        if not len(x) == len(y) > 0:
            raise ValueError(
                "`x` and `y` must describe the same patterns, at least one. "
                f"Received: {len(x)} and {len(y)} patterns"
            )
        self.x, self.y = x, y
        self.samples = positive_integer(samples, "samples")
        self.seed = natural_number(seed, "seed")
        self.coefficient = one_of(coefficient, READINGS, "coefficient")
        self.loss = loss

    def on_epoch_begin(self, epoch, logs=None):
        """Estimates h_kk from new random patterns and hands it to the optimizer."""
        estimate_curvature(
            self.model,
            self.x,
            self.y,
            [self.seed, epoch, self.samples],
            self.samples,
            self.coefficient,
            self.loss,
        )


def estimate_curvature(
    model, x, y, seed, samples, coefficient, loss=None, curvature=None
) -> None:
    """Estimates h_kk from random patterns and hands it to the model's `SDLM`.

    Args:
        model: A model compiled with `SDLM`.
        x: Training patterns, as `diagonal_curvature` takes them.
        y: Their classes, likewise.
        seed: Decides, as a seed of NumPy, which patterns are drawn.
        samples: How many patterns; fewer if there are fewer.
        coefficient: As in `diagonal_curvature`.
        loss: The loss whose curvature is estimated. Defaults to the model's own.
        curvature: What computes it from loss, patterns, classes and `coefficient`.
            Defaults to `diagonal_curvature` of the model.

    Raises:
        ValueError: If the optimizer is not `SDLM`, and as `diagonal_curvature` does.
    """
    # In half precision Keras wraps the optimizer.
    optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
    if not isinstance(optimizer, SDLM):
        raise ValueError(
            "`model` must be compiled with SDLM to use its curvature. "
            f"Received: optimizer {type(optimizer).__name__}"
        )
    few = np.random.default_rng(seed).permutation(len(x))[:samples]
    some_x, some_y = np.asarray(x)[few], np.asarray(y)[few]
    compute = curvature or functools.partial(diagonal_curvature, model)
    found = compute(loss or model.loss, some_x, some_y, coefficient)
    optimizer.set_curvature(model.trainable_variables, found)
