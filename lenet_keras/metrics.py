import keras
from keras import ops


@keras.saving.register_keras_serializable(package="lenet_keras")
class ErrorRate(keras.metrics.Mean):
    """The share of patterns whose smallest penalty is not that of the right class.

    Penalties are distances, so the smallest one wins. `keras.metrics.Accuracy` and
    its relatives take the largest output, and on penalties they count the opposite.

    Args:
        name: Defaults to `"error_rate"`.
        dtype: As in Keras.

    Example:

    >>> metric = ErrorRate()
    >>> metric.update_state(np.array([0, 1]), np.array([[3.0, 90.0], [5.0, 80.0]]))
    >>> float(metric.result())
    0.5

    Reference:
        Section III-C: all error rates of the paper are of this kind.
    """

    def __init__(self, name: str = "error_rate", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self._direction = "down"

    def update_state(self, y_true, y_pred, sample_weight=None):
        answers = ops.argmin(y_pred, axis=-1)
        labels = ops.cast(y_true, answers.dtype)
        if len(labels.shape) > len(answers.shape):
            labels = ops.squeeze(labels, axis=-1)
        wrong = ops.cast(ops.not_equal(answers, labels), self.dtype)
        super().update_state(wrong, sample_weight=sample_weight)
