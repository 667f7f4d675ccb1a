import keras
import numpy as np
from keras import ops

from lenet_keras._arguments import check_labels


@keras.saving.register_keras_serializable(package="lenet_keras")
class ErrorRate(keras.metrics.Mean):
    """The share of patterns whose smallest penalty is not that of the right class.

    Penalties are distances, so the smallest one wins. `keras.metrics.Accuracy` and
    its relatives take the largest output, and on penalties they count the opposite.
    Callbacks that watch it need `mode="min"`: less is better.

    Args:
        name: Defaults to `"error_rate"`.
        dtype: As in Keras.
        rubbish: Whether patterns of no class are shown as well, labelled with the
            number of classes, one more than the last. They do not count.

    Raises:
        ValueError: In `update_state`, if `y_true` holds no class indices: one-hot
            vectors, or, outside of compiled code, numbers that are no class.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import ErrorRate
    >>> metric = ErrorRate()
    >>> metric.update_state(np.array([0, 1]), np.array([[3.0, 90.0], [5.0, 80.0]]))
    >>> float(metric.result())
    0.5

    Reference:
        Section III-C: all error rates of the paper are of this kind.
    """

    def __init__(self, name: str = "error_rate", dtype=None, *, rubbish: bool = False):
        super().__init__(name=name, dtype=dtype)
        self.rubbish = rubbish

    def update_state(self, y_true, y_pred, sample_weight=None):
        *places, classes = np.shape(y_pred)
        known = classes + self.rubbish
        check_labels(y_true, known, places, type(self).__name__)
        answers = ops.argmin(y_pred, axis=-1)
        labels = ops.cast(y_true, answers.dtype)
        if len(labels.shape) > len(answers.shape):
            labels = ops.squeeze(labels, axis=-1)
        wrong = ops.cast(ops.not_equal(answers, labels), self.dtype)
        if self.rubbish:
            counts = ops.cast(ops.less(labels, classes), self.dtype)
            sample_weight = counts * (1.0 if sample_weight is None else sample_weight)
        super().update_state(wrong, sample_weight=sample_weight)

    def get_config(self):
        return {**super().get_config(), "rubbish": self.rubbish}
