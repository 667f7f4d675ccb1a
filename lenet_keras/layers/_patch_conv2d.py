import keras

from lenet_keras.layers._patches import convolve_patches


@keras.saving.register_keras_serializable(package="lenet_keras")
class PatchConv2D(keras.layers.Conv2D):
    """C1 and C5: `keras.layers.Conv2D`, computed as patches times a matrix.

    Same arguments, weights and results as `keras.layers.Conv2D` without groups. On a
    CPU, compiled and one image at a time, as the paper trains, LeNet-5 learns more
    than twice as fast with it; elsewhere prefer the original. Height and width of the
    input must be known.

    Args:
        *args: Arguments of `keras.layers.Conv2D`.
        **kwargs: Arguments of `keras.layers.Conv2D`; `groups` must be 1.

    Raises:
        ValueError: If `groups` is not 1, or if the size of the input is not known.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import PatchConv2D
    >>> tuple(PatchConv2D(6, 5)(np.zeros((1, 32, 32, 1))).shape)
    (1, 28, 28, 6)

    Reference:
        Section II-B; sections III-B and App. B for updates after single patterns.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.groups != 1:
            raise ValueError(f"`groups` must be 1. Received: {self.groups}")

    def build(self, input_shape):
        spatial = (
            input_shape[1:3]
            if self.data_format == "channels_last"
            else input_shape[2:4]
        )
        if None in spatial:
            raise ValueError(
                "`input_shape` must have a known height and width. "
                f"Received: {tuple(input_shape)}"
            )
        super().build(input_shape)

    def convolution_op(self, inputs, kernel):
        return convolve_patches(
            inputs,
            kernel,
            self.strides,
            self.padding,
            self.data_format,
            self.dilation_rate,
        )
