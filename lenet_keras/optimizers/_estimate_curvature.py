import keras
import numpy as np

from lenet_keras._arguments import one_of, positive_integer
from lenet_keras.optimizers._curvature import READINGS, diagonal_curvature
from lenet_keras.optimizers._sdlm import SDLM


class EstimateCurvature(keras.callbacks.Callback):
    """Refreshes the curvature that `SDLM` divides by, before each pass.

    Args:
        x: Training patterns, as `diagonal_curvature` takes them.
        y: Their classes, likewise.
        samples: How many patterns to estimate from. Defaults to 500, the paper's;
            fewer if there are fewer.
        seed: Seed of their choice, which differs from pass to pass. Defaults to 0.
        coefficient: As in `diagonal_curvature`.
        loss: The loss whose curvature is estimated. Defaults to the model's own. The
            paper gives no curvature for equation 9; its own vanishes as the patterns
            are learned, that of equation 8, the right penalty alone, does not.

    Raises:
        ValueError: If an argument is out of range, if `x` and `y` differ in length,
            or, in training, if the optimizer is not `SDLM`.

    Example:

    >>> model = keras.Sequential([keras.Input((4,)), RBF([[1, 1, 1, 1]])])
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
        self.seed = seed
        self.coefficient = one_of(coefficient, READINGS, "coefficient")
        self.loss = loss

    def on_epoch_begin(self, epoch, logs=None):
        """Estimates h_kk from new random patterns and hands it to the optimizer."""
        optimizer = self.model.optimizer
        if not isinstance(optimizer, SDLM):
            raise ValueError(
                "EstimateCurvature needs a model compiled with SDLM. "
                f"Received: {type(optimizer).__name__}"
            )
        draw = np.random.default_rng([self.seed, epoch, self.samples])
        few = draw.permutation(len(self.x))[: self.samples]
        curvature = diagonal_curvature(
            self.model,
            self.loss or self.model.loss,
            np.asarray(self.x)[few],
            np.asarray(self.y)[few],
            self.coefficient,
        )
        optimizer.set_curvature(self.model.trainable_variables, curvature)
