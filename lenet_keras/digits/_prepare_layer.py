"""The preparation of images as a layer."""

import keras
import numpy as np
from keras import ops

from lenet_keras.digits._distortions import SCALE, SHARE, SHEAR, SQUEEZE, TRANSLATION
from lenet_keras.digits._images import LEVELS
from lenet_keras.paper import BACKGROUND, FOREGROUND, IMAGE_SIZE


@keras.saving.register_keras_serializable("lenet_keras")
class Prepare(keras.layers.Layer):
    """The input of LeNet-5 as a layer: 32x32, white paper at -0.1, black ink at 1.175.

    It stands first in a model, or, with TensorFlow as the backend, in the `map` of a
    `tf.data.Dataset` of batches. Of uint8 images it makes what `prepare` makes, bit by
    bit. In training it can also distort them and add noise, with new draws for every
    batch, as `random_affine` and `salt_and_pepper` do with their default ranges.

    Args:
        distorted: Whether `training=True` distorts nine images in ten.
        noise: Probability with which `training=True` inverts a pixel, from 0 to below
            1. Defaults to 0.
        ink: The value of black ink in images of floats; paper is 0. Defaults to 255.
        seed: An integer that decides the draws, or `None`.
        **kwargs: As in `keras.layers.Layer`.

    Input shape: `(n, height, width)` or `(n, height, width, 1)`, at most 32x32.

    Output shape: `(n, 32, 32, 1)`.

    Raises:
        ValueError: If an argument is out of range or the input has another shape.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.digits import Prepare, load_mnist, prepare
    >>> images = load_mnist().test.images[:5]
    >>> bool(np.all(np.asarray(Prepare()(images)) == prepare(images)))
    True

    Reference:
        Section II-B; section III-B and Fig. 7 for distortions; Fig. 13 for noise.
    """

    def __init__(
        self,
        distorted: bool = False,
        noise: float = 0.0,
        ink: float = 255.0,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if not 0 <= noise < 1:
            raise ValueError(
                f"`noise` must be 0 or more and below 1. Received: {noise!r}"
            )
        if not 0 < ink < float("inf"):
            raise ValueError(f"`ink` must be positive and finite. Received: {ink!r}")
        self.distorted, self.noise, self.ink = distorted, noise, ink
        self.seed = seed
        self.draws = keras.random.SeedGenerator(seed)

    def call(self, images, training=False):
        x = self._scaled(ops.convert_to_tensor(images))
        if training and self.distorted:
            x = self._distort(x)
        if training and self.noise:
            inverted = keras.random.uniform(ops.shape(x), seed=self.draws) < self.noise
            x = ops.where(inverted, BACKGROUND + FOREGROUND - x, x)
        return ops.cast(x, self.compute_dtype)

    def _scaled(self, images):
        self.compute_output_shape(images.shape)
        if len(images.shape) == 4:
            images = images[..., 0]
        rows, columns = (IMAGE_SIZE - side for side in images.shape[1:])
        before = ((0, 0), (rows // 2, rows - rows // 2))
        padding = (*before, (columns // 2, columns - columns // 2))
        if keras.backend.standardize_dtype(images.dtype) == "uint8":
            padded = ops.pad(ops.cast(images, "int32"), padding)
            x = ops.take(ops.convert_to_tensor(LEVELS), padded)
        else:
            grey = ops.pad(ops.cast(images, "float32") / self.ink, padding)
            x = BACKGROUND * (1 - grey) + FOREGROUND * grey
        return x[..., None]

    def _distort(self, x):
        """As `affine_transform` with the default `affine_matrices`."""
        draws = keras.random.uniform((ops.shape(x)[0], 6), seed=self.draws)
        a, b, c, u, v = (
            most * (2 * draws[:, place] - 1)
            for place, most in enumerate(
                (SCALE, SQUEEZE, SHEAR, TRANSLATION, TRANSLATION)
            )
        )
        # The way back, from the new place to the old one, about the centre.
        xx, yy = (1 + b) / (1 + a), 1 / ((1 + a) * (1 + b))
        xy, zero = c * yy, ops.zeros_like(a)
        centre = (IMAGE_SIZE - 1) / 2
        left = centre - xx * (centre + u) - xy * (centre + v)
        top = centre - yy * (centre + v)
        way_back = ops.stack([xx, xy, left, zero, yy, top, zero, zero], axis=1)
        still = ops.convert_to_tensor(np.eye(3, dtype="float32").ravel()[:8])
        distorted = draws[:, 5:] < SHARE
        moved = ops.image.affine_transform(
            x - BACKGROUND,  # with background at zero, nothing else comes in
            ops.where(distorted, way_back, still),
            interpolation="bilinear",
            fill_mode="constant",
            fill_value=0.0,
            data_format="channels_last",
        )
        return ops.where(distorted[:, :, None, None], moved + BACKGROUND, x)

    def compute_output_shape(self, input_shape):
        height_width = tuple(input_shape[1:3])
        channels = tuple(input_shape[3:])
        if (
            len(height_width) < 2
            or channels not in ((), (1,))
            or any(side not in range(1, IMAGE_SIZE + 1) for side in height_width)
        ):
            raise ValueError(
                "`images` must have the shape (n, height, width) or (n, height, width, "
                f"1), at most {IMAGE_SIZE}x{IMAGE_SIZE}. "
                f"Received: shape {tuple(input_shape)}"
            )
        return (input_shape[0], IMAGE_SIZE, IMAGE_SIZE, 1)

    def get_config(self):
        return {
            **super().get_config(),
            "distorted": self.distorted,
            "noise": self.noise,
            "ink": self.ink,
            "seed": self.seed,
        }
