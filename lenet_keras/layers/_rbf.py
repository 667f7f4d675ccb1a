import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable(package="lenet_keras")
class RBF(keras.layers.Layer):
    """The output layer: the squared distance from the input to each class's centre.

    Each Euclidean RBF unit answers y_i = sum_j (x_j - w_ij)^2, a penalty: zero when
    the input is the unit's own centre, and the smaller the better it fits. The class
    is the unit with the smallest penalty. The layer acts on the last axis, so it serves
    a vector and a whole map of vectors alike.

    Args:
        centers: Array of shape `(units, inputs)`, the w_ij of the paper, finite
            numbers: for LeNet-5 the codes of the classes. Once the layer is built,
            `centers` is the weight that holds them.
        train_centers: Whether the centres are learned. Defaults to `False`, as in
            LeNet-5. With the maximum likelihood loss learned centres collapse to a
            common point (section II-C).
        **kwargs: Arguments of `keras.layers.Layer`.

    Input shape:
        `(batch, ..., inputs)`.

    Output shape:
        `(batch, ..., units)`: penalties, zero or positive.

    Raises:
        ValueError: If `centers` is not a matrix of finite numbers, or if the input
            has another number of components than the centres.

    Example:

    >>> import keras
    >>> import numpy as np
    >>> from lenet_keras import RBF
    >>> rbf = RBF([[1, 1], [-1, 1]])
    >>> keras.ops.convert_to_numpy(rbf(np.array([[1.0, 1.0]])))
    array([[0., 4.]], dtype=float32)

    Reference:
        Section II-B, equation 7, Fig. 3.
    """

    def __init__(self, centers, train_centers: bool = False, **kwargs):
        super().__init__(**kwargs)
        try:
            self._initial_centers = np.array(centers, "float32")
        except ValueError:
            raise ValueError(
                "`centers` must be a matrix of numbers (units, inputs), all rows of "
                f"one length. Received: {centers!r}"
            ) from None
        shape = self._initial_centers.shape
        if len(shape) != 2 or 0 in shape:
            raise ValueError(
                "`centers` must be a matrix (units, inputs). "
                f"Received: an array of shape {shape}"
            )
        if not np.isfinite(self._initial_centers).all():
            raise ValueError(f"`centers` must be finite numbers. Received: {centers!r}")
        self.units = shape[0]
        self.train_centers = train_centers

    def build(self, input_shape):
        units, inputs = self._initial_centers.shape
        if input_shape[-1] != inputs:
            raise ValueError(
                f"`centers` must have as many components as the last axis of the "
                f"input. Received: {inputs} components, input of shape "
                f"{tuple(input_shape)}"
            )
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: inputs})
        self.centers = self.add_weight(
            name="centers",
            shape=(units, inputs),
            initializer=lambda shape, dtype: ops.cast(self._initial_centers, dtype),
            trainable=self.train_centers,
        )

    def call(self, inputs):
        differences = ops.expand_dims(inputs, -2) - self.centers
        return ops.sum(ops.square(differences), axis=-1)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {
            **super().get_config(),
            "centers": self._initial_centers.tolist(),
            "train_centers": self.train_centers,
        }
