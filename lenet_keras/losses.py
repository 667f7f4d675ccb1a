import keras
from keras import ops

from lenet_keras._arguments import check_labels, positive_number


def _penalty_of_class(y_true, penalties, loss):
    """Returns y_D, the penalty of the right class, without the last axis."""
    *places, classes = penalties.shape
    check_labels(y_true, classes, places, type(loss).__name__)
    labels = ops.cast(y_true, "int32")
    if len(labels.shape) < len(penalties.shape):
        labels = ops.expand_dims(labels, -1)
    return ops.squeeze(ops.take_along_axis(penalties, labels, axis=-1), axis=-1)


def shows_rubbish(loss) -> bool:
    """Whether a loss, of ours or another, is given patterns of no class as well."""
    return getattr(loss, "rubbish", False)


def _with_rubbish(penalties, j):
    """Appends -j to the negated penalties: the scores that equation 9 compares."""
    return ops.concatenate([-penalties, ops.full_like(penalties[..., :1], -j)], axis=-1)


def posterior(penalties, j: float):
    """The posterior probabilities that equation 9 ascribes to penalties.

    A penalty y_i stands for a probability proportional to exp(-y_i); an image of no
    class, "rubbish", has the constant penalty j.

    Args:
        penalties: Tensor of shape `(..., classes)`, zero or positive.
        j: The penalty of the rubbish class, a positive number.

    Returns:
        Tensor of shape `(..., classes + 1)`: the probability of each class and, last,
        of rubbish. They add up to 1.

    Example:

    >>> import keras
    >>> import numpy as np
    >>> from lenet_keras import posterior
    >>> shares = posterior(np.array([[0.0, 100.0]]), j=100.0)
    >>> keras.ops.convert_to_numpy(shares).round(3).tolist()
    [[1.0, 0.0, 0.0]]

    Reference:
        Section II-C, equation 9.
    """
    penalties = ops.convert_to_tensor(penalties)
    penalties = ops.cast(penalties, keras.backend.result_type(penalties.dtype, float))
    return ops.softmax(_with_rubbish(penalties, j), axis=-1)


@keras.saving.register_keras_serializable(package="lenet_keras")
class MaximumLikelihoodLoss(keras.losses.Loss):
    """The mean penalty of the right class: E = mean over patterns of y_D.

    The mean squared distance from F6 to the code of the right class. There is no
    factor 1/2 and no division by 84. It only pushes the right penalty down; wrong
    classes do not appear in it.

    Args:
        reduction: As in Keras. Defaults to `"sum_over_batch_size"`, the mean.
        name: Defaults to `"maximum_likelihood"`.
        dtype: As in Keras.

    Call arguments:
        y_true: Class indices, integers of shape `(batch, ...)` or `(batch, ..., 1)`.
        y_pred: Penalties of shape `(batch, ..., classes)`.

    Raises:
        ValueError: In a call, if `y_true` holds no class indices: one-hot vectors, or,
            outside of compiled code, numbers that are no class.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import MaximumLikelihoodLoss
    >>> loss = MaximumLikelihoodLoss()
    >>> float(loss(np.array([1]), np.array([[7.0, 2.0, 30.0]])))
    2.0

    Reference:
        Section II-C, equation 8.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "maximum_likelihood",
        dtype=None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        return _penalty_of_class(y_true, y_pred, self)


@keras.saving.register_keras_serializable(package="lenet_keras")
class MaximumAPosterioriLoss(keras.losses.Loss):
    """The discriminative loss: y_D + log(exp(-j) + sum over classes of exp(-y_i)).

    It pushes the penalty of the right class down and pulls those of the wrong classes
    up, as far as they compete: penalties well above j are left alone. It is minus the
    logarithm of the posterior of the right class, so never negative, and it cannot
    collapse when the centres are learned.

    Args:
        j: The penalty of the rubbish class, a positive number. The paper gives no
            value.
        scale: Factor on the penalties of the classes before they compete, a positive
            number. Defaults to 1, as equation 9 is printed. With 1/2, exp(-y_i / 2)
            is the density of a Gaussian of variance 1 about the code.
        reduction: As in Keras. Defaults to `"sum_over_batch_size"`, the mean.
        name: Defaults to `"maximum_a_posteriori"`.
        dtype: As in Keras.
        rubbish: Whether patterns of no class are shown as well. Their label is the
            number of classes, one more than the last, and their penalty is j.

    Call arguments:
        y_true: Class indices, integers of shape `(batch, ...)` or `(batch, ..., 1)`.
        y_pred: Penalties of shape `(batch, ..., classes)`.

    Raises:
        ValueError: If `j` or `scale` is not a positive, finite number; in a call, if
            `y_true` holds no class indices: one-hot vectors, or, outside of compiled
            code, numbers that are no class.

    Example:

    >>> import numpy as np
    >>> from lenet_keras import MaximumAPosterioriLoss
    >>> loss = MaximumAPosterioriLoss(j=10.0)
    >>> round(float(loss(np.array([1]), np.array([[2.0, 2.0]]))), 3)
    0.693

    Reference:
        Section II-C, equation 9.
    """

    def __init__(
        self,
        j: float,
        scale: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "maximum_a_posteriori",
        dtype=None,
        *,
        rubbish: bool = False,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.j = positive_number(j, "j")
        self.scale = positive_number(scale, "scale")
        self.rubbish = rubbish

    def call(self, y_true, y_pred):
        penalties = self.scale * y_pred
        scores = _with_rubbish(penalties, self.j)
        competition = ops.logsumexp(scores, axis=-1)
        of_labels = -scores if self.rubbish else penalties
        return _penalty_of_class(y_true, of_labels, self) + competition

    def get_config(self):
        config = {**super().get_config(), "j": self.j, "scale": self.scale}
        return {**config, "rubbish": self.rubbish}
