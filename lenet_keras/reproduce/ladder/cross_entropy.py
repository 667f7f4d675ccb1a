"""The loss of today, for penalties."""

import keras


@keras.saving.register_keras_serializable(package="lenet_keras")
class CrossEntropy(keras.losses.Loss):
    """Softmax cross-entropy, with the negative penalties as logits.

    It is equation 9 without the rubbish class, whose penalty j then is infinite.

    Args:
        scale: Factor on the penalties, as in `MaximumAPosterioriLoss`.
        reduction: As in Keras.
        name: As in Keras.
        dtype: As in Keras.

    Example:

    >>> import numpy as np
    >>> from lenet_keras.reproduce.ladder.cross_entropy import CrossEntropy
    >>> round(float(CrossEntropy()(np.array([1]), np.array([[2.0, 2.0]]))), 3)
    0.693

    Reference:
        Section II-C, equation 9, has one term more.
    """

    def __init__(
        self,
        scale: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "cross_entropy",
        dtype=None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.scale = scale

    def call(self, y_true, y_pred):
        logits = -self.scale * y_pred
        return keras.losses.sparse_categorical_crossentropy(
            y_true, logits, from_logits=True
        )

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}
