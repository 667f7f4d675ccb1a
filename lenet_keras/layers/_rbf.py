import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable(package="lenet_keras")
class RBF(keras.layers.Layer):
    """The output layer: the squared distance from the input to each class's code.

    Each Euclidean RBF unit answers y_i = sum_j (x_j - w_ij)^2, a penalty: zero when
    the input is the unit's own code, and the smaller the better it fits. The class is
    the unit with the smallest penalty. The layer acts on the last axis, so it serves
    a vector and a whole map of vectors alike.

    Args:
        centers: Array of shape `(units, inputs)`, the codes w_ij, finite numbers.
        train_centers: Whether the codes are learned. Defaults to `False`, as in
            LeNet-5. With the maximum likelihood loss learned codes collapse to a
            common point (section II-C).
        **kwargs: Arguments of `keras.layers.Layer`.

    Input shape:
        `(batch, ..., inputs)`.

    Output shape:
        `(batch, ..., units)`: penalties, zero or positive.

    Raises:
        ValueError: If `centers` is not a matrix of finite numbers, or if the input
            has another number of components than the codes.

    Example:

    >>> rbf = RBF([[1, 1], [-1, 1]])
    >>> keras.ops.convert_to_numpy(rbf(np.array([[1.0, 1.0]])))
    array([[0., 4.]], dtype=float32)

    Reference:
        Section II-B, equation 7, Fig. 3.
    """

    def __init__(self, centers, train_centers: bool = False, **kwargs):
        super().__init__(**kwargs)
        try:
            self.centers = np.array(centers, "float32")
        except ValueError:
            raise ValueError(
                "`centers` must be a matrix of numbers (units, inputs), all rows of "
                f"one length. Received: {centers!r}"
            ) from None
        if self.centers.ndim != 2 or 0 in self.centers.shape:
            raise ValueError(
                "`centers` must be a matrix (units, inputs). "
                f"Received: an array of shape {self.centers.shape}"
            )
        if not np.isfinite(self.centers).all():
            raise ValueError(f"`centers` must be finite numbers. Received: {centers!r}")
        self.train_centers = train_centers

    def build(self, input_shape):
        units, inputs = self.centers.shape
        if input_shape[-1] != inputs:
            raise ValueError(
                f"`centers` has {inputs} components for each unit, so the last axis "
                f"of the input must be {inputs}. Received: {tuple(input_shape)}"
            )
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: inputs})
        self.codes = self.add_weight(
            name="codes",
            shape=(units, inputs),
            initializer=lambda shape, dtype: ops.cast(self.centers, dtype),
            trainable=self.train_centers,
        )

    def call(self, inputs):
        differences = ops.expand_dims(inputs, -2) - self.codes
        return ops.sum(ops.square(differences), axis=-1)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.centers.shape[0])

    def get_config(self):
        return {
            **super().get_config(),
            "centers": self.centers.tolist(),
            "train_centers": self.train_centers,
        }
