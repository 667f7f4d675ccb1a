import warnings

import keras
import numpy as np
from keras import ops

from lenet_keras import paper

_LOOKED_AT = 100


@keras.saving.register_keras_serializable(package="lenet_keras")
class LeNet5(keras.Model):
    """The functional model that `lenet5` builds, with an eye on what it is given.

    `fit`, `evaluate` and `predict` look at the first images of an array: pixels from 0
    to 1 or from 0 to 255 are warned of, once for each model, and pictures of 28x28
    pixels are refused, both with the name of the function that prepares them. Data sets
    and generators are not looked into, and compiled code does not slow down.
    """

    _has_warned = False

    def fit(self, x=None, *args, **kwargs):
        self.look_at(x)
        return super().fit(x, *args, **kwargs)

    def evaluate(self, x=None, *args, **kwargs):
        self.look_at(x)
        return super().evaluate(x, *args, **kwargs)

    def predict(self, x, *args, **kwargs):
        self.look_at(x)
        return super().predict(x, *args, **kwargs)

    def look_at(self, x) -> None:
        """Warns of images that are not scaled as `prepare` scales them.

        Args:
            x: Images. Anything but an array or a tensor is left alone.

        Raises:
            ValueError: If they are 28x28 pixels.
        """
        if not (isinstance(x, np.ndarray) or ops.is_tensor(x)):
            return
        if (28, 28) in (tuple(x.shape), tuple(x.shape[1:3])):
            raise ValueError(
                f"`x` must be images of {paper.IMAGE_SIZE}x{paper.IMAGE_SIZE} pixels: "
                "use `lenet_keras.prepare` on pictures of 28x28. "
                f"Received: shape {tuple(x.shape)}"
            )
        some = ops.convert_to_numpy(x[:_LOOKED_AT])
        if self._has_warned or not some.size or some.min() < 0 or some.max() == 0:
            return
        self._has_warned = True
        warnings.warn(
            f"`x` must be scaled as `lenet_keras.prepare` does it: {paper.BACKGROUND} "
            f"for the background, {paper.FOREGROUND} for ink. Received: pixels from "
            f"{some.min():g} to {some.max():g}, which the network was not made for",
            stacklevel=3,
        )
